/** What the VPC CNI of a cluster was told: the environment of the aws-node DaemonSet, or the NodeClass of an Auto Mode node. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { child, list, text, texts, type Raw } from './raw.js';
import { kubernetes } from './records.js';

export interface CniSettings {
  readonly externalSnat: boolean;
  readonly excludedCidrs: readonly string[];
  readonly externalServiceCidrs: readonly string[];
  /** Translated packets keep their source port. */
  readonly keepsPorts: boolean;
  readonly version6: boolean;
  readonly strictBranches: boolean;
  readonly version4Egress: boolean;
  readonly version6Egress: boolean;
  readonly tcpEarlyDemuxDisabled: boolean;
  readonly policies: 'off' | 'standard' | 'strict';
  /** Policies of branch pods in strict mode: agents before 1.2.0 attach nothing to them. */
  readonly policiesOnStrictBranches: boolean;
}

export function daemonSet(bundle: Bundle, cluster: string, name: string): Raw | undefined {
  return kubernetes(bundle, 'DaemonSet').find((item) => item.cluster === cluster && text(child(item.raw, 'metadata'), 'name') === name)
    ?.raw;
}

function podTemplate(set: Raw | undefined): Raw | undefined {
  return child(child(child(set, 'spec'), 'template'), 'spec');
}

function container(set: Raw | undefined, key: 'containers' | 'initContainers', name: string): Raw | undefined {
  return list(podTemplate(set), key).find((item) => text(item, 'name') === name);
}

function environment(of: Raw | undefined, name: string): string {
  return text(
    list(of, 'env').find((item) => text(item, 'name') === name),
    'value',
  );
}

function cidrList(written: string): readonly string[] {
  return written
    .split(',')
    .map((item) => item.trim())
    .filter((item) => /^\d+\.\d+\.\d+\.\d+\/\d+$/.test(item));
}

function agentAtLeast120(image: string): boolean {
  const found = /:v?(\d+)\.(\d+)/.exec(image);
  if (found === null) return true;
  const [major, minor] = [Number(found[1]), Number(found[2])];
  return major > 1 || (major === 1 && minor >= 2);
}

function autoModeSettings(bundle: Bundle, cluster: string, node: Raw): Partial<CniSettings> {
  const name = text(child(child(node, 'metadata'), 'labels'), 'eks.amazonaws.com/nodeclass') || 'default';
  const nodeClass = kubernetes(bundle, 'NodeClass').find(
    (item) => item.cluster === cluster && text(child(item.raw, 'metadata'), 'name') === name,
  )?.raw;
  const config = kubernetes(bundle, 'ConfigMap').find(
    (item) => item.cluster === cluster && text(child(item.raw, 'metadata'), 'name') === 'amazon-vpc-cni',
  )?.raw;
  const enforced = text(child(config, 'data'), 'enable-network-policy-controller') === 'true';
  const spec = child(nodeClass, 'spec');
  return {
    externalSnat: text(spec, 'snatPolicy') === 'Disabled',
    policies: !enforced ? 'off' : text(spec, 'networkPolicy') === 'DefaultDeny' ? 'strict' : 'standard',
  };
}

function policyMode(bundle: Bundle, cluster: string, node: Raw | undefined, agent: Raw | undefined): CniSettings['policies'] {
  const others = ['calico-node', 'cilium'].some((name) => daemonSet(bundle, cluster, name) !== undefined);
  const argument = texts(agent, 'args').some((item) => item.replaceAll('"', '') === '--enable-network-policy=true');
  if (!argument) return others ? 'standard' : 'off';
  return environment(node, 'NETWORK_POLICY_ENFORCING_MODE') === 'strict' ? 'strict' : 'standard';
}

/** The settings in force on a node of the cluster; absent variables have their defaults. */
export function cniSettings(bundle: Bundle, cluster: string, node: Raw | undefined): CniSettings {
  const set = daemonSet(bundle, cluster, 'aws-node');
  const main = container(set, 'containers', 'aws-node');
  const agent = container(set, 'containers', 'aws-eks-nodeagent');
  const settings: CniSettings = {
    externalSnat: environment(main, 'AWS_VPC_K8S_CNI_EXTERNALSNAT') === 'true',
    excludedCidrs: cidrList(environment(main, 'AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS')),
    externalServiceCidrs: cidrList(environment(main, 'AWS_EXTERNAL_SERVICE_CIDRS')),
    keepsPorts: environment(main, 'AWS_VPC_K8S_CNI_RANDOMIZESNAT') === 'none',
    version6: environment(main, 'ENABLE_IPv6') === 'true',
    strictBranches: environment(main, 'POD_SECURITY_GROUP_ENFORCING_MODE') !== 'standard',
    version4Egress: environment(main, 'ENABLE_V4_EGRESS') !== 'false',
    version6Egress: environment(main, 'ENABLE_V6_EGRESS') === 'true',
    tcpEarlyDemuxDisabled: environment(container(set, 'initContainers', 'aws-vpc-cni-init'), 'DISABLE_TCP_EARLY_DEMUX') === 'true',
    policies: policyMode(bundle, cluster, main, agent),
    policiesOnStrictBranches: agentAtLeast120(text(agent, 'image')),
  };
  const auto = text(child(child(node, 'metadata'), 'labels'), 'eks.amazonaws.com/compute-type') === 'auto';
  return auto && node !== undefined ? { ...settings, ...autoModeSettings(bundle, cluster, node) } : settings;
}
