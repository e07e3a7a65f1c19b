// CNI settings from every source, and the objects that steer the CNI.
import { describe, expect, it } from 'vitest';
import { parsePrefix } from '../../../net/prefix.js';
import { documentsOf, onlyEntry, recordReading, type RawObject } from '../../../../test/sketch/kubernetes-documents.js';
import { readClusterDocuments } from '../components-of-cluster.js';
import { readCniSettings } from './read-settings.js';
import { otherCnisOf, readEniConfigs, readNodeClasses, readSecurityGroupPolicies } from './read.js';

interface AwsNode {
  readonly env?: readonly Record<string, unknown>[];
  readonly initEnv?: readonly Record<string, unknown>[];
  readonly agentArgs?: readonly string[] | null;
}
const awsNode = ({ env = [], initEnv = [], agentArgs = [] }: AwsNode): RawObject => ({
  kind: 'DaemonSet',
  metadata: { name: 'aws-node', namespace: 'kube-system' },
  spec: {
    template: {
      spec: {
        containers: [
          ...(agentArgs === null ? [] : [{ name: 'aws-eks-nodeagent', image: 'r:5000/agent:v1.2.6-eksbuild.1', args: agentArgs }]),
          { name: 'aws-node', image: 'registry.example/amazon-k8s-cni:v1.20.4-eksbuild.1@sha256:00', env },
        ],
        initContainers: [{ name: 'aws-vpc-cni-init', env: initEnv }],
      },
    },
  },
});
const configMap = (name: string, data: Record<string, string>): RawObject => ({
  kind: 'ConfigMap',
  metadata: { name, namespace: 'kube-system' },
  data,
});
const addon = (addonName: string, configurationValues?: string, clusterName = 'demo') => ({
  operation: 'eks:DescribeAddon',
  output: { addon: { addonName, clusterName, addonVersion: 'v1.19.0-eksbuild.1', configurationValues } },
});
const settings = (objects: RawObject[], outputs: ReturnType<typeof addon>[] = [], cluster = 'demo') =>
  readCniSettings(readClusterDocuments(documentsOf(objects, outputs, cluster), recordReading(), cluster));

const DEFAULTS = {
  externalSnat: false,
  excludeSnatCidrs: [],
  randomizeSnat: 'prng',
  nodePortSupport: true,
  externalServiceCidrs: [],
  customNetworking: false,
  eniConfigLabel: 'k8s.amazonaws.com/eniConfig',
  eniConfigAnnotation: 'k8s.amazonaws.com/eniConfig',
  prefixDelegation: false,
  podEni: false,
  enforcingMode: 'strict',
  tcpEarlyDemuxDisabled: false,
  ipv6: false,
  v4Egress: true,
  v6Egress: false,
  policyEnforcingMode: 'standard',
};

