/** Protocol numbers, ports, ICMP types and the source port ranges that clients draw from. */
import { equal, intervalSet, overlaps, pairsOf, range, sizeOf, subtract, type IntervalSet } from './interval-set.js';

export type NumberSet = IntervalSet<number>;

export const TCP = 6;
export const UDP = 17;
export const ICMP = 1;
export const ICMPV6 = 58;
export const SCTP = 132;

export const ALL_PROTOCOLS: NumberSet = [0, 256];
export const ALL_PORTS: NumberSet = [0, 65536];

const NUMBER_OF: ReadonlyMap<string, number> = new Map([
  ['tcp', TCP],
  ['udp', UDP],
  ['icmp', ICMP],
  ['icmpv6', ICMPV6],
  ['sctp', SCTP],
]);
const NAME_OF: ReadonlyMap<number, string> = new Map([...NUMBER_OF].map(([name, number]) => [number, name]));

/** `tcp`, `udp`, `icmp`, `icmpv6`, `sctp`, or a number from 0 to 255; null for anything else. */
export function parseProtocol(text: string): number | null {
  const named = NUMBER_OF.get(text.toLowerCase());
  if (named !== undefined) return named;
  return /^\d{1,3}$/.test(text) && Number(text) <= 255 ? Number(text) : null;
}

export function formatProtocol(protocol: number): string {
  return NAME_OF.get(protocol) ?? String(protocol);
}

/** `tcp`, `tcp,udp`, `any`; a set of more than half of all protocols by what it lacks: `any but tcp`. */
export function formatProtocols(protocols: NumberSet): string {
  if (equal(protocols, ALL_PROTOCOLS)) return 'any';
  if (sizeOf(protocols) > 128) return `any but ${formatProtocols(subtract(ALL_PROTOCOLS, protocols))}`;
  return pairsOf(protocols)
    .flatMap(([first, end]) => Array.from({ length: end - first }, (_, i) => formatProtocol(first + i)))
    .join(',');
}

/** `443`, `8000-8100`, `80,443`, `any`. */
export function formatPorts(ports: NumberSet): string {
  const [from, to] = ports;
  if (ports.length === 2 && from !== undefined && from <= 1 && to === 65536) return from === 0 ? 'any' : '1-65535';
  return pairsOf(ports)
    .map(([first, end]) => (end === first + 1 ? String(first) : `${first}-${end - 1}`))
    .join(',');
}

/** Reads what formatPorts writes; null when it is not such a text or a port is above 65535. */
export function parsePorts(text: string): NumberSet | null {
  if (text === 'any') return ALL_PORTS;
  const pairs: [number, number][] = [];
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,5})(?:\s*-\s*(\d{1,5}))?\s*$/.exec(part);
    if (match === null) return null;
    const first = Number(match[1]);
    const last = match[2] === undefined ? first : Number(match[2]);
    if (first > last || last > 65535) return null;
    pairs.push([first, last + 1]);
  }
  return intervalSet(pairs);
}

/**
 * ICMP has a type and a code instead of ports; both ride in the destination port field as type * 256 + code.
 * Negative stands for "all", as AWS writes it.
 */
export function icmpPorts(type: number, code: number): NumberSet {
  if (type < 0) return ALL_PORTS;
  return code < 0 ? range(type * 256, type * 256 + 255) : range(type * 256 + code, type * 256 + code);
}

/** Pairs of request type and reply type: echo, timestamp, information and address mask of ICMP, echo of ICMPv6. */
const REPLY_TYPES = [
  [8, 0],
  [13, 14],
  [15, 16],
  [17, 18],
  [128, 129],
] as const;

/**
 * The field of the reply to an ICMP request: echo request 8 is answered by echo reply 0. Empty when no type in the
 * set asks for a reply. "All types" stays all types: such a question is about ICMP as a whole, in both directions.
 */
export function icmpReplyPorts(request: NumberSet): NumberSet {
  if (equal(request, ALL_PORTS)) return ALL_PORTS;
  const asking = REPLY_TYPES.filter(([asked]) => overlaps(request, icmpPorts(asked, -1)));
  return intervalSet(asking.map(([, reply]) => [reply * 256, reply * 256 + 1]));
}

export function isIcmp(protocol: number): boolean {
  return protocol === ICMP || protocol === ICMPV6;
}

/** Linux `ip_local_port_range` as kernels ship it. */
export const LINUX_CLIENT_PORTS = range(32768, 60999);
/** Windows Server 2008 and later ("Custom network ACLs"). */
export const WINDOWS_CLIENT_PORTS = range(49152, 65535);
/** NAT gateways, load balancers, Lambda, and clients of which nothing is known ("Custom network ACLs"). */
export const WIDE_CLIENT_PORTS = range(1024, 65535);

/** Are these only TCP, UDP and ICMP, which is all that NAT devices of AWS carry? */
export function onlyNatProtocols(protocols: NumberSet): boolean {
  return pairsOf(protocols).every(([from, end]) => end === from + 1 && (from === TCP || from === UDP || isIcmp(from)));
}
