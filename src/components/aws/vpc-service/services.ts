/**
 * The services that every VPC has at fixed addresses, and which of them groups and network ACLs judge ("Control subnet traffic
 * with network access control lists", "DNS attributes for your VPC").
 */
import { familyOf, formatAddress, parseAddress, type Address } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Vpc } from '../../../model/aws/vpc.js';

export interface VpcService {
  readonly name: string;
  readonly kind: 'resolver' | 'metadata' | 'time' | 'router' | 'activation' | 'lattice' | 'link-local';
  /** Judged by groups and ACLs like any destination. */
  readonly filtered: boolean;
}

function at(text: string): Address {
  return parseAddress(text) ?? 0n;
}

const FIXED: ReadonlyMap<Address, VpcService> = new Map<Address, VpcService>([
  [at('169.254.169.253'), { name: 'the VPC resolver', kind: 'resolver', filtered: false }],
  [at('fd00:ec2::253'), { name: 'the VPC resolver', kind: 'resolver', filtered: false }],
  [at('169.254.169.254'), { name: 'the instance metadata service', kind: 'metadata', filtered: false }],
  [at('fd00:ec2::254'), { name: 'the instance metadata service', kind: 'metadata', filtered: false }],
  [at('169.254.169.123'), { name: 'the Amazon Time Sync Service', kind: 'time', filtered: false }],
  [at('fd00:ec2::123'), { name: 'the Amazon Time Sync Service', kind: 'time', filtered: false }],
  [at('169.254.169.250'), { name: 'Windows activation', kind: 'activation', filtered: false }],
  [at('169.254.169.251'), { name: 'Windows activation', kind: 'activation', filtered: false }],
]);

const LINK_LOCAL: readonly [Address, Address] = [at('169.254.0.0'), at('169.254.255.255')];
const LATTICE: readonly [Address, Address] = [at('169.254.171.0'), at('169.254.171.255')];

/** The address of the resolver at the base of the primary IPv4 CIDR plus two; null without one. */
export function resolverOf(vpc: Vpc): Address | null {
  const primary = vpc.cidrs.find(({ prefix }) => prefix.family === 'ipv4');
  return primary === undefined ? null : primary.prefix.first + 2n;
}

/** The service of the VPC that has an address as seen from an interface; null for ordinary destinations. */
export function vpcServiceAt(address: Address, eni: NetworkInterface, network: IndexedNetwork): VpcService | null {
  const fixed = FIXED.get(address);
  if (fixed !== undefined) return fixed;
  if (address >= LATTICE[0] && address <= LATTICE[1]) return { name: 'VPC Lattice', kind: 'lattice', filtered: true };
  if (address >= LINK_LOCAL[0] && address <= LINK_LOCAL[1])
    return { name: `the link-local address ${formatAddress(address)}`, kind: 'link-local', filtered: false };
  const vpc = network.network.vpcs.get(eni.vpcId);
  if (vpc !== undefined && resolverOf(vpc) === address) return { name: 'the VPC resolver', kind: 'resolver', filtered: false };
  const subnet = network.network.subnets.get(eni.subnetId);
  if (subnet?.ipv4 && familyOf(address) === 'ipv4' && address === subnet.ipv4.first + 1n)
    return { name: 'the router of the subnet', kind: 'router', filtered: false };
  return null;
}
