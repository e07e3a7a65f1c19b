/** Reads security groups: every permission becomes one rule for each peer, so that a rule is what the console shows as one. */
import type { SecurityGroup, SecurityGroupRule } from '../../../model/aws/filters.js';
import { entriesOf, type Entry, list, number, pointerTo, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import { protocolOf, type Traffic, trafficOf } from '../traffic.js';
import type { Documents, Reading } from '../../reader.js';
import { peersOf, peerOfRow, type WrittenPeer } from './written-peers.js';

type Direction = SecurityGroupRule['direction'];

/** What rule texts call groups and prefix lists besides their ids. */
type Names = ReadonlyMap<string, string>;

/** `sgr-…` ids by what the rule says: describe-security-groups doesn't print them. */
type RuleIds = ReadonlyMap<string, string>;

/** Two outputs describe one rule when this agrees. */
function ruleKey(groupId: string, direction: Direction, traffic: Traffic, peer: WrittenPeer): string {
  return `${groupId} ${direction} ${traffic.text} ${peer.id}`;
}

function portNumber(entry: Entry, key: string): number | null {
  const value = number(entry, key);
  if (value === null || (Number.isInteger(value) && value >= -1 && value <= 65535)) return value;
  entry.reading.refuse(pointerTo(entry, key), 'a port from 0 to 65535, or -1', value);
  return null;
}

function trafficOfRule(entry: Entry): Traffic {
  return trafficOf(protocolOf(entry, 'IpProtocol'), portNumber(entry, 'FromPort'), portNumber(entry, 'ToPort'));
}

function readRuleIds(documents: Documents, reading: Reading): RuleIds {
  const ids = new Map<string, string>();
  for (const row of entriesOf(documents, 'ec2:DescribeSecurityGroupRules', 'SecurityGroupRules', reading)) {
    const peer = peerOfRow(row);
    if (peer === null) continue;
    const direction: Direction = row.raw['IsEgress'] === true ? 'egress' : 'ingress';
    const key = ruleKey(requiredText(row, 'GroupId', 'a security group id'), direction, trafficOfRule(row), peer);
    ids.set(key, requiredText(row, 'SecurityGroupRuleId', 'a security group rule id'));
  }
  return ids;
}

function peerText(peer: WrittenPeer, groupId: string, names: Names): string {
  if (peer.peer.kind === 'group' && peer.peer.groupId === groupId) return 'self';
  const name = names.get(peer.id) ?? peer.name;
  return name === null ? peer.id : `${peer.id} (${name})`;
}

function readDirection(group: Entry, groupId: string, direction: Direction, names: Names, ids: RuleIds): SecurityGroupRule[] {
  const permissions = list(group, direction === 'ingress' ? 'IpPermissions' : 'IpPermissionsEgress');
  return permissions.flatMap((permission, permissionIndex) => {
    const traffic = trafficOfRule(permission);
    return peersOf(permission).map((peer, peerIndex) => ({
      id: ids.get(ruleKey(groupId, direction, traffic, peer)) ?? `${groupId} ${direction}[${permissionIndex}.${peerIndex}]`,
      direction,
      packets: traffic.packets,
      peer: peer.peer,
      text: `${traffic.text} ${direction === 'ingress' ? 'from' : 'to'} ${peerText(peer, groupId, names)}`,
      description: peer.description,
    }));
  });
}

function readGroup(entry: Entry, names: Names, ids: RuleIds): SecurityGroup {
  const id = requiredText(entry, 'GroupId', 'a security group id');
  return {
    ...resourceOf(entry, id, { name: text(entry, 'GroupName') }),
    vpcId: text(entry, 'VpcId'),
    ingress: readDirection(entry, id, 'ingress', names, ids),
    egress: readDirection(entry, id, 'egress', names, ids),
  };
}

/** `prefixListNames`: names of prefix lists by id, for the texts of rules. */
export function readSecurityGroups(documents: Documents, reading: Reading, prefixListNames: Names): Map<string, SecurityGroup> {
  const entries = entriesOf(documents, 'ec2:DescribeSecurityGroups', 'SecurityGroups', reading);
  const names = new Map(prefixListNames);
  for (const entry of entries) names.set(text(entry, 'GroupId') ?? '', text(entry, 'GroupName') ?? '');
  const ids = readRuleIds(documents, reading);
  return gather(entries, (entry) => readGroup(entry, names, ids));
}
