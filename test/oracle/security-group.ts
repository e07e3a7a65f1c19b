/** Security groups as written: allow rules only, the union over all groups of an interface, references by the groups of the other end. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { inAnyCidr, inCidr } from './addresses.js';
import { interfaces, owns } from './interfaces.js';
import { block, unknown, type Crossing, type Leg, type Packet } from './leg.js';
import { child, has, list, numeric, text, type Raw } from './raw.js';
import { captured, prefixListCidrs, record } from './records.js';
import { transitReferences } from './transit-references.js';

const PROTOCOL_NAMES: Readonly<Record<string, number>> = { tcp: 6, udp: 17, icmp: 1, icmpv6: 58, all: -1 };

/** How a reference to a group fares on this path. */
type Reference = 'kept' | 'hidden' | 'transit-off' | 'lost';

function portsMatch(rule: Raw, packet: Packet): boolean {
  const written = text(rule, 'IpProtocol');
  const protocol = PROTOCOL_NAMES[written] ?? Number(written);
  if (protocol === -1) return true;
  if (protocol !== packet.protocol) return false;
  const [from, to] = [numeric(rule, 'FromPort'), numeric(rule, 'ToPort')];
  if (protocol === 6 || protocol === 17) {
    if (from === undefined || to === undefined || (from === -1 && to === -1)) return true;
    return packet.destinationPort >= from && packet.destinationPort <= to;
  }
  if (protocol === 1 || protocol === 58) {
    const typeFits = from === undefined || from === -1 || from === packet.icmp?.type;
    return typeFits && (to === undefined || to === -1 || to === packet.icmp?.code);
  }
  return true;
}

/** Groups of the interfaces in the given VPC that own the address; public addresses never belong to a group. */
function groupsAt(bundle: Bundle, vpcId: string, peer: Packet['source']): readonly string[] {
  const groups: string[] = [];
  for (const eni of interfaces(bundle)) {
    if (text(eni, 'VpcId') === vpcId && owns(eni, peer)) groups.push(...list(eni, 'Groups').map((group) => text(group, 'GroupId')));
  }
  return groups;
}

/** Whether references survive the connections between the two ends. */
function referenceOver(leg: Leg, crossings: readonly Crossing[], eni: Raw, direction: 'in' | 'out'): Reference {
  if (crossings.some((crossing) => crossing.kind === 'translation' || crossing.kind === 'internet' || crossing.kind === 'outside'))
    return 'lost';
  if (crossings.some((crossing) => crossing.kind === 'middlebox')) return 'hidden';
  const transits = crossings.filter((crossing) => crossing.kind === 'transit-gateway');
  if (transits.length > 0) {
    if (direction === 'out' || transits.length > 1 || text(eni, 'InterfaceType') === 'vpc_endpoint') return 'lost';
    return transitReferences(leg.bundle, transits[0]?.id ?? '') ? 'kept' : 'transit-off';
  }
  for (const crossing of crossings) {
    const peering = record(leg.bundle, 'ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections', 'VpcPeeringConnectionId', crossing.id);
    const regions = ['RequesterVpcInfo', 'AccepterVpcInfo'].map((side) => text(child(peering, side), 'Region'));
    if (regions[0] !== regions[1]) return 'lost';
  }
  return 'kept';
}

interface Judged {
  readonly allows: boolean;
  readonly missingList: string | null;
  readonly byReferenceOnly: boolean;
}

function judgeRule(leg: Leg, rule: Raw, packet: Packet, peer: Packet['source'], peerGroups: readonly string[]): Judged {
  const nothing: Judged = { allows: false, missingList: null, byReferenceOnly: false };
  if (!portsMatch(rule, packet)) return nothing;
  const cidrs = [
    ...list(rule, 'IpRanges').map((item) => text(item, 'CidrIp')),
    ...list(rule, 'Ipv6Ranges').map((item) => text(item, 'CidrIpv6')),
  ];
  if (cidrs.some((cidr) => inCidr(peer, cidr))) return { ...nothing, allows: true };
  let missingList: string | null = null;
  for (const item of list(rule, 'PrefixListIds')) {
    const entries = prefixListCidrs(leg.bundle, text(item, 'PrefixListId'));
    if (entries === null) missingList = text(item, 'PrefixListId');
    else if (inAnyCidr(peer, entries)) return { ...nothing, allows: true };
  }
  const live = list(rule, 'UserIdGroupPairs').filter((pair) => !has(pair, 'PeeringStatus') || text(pair, 'PeeringStatus') === 'active');
  return { allows: false, missingList, byReferenceOnly: live.some((pair) => peerGroups.includes(text(pair, 'GroupId'))) };
}

/**
 * Judges a new flow at an interface. `peerVpc` is the VPC that the address at the other end belongs to (empty when it is none),
 * `crossings` what lies between the two. Writes down a refusal or what is not known; the walk goes on either way.
 */
export function passSecurityGroups(
  leg: Leg,
  eni: Raw,
  direction: 'in' | 'out',
  packet: Packet,
  peerVpc: string,
  crossings: readonly Crossing[],
): void {
  const eniId = text(eni, 'NetworkInterfaceId');
  const ids = list(eni, 'Groups').map((group) => text(group, 'GroupId'));
  leg.path.push(...ids);
  const peer = direction === 'in' ? packet.source : packet.destination;
  const peerGroups = peerVpc === '' ? [] : groupsAt(leg.bundle, peerVpc, peer);
  const reference = referenceOver(leg, crossings, eni, direction);
  const missing: { code: string; resource: string }[] = [];
  let [rules, referenced] = [0, false];
  for (const id of ids) {
    const group = record(leg.bundle, 'ec2:DescribeSecurityGroups', 'SecurityGroups', 'GroupId', id);
    if (group === undefined) {
      const asked = captured(leg.bundle, 'ec2:DescribeSecurityGroups', text(eni, 'VpcId'));
      missing.push({ code: asked ? 'UNKNOWN_RESOURCE' : 'MISSING_CALL', resource: id });
      continue;
    }
    for (const rule of list(group, direction === 'in' ? 'IpPermissions' : 'IpPermissionsEgress')) {
      rules += 1;
      const judged = judgeRule(leg, rule, packet, peer, peerGroups);
      if (judged.allows || (judged.byReferenceOnly && reference === 'kept')) return;
      referenced ||= judged.byReferenceOnly;
      if (judged.missingList !== null) missing.push({ code: 'PREFIX_LIST_MISSING', resource: judged.missingList });
    }
  }
  const gap = missing[0];
  if (gap !== undefined) return unknown(leg, gap.code, gap.resource);
  const resource = ids[0] ?? eniId;
  if (referenced && reference === 'hidden') return block(leg, 'SG_REFERENCES_NOT_PRESERVED', resource);
  if (referenced && reference === 'transit-off') return block(leg, 'SG_REFERENCING_SUPPORT', resource);
  block(leg, rules === 0 ? 'SG_HAS_NO_RULES' : 'ENI_SG_RULES_MISMATCH', resource);
}
