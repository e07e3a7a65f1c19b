/** Kubernetes objects by what packets and people know of them: addresses, names, owners, ports. */
import { type Address } from '../net/address.js';
import { objectKey, type Network } from '../model/network.js';
import { type NetworkInterface } from '../model/aws/interface.js';
import { type ClusterSettings, type EndpointSlice, type Node, type Pod, type Service } from '../model/kubernetes/cluster.js';

export interface ClusterObjects {
  /** Running pods with the address; host-network pods are not among them (their address is the node's). */
  podsAt(address: Address): readonly Pod[];
  nodesAt(address: Address): readonly Node[];
  nodeOfInstance(instanceId: string): Node | null;
  nodeNamed(cluster: string, name: string): Node | null;
  podsOnNode(node: Node): readonly Pod[];
  interfacesOfInstance(instanceId: string): readonly NetworkInterface[];
  servicesAt(address: Address): readonly Service[];
  /** Services of a cluster with this node port. */
  nodePortServices(cluster: string, nodePort: number): readonly Service[];
  slicesOf(service: Service): readonly EndpointSlice[];
  settingsOf(cluster: string): ClusterSettings | null;
}

function group<K, V>(items: Iterable<V>, keysOf: (item: V) => Iterable<K>): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const item of items) {
    for (const key of keysOf(item)) {
      const list = groups.get(key);
      if (list === undefined) groups.set(key, [item]);
      else list.push(item);
    }
  }
  return groups;
}

/** Finished pods keep an address in their status that may long belong to another pod. */
export function isFinished(pod: Pod): boolean {
  return pod.phase === 'Succeeded' || pod.phase === 'Failed';
}

export function indexCluster(network: Network): ClusterObjects {
  const pods = group(network.pods.values(), (pod) => (pod.hostNetwork || isFinished(pod) ? [] : pod.addresses));
  const onNode = group(network.pods.values(), (pod) => (pod.nodeName === null ? [] : [`${pod.cluster}|${pod.nodeName}`]));
  const nodes = group(network.nodes.values(), (node) => node.addresses);
  const byInstance = new Map(
    [...network.nodes.values()].flatMap((node) => (node.instanceId === null ? [] : [[node.instanceId, node] as const])),
  );
  const interfaces = group(network.interfaces.values(), (eni) => (eni.attachment?.instanceId ? [eni.attachment.instanceId] : []));
  const services = group(network.services.values(), (service) => [
    ...service.clusterAddresses,
    ...service.externalAddresses,
    ...service.loadBalancerAddresses,
  ]);
  const nodePorts = group(
    network.services.values(),
    (service) => new Set(service.ports.flatMap(({ nodePort }) => (nodePort ? [`${service.cluster}|${nodePort}`] : []))),
  );
  const slices = group(network.endpointSlices.values(), (slice) => [`${slice.cluster}|${slice.namespace}|${slice.serviceName}`]);
  return {
    podsAt: (address) => pods.get(address) ?? [],
    nodesAt: (address) => nodes.get(address) ?? [],
    nodeOfInstance: (instanceId) => byInstance.get(instanceId) ?? null,
    nodeNamed: (cluster, name) => network.nodes.get(objectKey({ cluster, namespace: '', name })) ?? null,
    podsOnNode: (node) => onNode.get(`${node.cluster}|${node.name}`) ?? [],
    interfacesOfInstance: (instanceId) => interfaces.get(instanceId) ?? [],
    servicesAt: (address) => services.get(address) ?? [],
    nodePortServices: (cluster, nodePort) => nodePorts.get(`${cluster}|${nodePort}`) ?? [],
    slicesOf: (service) => slices.get(objectKey(service)) ?? [],
    settingsOf: (cluster) => network.clusterSettings.get(cluster) ?? null,
  };
}
