/** What the rules of a snapshot can tell apart: addresses by the borders of their prefixes, pods by the labels that policies select on. */
import type { Address } from '../net/address.js';
import type { AddressSet } from '../net/packet-set.js';
import { prefixSet } from '../net/prefix.js';
import type { LabelSelector } from '../model/kubernetes/cluster.js';
import type { PolicyPeer } from '../model/kubernetes/policy.js';
import type { Network } from '../model/network.js';

export interface Distinctions {
  /** The number of an address's class: addresses of one class lie in the same prefixes of every group, ACL, route and policy. */
  addressClass(address: Address): number;
  /** The keys of labels that some policy selects pods by. */
  selectedLabels(): readonly string[];
}

function* filterRanges(network: Network): Iterable<AddressSet | undefined> {
  for (const { ingress, egress } of network.securityGroups.values())
    for (const { peer } of [...ingress, ...egress]) if (peer.kind === 'cidr') yield prefixSet(peer.prefix);
  for (const { ingress, egress } of network.networkAcls.values())
    for (const { packets } of [...ingress, ...egress]) yield* [packets.sources, packets.destinations];
  for (const { entries } of network.prefixLists.values()) for (const prefix of entries ?? []) yield prefixSet(prefix);
  for (const peer of policyPeers(network))
    if (peer.kind === 'block') for (const prefix of [peer.prefix, ...peer.except]) yield prefixSet(prefix);
}

function* wayRanges(network: Network): Iterable<AddressSet> {
  for (const { routes } of network.routeTables.values())
    for (const { destination } of routes) if (destination.kind === 'cidr') yield prefixSet(destination.prefix);
  for (const { cidrs } of network.vpcs.values()) for (const { prefix } of cidrs) yield prefixSet(prefix);
  for (const { cni, proxy } of network.clusterSettings.values())
    for (const prefix of [...cni.excludeSnatCidrs, ...cni.externalServiceCidrs, ...proxy.clusterCidrs]) yield prefixSet(prefix);
}

function* policyPeers(network: Network): Iterable<PolicyPeer> {
  for (const policies of [network.networkPolicies, network.clusterPolicies])
    for (const { ingress, egress } of policies.values()) for (const { peers } of [...ingress, ...egress]) yield* peers ?? [];
}

function* podSelectors(network: Network): Iterable<LabelSelector | null> {
  for (const { podSelector } of network.networkPolicies.values()) yield podSelector;
  for (const { subject } of network.clusterPolicies.values()) yield subject.pods;
  for (const peer of policyPeers(network)) if (peer.kind === 'pods') yield peer.pods;
}

function collectBorders(network: Network): readonly Address[] {
  const borders = new Set<Address>();
  for (const ranges of [filterRanges(network), wayRanges(network)])
    for (const range of ranges) for (const border of range ?? []) borders.add(border);
  return [...borders].sort((one, other) => (one < other ? -1 : one > other ? 1 : 0));
}

function collectLabels(network: Network): readonly string[] {
  const keys = new Set<string>();
  for (const selector of podSelectors(network)) {
    if (selector === null) continue;
    for (const key of Object.keys(selector.matchLabels)) keys.add(key);
    for (const { key } of selector.matchExpressions) keys.add(key);
  }
  return [...keys].sort();
}

/** Collects when it is first asked: most snapshots never are. */
export function indexDistinctions(network: Network): Distinctions {
  let borders: readonly Address[] | null = null;
  let labels: readonly string[] | null = null;
  return {
    addressClass: (address) => {
      borders ??= collectBorders(network);
      let low = 0;
      let high = borders.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((borders[middle] as Address) <= address) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    selectedLabels: () => (labels ??= collectLabels(network)),
  };
}
