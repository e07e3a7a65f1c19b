/** VPCs, their DHCP options and subnets. A new VPC brings what AWS gives it: a main route table, a default network ACL and a default group. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import { holds, prefixLength, rangeSize } from './addresses.js';
import type { DhcpOptionsSketch, RegionSketch, SubnetSketch, VpcSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { digits } from './ids.js';
import { addNetworkAcl } from './network-acl.js';
import { addRouteTable } from './route-table.js';
import { addSecurityGroup, any } from './security-group.js';

type VpcSpec = Pick<VpcSketch, 'id' | 'cidr'> & Partial<VpcSketch> & { mainTable?: string; defaultAcl?: string; defaultGroup?: string };

/** Adds a VPC; its companions are called `rtb-main-ID`, `acl-default-ID` and `sg-default-ID` unless named. */
export function addVpc(region: RegionSketch, spec: VpcSpec): VpcSketch {
  const { mainTable, defaultAcl, defaultGroup, ...own } = spec;
  const options = own.dhcpOptions ?? `dopt-${own.id}`;
  if (!region.dhcpOptions.has(options)) addDhcpOptions(region, { id: options });
  const vpc = put(region.vpcs, {
    secondaryCidrs: [],
    ipv6Cidrs: [],
    dnsSupport: true,
    dnsHostnames: true,
    ...own,
    dhcpOptions: options,
  });
  addRouteTable(region, { id: mainTable ?? `rtb-main-${vpc.id}`, vpc: vpc.id, main: true });
  addNetworkAcl(region, { id: defaultAcl ?? `acl-default-${vpc.id}`, vpc: vpc.id, isDefault: true });
  addSecurityGroup(region, {
    id: defaultGroup ?? `sg-default-${vpc.id}`,
    vpc: vpc.id,
    groupName: 'default',
    description: 'default VPC security group',
    ingress: [any('self')],
  });
  return vpc;
}

/** Adds a set of DHCP options; the resolver is Amazon's unless said. */
export function addDhcpOptions(region: RegionSketch, spec: Pick<DhcpOptionsSketch, 'id'> & Partial<DhcpOptionsSketch>): DhcpOptionsSketch {
  return put(region.dhcpOptions, { domainNameServers: ['AmazonProvidedDNS'], ...spec });
}

type SubnetSpec = Pick<SubnetSketch, 'id' | 'vpc' | 'cidr'> & Partial<SubnetSketch>;

/** Adds a subnet, in zone `a` unless said. */
export function addSubnet(region: RegionSketch, spec: SubnetSpec): SubnetSketch {
  return put(region.subnets, { zone: 'a', mapPublicIp: false, dns64: false, ...spec });
}

/** The subnet's zone as AWS names it: `eu-west-1a`. */
export function zoneName(region: RegionSketch, subnet: SubnetSketch): string {
  return `${region.region}${subnet.zone}`;
}

/** The same zone in all accounts: `euw1-az1`. */
export function zoneId(region: RegionSketch, subnet: SubnetSketch): string {
  const [area = '', side = '', number = ''] = region.region.split('-');
  return `${area}${side.slice(0, 1)}${number}-az${subnet.zone.charCodeAt(0) - 96}`;
}

/** describe-vpcs, -vpc-attribute (twice for each), -dhcp-options and -subnets. */
export function vpcCalls(region: RegionSketch): AwsCall[] {
  const vpcs = [...region.vpcs.values()];
  return [
    { operation: 'ec2:DescribeVpcs', output: { Vpcs: vpcs.map((vpc) => vpcDocument(region, vpc)) } },
    ...vpcs.flatMap((vpc) => attributeCalls(vpc)),
    { operation: 'ec2:DescribeDhcpOptions', output: { DhcpOptions: [...region.dhcpOptions.values()].map((o) => dhcpDocument(region, o)) } },
    { operation: 'ec2:DescribeSubnets', output: { Subnets: subnetDocuments(region) } },
  ];
}

function vpcDocument(region: RegionSketch, vpc: VpcSketch): RawFields {
  const ipv6 = vpc.ipv6Cidrs.map((cidr) => ({
    AssociationId: `vpc-cidr-assoc-${digits(`${vpc.id}/${cidr}`, 8)}`,
    Ipv6CidrBlock: cidr,
    Ipv6CidrBlockState: { State: 'associated' },
    NetworkBorderGroup: region.region,
    Ipv6Pool: 'Amazon',
  }));
  const fields = {
    OwnerId: region.accountId,
    InstanceTenancy: 'default',
    Ipv6CidrBlockAssociationSet: ipv6.length ? ipv6 : undefined,
    CidrBlockAssociationSet: [vpc.cidr, ...vpc.secondaryCidrs].map((cidr) => ({
      AssociationId: `vpc-cidr-assoc-${digits(`${vpc.id}/${cidr}`, 8)}`,
      CidrBlock: cidr,
      CidrBlockState: { State: 'associated' },
    })),
    IsDefault: false,
    Tags: tagList(vpc.name ?? vpc.id, vpc.tags),
    BlockPublicAccessStates: { InternetGatewayBlockMode: 'off' },
    VpcId: vpc.id,
    State: 'available',
    CidrBlock: vpc.cidr,
    DhcpOptionsId: vpc.dhcpOptions,
  };
  return rendered(fields, vpc.raw);
}

