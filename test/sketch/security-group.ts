/** Security groups: rules in short form, printed both as the group's permissions and as rows of describe-security-group-rules. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { ForeignGroup, GroupRuleSketch, RegionSketch, SecurityGroupSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { digits } from './ids.js';

type Ports = number | readonly [number, number];
type Peer = string | ForeignGroup;

const ported = (protocol: string, ports: Ports, peer: Peer, description?: string): GroupRuleSketch => {
  const [from, to] = typeof ports === 'number' ? [ports, ports] : ports;
  return { protocol, from, to, peer, description };
};

/** A TCP rule: `tcp(443, '10.0.0.0/8')`, `tcp([8000, 8100], 'sg-web')`, `tcp(22, 'self')`. */
export function tcp(ports: Ports, peer: Peer, description?: string): GroupRuleSketch {
  return ported('tcp', ports, peer, description);
}

/** A UDP rule. */
export function udp(ports: Ports, peer: Peer, description?: string): GroupRuleSketch {
  return ported('udp', ports, peer, description);
}

/** An ICMP rule; type and code -1 stand for all. */
export function icmp(type: number, code: number, peer: Peer, description?: string): GroupRuleSketch {
  return { protocol: 'icmp', from: type, to: code, peer, description };
}

/** All protocols and ports. */
export function any(peer: Peer, description?: string): GroupRuleSketch {
  return { protocol: '-1', peer, description };
}

type GroupSpec = Pick<SecurityGroupSketch, 'id' | 'vpc'> & Partial<SecurityGroupSketch>;

/** Adds a group; without rules given nothing may enter and everything may leave by IPv4. */
export function addSecurityGroup(region: RegionSketch, spec: GroupSpec): SecurityGroupSketch {
  const groupName = spec.groupName ?? spec.name ?? spec.id;
  return put(region.securityGroups, { description: groupName, ingress: [], egress: [any('0.0.0.0/0')], ...spec, groupName });
}

/** Adds inbound rules to a group. */
export function allow(region: RegionSketch, group: string, ...rules: GroupRuleSketch[]): void {
  take(region.securityGroups, group).ingress.push(...rules);
}

/** Adds outbound rules to a group. */
export function allowOut(region: RegionSketch, group: string, ...rules: GroupRuleSketch[]): void {
  take(region.securityGroups, group).egress.push(...rules);
}

/** describe-security-groups, -security-group-rules and -security-group-vpc-associations. */
export function securityGroupCalls(region: RegionSketch): AwsCall[] {
  const groups = [...region.securityGroups.values()];
  return [
    { operation: 'ec2:DescribeSecurityGroups', output: { SecurityGroups: groups.map((group) => groupDocument(region, group)) } },
    { operation: 'ec2:DescribeSecurityGroupRules', output: { SecurityGroupRules: groups.flatMap((group) => ruleRows(region, group)) } },
    { operation: 'ec2:DescribeSecurityGroupVpcAssociations', output: { SecurityGroupVpcAssociations: [] } },
  ];
}

function groupDocument(region: RegionSketch, group: SecurityGroupSketch): RawFields {
  const fields = {
    GroupId: group.id,
    IpPermissionsEgress: permissions(region, group, group.egress),
    Tags: tagList(group.name, group.tags),
    VpcId: group.vpc,
    SecurityGroupArn: `arn:aws:ec2:${region.region}:${region.accountId}:security-group/${group.id}`,
    OwnerId: region.accountId,
    GroupName: group.groupName,
    Description: group.description,
    IpPermissions: permissions(region, group, group.ingress),
  };
  return rendered(fields, group.raw);
}

/** EC2 gathers the sources of one protocol and port range under one permission. */
function permissions(region: RegionSketch, group: SecurityGroupSketch, rules: readonly GroupRuleSketch[]): RawFields[] {
  const lists = new Map<string, RawFields & Record<PeerList, RawFields[]>>();
  for (const rule of rules) {
    const key = `${rule.protocol}/${rule.from}/${rule.to}`;
    const ports = rendered({ IpProtocol: rule.protocol, FromPort: rule.from, ToPort: rule.to });
    const entry = lists.get(key) ?? { ...ports, UserIdGroupPairs: [], IpRanges: [], Ipv6Ranges: [], PrefixListIds: [] };
    lists.set(key, entry);
    const [list, peer] = peerDocument(region, group, rule);
    entry[list].push(peer);
  }
  return [...lists.values()];
}

type PeerList = 'UserIdGroupPairs' | 'IpRanges' | 'Ipv6Ranges' | 'PrefixListIds';

function peerDocument(region: RegionSketch, group: SecurityGroupSketch, rule: GroupRuleSketch): [PeerList, RawFields] {
  const { peer, description: Description } = rule;
  if (typeof peer !== 'string' || peer === 'self' || peer.startsWith('sg-')) {
    const other: ForeignGroup = typeof peer === 'string' ? { group: peer === 'self' ? group.id : peer } : peer;
    const pair = {
      Description,
      UserId: other.account ?? region.accountId,
      GroupId: other.group,
      VpcId: other.vpc,
      VpcPeeringConnectionId: other.peering,
      PeeringStatus: other.status,
    };
    return ['UserIdGroupPairs', rendered(pair)];
  }
  if (peer.startsWith('pl-')) return ['PrefixListIds', rendered({ Description, PrefixListId: peer })];
  if (peer.includes(':')) return ['Ipv6Ranges', rendered({ Description, CidrIpv6: peer })];
  return ['IpRanges', rendered({ Description, CidrIp: peer })];
}

/** The id that describe-security-group-rules prints for a rule. */
export function ruleId(group: SecurityGroupSketch, rule: GroupRuleSketch, direction: 'ingress' | 'egress'): string {
  const { protocol, from, to, peer } = rule;
  return rule.id ?? `sgr-0${digits(JSON.stringify([group.id, direction, protocol, from, to, peer]), 16)}`;
}

function ruleRows(region: RegionSketch, group: SecurityGroupSketch): RawFields[] {
  const row = (rule: GroupRuleSketch, direction: 'ingress' | 'egress'): RawFields => {
    const [list, peer] = peerDocument(region, group, rule);
    const { Description, ...referenced } = peer;
    return rendered({
      SecurityGroupRuleId: ruleId(group, rule, direction),
      GroupId: group.id,
      GroupOwnerId: region.accountId,
      IsEgress: direction === 'egress',
      IpProtocol: rule.protocol,
      FromPort: rule.from ?? -1,
      ToPort: rule.to ?? -1,
      CidrIpv4: peer['CidrIp'],
      CidrIpv6: peer['CidrIpv6'],
      PrefixListId: peer['PrefixListId'],
      ReferencedGroupInfo: list === 'UserIdGroupPairs' ? referenced : undefined,
      Description,
      Tags: [],
    });
  };
  return [...group.ingress.map((rule) => row(rule, 'ingress')), ...group.egress.map((rule) => row(rule, 'egress'))];
}
