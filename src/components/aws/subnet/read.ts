/** Reads subnets; those of a shared VPC are kept as their owner shows them. */
import type { Subnet } from '../../../model/aws/vpc.js';
import { child, entriesOf, type Entry, flag, list, number, prefix, requiredPrefix, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

function readIpv6(entry: Entry) {
  return list(entry, 'Ipv6CidrBlockAssociationSet').flatMap((part) => {
    const state = text(child(part, 'Ipv6CidrBlockState'), 'State') ?? 'associated';
    // Ranges that are being taken away, or were, stay listed for a while.
    return state === 'associated' ? (requiredPrefix(part, 'Ipv6CidrBlock') ?? []) : [];
  });
}

function readSubnet(entry: Entry): Subnet {
  const zone = text(entry, 'AvailabilityZone') ?? '';
  return {
    ...resourceOf(entry, requiredText(entry, 'SubnetId', 'a subnet id'), { zone }),
    vpcId: requiredText(entry, 'VpcId', 'a VPC id'),
    state: text(entry, 'State') ?? 'available',
    ipv4: prefix(entry, 'CidrBlock'),
    ipv6: readIpv6(entry),
    zone,
    zoneId: text(entry, 'AvailabilityZoneId'),
    dns64: flag(entry, 'EnableDns64') ?? false,
    blockPublicAccess: text(child(entry, 'BlockPublicAccessStates'), 'InternetGatewayBlockMode'),
    freeAddresses: number(entry, 'AvailableIpAddressCount'),
    mapPublicIp: flag(entry, 'MapPublicIpOnLaunch') ?? false,
  };
}

export function readSubnets(documents: Documents, reading: Reading): Map<string, Subnet> {
  return gather(entriesOf(documents, 'ec2:DescribeSubnets', 'Subnets', reading), readSubnet);
}
