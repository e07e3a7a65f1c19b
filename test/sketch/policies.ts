/** Network policies, and the custom resources by which pods get interfaces and groups of their own. */
import { digits, macAddress } from './ids.js';
import { put, take, type RawFields } from './collection.js';
import { addInterface } from './interfaces.js';
import { interfacesOf } from './instances.js';
import type { ClusterSketch, KubernetesObject, NodeSketch, PodSketch } from './kubernetes-shapes.js';
import { addObject } from './metadata.js';
import { addPod } from './pods.js';
import { zoneName } from './vpc.js';

/** Adds a NetworkPolicy; `spec` is written as the user wrote it (no policyTypes are filled in). */
export function addNetworkPolicy(cluster: ClusterSketch, id: string, spec: RawFields): KubernetesObject {
  return addObject(cluster, 'networking.k8s.io/v1', 'NetworkPolicy', id, { spec });
}

/** Adds an ENIConfig (custom networking), named like a zone as a rule. */
export function addEniConfig(cluster: ClusterSketch, name: string, subnet: string, securityGroups: string[]): KubernetesObject {
  return addObject(cluster, 'crd.k8s.amazonaws.com/v1alpha1', 'ENIConfig', name, { spec: { securityGroups, subnet } });
}

/** Adds a SecurityGroupPolicy that gives pods with these labels groups of their own. */
export function addSecurityGroupPolicy(
  cluster: ClusterSketch,
  id: string,
  matchLabels: Record<string, string>,
  groupIds: string[],
): KubernetesObject {
  const spec = { podSelector: { matchLabels }, securityGroups: { groupIds } };
  return addObject(cluster, 'vpcresources.k8s.aws/v1beta1', 'SecurityGroupPolicy', id, { spec });
}

/** Gives a node a trunk interface for branch pods, and the CNINode that says so. */
export function addTrunk(cluster: ClusterSketch, node: NodeSketch, interfaceId: string, ip: string): void {
  if (node.instance === null) throw new Error(`${node.id} has no instance to take a trunk interface`);
  const own = interfacesOf(cluster.region, node.instance);
  const first = own[0];
  if (!first) throw new Error(`${node.id} has no interface`);
  addInterface(cluster.region, {
    id: interfaceId,
    subnet: first.subnet,
    ip,
    groups: [...first.groups],
    instance: node.instance,
    deviceIndex: own.length,
    type: 'trunk',
    description: 'aws-k8s-trunk-eni',
    tags: { 'eks:eni:owner': 'eks-vpc-resource-controller' },
  });
  node.labels['vpc.amazonaws.com/has-trunk-attached'] = 'true';
  node.allocatable['vpc.amazonaws.com/pod-eni'] = '9';
  addObject(cluster, 'vpcresources.k8s.aws/v1alpha1', 'CNINode', node.id, { spec: { features: [{ name: 'SecurityGroupsForPods' }] } });
}

interface BranchPodSpec extends Partial<PodSketch> {
  id: string;
  node: string;
  ip: string;
  /** The branch interface. */
  interface: string;
  groups: string[];
  subnet: string;
  vlan: number;
}

/** Adds a pod with a branch interface (security groups for pods) on a node that has a trunk. */
export function addBranchPod(cluster: ClusterSketch, spec: BranchPodSpec): PodSketch {
  const { interface: interfaceId, groups, subnet, vlan, ip, ...own } = spec;
  const node = take(cluster.nodes, own.node);
  const trunk = interfacesOf(cluster.region, node.instance ?? '').find((entry) => entry.type === 'trunk');
  if (!trunk) throw new Error(`${node.id} has no trunk interface`);
  addInterface(cluster.region, {
    id: interfaceId,
    subnet,
    ip,
    groups,
    type: 'branch',
    description: 'aws-k8s-branch-eni',
    attached: false,
    tags: {
      'vpcresources.k8s.aws/trunk-eni-id': trunk.id,
      'vpcresources.k8s.aws/vlan-id': String(vlan),
      'eks:eni:owner': 'eks-vpc-resource-controller',
    },
    raw: { Status: 'in-use' },
  });
  const branch = {
    eniId: interfaceId,
    ifAddress: macAddress(interfaceId),
    privateIp: ip,
    ipv6Addr: '',
    vlanId: vlan,
    subnetCidr: take(cluster.region.subnets, subnet).cidr,
    subnetV6Cidr: '',
    associationID: `trunk-assoc-${digits(interfaceId, 8)}`,
  };
  const pod = addPod(cluster, {
    ...own,
    annotations: { ...own.annotations, 'vpc.amazonaws.com/pod-eni': JSON.stringify([branch]) },
  });
  pod.ip = ip;
  return pod;
}

interface FargatePodSpec extends Partial<PodSketch> {
  id: string;
  ip: string;
  subnet: string;
  groups?: string[];
}

/** Adds a Fargate pod: its own node object, and an interface with the cluster's group unless told. */
export function addFargatePod(cluster: ClusterSketch, spec: FargatePodSpec): PodSketch {
  const { subnet, groups, ip, ...own } = spec;
  const nodeName = `fargate-ip-${ip.replaceAll('.', '-')}.${cluster.region.region}.compute.internal`;
  addInterface(cluster.region, {
    id: `eni-fargate-${ip.replaceAll('.', '-')}`,
    subnet,
    ip,
    groups: groups ?? [cluster.securityGroup],
    instanceOwner: '298800981437',
    deviceIndex: 1,
  });
  put<NodeSketch>(cluster.nodes, {
    id: nodeName,
    instance: null,
    ip,
    zone: zoneName(cluster.region, take(cluster.region.subnets, subnet)),
    instanceType: 'fargate',
    nodeGroup: '',
    labels: {},
    computeType: 'fargate',
    ready: true,
    allocatable: {},
  });
  const labels = { ...own.labels, 'eks.amazonaws.com/fargate-profile': 'fp-default' };
  return addPod(cluster, { ...own, node: nodeName, ip, labels });
}
