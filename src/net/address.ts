/**
 * IP addresses of both families as points on one 128-bit line: an IPv6 address is its number, an IPv4 address lies in
 * ::ffff:0:0/96. So one comparison, one interval set and one table serve both.
 */

/** A point on the line, 0 to 2^128 - 1. */
export type Address = bigint;
export type Family = 'ipv4' | 'ipv6';

/** Where the IPv4 addresses begin on the line. */
export const IPV4_BASE = 0xffff_0000_0000n;
/** One past the last IPv4 address. */
export const IPV4_END = 0x1_0000_0000_0000n;
/** One past the last IPv6 address. */
export const LINE_END = 1n << 128n;

const OCTET = /^(?:0|[1-9]\d{0,2})$/;
const GROUP = /^[0-9a-fA-F]{1,4}$/;

function parseIpv4Number(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4) return null;
  let value = 0;
  for (const part of parts) {
    if (!OCTET.test(part)) return null;
    const octet = Number(part);
    if (octet > 255) return null;
    value = value * 256 + octet;
  }
  return value;
}

/** Only the last 32 bits of an address may be dotted, so the part before `::` may not end so. */
function parseGroups(text: string, dottedEnd: boolean): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    if (dottedEnd && index === parts.length - 1 && part.includes('.')) {
      const tail = parseIpv4Number(part);
      if (tail === null) return null;
      groups.push(BigInt(tail >>> 16), BigInt(tail & 0xffff));
    } else {
      if (!GROUP.test(part)) return null;
      groups.push(BigInt(`0x${part}`));
    }
  }
  return groups;
}

function parseIpv6(text: string): Address | null {
  const halves = text.split('::');
  if (halves.length > 2) return null;
  const head = parseGroups(halves[0] ?? '', halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] ?? '', true) : [];
  if (head === null || tail === null) return null;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null;
  let value = 0n;
  for (const group of [...head, ...Array<bigint>(missing).fill(0n), ...tail]) value = (value << 16n) | group;
  return value;
}

/**
 * Reads one address, strictly: no leading zeros, no short forms such as `10.1`, no blanks, no zone index.
 * An IPv4-mapped address (`::ffff:10.0.0.1`) is the IPv4 address that it stands for. Returns null for anything else.
 */
export function parseAddress(text: string): Address | null {
  if (text.includes(':')) return parseIpv6(text);
  const number = parseIpv4Number(text);
  return number === null ? null : IPV4_BASE + BigInt(number);
}

export function familyOf(address: Address): Family {
  return address >= IPV4_BASE && address < IPV4_END ? 'ipv4' : 'ipv6';
}

function formatIpv6(address: Address): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(((address >> shift) & 0xffffn).toString(16));
  let bestStart = -1;
  let bestLength = 1;
  for (let start = 0; start < 8; start += 1) {
    let length = 0;
    while (start + length < 8 && groups[start + length] === '0') length += 1;
    if (length > bestLength) [bestStart, bestLength] = [start, length];
  }
  if (bestStart < 0) return groups.join(':');
  return `${groups.slice(0, bestStart).join(':')}::${groups.slice(bestStart + bestLength).join(':')}`;
}

/** The usual text: dotted for IPv4, the shortest lower-case form (RFC 5952) for IPv6. */
export function formatAddress(address: Address): string {
  if (familyOf(address) === 'ipv6') return formatIpv6(address);
  const value = Number(address - IPV4_BASE);
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}
