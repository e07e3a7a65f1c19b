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

function cidrPeer(entry: Entry, key: string): WrittenPeer[] {
  const prefix = requiredPrefix(entry, key);
  if (prefix === null) return [];
  return [{ peer: { kind: 'cidr', prefix }, id: text(entry, key) ?? '', name: null, description: text(entry, 'Description') }];
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
export function peersOf(permission: Entry): WrittenPeer[] {
  return [
    ...list(permission, 'IpRanges').flatMap((part) => cidrPeer(part, 'CidrIp')),
    ...list(permission, 'Ipv6Ranges').flatMap((part) => cidrPeer(part, 'CidrIpv6')),
    ...list(permission, 'PrefixListIds').map(prefixListPeer),
    ...list(permission, 'UserIdGroupPairs').map((pair) => groupPeer(pair, text(pair, 'Description'))),
  ];
}

/** The one peer of a row of describe-security-group-rules; null where it names none. */
export function peerOfRow(row: Entry): WrittenPeer | null {
  if (text(row, 'CidrIpv4') !== null) return cidrPeer(row, 'CidrIpv4')[0] ?? null;
  if (text(row, 'CidrIpv6') !== null) return cidrPeer(row, 'CidrIpv6')[0] ?? null;
  if (text(row, 'PrefixListId') !== null) return prefixListPeer(row);
  const group = child(row, 'ReferencedGroupInfo');
  return group === null ? null : groupPeer(group, text(row, 'Description'));
}
