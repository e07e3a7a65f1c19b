/** Packets in words, as people say them: "TCP 5432 from 10.0.1.17 to 10.0.9.4". */
import { familyOf, formatAddress } from '../net/address.js';
import { pairsOf } from '../net/interval-set.js';
import { fieldOf, type AddressSet, type PacketSet } from '../net/packet-set.js';
import { formatPorts, formatProtocols, ICMP, isIcmp } from '../net/port.js';
import { onlyNumber } from '../net/interval-set.js';
import { ALL_ADDRESSES, ALL_IPV4, ALL_IPV6 } from '../net/prefix.js';
import { equal } from '../net/interval-set.js';

/** A set of so many addresses in many stretches is the internet without what is not public. */
const MOST_OF_IPV4 = 1n << 31n;

/** `10.0.1.17`, `10.0.0.0-10.0.3.255`, `any address`, `public addresses`; more than three stretches are counted. */
export function describeAddresses(addresses: AddressSet): string {
  if (equal(addresses, ALL_ADDRESSES) || equal(addresses, ALL_IPV4)) return 'any address';
  if (equal(addresses, ALL_IPV6)) return 'any IPv6 address';
  const pairs = pairsOf(addresses);
  if (pairs.length === 0) return 'no address';
  if (pairs.length > 3 && pairs.reduce((sum, [from, end]) => sum + (end - from), 0n) > MOST_OF_IPV4) return 'public addresses';
  if (pairs.length > 3) return `${formatAddress(pairs[0]?.[0] ?? 0n)} and ${pairs.length - 1} further ranges`;
  return pairs
    .map(([from, end]) => (end === from + 1n ? formatAddress(from) : `${formatAddress(from)}-${formatAddress(end - 1n)}`))
    .join(', ');
}

const ICMP_NAMES: Readonly<Record<string, string>> = {
  '1/8': 'echo request',
  '1/0': 'echo reply',
  '1/3': 'destination unreachable',
  '58/128': 'echo request',
  '58/129': 'echo reply',
  '58/2': 'packet too big',
};

/** `TCP 5432`, `UDP 53`, `ICMP echo request`, `any protocol`. */
export function describeService(packets: PacketSet): string {
  const protocols = fieldOf(packets, 'protocols');
  const protocol = onlyNumber(protocols);
  const ports = fieldOf(packets, 'destinationPorts');
  if (protocol === null) return protocols[0] === 0 ? 'any protocol' : `protocols ${formatProtocols(protocols)}`;
  if (isIcmp(protocol)) {
    const type = ports.length === 2 && (ports[1] ?? 0) - (ports[0] ?? 0) <= 256 ? (ports[0] ?? 0) >> 8 : null;
    const name = protocol === ICMP ? 'ICMP' : 'ICMPv6';
    return type === null ? name : `${name} ${ICMP_NAMES[`${protocol}/${type}`] ?? `type ${type}`}`;
  }
  const text = formatProtocols(protocols).toUpperCase();
  if (protocol !== 6 && protocol !== 17 && protocol !== 132) return `protocol ${text}`;
  return formatPorts(ports) === 'any' ? `${text} on any port` : `${text} ${formatPorts(ports)}`;
}

export function describeSource(packets: PacketSet): string {
  return describeAddresses(fieldOf(packets, 'sources'));
}
export function describeDestination(packets: PacketSet): string {
  return describeAddresses(fieldOf(packets, 'destinations'));
}
/** `TCP 5432 from 10.0.1.17 to 10.0.9.4`. */
export function describePackets(packets: PacketSet): string {
  return `${describeService(packets)} from ${describeSource(packets)} to ${describeDestination(packets)}`;
}

/** The family of packets whose addresses are all of one. */
export function familyOfPackets(packets: PacketSet): 'ipv4' | 'ipv6' {
  return familyOf(fieldOf(packets, 'destinations')[0] ?? 0n);
}

/** The one destination, or null when there are several. */
export function onlyDestination(packets: PacketSet): bigint | null {
  const [from, end] = fieldOf(packets, 'destinations');
  const set = fieldOf(packets, 'destinations');
  return set.length === 2 && from !== undefined && end === from + 1n ? from : null;
}
/** The one source, or null when there are several. */
export function onlySource(packets: PacketSet): bigint | null {
  const set = fieldOf(packets, 'sources');
  const [from, end] = set;
  return set.length === 2 && from !== undefined && end === from + 1n ? from : null;
}
