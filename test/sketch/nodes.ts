/** Nodes: an instance with its interfaces, the Node object, and the agents' pods on it. */
import { put, rendered, take } from './collection.js';
import { dashed, digits, nameSuffix, uuid } from './ids.js';
import { limitsOf, podLimit } from './instance-types.js';
import { addInstance } from './instances.js';
import { addInterface } from './interfaces.js';
import type { ClusterSketch, KubernetesObject, NodeSketch } from './kubernetes-shapes.js';
import { CREATED, metadata } from './metadata.js';
import { addPod } from './pods.js';
import { zoneName } from './vpc.js';

/** A further interface of a node; its device index follows from its place. */
interface FurtherInterface {
  id: string;
  ip: string;
  subnet?: string;
  groups?: string[];
  secondary?: string[];
  prefixes?: string[];
  type?: string;
  description?: string;
  tags?: Record<string, string>;
}

interface NodeSpec extends Partial<Omit<NodeSketch, 'instance'>> {
  /** The node's name. */
  id: string;
  subnet: string;
  ip: string;
  groups: string[];
  /** Ids, where they shall not follow from the node's name (`node-a`: `i-node-a`, `eni-node-a`). */
  instance?: string;
  interface?: string;
  instanceName?: string;
  secondary?: string[];
  prefixes?: string[];
  ipv6Prefixes?: string[];
  publicIp?: string;
  further?: readonly FurtherInterface[];
  /** Hop limit of the instance metadata service, 2 unless said. */
  hopLimit?: number;
}

/** Adds a node with its instance, interfaces and, where the cluster has them, pods of aws-node and kube-proxy. */
export function addNode(cluster: ClusterSketch, spec: NodeSpec): NodeSketch {
  const {
    subnet,
    groups,
    instance,
    interface: interfaceId,
    instanceName,
    secondary,
    prefixes,
    ipv6Prefixes,
    publicIp,
    further,
    hopLimit,
    ...own
  } = spec;
  const { region } = cluster;
  const instanceId = instance ?? `i-${own.id}`;
  const instanceType = own.instanceType ?? 'm5.large';
  const owned = { [`kubernetes.io/cluster/${cluster.name}`]: 'owned' };
  addInstance(region, {
    id: instanceId,
    name: instanceName ?? own.id,
    interface: interfaceId,
    subnet,
    ip: own.ip,
    groups: [...groups],
    secondary,
    prefixes,
    ipv6: own.ipv6 === undefined ? [] : [own.ipv6],
    ipv6Prefixes,
    publicIp,
    instanceType,
    hopLimit: hopLimit ?? 2,
    role: `${cluster.name}-node`,
    tags: { 'eks:cluster-name': cluster.name, ...owned },
  });
  (further ?? []).forEach((extra, index) => {
    const tags = { 'node.k8s.amazonaws.com/instance_id': instanceId, 'eks:eni:owner': 'amazon-vpc-cni' };
    const defaults = { subnet, groups: [...groups], description: `aws-K8S-${instanceId}`, tags };
    addInterface(region, { ...defaults, ...extra, instance: instanceId, deviceIndex: index + 1 });
  });
  const node = put<NodeSketch>(cluster.nodes, {
    zone: zoneName(region, take(region.subnets, subnet)),
    nodeGroup: 'ng-1',
    labels: {},
    computeType: 'ec2',
    ready: true,
    allocatable: {},
    ...own,
    instance: instanceId,
    instanceType,
  });
  if (node.computeType === 'ec2') addAgentPods(cluster, node);
  return node;
}

function addAgentPods(cluster: ClusterSketch, node: NodeSketch): void {
  const agents = [...(cluster.cni === null ? [] : ['aws-node']), ...(cluster.proxy === null ? [] : ['kube-proxy'])];
  for (const agent of agents) {
    addPod(cluster, {
      id: freeName(cluster, agent, node.id),
      node: node.id,
      hostNetwork: true,
      labels: { 'k8s-app': agent },
      owner: `DaemonSet kube-system/${agent}`,
      serviceAccount: agent,
    });
  }
}