describe('readCniSettings', () => {
  it('has the defaults, not found, when nothing is there', () => {
    expect(settings([])).toEqual({ ...DEFAULTS, found: false, version: null, policyAgent: null, policyAgentVersion: null });
  });

  it('has the defaults, found, for a DaemonSet that sets nothing', () => {
    expect(settings([awsNode({})])).toEqual({
      ...DEFAULTS,
      found: true,
      version: 'v1.20.4-eksbuild.1',
      policyAgent: false,
      policyAgentVersion: 'v1.2.6-eksbuild.1',
    });
  });

  it('reads the environment: values that are no text of their own leave the default', () => {
    const env = [
      { name: 'AWS_VPC_K8S_CNI_EXTERNALSNAT', value: 'true' },
      { name: 'AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS', value: '10.8.0.0/16, 192.168.0.0/16,nonsense,fd00::/8' },
      { name: 'AWS_VPC_K8S_CNI_RANDOMIZESNAT', value: 'hashrandom' },
      { name: 'AWS_VPC_CNI_NODE_PORT_SUPPORT', value: 'false' },
      { name: 'AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG', valueFrom: { configMapKeyRef: { name: 'x', key: 'y' } } },
      { name: 'ENI_CONFIG_LABEL_DEF', value: 'topology.kubernetes.io/zone' },
      { name: 'ENABLE_POD_ENI', value: 'True' },
      { name: 'POD_SECURITY_GROUP_ENFORCING_MODE', value: 'standard' },
      { name: 'NETWORK_POLICY_ENFORCING_MODE', value: 'strict' },
      { name: 'ENABLE_IPv6', value: 'true' },
      { name: 'ENABLE_V4_EGRESS', value: 'false' },
      { name: 'ENABLE_PREFIX_DELEGATION', value: '' },
    ];
    const initEnv = [{ name: 'DISABLE_TCP_EARLY_DEMUX', value: 'true' }];
    expect(settings([awsNode({ env, initEnv })])).toMatchObject({
      externalSnat: true,
      excludeSnatCidrs: [parsePrefix('10.8.0.0/16'), parsePrefix('192.168.0.0/16')],
      randomizeSnat: 'hashrandom',
      nodePortSupport: false,
      customNetworking: false,
      eniConfigLabel: 'topology.kubernetes.io/zone',
      eniConfigAnnotation: 'k8s.amazonaws.com/eniConfig',
      podEni: true,
      enforcingMode: 'standard',
      policyEnforcingMode: 'strict',
      tcpEarlyDemuxDisabled: true,
      ipv6: true,
      v4Egress: false,
      prefixDelegation: false,
    });
  });

  it.each([
    [['--enable-ipv6=false', '--enable-network-policy=true'], null, true],
    [['--enable-network-policy=false'], null, false],
    [['--enable-network-policy'], null, true],
    [['--enable-network-policy="true"'], null, true],
    [['--enable-network-policy=true'], 'true', true],
    [['--enable-network-policy=true'], 'false', false],
    [null, 'true', false],
  ])('agent %j with the controller %s enforces: %s', (agentArgs, controller, expected) => {
    const maps = controller === null ? [] : [configMap('amazon-vpc-cni', { 'enable-network-policy-controller': controller })];
    expect(settings([awsNode({ agentArgs }), ...maps]).policyAgent).toBe(expected);
  });

  it('knows the agent of Auto Mode by the ConfigMap alone', () => {
    expect(settings([configMap('amazon-vpc-cni', { 'enable-network-policy-controller': 'true' })])).toMatchObject({
      found: false,
      policyAgent: true,
    });
    expect(settings([configMap('amazon-vpc-cni', {})]).policyAgent).toBeNull();
  });

  it('takes the add-on when there is no DaemonSet, in JSON and in YAML', () => {
    const json = JSON.stringify({
      enableNetworkPolicy: 'true',
      env: { ENABLE_PREFIX_DELEGATION: 'true' },
      init: { env: { DISABLE_TCP_EARLY_DEMUX: 'true' } },
    });
    const expected = { found: true, version: 'v1.19.0-eksbuild.1', prefixDelegation: true, tcpEarlyDemuxDisabled: true, policyAgent: true };
    expect(settings([], [addon('vpc-cni', json)])).toMatchObject(expected);
    const yaml =
      'enableNetworkPolicy: "true"\nenv:\n  ENABLE_PREFIX_DELEGATION: "true"\ninit:\n  env:\n    DISABLE_TCP_EARLY_DEMUX: "true"\n';
    expect(settings([], [addon('vpc-cni', yaml)])).toMatchObject(expected);
    expect(settings([], [addon('vpc-cni')])).toMatchObject({ ...DEFAULTS, found: true, policyAgent: false });
    expect(settings([awsNode({})], [addon('vpc-cni', json)])).toMatchObject({ prefixDelegation: false });
  });

  it('leaves the add-on of another cluster; a cluster without a name takes the only one', () => {
    const json = '{"env":{"ENABLE_POD_ENI":"true"}}';
    expect(settings([], [addon('vpc-cni', json, 'other')]).found).toBe(false);
    expect(settings([], [addon('vpc-cni', json, 'other')], '').podEni).toBe(true);
    expect(settings([], [addon('vpc-cni', json, 'other'), addon('vpc-cni', json, 'third')], '').found).toBe(false);
  });

  it('warns of values that it cannot read, and takes the defaults as assumed', () => {
    const reading = recordReading();
    const documents = documentsOf([], [addon('vpc-cni', 'env: |\n  ENABLE_POD_ENI')]);
    expect(readCniSettings(readClusterDocuments(documents, reading, 'demo')).found).toBe(false);
    expect(reading.warned).toEqual(['SETTINGS_UNREADABLE /calls/0/output/addon/configurationValues']);
  });
});

it('recognises other CNIs by their DaemonSets', () => {
  const daemonSets = ['cilium', 'calico-node', 'aws-node', 'cilium', 'constructor'].map((name) => ({
    namespace: 'x',
    name,
    containers: [],
    initContainers: [],
  }));
  expect(otherCnisOf(daemonSets)).toEqual(['calico', 'cilium']);
});

it('reads ENIConfigs, security group policies and NodeClasses', () => {
  const documents = documentsOf([
    { kind: 'ENIConfig', metadata: { name: 'eu-a' }, spec: { subnet: 'subnet-pod-a', securityGroups: ['sg-pods'] } },
    {
      kind: 'SecurityGroupPolicy',
      metadata: { name: 'pay', namespace: 'shop' },
      spec: { podSelector: {}, securityGroups: { groupIds: ['sg-pay'] } },
    },
    {
      kind: 'NodeClass',
      metadata: { name: 'default' },
      spec: { podSubnetSelectorTerms: [{ tags: { tier: 'pod' } }], snatPolicy: 'Random', networkPolicy: 'DefaultAllow' },
    },
    { kind: 'NodeClass', metadata: { name: 'shut' }, spec: { snatPolicy: 'Disabled', networkPolicy: 'DefaultDeny' } },
  ]);
  const reading = recordReading();
  expect(onlyEntry(readEniConfigs(documents, reading))).toMatchObject({
    name: 'eu-a',
    namespace: '',
    subnetId: 'subnet-pod-a',
    groupIds: ['sg-pods'],
  });
  expect(onlyEntry(readSecurityGroupPolicies(documents, reading))).toMatchObject({
    podSelector: { matchLabels: {}, matchExpressions: [] },
    serviceAccountSelector: null,
    groupIds: ['sg-pay'],
  });
  expect([...readNodeClasses(documents, reading).values()]).toMatchObject([
    { snatPolicy: 'Random', networkPolicy: 'DefaultAllow', podSubnetSelector: true },
    { snatPolicy: 'Disabled', networkPolicy: 'DefaultDeny', podSubnetSelector: false },
  ]);
  expect(reading.refused).toEqual([]);
});
