/** Which DNS servers a caller asks, as far as it decides which addresses a name gives. */
import { parseAddress, type Address } from '../../net/address.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Vpc } from '../../model/aws/vpc.js';
import { label, refOf } from '../../model/resource.js';
import type { Finding } from '../../packet/finding.js';
import { vpcServiceFindings } from '../../components/aws/vpc-service/findings.js';
import { resolverOf } from '../../components/aws/vpc-service/services.js';
import type { Origin } from './endpoint.js';

export type Resolver =
  /** The resolver of the VPC (AmazonProvidedDNS). */
  | { readonly kind: 'vpc'; readonly vpc: Vpc }
  /** Servers that the DHCP options name. */
  | { readonly kind: 'custom'; readonly vpc: Vpc; readonly servers: readonly Address[]; readonly text: string }
  /** The DHCP options are not in the snapshot. */
  | { readonly kind: 'unknown'; readonly vpc: Vpc; readonly missing: string }
  | { readonly kind: 'internet' }
  | { readonly kind: 'on-premises' };

const LINK_LOCAL_RESOLVER = parseAddress('169.254.169.253');

/** Who resolves names for a sender, by its VPC and the DHCP options there ("DHCP option sets in Amazon VPC"). */
export function resolverFor({ vpc, place }: Origin, network: IndexedNetwork): Resolver {
  if (vpc === null) return place.at === 'internet' ? { kind: 'internet' } : { kind: 'on-premises' };
  const { dhcpOptionsId } = vpc;
  if (dhcpOptionsId === null || dhcpOptionsId === 'default') return { kind: 'vpc', vpc };
  const options = network.network.dhcpOptions.get(dhcpOptionsId);
  if (options === undefined) return { kind: 'unknown', vpc, missing: `ec2:DescribeDhcpOptions with ${dhcpOptionsId}` };
  const { domainNameServers } = options;
  if (domainNameServers.length === 0 || domainNameServers.includes('AmazonProvidedDNS')) return { kind: 'vpc', vpc };
  const servers = domainNameServers.flatMap((text) => parseAddress(text) ?? []);
  if (servers.some((server) => server === resolverOf(vpc) || server === LINK_LOCAL_RESOLVER)) return { kind: 'vpc', vpc };
  return { kind: 'custom', vpc, servers, text: domainNameServers.join(', ') };
}

/**
 * Do the private zones of the VPC count for its members: those of interface endpoints and of the EKS API server? They need both DNS
 * attributes ("DNS attributes for your VPC"). null: the snapshot does not say.
 */
export function privateZones({ dnsSupport, dnsHostnames }: Vpc): boolean | null {
  if (dnsSupport === false || dnsHostnames === false) return false;
  return dnsSupport === null || dnsHostnames === null ? null : true;
}

/** `enableDnsHostnames of vpc-… is false`. */
export function attributesText(vpc: Vpc): string {
  const off = [vpc.dnsSupport === false ? 'enableDnsSupport' : null, vpc.dnsHostnames === false ? 'enableDnsHostnames' : null];
  return `${off.filter((name) => name !== null).join(' and ')} of ${label(vpc)} is false`;
}

/** The call that tells what `privateZones` needs. */
export function attributesMissing({ id }: Vpc): string {
  return `ec2:DescribeVpcAttribute (enableDnsSupport, enableDnsHostnames) of ${id}`;
}

/** Why no name but those of the cluster itself resolves for the sender; null where names resolve. */
export function withoutNames(host: string, origin: Origin, network: IndexedNetwork): Finding | null {
  const resolver = resolverFor(origin, network);
  if (resolver.kind !== 'vpc' || resolver.vpc.dnsSupport !== false) return null;
  const { vpc } = resolver;
  return vpcServiceFindings.VPC_DNS_ATTRIBUTE_OFF({
    resource: refOf('vpc', vpc),
    symptom: 'dns-failure',
    say: () => `${host} does not resolve: ${attributesText(vpc)}, so the VPC resolver answers nobody there.`,
  });
}
