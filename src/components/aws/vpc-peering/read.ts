/** Reads VPC peering connections; both ends list the same connection, each knowing its own side best. */
import type { PeeringSide, VpcPeering } from '../../../model/aws/connections.js';
import { child, entriesOf, type Entry, flag, list, pointerTo, prefix, requiredPrefix, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

const NO_SIDE: PeeringSide = { vpcId: '', accountId: null, region: null, cidrs: [], dnsResolution: null };

function readSide(entry: Entry, key: string): PeeringSide {
  const side = child(entry, key);
  if (side === null) {
    if ((entry.raw[key] ?? null) === null) entry.reading.refuse(pointerTo(entry, key), 'one side of the peering connection');
    return NO_SIDE;
  }
  const ipv4 = list(side, 'CidrBlockSet').flatMap((part) => requiredPrefix(part, 'CidrBlock') ?? []);
  const ipv6 = list(side, 'Ipv6CidrBlockSet').flatMap((part) => requiredPrefix(part, 'Ipv6CidrBlock') ?? []);
  const primary = prefix(side, 'CidrBlock');
  return {
    vpcId: requiredText(side, 'VpcId', 'a VPC id'),
    accountId: text(side, 'OwnerId'),
    region: text(side, 'Region'),
    cidrs: [...(ipv4.length === 0 && primary !== null ? [primary] : ipv4), ...ipv6],
    dnsResolution: flag(child(side, 'PeeringOptions'), 'AllowDnsResolutionFromRemoteVpc'),
  };
}

function readPeering(entry: Entry): VpcPeering {
  const id = requiredText(entry, 'VpcPeeringConnectionId', 'a VPC peering connection id');
  const requester = readSide(entry, 'RequesterVpcInfo');
  return {
    ...resourceOf(entry, id, { owner: requester.accountId, region: requester.region }),
    status: text(child(entry, 'Status'), 'Code') ?? 'unknown',
    requester,
    accepter: readSide(entry, 'AccepterVpcInfo'),
  };
}

function joinSides(kept: PeeringSide, other: PeeringSide): PeeringSide {
  return {
    ...kept,
    region: kept.region ?? other.region,
    cidrs: kept.cidrs.length > 0 ? kept.cidrs : other.cidrs,
    dnsResolution: kept.dnsResolution ?? other.dnsResolution,
  };
}

export function readPeerings(documents: Documents, reading: Reading): Map<string, VpcPeering> {
  const entries = entriesOf(documents, 'ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections', reading);
  return gather(entries, readPeering, (kept, other) => ({
    ...kept,
    name: kept.name ?? other.name,
    requester: joinSides(kept.requester, other.requester),
    accepter: joinSides(kept.accepter, other.accepter),
  }));
}
