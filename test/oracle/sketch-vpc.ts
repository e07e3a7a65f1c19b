/** Short calls for what every VPC has: blocks, subnets, route tables, ACLs, security groups, interfaces. */
import { add, drawnRecord, type Json, type Sketch } from './sketch.js';

const ZONE_IDS: Readonly<Record<string, string>> = { a: 'euw1-az1', b: 'euw1-az2', c: 'euw1-az3' };

export function addVpc(drawn: Sketch, id: string, cidrs: readonly string[], ipv6?: string): void {
  add(drawn, 'ec2:DescribeVpcs', {
    VpcId: id,
    OwnerId: '111122223333',
    State: 'available',
    CidrBlock: cidrs[0],
    CidrBlockAssociationSet: cidrs.map((cidr, index) => ({
      AssociationId: `vpc-cidr-assoc-${id}-${index.toString()}`,
      CidrBlock: cidr,
      CidrBlockState: { State: 'associated' },
    })),
    Ipv6CidrBlockAssociationSet: ipv6 === undefined ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: { State: 'associated' } }],
  });
}

export function addSubnet(drawn: Sketch, id: string, vpcId: string, zone: string, cidr: string, ipv6?: string): void {
  add(drawn, 'ec2:DescribeSubnets', {
    SubnetId: id,
    VpcId: vpcId,
    OwnerId: '111122223333',
    State: 'available',
    CidrBlock: cidr,
    AvailabilityZone: `eu-west-1${zone}`,
    AvailabilityZoneId: ZONE_IDS[zone] ?? zone,
    AvailableIpAddressCount: 200,
    Ipv6CidrBlockAssociationSet: ipv6 === undefined ? [] : [{ Ipv6CidrBlock: ipv6, Ipv6CidrBlockState: { State: 'associated' } }],
  });
}

const TARGET_FIELDS: readonly (readonly [string, string])[] = [
  ['nat-', 'NatGatewayId'],
  ['tgw-', 'TransitGatewayId'],
  ['pcx-', 'VpcPeeringConnectionId'],
  ['eni-', 'NetworkInterfaceId'],
  ['eigw-', 'EgressOnlyInternetGatewayId'],
];

/** A route: `pl-…` and IPv6 destinations go to their own fields, the target to the field that its prefix asks for. */
export function route(destination: string, target: string, extra: Json = {}): Json {
  const to = destination.startsWith('pl-')
    ? { DestinationPrefixListId: destination }
    : destination.includes(':')
      ? { DestinationIpv6CidrBlock: destination }
      : { DestinationCidrBlock: destination };
  const field = TARGET_FIELDS.find(([prefix]) => target.startsWith(prefix))?.[1] ?? 'GatewayId';
  const origin = target === 'local' ? 'CreateRouteTable' : 'CreateRoute';
  return { ...to, [field]: target, Origin: origin, State: 'active', ...extra };
}

/** A table with the local routes of its VPC and more; without subnets it is the main table. */
export function addTable(
  drawn: Sketch,
  id: string,
  vpcId: string,
  subnets: readonly string[],
  routes: readonly Json[],
  more: Json = {},
): Json {
  const vpc = drawnRecord(drawn, 'ec2:DescribeVpcs', 'VpcId', vpcId);
  const blocks = [
    ...(vpc['CidrBlockAssociationSet'] as Json[]).map((item) => item['CidrBlock'] as string),
    ...(vpc['Ipv6CidrBlockAssociationSet'] as Json[]).map((item) => item['Ipv6CidrBlock'] as string),
  ];
  const associations = subnets.map((subnetId) => ({
    RouteTableAssociationId: `rtbassoc-${subnetId}`,
    RouteTableId: id,
    SubnetId: subnetId,
    Main: false,
    AssociationState: { State: 'associated' },
  }));
  const main = { RouteTableAssociationId: `rtbassoc-${id}`, RouteTableId: id, Main: true, AssociationState: { State: 'associated' } };
  return add(drawn, 'ec2:DescribeRouteTables', {
    RouteTableId: id,
    VpcId: vpcId,
    OwnerId: '111122223333',
    Associations: subnets.length === 0 ? [main] : associations,
    PropagatingVgws: [],
    Routes: [...blocks.map((block) => route(block, 'local')), ...routes],
    ...more,
  });
}

/** One ACL entry: `entry('in', 100, 'allow', 6, '0.0.0.0/0', [1024, 65535])`. For ICMP the pair is type and code. */
export function entry(
  direction: 'in' | 'out',
  number: number,
  action: 'allow' | 'deny',
  protocol: number,
  cidr: string,
  pair?: readonly [number, number],
): Json {
  const icmp = protocol === 1 || protocol === 58;
  return {
    Egress: direction === 'out',
    RuleNumber: number,
    RuleAction: action,
    Protocol: protocol.toString(),
    ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
    ...(pair === undefined
      ? {}
      : icmp
        ? { IcmpTypeCode: { Type: pair[0], Code: pair[1] } }
        : { PortRange: { From: pair[0], To: pair[1] } }),
  };
}

