/** Kubernetes objects by what packets and people know of them: addresses, names, owners, ports. */
import type { Address, Family } from '../net/address.js';
import { objectKey, type Network } from '../model/network.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { ClusterSettings, EndpointSlice, Node, Pod, Service, ServicePort } from '../model/kubernetes/cluster.js';
import { indexBackends, type PortBackends } from './service-backends.js';

/** What kube-proxy answers on the addresses of every node: node ports, and health checks of Services. */
export type NodeListener =
  | { readonly kind: 'node-port'; readonly service: Service; readonly port: ServicePort }
  | { readonly kind: 'health'; readonly service: Service };

export interface ClusterObjects {
  /** Running pods with the address; host-network pods are not among them (their address is the node's). */
  podsAt(address: Address): readonly Pod[];
  nodesAt(address: Address): readonly Node[];
  nodeOfInstance(instanceId: string): Node | null;
  nodeNamed(cluster: string, name: string): Node | null;
  podsOnNode(node: Node): readonly Pod[];
  interfacesOfInstance(instanceId: string): readonly NetworkInterface[];
  servicesAt(address: Address): readonly Service[];
  /** Every address of Services of a cluster, ascending. */
  serviceAddresses(cluster: string): readonly Address[];
  /** By port number. */
  nodeListeners(cluster: string): ReadonlyMap<number, readonly NodeListener[]>;
  backendsOf(service: Service, port: ServicePort, family: Family): PortBackends;
  /** By host port: the pods outside the host's network that bind a container port to it on their node. */
  hostPortPods(cluster: string): ReadonlyMap<number, readonly Pod[]>;
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

const NO_LISTENERS: ReadonlyMap<number, readonly NodeListener[]> = new Map();
const NO_PODS: ReadonlyMap<number, readonly Pod[]> = new Map();

/** Cluster → port → what is there. */
class PortsOfClusters<T> {
  readonly clusters = new Map<string, Map<number, T[]>>();

  add(cluster: string, port: number | null, item: T): void {
    if (port === null) return;
    let ports = this.clusters.get(cluster);
    if (ports === undefined) this.clusters.set(cluster, (ports = new Map<number, T[]>()));
    const list = ports.get(port);
    if (list === undefined) ports.set(port, [item]);
    else list.push(item);
  }
}

function indexListeners(network: Network): ReadonlyMap<string, ReadonlyMap<number, readonly NodeListener[]>> {
  const listeners = new PortsOfClusters<NodeListener>();
  for (const service of network.services.values()) {
    for (const port of service.ports) listeners.add(service.cluster, port.nodePort, { kind: 'node-port', service, port });
    listeners.add(service.cluster, service.healthCheckNodePort, { kind: 'health', service });
  }
  return listeners.clusters;
}

function indexHostPorts(network: Network): ReadonlyMap<string, ReadonlyMap<number, readonly Pod[]>> {
  const pods = new PortsOfClusters<Pod>();
  for (const pod of network.pods.values()) {
    if (pod.hostNetwork || isFinished(pod)) continue;
    for (const { hostPort } of pod.ports) pods.add(pod.cluster, hostPort, pod);
  }
  return pods.clusters;
}

function indexServiceAddresses(network: Network): Map<string, Address[]> {
  const clusters = new Map<string, Set<Address>>();
  for (const service of network.services.values()) {
    let known = clusters.get(service.cluster);
    if (known === undefined) clusters.set(service.cluster, (known = new Set()));
    for (const address of [...service.clusterAddresses, ...service.externalAddresses, ...service.loadBalancerAddresses]) known.add(address);
  }
  const ascending = (one: Address, other: Address): number => (one < other ? -1 : one > other ? 1 : 0);
  return new Map([...clusters].map(([cluster, known]) => [cluster, [...known].sort(ascending)]));
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
  const listeners = indexListeners(network);
  const addresses = indexServiceAddresses(network);
  const hostPorts = indexHostPorts(network);
  const slices = group(network.endpointSlices.values(), (slice) => [`${slice.cluster}|${slice.namespace}|${slice.serviceName}`]);
  const slicesOf = (service: Service): readonly EndpointSlice[] => slices.get(objectKey(service)) ?? [];
  return {
    podsAt: (address) => pods.get(address) ?? [],
    nodesAt: (address) => nodes.get(address) ?? [],
    nodeOfInstance: (instanceId) => byInstance.get(instanceId) ?? null,
    nodeNamed: (cluster, name) => network.nodes.get(objectKey({ cluster, namespace: '', name })) ?? null,
    podsOnNode: (node) => onNode.get(`${node.cluster}|${node.name}`) ?? [],
    interfacesOfInstance: (instanceId) => interfaces.get(instanceId) ?? [],
    servicesAt: (address) => services.get(address) ?? [],
    serviceAddresses: (cluster) => addresses.get(cluster) ?? [],
    nodeListeners: (cluster) => listeners.get(cluster) ?? NO_LISTENERS,
    backendsOf: indexBackends(network, slicesOf),
    hostPortPods: (cluster) => hostPorts.get(cluster) ?? NO_PODS,
    slicesOf,
    settingsOf: (cluster) => network.clusterSettings.get(cluster) ?? null,
  };
}
