/** Network ACLs as written: entries sorted by number, the first that matches decides, nothing matches means deny. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { inCidr } from './addresses.js';
import { block, unknown, type Leg, type Packet } from './leg.js';
import { child, flag, list, numeric, text, type Raw } from './raw.js';
import { captured, records } from './records.js';

const PROTOCOL_NAMES: Readonly<Record<string, number>> = { icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

function aclOfSubnet(bundle: Bundle, subnet: Raw): Raw | undefined {
  const acls = records(bundle, 'ec2:DescribeNetworkAcls', 'NetworkAcls');
  const subnetId = text(subnet, 'SubnetId');
  const associated = acls.find((acl) => list(acl, 'Associations').some((item) => text(item, 'SubnetId') === subnetId));
  return associated ?? acls.find((acl) => flag(acl, 'IsDefault', false) && text(acl, 'VpcId') === text(subnet, 'VpcId'));
}

function entryMatches(entry: Raw, packet: Packet, peer: Packet['source']): boolean {
  const cidr = peer.family === 4 ? text(entry, 'CidrBlock') : text(entry, 'Ipv6CidrBlock');
  if (cidr === '' || !inCidr(peer, cidr)) return false;
  const written = text(entry, 'Protocol');
  const protocol = PROTOCOL_NAMES[written] ?? Number(written);
  if (protocol === -1) return true;
  if (protocol !== packet.protocol) return false;
  if (protocol === 6 || protocol === 17) {
    const range = child(entry, 'PortRange');
    if (range === undefined) return true;
    return packet.destinationPort >= (numeric(range, 'From') ?? 0) && packet.destinationPort <= (numeric(range, 'To') ?? 65535);
  }
  // CreateNetworkAclEntry: protocol 58 with an IPv4 block means all types.
  if (protocol === 1 || (protocol === 58 && peer.family === 6)) {
    const kind = child(entry, 'IcmpTypeCode');
    const type = numeric(kind, 'Type') ?? -1;
    const code = numeric(kind, 'Code') ?? -1;
    return (type === -1 || type === packet.icmp?.type) && (code === -1 || code === packet.icmp?.code);
  }
  return true;
}

/** Judges the packet at the border of a subnet and writes down a deny or what is not known; the walk goes on either way. */
export function passNetworkAcl(leg: Leg, subnet: Raw, direction: 'in' | 'out', packet: Packet): void {
  const acl = aclOfSubnet(leg.bundle, subnet);
  if (acl === undefined) {
    const asked = captured(leg.bundle, 'ec2:DescribeNetworkAcls', text(subnet, 'VpcId'));
    unknown(leg, asked ? 'UNKNOWN_RESOURCE' : 'MISSING_CALL', text(subnet, 'SubnetId'));
    return;
  }
  leg.path.push(text(acl, 'NetworkAclId'));
  const entries = list(acl, 'Entries').filter((entry) => flag(entry, 'Egress', false) === (direction === 'out'));
  const ordered = [...entries].sort((one, other) => (numeric(one, 'RuleNumber') ?? 0) - (numeric(other, 'RuleNumber') ?? 0));
  const peer = direction === 'out' ? packet.destination : packet.source;
  const first = ordered.find((entry) => entryMatches(entry, packet, peer));
  if (first === undefined || text(first, 'RuleAction') !== 'allow') block(leg, 'SUBNET_ACL_RESTRICTION', text(acl, 'NetworkAclId'));
}
