/** Reads network ACLs: entries split by direction and sorted by number, each compiled into the packets that it decides. */
import type { NetworkAcl, NetworkAclRule } from '../../../model/aws/filters.js';
import { ICMP, ICMPV6, isIcmp } from '../../../net/port.js';
import { formatPrefix, type Prefix, prefixSet } from '../../../net/prefix.js';
import {
  child,
  entriesOf,
  type Entry,
  flag,
  list,
  number,
  pointerTo,
  requiredNumber,
  requiredPrefix,
  requiredText,
  text,
  textsOf,
} from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import { protocolOf, type Traffic, trafficOf } from '../traffic.js';
import type { Documents, Reading } from '../../reader.js';

/** The closing rules, which can't be removed: 32767 for IPv4, 32768 for IPv6 (describe-network-acls). The console shows `*`. */
const FIRST_CLOSING_NUMBER = 32767;

/**
 * ICMPv6 with an IPv4 CIDR passes whole: type and code count only beside an IPv6 CIDR (CreateNetworkAclEntry, Protocol).
 * A range of -1 to -1 is "all ports", as in security groups.
 */
function trafficOfEntry(entry: Entry, peer: Prefix | null): Traffic {
  const protocol = protocolOf(entry, 'Protocol');
  if (protocol === 'all' || !isIcmp(protocol)) {
    const ports = child(entry, 'PortRange');
    return trafficOf(protocol, number(ports, 'From'), number(ports, 'To'));
  }
  if (protocol === ICMPV6 && peer?.family === 'ipv4') return trafficOf(ICMPV6, null, null);
  const icmp = child(entry, 'IcmpTypeCode');
  return trafficOf(protocol === ICMP ? ICMP : ICMPV6, number(icmp, 'Type'), number(icmp, 'Code'));
}

function actionOf(entry: Entry): 'allow' | 'deny' {
  const action = text(entry, 'RuleAction');
  if (action !== 'allow' && action !== 'deny')
    entry.reading.refuse(pointerTo(entry, 'RuleAction'), 'allow or deny', entry.raw['RuleAction']);
  return action === 'allow' ? 'allow' : 'deny';
}

function directionOf(entry: Entry): 'ingress' | 'egress' {
  const egress = flag(entry, 'Egress');
  if (egress === null) entry.reading.refuse(pointerTo(entry, 'Egress'), 'true or false', entry.raw['Egress']);
  return egress === true ? 'egress' : 'ingress';
}

function readRule(entry: Entry): NetworkAclRule[] {
  const key = text(entry, 'Ipv6CidrBlock') === null ? 'CidrBlock' : 'Ipv6CidrBlock';
  const peer = requiredPrefix(entry, key);
  const ruleNumber = requiredNumber(entry, 'RuleNumber');
  const traffic = trafficOfEntry(entry, peer);
  const action = actionOf(entry);
  const direction = directionOf(entry);
  if (peer === null) return [];
  const shown = ruleNumber >= FIRST_CLOSING_NUMBER ? '*' : String(ruleNumber);
  return [
    {
      number: ruleNumber,
      direction,
      action,
      packets: { ...traffic.packets, [direction === 'ingress' ? 'sources' : 'destinations']: prefixSet(peer) },
      text: `${shown} ${action} ${traffic.text} ${formatPrefix(peer)}`,
    },
  ];
}

function readNetworkAcl(entry: Entry): NetworkAcl {
  const rules = list(entry, 'Entries')
    .flatMap(readRule)
    .sort((one, other) => one.number - other.number);
  return {
    ...resourceOf(entry, requiredText(entry, 'NetworkAclId', 'a network ACL id')),
    vpcId: requiredText(entry, 'VpcId', 'a VPC id'),
    isDefault: flag(entry, 'IsDefault') ?? false,
    subnetIds: textsOf(entry, 'Associations', 'SubnetId'),
    ingress: rules.filter((rule) => rule.direction === 'ingress'),
    egress: rules.filter((rule) => rule.direction === 'egress'),
  };
}

/** Two accounts that share a VPC may each see only their subnets' associations. */
function joinViews(kept: NetworkAcl, other: NetworkAcl): NetworkAcl {
  return { ...kept, subnetIds: [...new Set([...kept.subnetIds, ...other.subnetIds])] };
}

export function readNetworkAcls(documents: Documents, reading: Reading): Map<string, NetworkAcl> {
  return gather(entriesOf(documents, 'ec2:DescribeNetworkAcls', 'NetworkAcls', reading), readNetworkAcl, joinViews);
}
