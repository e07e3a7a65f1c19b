/** What runs on every node and decides its networking: the DaemonSets of the VPC CNI and of kube-proxy, and their ConfigMaps. */
import type { RawFields } from './collection.js';
import type { CniSketch, ClusterSketch, KubernetesObject, ProxySketch } from './kubernetes-shapes.js';
import { metadata } from './metadata.js';

/** What the shipped manifest sets (amazon-vpc-cni-k8s, config/master/aws-k8s-cni.yaml). */
const CNI_DEFAULTS: Readonly<Record<string, string>> = {
  AWS_VPC_CNI_NODE_PORT_SUPPORT: 'true',
  AWS_VPC_ENI_MTU: '9001',
  AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'false',
  AWS_VPC_K8S_CNI_EXTERNALSNAT: 'false',
  AWS_VPC_K8S_CNI_RANDOMIZESNAT: 'prng',
  AWS_VPC_K8S_CNI_VETHPREFIX: 'eni',
  ENABLE_IPv4: 'true',
  ENABLE_IPv6: 'false',
  ENABLE_POD_ENI: 'false',
  ENABLE_PREFIX_DELEGATION: 'false',
  ENABLE_SUBNET_DISCOVERY: 'true',
  NETWORK_POLICY_ENFORCING_MODE: 'standard',
  WARM_ENI_TARGET: '1',
  WARM_PREFIX_TARGET: '1',
};

const IPV6_DEFAULTS = { ENABLE_IPv4: 'false', ENABLE_IPv6: 'true', ENABLE_PREFIX_DELEGATION: 'true', ENABLE_V4_EGRESS: 'true' };

/** The DaemonSets and ConfigMaps of the node agents that the cluster has. */
export function nodeAgentObjects(cluster: ClusterSketch): KubernetesObject[] {
  return [
    ...(cluster.cni === null ? [] : [cniDaemonSet(cluster, cluster.cni), cniConfigMap(cluster, cluster.cni)]),
    ...(cluster.proxy === null ? [] : [proxyDaemonSet(cluster), proxyConfigMap(cluster, cluster.proxy)]),
  ];
}

function image(cluster: ClusterSketch, repository: string, version: string): string {
  return `602401143452.dkr.ecr.${cluster.region.region}.amazonaws.com/${repository}:${version}`;
}

function variables(values: Readonly<Record<string, string | null>>): RawFields[] {
  return Object.entries(values).flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

const NODE_NAME = { name: 'MY_NODE_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'spec.nodeName' } } };

function cniDaemonSet(cluster: ClusterSketch, cni: CniSketch): KubernetesObject {
  const ipv6 = cluster.ipFamily === 'ipv6';
  const env = { ...CNI_DEFAULTS, ...(ipv6 ? IPV6_DEFAULTS : {}), CLUSTER_NAME: cluster.name, VPC_ID: cluster.vpc, ...cni.env };
  const agentArguments = [
    `--enable-ipv6=${ipv6}`,
    `--enable-network-policy=${cni.networkPolicy}`,
    '--metrics-bind-addr=:8162',
    '--health-probe-bind-addr=:8163',
  ];
  const initEnv = { DISABLE_TCP_EARLY_DEMUX: 'false', ENABLE_IPv6: String(ipv6), ...cni.initEnv };
  return daemonSet(cluster, 'aws-node', {
    containers: [
      { name: 'aws-node', image: image(cluster, 'amazon-k8s-cni', cni.version), env: [...variables(env), NODE_NAME] },
      {
        name: 'aws-eks-nodeagent',
        image: image(cluster, 'amazon/aws-network-policy-agent', 'v1.2.6-eksbuild.1'),
        args: agentArguments,
        env: [NODE_NAME],
      },
    ],
    initContainers: [{ name: 'aws-vpc-cni-init', image: image(cluster, 'amazon-k8s-cni-init', cni.version), env: variables(initEnv) }],
    hostNetwork: true,
    serviceAccountName: 'aws-node',
  });
}

function cniConfigMap(cluster: ClusterSketch, cni: CniSketch): KubernetesObject {
  return configMap(cluster, 'kube-system/amazon-vpc-cni', {
    'branch-eni-cooldown': '60',
    'enable-network-policy-controller': String(cni.networkPolicy),
    'enable-windows-ipam': 'false',
  });
}

function proxyDaemonSet(cluster: ClusterSketch): KubernetesObject {
  const container = {
    name: 'kube-proxy',
    image: image(cluster, 'eks/kube-proxy', `v${cluster.version}.3-minimal-eksbuild.6`),
    command: ['kube-proxy', '--v=2', '--config=/var/lib/kube-proxy-config/config', '--hostname-override=$(NODE_NAME)'],
    env: [{ ...NODE_NAME, name: 'NODE_NAME' }],
  };
  return daemonSet(cluster, 'kube-proxy', { containers: [container], hostNetwork: true, serviceAccountName: 'kube-proxy' });
}

function proxyConfigMap(cluster: ClusterSketch, proxy: ProxySketch): KubernetesObject {
  const lines = [
    'apiVersion: kubeproxy.config.k8s.io/v1alpha1',
    'bindAddress: 0.0.0.0',
    `clusterCIDR: "${proxy.clusterCidr}"`,
    'conntrack:',
    '  maxPerCore: 32768',
    '  min: 131072',
    'iptables:',
    `  masqueradeAll: ${proxy.masqueradeAll}`,
    '  masqueradeBit: 14',
    'kind: KubeProxyConfiguration',
    `mode: "${proxy.mode}"`,
    'nodePortAddresses: null',
    '',
  ];
  return configMap(cluster, 'kube-system/kube-proxy-config', { config: lines.join('\n') });
}

function daemonSet(cluster: ClusterSketch, name: string, podSpec: RawFields): KubernetesObject {
  const labels = { 'k8s-app': name };
  const count = cluster.nodes.size;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: metadata(cluster, 'DaemonSet', `kube-system/${name}`, { labels }),
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { ...podSpec, dnsPolicy: 'ClusterFirst' } } },
    status: { currentNumberScheduled: count, desiredNumberScheduled: count, numberMisscheduled: 0, numberReady: count },
  };
}

/** A ConfigMap. */
export function configMap(cluster: ClusterSketch, id: string, data: Readonly<Record<string, string>>): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(cluster, 'ConfigMap', id), data };
}
