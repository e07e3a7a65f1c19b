/** The little address arithmetic that sketches need; it leans on ipaddr.js so that it shares no code with what is tested. */
import ipaddr from 'ipaddr.js';

/** Whether the range (`10.0.0.0/16`, either family) holds the address. */
export function holds(cidr: string, ip: string): boolean {
  const address = ipaddr.parse(ip);
  const [base, length] = ipaddr.parseCIDR(cidr);
  return address.kind() === base.kind() && address.match(base, length);
}

/** Whether `outer` holds every address of `inner`. */
export function holdsRange(outer: string, inner: string): boolean {
  return holds(outer, inner.slice(0, inner.indexOf('/'))) && prefixLength(outer) <= prefixLength(inner);
}

/** The length of a range: 16 for `10.0.0.0/16`. */
export function prefixLength(cidr: string): number {
  return Number(cidr.slice(cidr.indexOf('/') + 1));
}

/** An IPv4 address as a number from 0 to 2^32 - 1. */
export function ipv4Number(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The IPv4 address `offset` places after `base`: `ipv4At('10.0.16.0', 300)` is `10.0.17.44`. */
export function ipv4At(base: string, offset: number): string {
  const value = ipv4Number(base) + offset;
  return [value / 2 ** 24, value / 2 ** 16, value / 2 ** 8, value].map((part) => Math.floor(part) % 256).join('.');
}

/** How many addresses an IPv4 range has. */
export function rangeSize(cidr: string): number {
  return 2 ** (32 - prefixLength(cidr));
}
