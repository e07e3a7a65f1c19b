/** Network interfaces as described: which addresses they own, which public address belongs to which private one, whether they stand. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { inCidr, parseAddress, sameAddress, type Address } from './addresses.js';
import { child, flag, has, list, text, type Raw } from './raw.js';
import { record, records } from './records.js';

export function interfaces(bundle: Bundle): readonly Raw[] {
  return records(bundle, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaces');
}

export function interfaceById(bundle: Bundle, id: string): Raw | undefined {
  return record(bundle, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaces', 'NetworkInterfaceId', id);
}

function isThat(written: string, wanted: Address): boolean {
  const parsed = parseAddress(written);
  return parsed !== undefined && sameAddress(parsed, wanted);
}

/** Whether the address, alone or inside a delegated prefix, belongs to the interface. */
export function owns(eni: Raw, wanted: Address): boolean {
  return (
    isThat(text(eni, 'PrivateIpAddress'), wanted) ||
    list(eni, 'PrivateIpAddresses').some((item) => isThat(text(item, 'PrivateIpAddress'), wanted)) ||
    list(eni, 'Ipv6Addresses').some((item) => isThat(text(item, 'Ipv6Address'), wanted)) ||
    list(eni, 'Ipv4Prefixes').some((item) => inCidr(wanted, text(item, 'Ipv4Prefix'))) ||
    list(eni, 'Ipv6Prefixes').some((item) => inCidr(wanted, text(item, 'Ipv6Prefix')))
  );
}

/** The interface of a VPC that owns an address; one that names it alone before one whose prefix holds it. */
export function ownerInVpc(bundle: Bundle, vpcId: string, wanted: Address): Raw | undefined {
  return interfaces(bundle).find((eni) => text(eni, 'VpcId') === vpcId && owns(eni, wanted));
}

/** Any interface of the snapshot that owns a private address. */
export function ownerAnywhere(bundle: Bundle, wanted: Address): Raw | undefined {
  return interfaces(bundle).find((eni) => owns(eni, wanted));
}

/** The first address of a family on an interface; the primary one for IPv4. */
export function firstAddress(eni: Raw, family: 4 | 6): Address | undefined {
  if (family === 6) return parseAddress(text(list(eni, 'Ipv6Addresses')[0], 'Ipv6Address'));
  const primary = list(eni, 'PrivateIpAddresses').find((item) => flag(item, 'Primary', false));
  return parseAddress(text(eni, 'PrivateIpAddress') || text(primary, 'PrivateIpAddress'));
}

/** The NAT gateway whose private address this is. */
export function natByPrivateAddress(bundle: Bundle, vpcId: string, wanted: Address): Raw | undefined {
  return records(bundle, 'ec2:DescribeNatGateways', 'NatGateways').find(
    (nat) => text(nat, 'VpcId') === vpcId && list(nat, 'NatGatewayAddresses').some((item) => isThat(text(item, 'PrivateIp'), wanted)),
  );
}

/** A public address and what stands behind it inside a VPC. */
export interface PublicPair {
  readonly publicAddress: Address;
  readonly privateAddress: Address;
  readonly vpcId: string;
  readonly interfaceId: string;
}

