/** Reads security groups: every permission becomes one rule for each peer, so that a rule is what the console shows as one. */
import type { SecurityGroup, SecurityGroupRule } from '../../../model/aws/filters.js';
import { entriesOf, type Entry, list, number, pointerTo, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import { protocolOf, type Traffic, trafficOf } from '../traffic.js';
import type { Documents, Reading } from '../../reader.js';
import { peersOf, peerOfRow, type PrefixesByText, type WrittenPeer } from './written-peers.js';

type Direction = SecurityGroupRule['direction'];

/** What rule texts call groups and prefix lists besides their ids. */
type Names = ReadonlyMap<string, string>;

/** `sgr-…` ids by group and by what the rule says: describe-security-groups doesn't print them. */
type RuleIds = ReadonlyMap<string, ReadonlyMap<string, string>>;

/** Equal protocols, ports and ranges of an estate's rules are one object each: large estates repeat few of them very often. */
interface Shared {
  readonly traffic: Map<string, Traffic>;
  readonly prefixes: PrefixesByText;
}

/** Two outputs describe one rule of a group when this agrees. */
function ruleKey(direction: Direction, traffic: Traffic, peer: WrittenPeer): string {
  return `${direction} ${traffic.text} ${peer.id}`;
}

function portNumber(entry: Entry, key: string): number | null {
  const value = number(entry, key);
  if (value === null || (Number.isInteger(value) && value >= -1 && value <= 65535)) return value;
  entry.reading.refuse(pointerTo(entry, key), 'a port from 0 to 65535, or -1', value);
  return null;
}

function trafficOfRule(entry: Entry, shared: Shared): Traffic {
  const key = `${String(entry.raw['IpProtocol'])} ${String(entry.raw['FromPort'])} ${String(entry.raw['ToPort'])}`;
  const known = shared.traffic.get(key);
  if (known !== undefined) return known;
  const traffic = trafficOf(protocolOf(entry, 'IpProtocol'), portNumber(entry, 'FromPort'), portNumber(entry, 'ToPort'));
  shared.traffic.set(key, traffic);
  return traffic;
}

function readRuleIds(documents: Documents, reading: Reading, shared: Shared): RuleIds {
  const ids = new Map<string, Map<string, string>>();
  for (const row of entriesOf(documents, 'ec2:DescribeSecurityGroupRules', 'SecurityGroupRules', reading)) {
    const peer = peerOfRow(row, shared.prefixes);
    if (peer === null) continue;
    const groupId = requiredText(row, 'GroupId', 'a security group id');
    const ofGroup = ids.get(groupId) ?? new Map<string, string>();
    ids.set(groupId, ofGroup);
    const direction: Direction = row.raw['IsEgress'] === true ? 'egress' : 'ingress';
    const id = requiredText(row, 'SecurityGroupRuleId', 'a security group rule id');
    ofGroup.set(ruleKey(direction, trafficOfRule(row, shared), peer), id);
  }
  return ids;
}

function peerText(peer: WrittenPeer, groupId: string, names: Names): string {
  if (peer.peer.kind === 'group' && peer.peer.groupId === groupId) return 'self';
  const name = names.get(peer.id) ?? peer.name;
  return name === null ? peer.id : `${peer.id} (${name})`;
}

/** What the rules of all groups are read with. */
interface Context {
  readonly names: Names;
  readonly ids: RuleIds;
  readonly shared: Shared;
}

function readDirection(group: Entry, groupId: string, direction: Direction, { names, ids, shared }: Context): SecurityGroupRule[] {
  const ofGroup = ids.get(groupId);
  const preposition = direction === 'ingress' ? 'from' : 'to';
  const rules: SecurityGroupRule[] = [];
  for (const [permissionIndex, permission] of list(group, direction === 'ingress' ? 'IpPermissions' : 'IpPermissionsEgress').entries()) {
    const traffic = trafficOfRule(permission, shared);
    for (const [peerIndex, peer] of peersOf(permission, shared.prefixes).entries()) {
      rules.push({
        id: ofGroup?.get(ruleKey(direction, traffic, peer)) ?? `${groupId} ${direction}[${permissionIndex}.${peerIndex}]`,
        direction,
        packets: traffic.packets,
        peer: peer.peer,
        text: `${traffic.text} ${preposition} ${peerText(peer, groupId, names)}`,
        description: peer.description,
      });
    }
  }
  return rules;
}

function readGroup(entry: Entry, context: Context): SecurityGroup {
  const id = requiredText(entry, 'GroupId', 'a security group id');
  return {
    ...resourceOf(entry, id, { name: text(entry, 'GroupName') }),
    vpcId: text(entry, 'VpcId'),
    ingress: readDirection(entry, id, 'ingress', context),
    egress: readDirection(entry, id, 'egress', context),
  };
}

/** `prefixListNames`: names of prefix lists by id, for the texts of rules. */
export function readSecurityGroups(documents: Documents, reading: Reading, prefixListNames: Names): Map<string, SecurityGroup> {
  const entries = entriesOf(documents, 'ec2:DescribeSecurityGroups', 'SecurityGroups', reading);
  const names = new Map(prefixListNames);
  for (const entry of entries) {
    const name = text(entry, 'GroupName');
    if (name !== null) names.set(text(entry, 'GroupId') ?? '', name);
  }
  const shared: Shared = { traffic: new Map(), prefixes: new Map() };
  const context: Context = { names, ids: readRuleIds(documents, reading, shared), shared };
  return gather(entries, (entry) => readGroup(entry, context));
}
