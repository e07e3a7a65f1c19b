/**
 * The public addresses that routes and rules of a network single out. A name whose address is not known stands for any other one
 * before it stands for one of these. Collected when first asked for: most questions never need them.
 */
import { intervalSet } from '../net/interval-set.js';
import type { AddressSet } from '../net/packet-set.js';
import { prefixSet, type Prefix } from '../net/prefix.js';
import type { Network } from '../model/network.js';

export interface NamedAddresses {
  /** Destinations of routes, of every table. */
  byRoutes(): AddressSet;
  /** Peers of rules: security groups outbound, network ACLs, policies outbound, prefix lists. */
  byFilters(): AddressSet;
}

/** Shorter prefixes name nobody: they are halves or quarters of everything. */
const SHORTEST = 8;

function gather(prefixes: Iterable<Prefix>): AddressSet {
  const pairs: [bigint, bigint][] = [];
  for (const prefix of prefixes) {
    if (prefix.length < SHORTEST) continue;
    const set = prefixSet(prefix);
    for (let i = 0; i < set.length; i += 2) pairs.push([set[i] as bigint, set[i + 1] as bigint]);
  }
  return intervalSet(pairs);
}

function* routed(network: Network): Iterable<Prefix> {
  for (const { routes } of network.routeTables.values())
    for (const { destination, origin } of routes) if (destination.kind === 'cidr' && origin !== 'local') yield destination.prefix;
  for (const { routes } of network.transitGatewayRouteTables.values())
    for (const { destination } of routes ?? []) if (destination.kind === 'cidr') yield destination.prefix;
  const lists = new Set<string>();
  for (const { routes } of network.routeTables.values())
    for (const { destination } of routes) if (destination.kind === 'prefix-list') lists.add(destination.prefixListId);
  for (const id of lists) yield* network.prefixLists.get(id)?.entries ?? [];
}

function* filtered(network: Network): Iterable<Prefix> {
  for (const { egress } of network.securityGroups.values()) for (const { peer } of egress) if (peer.kind === 'cidr') yield peer.prefix;
  for (const { entries } of network.prefixLists.values()) yield* entries ?? [];
  for (const { ingress, egress } of network.networkAcls.values())
    for (const { packets } of [...ingress, ...egress])
      for (const set of [packets.sources ?? [], packets.destinations ?? []]) yield* asPrefixes(set);
  for (const { egress } of [...network.networkPolicies.values(), ...network.clusterPolicies.values()])
    for (const { peers } of egress) for (const peer of peers ?? []) if (peer.kind === 'block') yield* [peer.prefix, ...peer.except];
}

/** Stretches of addresses, with the length that their size stands for. */
function* asPrefixes(set: AddressSet): Iterable<Prefix> {
  for (let i = 0; i < set.length; i += 2) {
    const [first, end] = [set[i] as bigint, set[i + 1] as bigint];
    const bits = (end - first).toString(2).length - 1;
    const family = first >= 0xffff_0000_0000n && end <= 0x1_0000_0000_0000n ? 'ipv4' : 'ipv6';
    yield { family, first, end, length: (family === 'ipv4' ? 32 : 128) - bits };
  }
}

export function indexNamedAddresses(network: Network): NamedAddresses {
  let routes: AddressSet | null = null;
  let filters: AddressSet | null = null;
  return {
    byRoutes: () => (routes ??= gather(routed(network))),
    byFilters: () => (filters ??= gather(filtered(network))),
  };
}
