/** The PolicyWorld of an indexed network: what the judgement of policies asks, answered from its lookups. */
import type { Address } from '../../../net/address.js';
import { holds, pairsOf } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import type { Node, Pod, Service } from '../../../model/kubernetes/cluster.js';
import type { ClusterPolicy, NetworkPolicy } from '../../../model/kubernetes/policy.js';
import { objectKey, type Network } from '../../../model/network.js';
import { isFinished } from '../../../lookup/cluster-objects.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { PolicyWorld } from './policy-world.js';

interface PolicyIndex {
  /** By `cluster|namespace`. */
  readonly networkPolicies: ReadonlyMap<string, readonly NetworkPolicy[]>;
  readonly clusterPolicies: ReadonlyMap<string, readonly ClusterPolicy[]>;
}

/** Derived once a network, when its first pod is judged; it goes when the network does. */
const INDEXES = new WeakMap<Network, PolicyIndex>();

/** Up to so many addresses are looked up one by one; for more, every object is tried. */
const FEW = 64n;

export function policyWorldOf(indexed: IndexedNetwork): PolicyWorld {
  const { network, clusters } = indexed;
  const { networkPolicies, clusterPolicies } = policyIndexOf(network);
  const ofCluster = <T extends { readonly cluster: string }>(cluster: string, found: readonly T[]): readonly T[] =>
    found.filter((entry) => entry.cluster === cluster);
  return {
    namespaceLabels: (cluster, namespace) => network.namespaces.get(objectKey({ cluster, namespace: '', name: namespace }))?.labels ?? null,
    networkPolicies: (cluster, namespace) => networkPolicies.get(`${cluster}|${namespace}`) ?? [],
    clusterPolicies: (cluster) => clusterPolicies.get(cluster) ?? [],
    podsAt: (cluster, addresses) =>
      ofCluster(
        cluster,
        foundAt(addresses, (address) => podsAt(address, indexed), network.pods, addressesOfPod),
      ),
    nodesAt: (cluster, addresses) =>
      ofCluster(
        cluster,
        foundAt(
          addresses,
          (address) => clusters.nodesAt(address),
          network.nodes,
          (node) => node.addresses,
        ),
      ),
    servicesAt: (cluster, addresses) =>
      ofCluster(
        cluster,
        foundAt(
          addresses,
          (address) => clusters.servicesAt(address),
          network.services,
          (service) => service.clusterAddresses,
        ),
      ),
    podsOf: (service) => podsBehind(service, indexed),
  };
}

function policyIndexOf(network: Network): PolicyIndex {
  const known = INDEXES.get(network);
  if (known !== undefined) return known;
  const index = {
    networkPolicies: groupedBy(network.networkPolicies.values(), ({ cluster, namespace }) => `${cluster}|${namespace}`),
    clusterPolicies: groupedBy(network.clusterPolicies.values(), ({ cluster }) => cluster),
  };
  INDEXES.set(network, index);
  return index;
}

function groupedBy<T>(entries: Iterable<T>, keyOf: (entry: T) => string): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group === undefined) groups.set(keyOf(entry), [entry]);
    else group.push(entry);
  }
  return groups;
}

function foundAt<T>(
  addresses: AddressSet,
  at: (address: Address) => readonly T[],
  all: ReadonlyMap<string, T>,
  addressesOf: (entry: T) => readonly Address[],
): readonly T[] {
  const pairs = pairsOf(addresses);
  if (pairs.reduce((size, [first, end]) => size + end - first, 0n) > FEW) {
    return [...all.values()].filter((entry) => addressesOf(entry).some((address) => holds(addresses, address)));
  }
  const found = new Set<T>();
  for (const [first, end] of pairs)
    for (let address = first; address < end; address += 1n) for (const entry of at(address)) found.add(entry);
  return [...found];
}

function addressesOfPod(pod: Pod): readonly Address[] {
  return isFinished(pod) ? [] : pod.addresses;
}

/** The lookup leaves out pods in the host's network, whose address is their node's: here they are wanted. */
function podsAt(address: Address, { clusters }: IndexedNetwork): readonly Pod[] {
  const hosted = (node: Node): readonly Pod[] =>
    clusters.podsOnNode(node).filter((pod) => pod.hostNetwork && addressesOfPod(pod).includes(address));
  return [...clusters.podsAt(address), ...clusters.nodesAt(address).flatMap(hosted)];
}

/** The pods that the endpoints of a Service name: those that it selects, ready or not. */
function podsBehind(service: Service, { network, clusters }: IndexedNetwork): readonly Pod[] {
  const pods = new Set<Pod>();
  for (const { endpoints } of clusters.slicesOf(service)) {
    for (const { target } of endpoints) {
      const pod = target?.kind === 'Pod' ? network.pods.get(objectKey({ ...target, cluster: service.cluster })) : undefined;
      if (pod !== undefined) pods.add(pod);
    }
  }
  return [...pods];
}
