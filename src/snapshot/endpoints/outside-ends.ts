/** The internet, on-premises networks and bare addresses as the ends of a flow. */
import { familyOf, formatAddress, type Address, type Family } from '../../net/address.js';
import { subtract } from '../../net/interval-set.js';
import type { AddressSet } from '../../net/packet-set.js';
import { WIDE_CLIENT_PORTS } from '../../net/port.js';
import { ALL_IPV4, parsePrefix, prefixSet, type Prefix } from '../../net/prefix.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { ResourceRef } from '../../model/resource.js';
import type { Place } from '../../packet/place.js';
import { single, type EndpointReference, type Origin } from './endpoint.js';
import { addressDestination } from './ends.js';

const NOT_PUBLIC = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
];

/** Every public address of a family: without private, shared, link-local and multicast ranges, and without the VPCs' own. */
export function publicAddresses(family: Family, network: IndexedNetwork): AddressSet {
  let set: AddressSet = family === 'ipv4' ? ALL_IPV4 : prefixSet(parsePrefix('2000::/3') as Prefix);
  if (family === 'ipv4') for (const text of NOT_PUBLIC) set = subtract(set, prefixSet(parsePrefix(text) as Prefix));
  for (const vpc of network.network.vpcs.values())
    for (const { prefix } of vpc.cidrs) if (prefix.family === family) set = subtract(set, prefixSet(prefix));
  return set;
}

function outsideOrigin(place: Place, resource: ResourceRef, sources: AddressSet): Origin {
  return {
    place,
    sources,
    clientPorts: WIDE_CLIENT_PORTS,
    member: null,
    represents: 1,
    resource,
    interfaceId: null,
    subnetId: null,
    vpc: null,
  };
}

/** `internet`, or one address of it. */
export function internetEnd(ref: string, address: Address | null, network: IndexedNetwork): EndpointReference {
  const resource: ResourceRef = { kind: 'internet', id: 'internet' };
  const setOf = (family: Family): AddressSet => (address === null ? publicAddresses(family, network) : single(address));
  return {
    ref,
    kind: 'internet',
    id: address === null ? 'internet' : formatAddress(address),
    name: null,
    families: address === null ? ['ipv4', 'ipv6'] : [familyOf(address)],
    origins: (family) => [outsideOrigin({ at: 'internet' }, resource, setOf(family))],
    destinations: ({ family }) => [
      { addresses: setOf(family), member: null, represents: 1, resource, interfaceId: null, subnetId: null, vpcId: null, notes: [] },
    ],
    ports: null,
    portNamed: () => null,
    cluster: null,
  };
}

/** An address behind a VPN, Direct Connect or transit gateway attachment. */
export function onPremisesEnd(ref: string, address: Address): EndpointReference {
  const resource: ResourceRef = { kind: 'on-premises', id: formatAddress(address) };
  return {
    ref,
    kind: 'onprem',
    id: formatAddress(address),
    name: null,
    families: [familyOf(address)],
    origins: () => [outsideOrigin({ at: 'on-premises' }, resource, single(address))],
    destinations: () => [
      { addresses: single(address), member: null, represents: 1, resource, interfaceId: null, subnetId: null, vpcId: null, notes: [] },
    ],
    ports: null,
    portNamed: () => null,
    cluster: null,
  };
}

/** An address of which the snapshot knows no owner, or a whole range; only as a destination, or as a source outside AWS. */
export function addressEnd(
  ref: string,
  addresses: AddressSet,
  label: string,
  network: IndexedNetwork,
  vpcId: string | null,
): EndpointReference {
  const first = addresses[0] ?? 0n;
  const alone = addresses.length === 2 && addresses[1] === first + 1n;
  const resource: ResourceRef = { kind: 'address', id: label };
  return {
    ref,
    kind: alone ? 'ip' : 'cidr',
    id: label,
    name: null,
    families: [familyOf(first)],
    origins: () => [outsideOrigin({ at: isInternal(first, network) ? 'on-premises' : 'internet' }, resource, addresses)],
    destinations: ({ origin }) => [addressDestination(addresses, label, network, vpcId ?? ownVpc(first, origin, network))],
    ports: null,
    portNamed: () => null,
    cluster: null,
  };
}

/** The asker's own VPC takes its addresses first, whatever other VPC has the same range. */
function ownVpc(address: Address, origin: Origin, network: IndexedNetwork): string | null {
  return origin.vpc !== null && network.inVpc(origin.vpc, address) ? origin.vpc.id : null;
}

const INTERNAL = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'].map((text) => parsePrefix(text) as Prefix);
function isInternal(address: Address, network: IndexedNetwork): boolean {
  return (
    INTERNAL.some(({ first, end }) => address >= first && address < end) ||
    [...network.network.vpcs.values()].some((vpc) => network.inVpc(vpc, address))
  );
}
