/** Network ACLs: numbered rules in both directions; the closing deny is written by itself. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { AclEntrySketch, NetworkAclSketch, RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { digits } from './ids.js';

type Protocol = AclEntrySketch['protocol'];
type AclSpec = Pick<NetworkAclSketch, 'id' | 'vpc'> & Partial<NetworkAclSketch>;

/** Adds an ACL and puts its subnets under it. A default ACL lets everything through, any other nothing, unless its rules are given. */
export function addNetworkAcl(region: RegionSketch, spec: AclSpec): NetworkAclSketch {
  const isDefault = spec.isDefault ?? false;
  const open = (): AclEntrySketch[] => (isDefault ? openEntries(take(region.vpcs, spec.vpc).ipv6Cidrs.length > 0) : []);
  const acl = put(region.networkAcls, { isDefault, inbound: open(), outbound: open(), ...spec, subnets: [] });
  for (const subnet of spec.subnets ?? []) useNetworkAcl(region, subnet, acl.id);
  return acl;
}

/** Puts a subnet under an ACL, as `aws ec2 replace-network-acl-association` does. */
export function useNetworkAcl(region: RegionSketch, subnet: string, acl: string): void {
  for (const other of region.networkAcls.values()) other.subnets = other.subnets.filter((id) => id !== subnet);
  const entry = take(region.networkAcls, acl);
  if (!entry.isDefault) entry.subnets.push(subnet);
}

/** One rule that allows: `allowEntry(100, 'tcp', '10.0.0.0/16', 443)` or with `[1024, 65535]`. */
export function allowEntry(number: number, protocol: Protocol, cidr: string, ports?: number | readonly [number, number]): AclEntrySketch {
  return { number, action: 'allow', protocol, cidr, ports: typeof ports === 'number' ? [ports, ports] : ports };
}

/** One rule that denies. */
export function denyEntry(number: number, protocol: Protocol, cidr: string, ports?: number | readonly [number, number]): AclEntrySketch {
  return { ...allowEntry(number, protocol, cidr, ports), action: 'deny' };
}

function openEntries(withIpv6: boolean): AclEntrySketch[] {
  return [allowEntry(100, 'all', '0.0.0.0/0'), ...(withIpv6 ? [allowEntry(101, 'all', '::/0')] : [])];
}

/** describe-network-acls. */
export function networkAclCalls(region: RegionSketch): AwsCall[] {
  const members = subnetsByAcl(region);
  const documents = [...region.networkAcls.values()].map((acl) => aclDocument(region, acl, members.get(acl.id) ?? []));
  return [{ operation: 'ec2:DescribeNetworkAcls', output: { NetworkAcls: documents } }];
}

function subnetsByAcl(region: RegionSketch): Map<string, string[]> {
  const claimed = new Map<string, string>();
  const defaults = new Map<string, string>();
  for (const acl of region.networkAcls.values()) {
    for (const subnet of acl.subnets) claimed.set(subnet, acl.id);
    if (acl.isDefault) defaults.set(acl.vpc, acl.id);
  }
  const members = new Map<string, string[]>();
  for (const subnet of region.subnets.values()) {
    const acl = claimed.get(subnet.id) ?? defaults.get(subnet.vpc);
    if (acl !== undefined) members.set(acl, [...(members.get(acl) ?? []), subnet.id]);
  }
  return members;
}

function aclDocument(region: RegionSketch, acl: NetworkAclSketch, subnets: readonly string[]): RawFields {
  const withIpv6 = take(region.vpcs, acl.vpc).ipv6Cidrs.length > 0;
  const side = (egress: boolean, entries: readonly AclEntrySketch[]): RawFields[] => [
    ...entries.map((entry) => entryDocument(egress, entry)),
    { CidrBlock: '0.0.0.0/0', Egress: egress, Protocol: '-1', RuleAction: 'deny', RuleNumber: 32767 },
    ...(withIpv6 ? [{ Egress: egress, Ipv6CidrBlock: '::/0', Protocol: '-1', RuleAction: 'deny', RuleNumber: 32768 }] : []),
  ];
  const fields = {
    Associations: subnets.map((SubnetId) => ({
      NetworkAclAssociationId: `aclassoc-${digits(`${acl.id}/${SubnetId}`, 17)}`,
      NetworkAclId: acl.id,
      SubnetId,
    })),
    Entries: [...side(true, acl.outbound), ...side(false, acl.inbound)],
    IsDefault: acl.isDefault,
    NetworkAclId: acl.id,
    Tags: tagList(acl.name ?? (acl.isDefault ? undefined : acl.id), acl.tags),
    VpcId: acl.vpc,
    OwnerId: region.accountId,
  };
  return rendered(fields, acl.raw);
}

const PROTOCOL_NUMBERS = { all: -1, tcp: 6, udp: 17, icmp: 1, icmpv6: 58 };

/** EC2 prints the protocol of an ACL rule as a number in a string, and type and code of ICMP apart from ports. */
function entryDocument(egress: boolean, entry: AclEntrySketch): RawFields {
  const number = typeof entry.protocol === 'number' ? entry.protocol : PROTOCOL_NUMBERS[entry.protocol];
  const icmp = number === 1 || number === 58;
  const ported = number === 6 || number === 17;
  const [from, to] = entry.ports ?? (icmp ? [-1, -1] : [0, 65535]);
  return rendered({
    CidrBlock: entry.cidr.includes(':') ? undefined : entry.cidr,
    Ipv6CidrBlock: entry.cidr.includes(':') ? entry.cidr : undefined,
    Egress: egress,
    IcmpTypeCode: icmp ? { Type: from, Code: to } : undefined,
    PortRange: ported ? { From: from, To: to } : undefined,
    Protocol: String(number),
    RuleAction: entry.action,
    RuleNumber: entry.number,
  });
}
