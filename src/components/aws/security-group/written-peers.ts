/** The peers that security group rules name, as describe-security-groups and describe-security-group-rules print them. */
import type { GroupPeer } from '../../../model/aws/filters.js';
import { child, type Entry, list, requiredPrefix, requiredText, text } from '../fields.js';

export interface WrittenPeer {
  readonly peer: GroupPeer;
  /** As written: a CIDR, or the id of a prefix list or group. */
  readonly id: string;
  /** The name that the output prints beside a group's id; mostly absent. */
  readonly name: string | null;
  readonly description: string | null;
}

/** Ranges that were read before: the rules of an estate repeat few of them very often. */
export type PrefixesByText = Map<string, GroupPeer>;

function cidrPeer(entry: Entry, key: string, known: PrefixesByText): WrittenPeer[] {
  const id = text(entry, key) ?? '';
  let peer = known.get(id);
  if (peer === undefined) {
    const prefix = requiredPrefix(entry, key);
    if (prefix === null) return [];
    peer = { kind: 'cidr', prefix };
    known.set(id, peer);
  }
  return [{ peer, id, name: null, description: text(entry, 'Description') }];
}

function prefixListPeer(entry: Entry): WrittenPeer {
  const prefixListId = requiredText(entry, 'PrefixListId', 'a prefix list id');
  return { peer: { kind: 'prefix-list', prefixListId }, id: prefixListId, name: null, description: text(entry, 'Description') };
}

/** `about` holds the group (a pair, or `ReferencedGroupInfo`); the description may stand elsewhere. */
function groupPeer(about: Entry, description: string | null): WrittenPeer {
  const groupId = requiredText(about, 'GroupId', 'a security group id');
  const peer: GroupPeer = {
    kind: 'group',
    groupId,
    accountId: text(about, 'UserId'),
    vpcId: text(about, 'VpcId'),
    peeringId: text(about, 'VpcPeeringConnectionId'),
    peeringStatus: text(about, 'PeeringStatus'),
  };
  return { peer, id: groupId, name: text(about, 'GroupName'), description };
}

/** All peers of a permission; none where its source lists are empty, and then it matches nothing. */
export function peersOf(permission: Entry, known: PrefixesByText): WrittenPeer[] {
  const peers: WrittenPeer[] = [];
  for (const part of list(permission, 'IpRanges')) peers.push(...cidrPeer(part, 'CidrIp', known));
  for (const part of list(permission, 'Ipv6Ranges')) peers.push(...cidrPeer(part, 'CidrIpv6', known));
  for (const part of list(permission, 'PrefixListIds')) peers.push(prefixListPeer(part));
  for (const pair of list(permission, 'UserIdGroupPairs')) peers.push(groupPeer(pair, text(pair, 'Description')));
  return peers;
}

/** The one peer of a row of describe-security-group-rules; null where it names none. */
export function peerOfRow(row: Entry, known: PrefixesByText): WrittenPeer | null {
  if (text(row, 'CidrIpv4') !== null) return cidrPeer(row, 'CidrIpv4', known)[0] ?? null;
  if (text(row, 'CidrIpv6') !== null) return cidrPeer(row, 'CidrIpv6', known)[0] ?? null;
  if (text(row, 'PrefixListId') !== null) return prefixListPeer(row);
  const group = child(row, 'ReferencedGroupInfo');
  return group === null ? null : groupPeer(group, text(row, 'Description'));
}
