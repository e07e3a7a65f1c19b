/** CIDR prefixes as stretches of the address line. */
import { familyOf, formatAddress, IPV4_BASE, IPV4_END, LINE_END, parseAddress, type Address, type Family } from './address.js';
import type { IntervalSet } from './interval-set.js';

/** Addresses `first` up to, not including, `end`; `length` is as written: 0-32 for IPv4, 0-128 for IPv6. */
export interface Prefix {
  readonly family: Family;
  readonly first: Address;
  readonly end: Address;
  readonly length: number;
}

/**
 * Reads `10.0.0.0/8` or `2001:db8::/32`; a bare address is a prefix of one. Host bits are cleared, as AWS does.
 * A length after an address written with colons counts 128 bits: `::ffff:10.0.0.0/104` is 10.0.0.0/8, and
 * `::ffff:10.0.0.0/8` is ::/8. Returns null when it is neither.
 */
export function parsePrefix(text: string): Prefix | null {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === null) return null;
  const bits = text.includes(':') ? 128 : 32;
  const lengthText = slash < 0 ? String(bits) : text.slice(slash + 1);
  if (!/^(?:0|[1-9]\d{0,2})$/.test(lengthText) || Number(lengthText) > bits) return null;
  const hostBits = bits - Number(lengthText);
  const size = 1n << BigInt(hostBits);
  const first = address - (address % size);
  const family = familyOf(first);
  return { family, first, end: first + size, length: (family === 'ipv4' ? 32 : 128) - hostBits };
}

export function formatPrefix(prefix: Prefix): string {
  return `${formatAddress(prefix.first)}/${prefix.length}`;
}

/** Is the address in the prefix? An IPv6 prefix never holds an IPv4 address, though ::/0 spans them on the line. */
export function prefixHolds(prefix: Prefix, address: Address): boolean {
  return address >= prefix.first && address < prefix.end && familyOf(address) === prefix.family;
}

/** Does the first prefix hold every address of the second? */
export function prefixCovers(outer: Prefix, inner: Prefix): boolean {
  return outer.family === inner.family && outer.first <= inner.first && outer.end >= inner.end;
}

export function prefixesOverlap(one: Prefix, other: Prefix): boolean {
  return one.family === other.family && one.first < other.end && other.first < one.end;
}

/** The addresses of a prefix; for an IPv6 prefix around ::ffff:0:0/96 (such as ::/0) without the IPv4 ones. */
export function prefixSet(prefix: Prefix): IntervalSet<Address> {
  if (prefix.family === 'ipv4' || prefix.end <= IPV4_BASE || prefix.first >= IPV4_END) return [prefix.first, prefix.end];
  const set: Address[] = [];
  if (prefix.first < IPV4_BASE) set.push(prefix.first, IPV4_BASE);
  if (prefix.end > IPV4_END) set.push(IPV4_END, prefix.end);
  return set;
}

export const ALL_ADDRESSES: IntervalSet<Address> = [0n, LINE_END];
export const ALL_IPV4: IntervalSet<Address> = [IPV4_BASE, IPV4_END];
export const ALL_IPV6: IntervalSet<Address> = [0n, IPV4_BASE, IPV4_END, LINE_END];
