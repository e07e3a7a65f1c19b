/** Addresses and CIDR blocks of both families, as plain numbers: parse, contain, compare. Nothing here knows about AWS. */

/** One address; `value` is the 32 or 128 bit number. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
  readonly text: string;
}

function parseVersion4(written: string): Address | undefined {
  const parts = written.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^\d{1,3}$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return { family: 4, value, text: written };
}

function parseVersion6(written: string): Address | undefined {
  let rest = written;
  const lastColon = rest.lastIndexOf(':');
  const tail = rest.slice(lastColon + 1);
  if (tail.includes('.')) {
    const embedded = parseVersion4(tail);
    if (embedded === undefined) return undefined;
    rest = `${rest.slice(0, lastColon + 1)}${(embedded.value >> 16n).toString(16)}:${(embedded.value & 0xffffn).toString(16)}`;
  }
  const halves = rest.split('::');
  if (halves.length > 2) return undefined;
  const groupsOf = (half: string | undefined): string[] => (half === undefined || half === '' ? [] : half.split(':'));
  const left = groupsOf(halves[0]);
  const right = groupsOf(halves[1]);
  const zeros = 8 - left.length - right.length;
  if (halves.length === 1 ? zeros !== 0 : zeros < 0) return undefined;
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right];
  let value = 0n;
  for (const group of groups) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
    value = value * 65536n + BigInt(`0x${group}`);
  }
  return { family: 6, value, text: written };
}

/** Reads one address; undefined when the text is none. */
export function parseAddress(written: string): Address | undefined {
  return written.includes(':') ? parseVersion6(written) : parseVersion4(written);
}

/** Reads one address that must be right; throws otherwise, since the caller wrote it. */
export function address(written: string): Address {
  const parsed = parseAddress(written);
  if (parsed === undefined) throw new Error(`Not an address: ${written}`);
  return parsed;
}

export function sameAddress(one: Address, other: Address): boolean {
  return one.family === other.family && one.value === other.value;
}

/** The number of leading bits of a CIDR block; -1 when the text is none. */
export function prefixLength(cidr: string): number {
  const slash = cidr.indexOf('/');
  return slash < 0 ? -1 : Number(cidr.slice(slash + 1));
}

/** Whether the CIDR block holds the address; a block of the other family never does. */
export function inCidr(candidate: Address, cidr: string): boolean {
  const base = parseAddress(cidr.split('/')[0] ?? '');
  if (base === undefined || base.family !== candidate.family) return false;
  const shift = BigInt((base.family === 4 ? 32 : 128) - prefixLength(cidr));
  return base.value >> shift === candidate.value >> shift;
}

export function inAnyCidr(candidate: Address, cidrs: readonly string[]): boolean {
  return cidrs.some((cidr) => inCidr(candidate, cidr));
}

/** The first address of a block plus `offset`. */
export function baseOf(cidr: string, offset: bigint): Address {
  const base = address(cidr.split('/')[0] ?? '');
  const value = base.value + offset;
  return { family: base.family, value, text: `${cidr}+${offset.toString()}` };
}

/** An IPv4 address from its number, as text too. */
export function version4(value: bigint): Address {
  const parts = [24n, 16n, 8n, 0n].map((shift) => ((value >> shift) & 255n).toString());
  return { family: 4, value, text: parts.join('.') };
}

export const RFC1918: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
export const RFC6598 = '100.64.0.0/10';
export const NAT64 = '64:ff9b::/96';
