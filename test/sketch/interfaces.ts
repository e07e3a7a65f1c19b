/** Network interfaces and the public addresses on them. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { InterfaceSketch, PublicAddressSketch, RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { dashed, digits, macAddress } from './ids.js';
import { zoneId, zoneName } from './vpc.js';

/** When everything in a sketch was started. */
export const LAUNCHED = '2026-11-02T07:15:00Z';

type InterfaceSpec = Pick<InterfaceSketch, 'id' | 'subnet' | 'ip'> & Partial<InterfaceSketch> & { publicIp?: string };

/** Adds an interface. `publicIp` is a short way to give its primary address a public one that EC2 chose. */
export function addInterface(region: RegionSketch, spec: InterfaceSpec): InterfaceSketch {
  const { publicIp, ...own } = spec;
  const entry = put(region.interfaces, {
    groups: [],
    secondary: [],
    prefixes: [],
    ipv6: [],
    ipv6Prefixes: [],
    publicAddresses: [],
    type: 'interface',
    description: '',
    deviceIndex: 0,
    attached: true,
    requesterManaged: false,
    sourceDestCheck: true,
    ...own,
  });
  if (publicIp !== undefined) entry.publicAddresses.push({ privateIp: entry.ip, publicIp });
  return entry;
}

/** describe-network-interfaces and -addresses. */
export function interfaceCalls(region: RegionSketch): AwsCall[] {
  const interfaces = [...region.interfaces.values()];
  return [
    {
      operation: 'ec2:DescribeNetworkInterfaces',
      output: { NetworkInterfaces: interfaces.map((entry) => interfaceDocument(region, entry)) },
    },
    { operation: 'ec2:DescribeAddresses', output: { Addresses: interfaces.flatMap((entry) => elasticAddresses(region, entry)) } },
  ];
}

/** One interface as describe-network-interfaces prints it. */
export function interfaceDocument(region: RegionSketch, entry: InterfaceSketch): RawFields {
  const subnet = take(region.subnets, entry.subnet);
  const attached = entry.instance !== undefined || entry.attached;
  const fields = {
    Association: association(region, entry, entry.ip),
    Attachment: attached ? attachment(region, entry) : undefined,
    AvailabilityZone: zoneName(region, subnet),
    AvailabilityZoneId: zoneId(region, subnet),
    Description: entry.description,
    Groups: groupList(region, entry.groups),
    InterfaceType: entry.type,
    Ipv6Addresses: entry.ipv6.map((Ipv6Address, index) => ({ Ipv6Address, IsPrimaryIpv6: index === 0 })),
    MacAddress: macAddress(entry.id),
    NetworkInterfaceId: entry.id,
    OwnerId: region.accountId,
    PrivateDnsName: hostName(region, entry.ip),
    PrivateIpAddress: entry.ip,
    PrivateIpAddresses: [entry.ip, ...entry.secondary].map((ip, index) => privateAddress(region, entry, ip, index === 0)),
    Ipv4Prefixes: entry.prefixes.length ? entry.prefixes.map((Ipv4Prefix) => ({ Ipv4Prefix })) : undefined,
    Ipv6Prefixes: entry.ipv6Prefixes.length ? entry.ipv6Prefixes.map((Ipv6Prefix) => ({ Ipv6Prefix })) : undefined,
    RequesterId: entry.requester,
    RequesterManaged: entry.requesterManaged,
    SourceDestCheck: entry.sourceDestCheck,
    Status: attached ? 'in-use' : 'available',
    SubnetId: entry.subnet,
    TagSet: tagList(entry.name, entry.tags),
    VpcId: subnet.vpc,
  };
  return rendered(fields, entry.raw);
}

function attachment(region: RegionSketch, entry: InterfaceSketch): RawFields {
  return rendered({
    AttachTime: LAUNCHED,
    AttachmentId: `eni-attach-${digits(entry.id, 17)}`,
    DeleteOnTermination: true,
    DeviceIndex: entry.deviceIndex,
    NetworkCardIndex: entry.instance === undefined ? undefined : 0,
    InstanceId: entry.instance,
    InstanceOwnerId: entry.instanceOwner ?? (entry.instance === undefined ? 'amazon-aws' : region.accountId),
    Status: 'attached',
  });
}

function privateAddress(region: RegionSketch, entry: InterfaceSketch, ip: string, primary: boolean): RawFields {
  const Association = association(region, entry, ip);
  return rendered({ Association, Primary: primary, PrivateDnsName: hostName(region, ip), PrivateIpAddress: ip });
}

function association(region: RegionSketch, entry: InterfaceSketch, ip: string): RawFields | undefined {
  const found = entry.publicAddresses.find((address) => address.privateIp === ip);
  if (!found) return undefined;
  return rendered({
    AllocationId: found.allocation,
    AssociationId: found.allocation?.replace(/^eipalloc-/, 'eipassoc-'),
    IpOwnerId: ownerOf(region, found),
    PublicDnsName: `ec2-${dashed(found.publicIp)}.${region.region}.compute.amazonaws.com`,
    PublicIp: found.publicIp,
  });
}

function ownerOf(region: RegionSketch, address: PublicAddressSketch): string {
  return address.owner ?? (address.allocation === undefined ? 'amazon' : region.accountId);
}

function elasticAddresses(region: RegionSketch, entry: InterfaceSketch): RawFields[] {
  return entry.publicAddresses.flatMap((address) => {
    const { allocation, privateIp, publicIp } = address;
    if (allocation === undefined) return [];
    const fields = {
      AllocationId: allocation,
      AssociationId: allocation.replace(/^eipalloc-/, 'eipassoc-'),
      Domain: 'vpc',
      InstanceId: entry.instance,
      NetworkInterfaceId: entry.id,
      NetworkInterfaceOwnerId: region.accountId,
      PrivateIpAddress: privateIp,
      PublicIp: publicIp,
      PublicIpv4Pool: 'amazon',
      NetworkBorderGroup: region.region,
      Tags: tagList(entry.name),
    };
    return [rendered(fields)];
  });
}

/** Groups as interfaces and instances list them. */
export function groupList(region: RegionSketch, groups: readonly string[]): RawFields[] {
  return groups.map((GroupId) => ({ GroupId, GroupName: region.securityGroups.get(GroupId)?.groupName ?? GroupId }));
}

/** The name that EC2 gives a private address. */
export function hostName(region: RegionSketch, ip: string): string {
  return `ip-${dashed(ip)}.${region.region}.compute.internal`;
}