function attributeCalls(vpc: VpcSketch): AwsCall[] {
  const call = (attribute: string, key: string, value: boolean): AwsCall => ({
    operation: 'ec2:DescribeVpcAttribute',
    input: { VpcId: vpc.id, Attribute: attribute },
    output: { VpcId: vpc.id, [key]: { Value: value } },
  });
  return [call('enableDnsSupport', 'EnableDnsSupport', vpc.dnsSupport), call('enableDnsHostnames', 'EnableDnsHostnames', vpc.dnsHostnames)];
}

function dhcpDocument(region: RegionSketch, options: DhcpOptionsSketch): RawFields {
  const configurations = [
    { Key: 'domain-name', Values: [{ Value: options.domainName ?? `${region.region}.compute.internal` }] },
    { Key: 'domain-name-servers', Values: options.domainNameServers.map((Value) => ({ Value })) },
  ];
  const fields = { DhcpConfigurations: configurations, DhcpOptionsId: options.id, OwnerId: region.accountId, Tags: tagList(options.name) };
  return rendered(fields, options.raw);
}

function subnetDocuments(region: RegionSketch): RawFields[] {
  const used = new Map<string, number>();
  for (const entry of region.interfaces.values()) {
    const addresses = 1 + entry.secondary.length + 16 * entry.prefixes.length;
    used.set(entry.subnet, (used.get(entry.subnet) ?? 0) + addresses);
  }
  return [...region.subnets.values()].map((subnet) => subnetDocument(region, subnet, used.get(subnet.id) ?? 0));
}

/** AWS keeps five addresses of every subnet for itself (VPC guide, "Subnet CIDR blocks"). */
function subnetDocument(region: RegionSketch, subnet: SubnetSketch, used: number): RawFields {
  const ipv6 = subnet.ipv6Cidr === undefined ? [] : [subnet.ipv6Cidr];
  const fields = {
    AvailabilityZoneId: zoneId(region, subnet),
    MapCustomerOwnedIpOnLaunch: false,
    OwnerId: region.accountId,
    AssignIpv6AddressOnCreation: ipv6.length > 0,
    Ipv6CidrBlockAssociationSet: ipv6.map((cidr) => ({
      AssociationId: `subnet-cidr-assoc-${digits(`${subnet.id}/${cidr}`, 8)}`,
      Ipv6CidrBlock: cidr,
      Ipv6CidrBlockState: { State: 'associated' },
    })),
    Tags: tagList(subnet.name ?? subnet.id, subnet.tags),
    SubnetArn: `arn:aws:ec2:${region.region}:${region.accountId}:subnet/${subnet.id}`,
    EnableDns64: subnet.dns64,
    Ipv6Native: false,
    PrivateDnsNameOptionsOnLaunch: {
      HostnameType: 'ip-name',
      EnableResourceNameDnsARecord: false,
      EnableResourceNameDnsAAAARecord: false,
    },
    SubnetId: subnet.id,
    State: 'available',
    VpcId: subnet.vpc,
    CidrBlock: subnet.cidr,
    AvailableIpAddressCount: subnet.free ?? Math.max(0, rangeSize(subnet.cidr) - 5 - used),
    AvailabilityZone: zoneName(region, subnet),
    DefaultForAz: false,
    MapPublicIpOnLaunch: subnet.mapPublicIp,
  };
  return rendered(fields, subnet.raw);
}

/** The subnet of a VPC that holds the address. Throws when none does. */
export function subnetOf(region: RegionSketch, vpc: string, ip: string): SubnetSketch {
  const found = [...region.subnets.values()]
    .filter((subnet) => subnet.vpc === vpc && holds(subnet.cidr, ip))
    .sort((a, b) => prefixLength(b.cidr) - prefixLength(a.cidr))[0];
  if (!found) throw new Error(`no subnet of ${vpc} holds ${ip}`);
  return found;
}

/** All ranges of a VPC, IPv4 first. */
export function rangesOf(region: RegionSketch, vpc: string): string[] {
  const { cidr, secondaryCidrs, ipv6Cidrs } = take(region.vpcs, vpc);
  return [cidr, ...secondaryCidrs, ...ipv6Cidrs];
}
