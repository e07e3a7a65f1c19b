/** Prefix-list routes whose entries are not in the snapshot: which addresses they could take all the same. */
import type { AddressSet } from '../../../net/packet-set.js';
import { parsePrefix, type Prefix } from '../../../net/prefix.js';
import type { RouteCandidate } from '../../../lookup/subnet-routes.js';
import type { Route, RouteTable } from '../../../model/aws/routing.js';

const NOT_PUBLIC = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].flatMap((text) => parsePrefix(text) ?? []);

function allWithin(addresses: AddressSet, prefixes: readonly Prefix[]): boolean {
  for (let i = 0; i < addresses.length; i += 2) {
    const [first, end] = [addresses[i], addresses[i + 1]];
    if (first === undefined || end === undefined || !prefixes.some((prefix) => prefix.first <= first && end <= prefix.end)) return false;
  }
  return true;
}

/**
 * May the list hold a prefix that wins for one of the addresses over the winner among the known routes? Nothing is longer than a single address. Inside the VPC only routes to an interface or a NAT gateway may be longer than
 * the local one ("Subnet route tables"); a gateway endpoint's list holds public service ranges only ("Gateway endpoints").
 */
export function mayTake(route: Route, addresses: AddressSet, table: RouteTable, winner: RouteCandidate | null): boolean {
  if (winner !== null && winner.route.destination.kind === 'cidr' && winner.prefix.length === (winner.prefix.family === 'ipv4' ? 32 : 128))
    return false;
  const locals = table.routes.flatMap(({ origin, destination }) =>
    origin === 'local' && destination.kind === 'cidr' ? [destination.prefix] : [],
  );
  if (allWithin(addresses, locals)) return route.target.kind === 'eni' || route.target.kind === 'nat-gateway';
  return !(route.target.kind === 'vpc-endpoint' && allWithin(addresses, NOT_PUBLIC));
}
