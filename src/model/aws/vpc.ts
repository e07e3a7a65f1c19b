/** VPCs, their address ranges, DHCP options and subnets. */
import type { Address } from '../../net/address.js';
import type { Prefix } from '../../net/prefix.js';
import type { AwsResource } from '../resource.js';

/** One CIDR of a VPC; only those in state `associated` count. */
export interface VpcCidr {
  readonly prefix: Prefix;
  readonly state: string;
  /** IPv6 ranges of this kind are never advertised to the internet. */
  readonly privateIpv6: boolean;
}

export interface Vpc extends AwsResource {
  readonly state: string;
  /** The primary IPv4 CIDR first. */
  readonly cidrs: readonly VpcCidr[];
  readonly dhcpOptionsId: string | null;
  /** null: describe-vpc-attribute was not captured. */
  readonly dnsSupport: boolean | null;
  readonly dnsHostnames: boolean | null;
  /** `off`, `block-bidirectional`, `block-ingress`; null where the output does not say. */
  readonly blockPublicAccess: string | null;
  readonly encryptionMode: string | null;
}

export interface Subnet extends AwsResource {
  readonly vpcId: string;
  readonly state: string;
  readonly ipv4: Prefix | null;
  readonly ipv6: readonly Prefix[];
  /** The zone's name, such as eu-west-1a; zone names differ between accounts, zoneId does not. */
  readonly zone: string;
  readonly zoneId: string | null;
  readonly dns64: boolean;
  readonly blockPublicAccess: string | null;
  readonly freeAddresses: number | null;
  readonly mapPublicIp: boolean;
}

export interface DhcpOptions extends AwsResource {
  /** As written: `AmazonProvidedDNS` or addresses. */
  readonly domainNameServers: readonly string[];
}

/** Account-wide Block Public Access and its exclusions. */
export interface PublicAccessBlock {
  readonly accountId: string;
  readonly region: string;
  readonly mode: string;
  readonly exclusions: readonly { readonly id: string; readonly resourceId: string; readonly mode: string; readonly state: string }[];
}

export type { Address };
