/** Reads network interfaces with their addresses, public addresses and delegated prefixes, and Elastic IPs. */
import { type Prefix, prefixHolds } from '../../../net/prefix.js';
import type { InterfaceAddress, NetworkInterface } from '../../../model/aws/interface.js';
import type { ElasticAddress } from '../../../model/aws/routing.js';
import {
  address,
  child,
  entriesOf,
  type Entry,
  flag,
  list,
  number,
  pointerTo,
  requiredPrefix,
  requiredText,
  text,
  textsOf,
} from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import { instanceEntries } from '../instance/read.js';
import type { Documents, Reading } from '../../reader.js';

/** Outputs from before `InterfaceType` existed tell the kind by the description alone. */
const TYPE_BY_DESCRIPTION: readonly (readonly [RegExp, string])[] = [
  [/^Interface for NAT Gateway nat-/, 'nat_gateway'],
  [/^ELB net\//, 'network_load_balancer'],
  [/^VPC Endpoint Interface vpce-/, 'vpc_endpoint'],
  [/^Network Interface for Transit Gateway Attachment /, 'transit_gateway'],
  [/^AWS Lambda VPC ENI/, 'lambda'],
];

/** `natGateway` of the API model and `nat_gateway` of real outputs are one; hyphens stay (`efa-only`). */
function typeOf(entry: Entry, description: string): string {
  const written = text(entry, 'InterfaceType');
  if (written !== null) return written.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return TYPE_BY_DESCRIPTION.find(([pattern]) => pattern.test(description))?.[1] ?? 'interface';
}

function readIpv4(entry: Entry): InterfaceAddress[] {
  const main = address(entry, 'PrivateIpAddress');
  // The interface's own Association belongs to its primary address; old outputs have it there only.
  const associated = address(child(entry, 'Association'), 'PublicIp');
  const primaries: InterfaceAddress[] = [];
  const others: InterfaceAddress[] = [];
  for (const part of list(entry, 'PrivateIpAddresses')) {
    const own = address(part, 'PrivateIpAddress');
    if (own === null) continue;
    const publicAddress = address(child(part, 'Association'), 'PublicIp');
    const primary = flag(part, 'Primary') === true || own === main;
    if (primary) primaries.push({ address: own, primary, publicAddress: publicAddress ?? associated });
    else others.push({ address: own, primary, publicAddress });
  }
  if (main !== null && primaries.length + others.length === 0) return [{ address: main, primary: true, publicAddress: associated }];
  return primaries.concat(others);
}

function readIpv6(entry: Entry): InterfaceAddress[] {
  const read = list(entry, 'Ipv6Addresses').flatMap((part) => {
    const own = address(part, 'Ipv6Address');
    return own === null ? [] : [{ address: own, primary: flag(part, 'IsPrimaryIpv6') ?? false, publicAddress: null }];
  });
  return read.sort((one, other) => Number(other.primary) - Number(one.primary));
}

function readPrefixes(entry: Entry): Prefix[] {
  const blocks = (key: string, field: string) => list(entry, key).flatMap((part) => requiredPrefix(part, field) ?? []);
  return [...blocks('Ipv4Prefixes', 'Ipv4Prefix'), ...blocks('Ipv6Prefixes', 'Ipv6Prefix')];
}

/** What an interface in describe-instances leaves to its instance. */
interface Host {
  readonly instanceId: string | null;
  readonly zone: string | null;
}

function readAttachment(entry: Entry, host: Host): NetworkInterface['attachment'] {
  const attachment = child(entry, 'Attachment');
  if (attachment === null) return null;
  return {
    status: text(attachment, 'Status') ?? 'attached',
    instanceId: text(attachment, 'InstanceId') ?? host.instanceId,
    deviceIndex: number(attachment, 'DeviceIndex') ?? 0,
    networkCard: number(attachment, 'NetworkCardIndex') ?? 0,
  };
}

type ElasticByInterface = ReadonlyMap<string, readonly ElasticAddress[]>;

/** Adds Elastic IPs that only describe-addresses shows: on a listed address, or on one inside a delegated prefix. */
function withElasticAddresses(
  listed: readonly InterfaceAddress[],
  blocks: readonly Prefix[],
  elastic: readonly ElasticAddress[],
): readonly InterfaceAddress[] {
  const completed = [...listed];
  for (const { privateAddress, publicAddress } of elastic) {
    if (privateAddress === null) continue;
    const at = completed.findIndex((one) => one.address === privateAddress);
    const known = completed[at];
    if (known !== undefined) completed[at] = { ...known, publicAddress: known.publicAddress ?? publicAddress };
    else if (blocks.some((block) => prefixHolds(block, privateAddress))) {
      completed.push({ address: privateAddress, primary: false, publicAddress });
    }
  }
  return completed;
}

function readInterface(entry: Entry, host: Host, elastic: ElasticByInterface): NetworkInterface {
  const id = requiredText(entry, 'NetworkInterfaceId', 'a network interface id');
  const zone = text(entry, 'AvailabilityZone') ?? host.zone ?? '';
  const description = text(entry, 'Description') ?? '';
  // Named one by one: there are tens of thousands of interfaces, and spreading costs more than reading them.
  const { name, home, tags } = resourceOf(entry, id, { zone });
  const prefixes = readPrefixes(entry);
  const ownElastic = elastic.get(id);
  const ipv4 = readIpv4(entry);
  return {
    id,
    name,
    home,
    tags,
    vpcId: requiredText(entry, 'VpcId', 'a VPC id'),
    subnetId: requiredText(entry, 'SubnetId', 'a subnet id'),
    zone,
    status: text(entry, 'Status') ?? 'in-use',
    type: typeOf(entry, description),
    description,
    ownerId: text(entry, 'OwnerId') ?? home.accountId,
    requesterManaged: flag(entry, 'RequesterManaged') ?? false,
    sourceDestCheck: flag(entry, 'SourceDestCheck') ?? true,
    denyAllIgwTraffic: flag(entry, 'DenyAllIgwTraffic') ?? false,
    groupIds: textsOf(entry, 'Groups', 'GroupId'),
    addresses: (ownElastic === undefined ? ipv4 : withElasticAddresses(ipv4, prefixes, ownElastic)).concat(readIpv6(entry)),
    prefixes,
    attachment: readAttachment(entry, host),
  };
}

function elasticByInterface(elasticAddresses: ReadonlyMap<string, ElasticAddress>): ElasticByInterface {
  const byInterface = new Map<string, ElasticAddress[]>();
  for (const elastic of elasticAddresses.values()) {
    if (elastic.interfaceId === null) continue;
    byInterface.set(elastic.interfaceId, [...(byInterface.get(elastic.interfaceId) ?? []), elastic]);
  }
  return byInterface;
}

const NO_HOST: Host = { instanceId: null, zone: null };

/** Interfaces of describe-network-interfaces, and those that only describe-instances shows (a call that was left out or failed). */
export function readInterfaces(
  documents: Documents,
  reading: Reading,
  elasticAddresses: ReadonlyMap<string, ElasticAddress>,
): Map<string, NetworkInterface> {
  const elastic = elasticByInterface(elasticAddresses);
  const described = entriesOf(documents, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaces', reading);
  const interfaces = gather(described, (entry) => readInterface(entry, NO_HOST, elastic));
  for (const instance of instanceEntries(documents, reading)) {
    const host = { instanceId: text(instance, 'InstanceId'), zone: text(child(instance, 'Placement'), 'AvailabilityZone') };
    for (const entry of list(instance, 'NetworkInterfaces')) {
      const id = text(entry, 'NetworkInterfaceId');
      if (id === null || !interfaces.has(id)) {
        const read = readInterface(entry, host, elastic);
        interfaces.set(read.id, read);
      }
    }
  }
  return interfaces;
}

function readElasticAddress(entry: Entry): ElasticAddress | null {
  const publicAddress = address(entry, 'PublicIp');
  // An address of EC2-Classic has no allocation; it is known by itself.
  const id = text(entry, 'AllocationId') ?? text(entry, 'PublicIp');
  if (publicAddress === null || id === null) {
    if (text(entry, 'PublicIp') === null) entry.reading.refuse(pointerTo(entry, 'PublicIp'), 'an IP address', entry.raw['PublicIp']);
    return null;
  }
  return {
    ...resourceOf(entry, id, { owner: text(entry, 'NetworkInterfaceOwnerId') }),
    publicAddress,
    privateAddress: address(entry, 'PrivateIpAddress'),
    interfaceId: text(entry, 'NetworkInterfaceId'),
  };
}

/** Elastic IPs, by allocation. */
export function readElasticAddresses(documents: Documents, reading: Reading): Map<string, ElasticAddress> {
  return gather(entriesOf(documents, 'ec2:DescribeAddresses', 'Addresses', reading), readElasticAddress);
}
