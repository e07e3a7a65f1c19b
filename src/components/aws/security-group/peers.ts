/** Which addresses a rule of a security group names, given the way that the packets came ("Security group rules"). */
import { isEmpty, union } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import { ALL_ADDRESSES, prefixSet, type Prefix } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { GroupPeer } from '../../../model/aws/filters.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Journey } from '../../../packet/station.js';
import { wayOut } from './way-out.js';

export type PeerMatch =
  | { readonly kind: 'addresses'; readonly addresses: AddressSet }
  /** A reference that would fit if nothing on the way hid the group. */
  | { readonly kind: 'hidden'; readonly by: 'appliance' | 'transit-gateway-option'; readonly id: string; readonly addresses: AddressSet }
  | { readonly kind: 'unknown'; readonly what: 'prefix-list' | 'group'; readonly id: string };

type GroupReference = Extract<GroupPeer, { kind: 'group' }>;

const NOBODY: PeerMatch = { kind: 'addresses', addresses: [] };
const cidrs = new WeakMap<Prefix, PeerMatch>();

function ofCidr(prefix: Prefix): PeerMatch {
  let match = cidrs.get(prefix);
  if (match === undefined) cidrs.set(prefix, (match = { kind: 'addresses', addresses: prefixSet(prefix) }));
  return match;
}

function ofPrefixList(prefixListId: string, network: IndexedNetwork): PeerMatch {
  const entries = network.network.prefixLists.get(prefixListId)?.entries ?? null;
  if (entries === null) return { kind: 'unknown', what: 'prefix-list', id: prefixListId };
  return { kind: 'addresses', addresses: entries.map(prefixSet).reduce<AddressSet>((all, set) => union(all, set), []) };
}

/** Is the group one that the snapshot does not hold, so that nobody can tell its members? */
function isForeign(peer: GroupReference, eni: NetworkInterface, network: IndexedNetwork): boolean {
  if (network.network.securityGroups.has(peer.groupId) || network.groups.interfacesOf(peer.groupId).length > 0) return false;
  return (peer.vpcId !== null && peer.vpcId !== eni.vpcId) || peer.peeringId !== null || peer.accountId !== null;
}

/** An inbound rule's reference: the senders in the same VPC always, elsewhere as far as the way carries group membership. */
function ofSender(peer: GroupReference, eni: NetworkInterface, journey: Journey, network: IndexedNetwork): PeerMatch {
  // A network load balancer is recognised by its groups even when it keeps the client's address.
  if (journey.sender.interfaceId?.startsWith('lb:') && journey.sender.groupIds.includes(peer.groupId))
    return { kind: 'addresses', addresses: ALL_ADDRESSES };
  const members = network.groups.addressesOf(peer.groupId, null);
  const appliance = journey.crossed.find(({ kind }) => kind === 'appliance');
  if (appliance !== undefined) return { kind: 'hidden', by: 'appliance', id: appliance.id, addresses: members };
  const gateway = journey.crossed.find((crossing) => crossing.kind === 'transit-gateway');
  if (gateway?.kind === 'transit-gateway') {
    // Endpoint interfaces never see groups behind a transit gateway ("Security group referencing").
    if (eni.type === 'vpc_endpoint') return { kind: 'hidden', by: 'appliance', id: gateway.id, addresses: members };
    if (isForeign(peer, eni, network)) return { kind: 'unknown', what: 'group', id: peer.groupId };
    return gateway.groupReferencing === true
      ? { kind: 'addresses', addresses: members }
      : { kind: 'hidden', by: 'transit-gateway-option', id: gateway.id, addresses: members };
  }
  const peering = journey.crossed.find((crossing) => crossing.kind === 'vpc-peering');
  if (peering?.kind === 'vpc-peering') {
    if (!peering.sameRegion) return NOBODY;
    return isForeign(peer, eni, network) ? { kind: 'unknown', what: 'group', id: peer.groupId } : { kind: 'addresses', addresses: members };
  }
  return { kind: 'addresses', addresses: network.groups.addressesOf(peer.groupId, eni.vpcId) };
}

/** Where one interface's outbound rules may know the groups of another VPC: peered in the same Region. */
function peeredMembers(groupId: string, eni: NetworkInterface, only: string | null, network: IndexedNetwork): AddressSet {
  const region = network.network.vpcs.get(eni.vpcId)?.home.region;
  let members: AddressSet = [];
  for (const { id, status, requester, accepter } of network.network.peerings.values()) {
    const [own, other] = requester.vpcId === eni.vpcId ? [requester, accepter] : [accepter, requester];
    if (status !== 'active' || own.vpcId !== eni.vpcId || (only !== null && id !== only)) continue;
    if (other.region !== null && region !== undefined && other.region !== region) continue;
    members = union(members, network.groups.addressesOf(groupId, other.vpcId));
  }
  return members;
}

/**
 * An outbound rule's reference: groups of the own VPC, and of a VPC that the packets get to by peering in the same Region; never behind a
 * transit gateway, and not through an appliance ("Security group rules", middlebox appliances).
 */
function ofReceiver(peer: GroupReference, eni: NetworkInterface, journey: Journey, network: IndexedNetwork): PeerMatch {
  const local = network.groups.addressesOf(peer.groupId, eni.vpcId);
  if (isEmpty(local) && isForeign(peer, eni, network) && peer.vpcId !== null && peer.vpcId !== eni.vpcId)
    return { kind: 'unknown', what: 'group', id: peer.groupId };
  const way = wayOut(eni, journey, network);
  if (way?.kind === 'eni' || way?.kind === 'instance' || way?.kind === 'vpc-endpoint')
    return { kind: 'hidden', by: 'appliance', id: way.id, addresses: network.groups.addressesOf(peer.groupId, null) };
  if (way !== null && way.kind !== 'vpc-peering') return { kind: 'addresses', addresses: local };
  return { kind: 'addresses', addresses: union(local, peeredMembers(peer.groupId, eni, way?.id ?? null, network)) };
}

/** The addresses that a rule's peer stands for, as seen at an interface. */
export function peerMatch(
  peer: GroupPeer,
  direction: 'ingress' | 'egress',
  eni: NetworkInterface,
  journey: Journey,
  network: IndexedNetwork,
): PeerMatch {
  if (peer.kind === 'cidr') return ofCidr(peer.prefix);
  if (peer.kind === 'prefix-list') return ofPrefixList(peer.prefixListId, network);
  // A reference whose peering was deleted is stale and matches nobody ("Work with stale security group rules").
  if (peer.peeringStatus !== null && peer.peeringStatus !== 'active') return NOBODY;
  return direction === 'ingress' ? ofSender(peer, eni, journey, network) : ofReceiver(peer, eni, journey, network);
}
