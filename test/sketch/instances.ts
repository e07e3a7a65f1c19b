/** Instances; their interfaces are the sketch's, printed a second time as describe-instances does. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { InstanceSketch, InterfaceSketch, RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { dashed, digits } from './ids.js';
import { instanceTypeCall } from './instance-types.js';
import { addInterface, groupList, hostName, interfaceDocument, LAUNCHED } from './interfaces.js';
import { zoneName } from './vpc.js';

type InstanceSpec = Pick<InstanceSketch, 'id' | 'subnet'> &
  Partial<InstanceSketch> & { interface?: string; ip: string } & Partial<
    Pick<InterfaceSketch, 'groups' | 'secondary' | 'prefixes' | 'ipv6' | 'ipv6Prefixes'>
  > & { publicIp?: string };

/** Adds an instance with its first interface, whose id is `interface` or follows from the instance (`i-app` has `eni-app`). */
export function addInstance(region: RegionSketch, spec: InstanceSpec): InstanceSketch {
  const { interface: interfaceId, ip, groups, secondary, prefixes, ipv6, ipv6Prefixes, publicIp, ...own } = spec;
  const instance = put(region.instances, { instanceType: 'm5.large', state: 'running', hopLimit: 2, ...own });
  addInterface(region, {
    id: interfaceId ?? instance.id.replace(/^i-/, 'eni-'),
    subnet: own.subnet,
    ip,
    groups: groups ?? [],
    secondary: secondary ?? [],
    prefixes: prefixes ?? [],
    ipv6: ipv6 ?? [],
    ipv6Prefixes: ipv6Prefixes ?? [],
    publicIp,
    instance: instance.id,
  });
  return instance;
}

/** The interfaces of an instance in the order of their device index. */
export function interfacesOf(region: RegionSketch, instance: string): InterfaceSketch[] {
  const own = [...region.interfaces.values()].filter((entry) => entry.instance === instance);
  return own.sort((a, b) => a.deviceIndex - b.deviceIndex);
}

/** Takes an instance and its interfaces out of the sketch. */
export function removeInstance(region: RegionSketch, instance: string): void {
  for (const entry of interfacesOf(region, instance)) region.interfaces.delete(entry.id);
  region.instances.delete(instance);
}

/** describe-instances and -instance-types. */
export function instanceCalls(region: RegionSketch): AwsCall[] {
  const owned = new Map<string, InterfaceSketch[]>();
  for (const entry of region.interfaces.values()) {
    if (entry.instance === undefined) continue;
    const own = owned.get(entry.instance) ?? [];
    owned.set(entry.instance, own);
    own.push(entry);
  }
  const instances = [...region.instances.values()];
  const reservations = instances.map((instance) => ({
    ReservationId: `r-${digits(instance.id, 17)}`,
    OwnerId: region.accountId,
    Groups: [],
    Instances: [instanceDocument(region, instance, owned.get(instance.id) ?? [])],
  }));
  return [
    { operation: 'ec2:DescribeInstances', output: { Reservations: reservations } },
    instanceTypeCall(new Set(instances.map((instance) => instance.instanceType))),
  ];
}

/** The fields of an interface that describe-instances repeats. */
const REPEATED = [
  'Association',
  'Attachment',
  'Description',
  'Groups',
  'Ipv6Addresses',
  'MacAddress',
  'NetworkInterfaceId',
  'OwnerId',
  'PrivateDnsName',
  'PrivateIpAddress',
  'PrivateIpAddresses',
  'Ipv4Prefixes',
  'Ipv6Prefixes',
  'SourceDestCheck',
  'Status',
  'SubnetId',
  'VpcId',
  'InterfaceType',
];

function instanceDocument(region: RegionSketch, instance: InstanceSketch, own: readonly InterfaceSketch[]): RawFields {
  const subnet = take(region.subnets, instance.subnet);
  const ordered = [...own].sort((a, b) => a.deviceIndex - b.deviceIndex);
  const first = ordered[0];
  const publicIp = first?.publicAddresses.find((address) => address.privateIp === first.ip)?.publicIp;
  const fields = {
    Architecture: 'x86_64',
    EnaSupport: true,
    Hypervisor: 'xen',
    IamInstanceProfile:
      instance.role === undefined ? undefined : { Arn: `arn:aws:iam::${region.accountId}:instance-profile/${instance.role}` },
    InstanceId: instance.id,
    InstanceType: instance.instanceType,
    LaunchTime: LAUNCHED,
    MetadataOptions: {
      State: 'applied',
      HttpTokens: 'required',
      HttpPutResponseHopLimit: instance.hopLimit,
      HttpEndpoint: 'enabled',
      HttpProtocolIpv6: 'disabled',
    },
    NetworkInterfaces: ordered.map((entry) => repeated(interfaceDocument(region, entry))),
    Placement: { AvailabilityZone: zoneName(region, subnet), GroupName: '', Tenancy: 'default' },
    PlatformDetails: 'Linux/UNIX',
    PrivateDnsName: first === undefined ? '' : hostName(region, first.ip),
    PrivateIpAddress: first?.ip,
    PublicDnsName: publicIp === undefined ? '' : `ec2-${dashed(publicIp)}.${region.region}.compute.amazonaws.com`,
    PublicIpAddress: publicIp,
    SecurityGroups: groupList(region, first?.groups ?? []),
    SourceDestCheck: first?.sourceDestCheck ?? true,
    State: { Code: instance.state === 'running' ? 16 : 80, Name: instance.state },
    SubnetId: instance.subnet,
    Tags: tagList(instance.name ?? instance.id, instance.tags),
    VirtualizationType: 'hvm',
    VpcId: subnet.vpc,
  };
  return rendered(fields, instance.raw);
}

function repeated(document: RawFields): RawFields {
  return Object.fromEntries(REPEATED.filter((key) => key in document).map((key) => [key, document[key]]));
}