/** Every association of a public with a private address that the snapshot shows, wherever it shows it. */
function publicPairs(bundle: Bundle): readonly PublicPair[] {
  const pairs: PublicPair[] = [];
  const add = (publicText: string, privateText: string, vpcId: string, interfaceId: string): void => {
    const publicAddress = parseAddress(publicText);
    const privateAddress = parseAddress(privateText);
    if (publicAddress !== undefined && privateAddress !== undefined) pairs.push({ publicAddress, privateAddress, vpcId, interfaceId });
  };
  for (const eni of interfaces(bundle)) {
    const [vpcId, id] = [text(eni, 'VpcId'), text(eni, 'NetworkInterfaceId')];
    add(text(child(eni, 'Association'), 'PublicIp'), text(eni, 'PrivateIpAddress'), vpcId, id);
    for (const item of list(eni, 'PrivateIpAddresses')) {
      add(text(child(item, 'Association'), 'PublicIp'), text(item, 'PrivateIpAddress'), vpcId, id);
    }
  }
  for (const nat of records(bundle, 'ec2:DescribeNatGateways', 'NatGateways')) {
    for (const item of list(nat, 'NatGatewayAddresses')) {
      add(text(item, 'PublicIp'), text(item, 'PrivateIp'), text(nat, 'VpcId'), text(item, 'NetworkInterfaceId'));
    }
  }
  for (const item of records(bundle, 'ec2:DescribeAddresses', 'Addresses')) {
    const eni = interfaceById(bundle, text(item, 'NetworkInterfaceId'));
    if (eni !== undefined) add(text(item, 'PublicIp'), text(item, 'PrivateIpAddress'), text(eni, 'VpcId'), text(eni, 'NetworkInterfaceId'));
  }
  return pairs;
}

/** The public address that the internet gateway of a VPC gives to a private one. */
export function publicOf(bundle: Bundle, vpcId: string, privateAddress: Address): Address | undefined {
  return publicPairs(bundle).find((pair) => pair.vpcId === vpcId && sameAddress(pair.privateAddress, privateAddress))?.publicAddress;
}

/** What stands behind a public address, in any VPC of the snapshot. */
export function behindPublic(bundle: Bundle, publicAddress: Address): PublicPair | undefined {
  return publicPairs(bundle).find((pair) => sameAddress(pair.publicAddress, publicAddress));
}

export function hasPublicAddress(bundle: Bundle, eni: Raw): boolean {
  return publicPairs(bundle).some((pair) => pair.interfaceId === text(eni, 'NetworkInterfaceId'));
}

export function instanceOf(bundle: Bundle, eni: Raw): Raw | undefined {
  return instanceById(bundle, text(child(eni, 'Attachment'), 'InstanceId'));
}

export function instanceById(bundle: Bundle, id: string): Raw | undefined {
  if (id === '') return undefined;
  for (const reservation of records(bundle, 'ec2:DescribeInstances', 'Reservations')) {
    const found = list(reservation, 'Instances').find((instance) => text(instance, 'InstanceId') === id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Why nothing can pass the interface, or null: not attached, or its instance does not run. */
export function fault(bundle: Bundle, eni: Raw): { readonly code: string; readonly resource: string } | null {
  const id = text(eni, 'NetworkInterfaceId');
  const branch = text(eni, 'InterfaceType') === 'branch';
  const status = text(eni, 'Status');
  if (!branch && status !== '' && status !== 'in-use' && status !== 'associated') return { code: 'BAD_STATE_ATTACHMENT', resource: id };
  const attachment = child(eni, 'Attachment');
  const attached = text(attachment, 'Status');
  if (!branch && has(eni, 'Attachment') && attached !== 'attached') return { code: 'BAD_STATE_ATTACHMENT', resource: id };
  const state = text(child(instanceOf(bundle, eni), 'State'), 'Name');
  if (state === 'terminated') return { code: 'UNASSOCIATED_COMPONENT', resource: text(attachment, 'InstanceId') };
  if (state !== '' && state !== 'running') return { code: 'BAD_STATE', resource: text(attachment, 'InstanceId') };
  return null;
}

const WITHOUT_GROUPS = [
  'nat_gateway',
  'natGateway',
  'transit_gateway',
  'transitGateway',
  'gateway_load_balancer_endpoint',
  'gateway_load_balancer',
];

/** Whether security groups judge what the interface sends and receives. */
export function filteredByGroups(eni: Raw): boolean {
  const type = text(eni, 'InterfaceType');
  if (WITHOUT_GROUPS.includes(type)) return false;
  return !(type === 'network_load_balancer' && list(eni, 'Groups').length === 0);
}
