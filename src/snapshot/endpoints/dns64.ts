/** DNS64: a resolver that makes IPv6 answers for names with IPv4 addresses only, for callers in subnets that have it on ("DNS64 and NAT64"). */
import { intersect } from '../../net/interval-set.js';
import { ALL_IPV4 } from '../../net/prefix.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import { describeAddresses } from '../../packet/describe.js';
import type { Destination, EndpointReference, Origin } from './endpoint.js';
import { resolverFor } from './resolver.js';
import { synthesized } from './unknown-address.js';

/** Does the resolver make IPv6 answers for the sender? */
export function isInDns64Subnet(origin: Origin, network: IndexedNetwork): boolean {
  const subnet = origin.subnetId === null ? undefined : network.network.subnets.get(origin.subnetId);
  return subnet?.dns64 === true && resolverFor(origin, network).kind === 'vpc';
}

/** The destination by the addresses that DNS64 makes of its IPv4 ones. */
export function throughDns64(destination: Destination, host: string): Destination {
  const addresses = synthesized(intersect(destination.addresses, ALL_IPV4));
  const message = `${host} has IPv4 addresses only, and DNS64 is on in the caller's subnet: the caller gets ${describeAddresses(addresses)} (64:ff9b::/96) and goes by NAT64 of a NAT gateway instead of its own way to IPv4. That is not the path that people expect: the NAT gateway is paid for, and its address is the source that the other end sees.`;
  const { others, ...own } = destination;
  return {
    ...own,
    addresses,
    ...(others === undefined ? {} : { others: synthesized(intersect(others, ALL_IPV4)) }),
    notes: [...destination.notes, { code: 'NAME_RESOLVES_BY_DNS64', message }],
  };
}

/** Names with IPv4 addresses only are reached by IPv6 too from subnets with DNS64. */
export function withDns64(
  end: EndpointReference,
  host: string,
  caller: EndpointReference | null,
  network: IndexedNetwork,
): EndpointReference {
  if (end.families.includes('ipv6') || caller?.families.includes('ipv6') !== true) return end;
  const [origin] = caller.origins('ipv6');
  if (origin === undefined || !isInDns64Subnet(origin, network)) return end;
  return {
    ...end,
    families: ['ipv6', ...end.families],
    destinations: (asker) => {
      if (asker.family === 'ipv4' || !isInDns64Subnet(asker.origin, network)) return end.destinations(asker);
      return end
        .destinations({ ...asker, family: 'ipv4' })
        .map((destination) => (destination.start === undefined ? throughDns64(destination, host) : destination));
    },
  };
}