export const ALLOW_ALL: readonly Json[] = (['in', 'out'] as const).flatMap((direction) => [
  entry(direction, 100, 'allow', -1, '0.0.0.0/0'),
  entry(direction, 101, 'allow', -1, '::/0'),
]);

/** An ACL; the closing denies are added. Without subnets it is the default one of its VPC. */
export function addAcl(drawn: Sketch, id: string, vpcId: string, subnets: readonly string[], entries: readonly Json[]): Json {
  const closing = (['in', 'out'] as const).flatMap((direction) => [
    entry(direction, 32767, 'deny', -1, '0.0.0.0/0'),
    entry(direction, 32768, 'deny', -1, '::/0'),
  ]);
  return add(drawn, 'ec2:DescribeNetworkAcls', {
    NetworkAclId: id,
    VpcId: vpcId,
    OwnerId: '111122223333',
    IsDefault: subnets.length === 0,
    Associations: subnets.map((subnetId) => ({ NetworkAclAssociationId: `aclassoc-${subnetId}`, NetworkAclId: id, SubnetId: subnetId })),
    Entries: [...entries, ...closing],
  });
}

/** A group rule: the peer is a CIDR block, a group id (`sg-…`) or a prefix list (`pl-…`). */
export function rule(protocol: string, from: number | undefined, to: number | undefined, peer: string, pair: Json = {}): Json {
  const reference = { GroupId: peer, UserId: '111122223333', ...pair };
  return {
    IpProtocol: protocol,
    ...(from === undefined ? {} : { FromPort: from, ToPort: to }),
    IpRanges: /^\d/.test(peer) ? [{ CidrIp: peer }] : [],
    Ipv6Ranges: peer.includes(':') ? [{ CidrIpv6: peer }] : [],
    PrefixListIds: peer.startsWith('pl-') ? [{ PrefixListId: peer }] : [],
    UserIdGroupPairs: peer.startsWith('sg-') ? [reference] : [],
  };
}

export const EGRESS_ALL: readonly Json[] = [rule('-1', undefined, undefined, '0.0.0.0/0')];

export function addGroup(drawn: Sketch, id: string, vpcId: string, ingress: readonly Json[], egress: readonly Json[] = EGRESS_ALL): Json {
  return add(drawn, 'ec2:DescribeSecurityGroups', {
    GroupId: id,
    GroupName: id.slice(3),
    Description: id,
    VpcId: vpcId,
    OwnerId: '111122223333',
    IpPermissions: [...ingress],
    IpPermissionsEgress: [...egress],
  });
}

/** An interface of one or more addresses; `more` overrides any field of the record. */
export function addInterface(
  drawn: Sketch,
  id: string,
  subnetId: string,
  addresses: readonly string[],
  groups: readonly string[],
  more: Json = {},
): Json {
  const subnet = drawnRecord(drawn, 'ec2:DescribeSubnets', 'SubnetId', subnetId);
  const version4 = addresses.filter((item) => !item.includes(':'));
  return add(drawn, 'ec2:DescribeNetworkInterfaces', {
    NetworkInterfaceId: id,
    VpcId: subnet['VpcId'],
    SubnetId: subnetId,
    OwnerId: '111122223333',
    AvailabilityZone: subnet['AvailabilityZone'],
    AvailabilityZoneId: subnet['AvailabilityZoneId'],
    Description: '',
    InterfaceType: 'interface',
    PrivateIpAddress: version4[0],
    PrivateIpAddresses: version4.map((item, index) => ({ PrivateIpAddress: item, Primary: index === 0 })),
    Ipv6Addresses: addresses.filter((item) => item.includes(':')).map((item) => ({ Ipv6Address: item })),
    Groups: groups.map((group) => ({ GroupId: group, GroupName: group.slice(3) })),
    SourceDestCheck: true,
    RequesterManaged: false,
    Status: 'in-use',
    Attachment: { AttachmentId: `eni-attach-${id}`, Status: 'attached', DeviceIndex: 0, InstanceOwnerId: 'amazon-aws' },
    TagSet: [],
    ...more,
  });
}

/** Gives an address of an interface its public one. */
export function associate(drawn: Sketch, interfaceId: string, privateAddress: string, publicAddress: string): void {
  const eni = drawnRecord(drawn, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', interfaceId);
  const association = { PublicIp: publicAddress, IpOwnerId: '111122223333' };
  for (const item of eni['PrivateIpAddresses'] as Json[]) {
    if (item['PrivateIpAddress'] === privateAddress) item['Association'] = association;
  }
  if (eni['PrivateIpAddress'] === privateAddress) eni['Association'] = association;
}
