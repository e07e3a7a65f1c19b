/**
 * How the VPC CNI of a cluster is set: the environment of the DaemonSet aws-node, else the values of the add-on, else the
 * defaults of the CNI (README of amazon-vpc-cni-k8s). The node agent beside it enforces network policies.
 */
import { parsePrefix, type Prefix } from '../../../net/prefix.js';
import type { CniSettings } from '../../../model/kubernetes/cluster.js';
import { flagOf, type Addon, type ClusterDocuments, type ConfiguredContainer, type ConfiguredDaemonSet } from '../components-of-cluster.js';
import { settingFlag, settingRecord, settingText } from '../embedded-settings.js';
import type { Raw } from '../fields.js';

/** Where values come from, already told apart: the CNI itself, its init container, the agent. */
interface CniSource {
  readonly found: boolean;
  readonly version: string | null;
  readonly environment: Raw;
  readonly initEnvironment: Raw;
  readonly policyAgent: boolean | null;
  readonly policyAgentVersion: string | null;
}

const ENI_CONFIG = 'k8s.amazonaws.com/eniConfig';

export function readCniSettings(documents: ClusterDocuments): CniSettings {
  const daemonSet = documents.daemonSets.find(({ namespace, name }) => namespace === 'kube-system' && name === 'aws-node');
  const addon = documents.addons.get('vpc-cni');
  const source = daemonSet !== undefined ? fromDaemonSet(daemonSet, documents) : fromAddon(addon, documents);
  const { environment, initEnvironment } = source;
  const flag = (name: string, byDefault: boolean): boolean => settingFlag(environment[name] ?? initEnvironment[name], byDefault);
  const text = (name: string): string | null => settingText(environment[name]);
  return {
    found: source.found,
    version: source.version,
    externalSnat: flag('AWS_VPC_K8S_CNI_EXTERNALSNAT', false),
    excludeSnatCidrs: prefixes(text('AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS')),
    randomizeSnat: oneOf(text('AWS_VPC_K8S_CNI_RANDOMIZESNAT'), ['prng', 'hashrandom', 'none']),
    nodePortSupport: flag('AWS_VPC_CNI_NODE_PORT_SUPPORT', true),
    externalServiceCidrs: prefixes(text('AWS_EXTERNAL_SERVICE_CIDRS')),
    customNetworking: flag('AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG', false),
    eniConfigLabel: text('ENI_CONFIG_LABEL_DEF') ?? ENI_CONFIG,
    eniConfigAnnotation: text('ENI_CONFIG_ANNOTATION_DEF') ?? ENI_CONFIG,
    prefixDelegation: flag('ENABLE_PREFIX_DELEGATION', false),
    podEni: flag('ENABLE_POD_ENI', false),
    enforcingMode: oneOf(text('POD_SECURITY_GROUP_ENFORCING_MODE'), ['strict', 'standard']),
    tcpEarlyDemuxDisabled: settingFlag(initEnvironment['DISABLE_TCP_EARLY_DEMUX'], false),
    ipv6: flag('ENABLE_IPv6', false),
    v4Egress: flag('ENABLE_V4_EGRESS', true),
    v6Egress: flag('ENABLE_V6_EGRESS', false),
    policyEnforcingMode: oneOf(text('NETWORK_POLICY_ENFORCING_MODE'), ['standard', 'strict', 'none']),
    policyAgent: source.policyAgent,
    policyAgentVersion: source.policyAgentVersion,
  };
}

function fromDaemonSet({ containers, initContainers }: ConfiguredDaemonSet, documents: ClusterDocuments): CniSource {
  const cni = containers.find(({ name }) => name === 'aws-node') ?? containers[0];
  const agent = containers.find(({ name }) => name === 'aws-eks-nodeagent');
  const init = initContainers.find(({ name }) => name === 'aws-vpc-cni-init') ?? initContainers[0];
  return {
    found: true,
    version: cni?.imageTag ?? cni?.environment['VPC_CNI_VERSION'] ?? null,
    environment: cni?.environment ?? {},
    initEnvironment: init?.environment ?? {},
    policyAgent: agentEnforces(agent) && controllerSwitch(documents) !== false,
    policyAgentVersion: agent?.imageTag ?? null,
  };
}

/** The agent's switch is off unless it is given; CNIs before 1.14 have no agent. */
function agentEnforces(agent: ConfiguredContainer | undefined): boolean {
  return agent !== undefined && settingFlag(flagOf(agent.words, 'enable-network-policy'), false);
}

/**
 * The other half, in the control plane: without the controller nobody tells the agents what to enforce. Null: not said.
 * On Auto Mode nodes, which have no DaemonSet, this switch is the only one ("Use Network Policies with EKS Auto Mode").
 */
function controllerSwitch({ configMaps }: ClusterDocuments): boolean | null {
  const text = configMaps.get('amazon-vpc-cni')?.data['enable-network-policy-controller'];
  return text === undefined ? null : settingFlag(text, false);
}

function fromAddon(addon: Addon | undefined, documents: ClusterDocuments): CniSource {
  const values = addon?.values ?? null;
  return {
    found: values !== null,
    version: addon?.version ?? null,
    environment: settingRecord(values?.['env']),
    initEnvironment: settingRecord(settingRecord(values?.['init'])['env']),
    policyAgent: controllerSwitch(documents) ?? (values === null ? null : settingFlag(values['enableNetworkPolicy'], false)),
    policyAgentVersion: null,
  };
}

/** IPv4 CIDRs of a comma list; like the CNI, this leaves out what is not one. */
function prefixes(text: string | null): readonly Prefix[] {
  const parsed = (text ?? '').split(',').flatMap((item) => parsePrefix(item.trim()) ?? []);
  return parsed.filter(({ family }) => family === 'ipv4');
}

/** The value when it is one of those listed, else the first of them, which is the default. */
function oneOf<const T extends string>(text: string | null, values: readonly [T, ...T[]]): T {
  return values.find((value) => value === text) ?? values[0];
}