/** A generated pod name that no other pod has: with thousands of nodes five letters meet twice. */
function freeName(cluster: ClusterSketch, agent: string, seed: string): string {
  const id = `kube-system/${agent}-${nameSuffix(`${agent}/${seed}`)}`;
  return cluster.pods.has(id) ? freeName(cluster, agent, `${seed}/again`) : id;
}

/** The address at which the node reaches its host-network pods: of the cluster's family. */
export function hostAddress(cluster: ClusterSketch, node: NodeSketch): string {
  return cluster.ipFamily === 'ipv6' ? (node.ipv6 ?? node.ip) : node.ip;
}

/** The Node object. */
export function nodeObject(cluster: ClusterSketch, node: NodeSketch): KubernetesObject {
  const publicIp = node.instance === null ? undefined : publicAddress(cluster, node.instance);
  const hostName = `ip-${dashed(node.ip)}.${cluster.region.region}.compute.internal`;
  const resources = resourcesOf(node);
  const status = {
    addresses: [
      ...(cluster.ipFamily === 'ipv6' && node.ipv6 !== undefined ? [{ type: 'InternalIP', address: node.ipv6 }] : []),
      { type: 'InternalIP', address: node.ip },
      ...(publicIp === undefined ? [] : [{ type: 'ExternalIP', address: publicIp }]),
      { type: 'InternalDNS', address: hostName },
      { type: 'Hostname', address: node.id },
    ],
    allocatable: resources,
    capacity: resources,
    conditions: [
      {
        type: 'Ready',
        status: node.ready ? 'True' : 'False',
        reason: node.ready ? 'KubeletReady' : 'KubeletNotReady',
        lastHeartbeatTime: CREATED,
        lastTransitionTime: CREATED,
      },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      containerRuntimeVersion: 'containerd://1.7.27',
      kernelVersion: '6.1.148',
      kubeProxyVersion: `v${cluster.version}.3-eks-1a2b3c4`,
      kubeletVersion: `v${cluster.version}.3-eks-1a2b3c4`,
      machineID: digits(`machine/${node.id}`, 32),
      operatingSystem: node.labels['kubernetes.io/os'] ?? 'linux',
      osImage: 'Amazon Linux 2023.8.20260901',
      systemUUID: uuid(`system/${node.id}`),
    },
  };
  const object = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: metadata(cluster, 'Node', node.id, { labels: labelsOf(cluster, node), annotations: node.annotations }),
    spec: { providerID: providerId(node) },
    status,
  };
  return { ...object, ...node.raw };
}

function publicAddress(cluster: ClusterSketch, instance: string): string | undefined {
  const id = instance.replace(/^i-/, 'eni-');
  const entry = cluster.region.interfaces.get(id);
  return entry?.instance === instance ? entry.publicAddresses[0]?.publicIp : undefined;
}

function providerId(node: NodeSketch): string {
  if (node.computeType === 'hybrid') return `eks-hybrid:///eu-west-1/on-premises/${node.id}`;
  if (node.computeType === 'fargate') return `aws:///${node.zone}/${digits(node.id, 10)}-${digits(`${node.id}/task`, 32)}/${node.id}`;
  return `aws:///${node.zone}/${node.instance}`;
}

function resourcesOf(node: NodeSketch): Record<string, string> {
  if (node.computeType === 'fargate') return { cpu: '2', memory: '3910480Ki', pods: '1' };
  const { cpus, memory } = limitsOf(node.instanceType);
  const pods = String(podLimit(node.instanceType));
  return { cpu: String(cpus), 'ephemeral-storage': '83873772Ki', memory: `${memory * 1024 - 300000}Ki`, pods, ...node.allocatable };
}

function labelsOf(cluster: ClusterSketch, node: NodeSketch): Record<string, string> {
  const kind =
    node.computeType === 'ec2'
      ? { 'eks.amazonaws.com/nodegroup': node.nodeGroup, 'eks.amazonaws.com/capacityType': 'ON_DEMAND' }
      : { 'eks.amazonaws.com/compute-type': node.computeType };
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': node.id,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': node.computeType === 'fargate' ? undefined : node.instanceType,
    'topology.kubernetes.io/region': cluster.region.region,
    'topology.kubernetes.io/zone': node.zone,
    ...kind,
    ...node.labels,
  };
  return rendered(labels) as Record<string, string>;
}
