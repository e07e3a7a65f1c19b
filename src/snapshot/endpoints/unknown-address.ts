/** Destinations whose address is not known, and such as are never reached because the name does not resolve. */
import { formatAddress, IPV4_BASE, parseAddress, type Address, type Family } from '../../net/address.js';
import { intersect, pairsOf, subtract, union } from '../../net/interval-set.js';
import type { AddressSet } from '../../net/packet-set.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { ResourceRef } from '../../model/resource.js';
import type { Finding } from '../../packet/finding.js';
import type { Destination, ResolutionNote } from './endpoint.js';
import { publicAddresses } from './outside-ends.js';

/** A destination outside every network of the snapshot. */
export function outsideDestination(addresses: AddressSet, resource: ResourceRef, notes: readonly ResolutionNote[]): Destination {
  return { addresses, member: null, represents: 1, resource, interfaceId: null, subnetId: null, vpcId: null, notes };
}

/** The addresses of S3 and DynamoDB, which no other name stands for. */
function ofStorage(network: IndexedNetwork): AddressSet {
  let set: AddressSet = [];
  for (const { name, entries } of network.network.prefixLists.values()) {
    if (!/^com\.amazonaws\.[a-z0-9-]+\.(s3|dynamodb)$/.test(name ?? '')) continue;
    for (const { first, end } of entries ?? []) set = union(set, [first, end]);
  }
  return set;
}

/**
 * One public address of unknown value: such as no route and no rule singles out; `others` holds those, in case it is one of them.
 * `routesToo` false: it is known that no route of the network is meant for it.
 */
export function unknownPublic(family: Family, routesToo: boolean, network: IndexedNetwork): Pick<Destination, 'addresses' | 'others'> {
  const all = subtract(publicAddresses(family, network), ofStorage(network));
  const { named } = network;
  const plain = subtract(subtract(all, named.byRoutes()), named.byFilters());
  if (plain.length === 0) return { addresses: all };
  const others = intersect(routesToo ? union(named.byRoutes(), named.byFilters()) : subtract(named.byFilters(), named.byRoutes()), all);
  return others.length === 0 ? { addresses: plain } : { addresses: plain, others };
}

/** A name that does not resolve for the caller: nothing is sent. */
export function unresolved(resource: ResourceRef, finding: Finding): Destination {
  return { ...outsideDestination([], resource, []), start: { at: 'name-lookup', resource, findings: [finding] } };
}

const NAT64: Address = parseAddress('64:ff9b::') ?? 0n;

/** What DNS64 makes of IPv4 addresses ("DNS64 and NAT64"). */
export function synthesized(addresses: AddressSet): AddressSet {
  return pairsOf(addresses).flatMap(([from, end]) => [from - IPV4_BASE + NAT64, end - IPV4_BASE + NAT64]);
}

/** `10.0.1.17`, or null for more than one. */
export function onlyText(addresses: AddressSet): string | null {
  const [from, end] = addresses;
  return addresses.length === 2 && from !== undefined && end === from + 1n ? formatAddress(from) : null;
}
