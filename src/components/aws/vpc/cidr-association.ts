/** Whether AWS would let a VPC take a further IPv4 CIDR ("VPC CIDR blocks", IPv4 CIDR block association restrictions). */
import { formatPrefix, parsePrefix, prefixCovers, prefixesOverlap, type Prefix } from '../../../net/prefix.js';

export type CidrAssociation = { readonly allowed: true } | { readonly allowed: false; readonly why: string };

function of(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`${text} is no prefix`);
  return prefix;
}

const TEN = of('10.0.0.0/8');
const SEVENTEEN = of('172.16.0.0/12');
const NINETEEN = of('192.168.0.0/16');
const BENCHMARK = of('198.19.0.0/16');
const RFC1918: readonly Prefix[] = [TEN, SEVENTEEN, NINETEEN];
const NEVER: readonly Prefix[] = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/4'].map(of);

/** The ranges that are refused while the VPC has a CIDR in the first one. */
const REFUSED: readonly { readonly existing: Prefix; readonly refused: readonly Prefix[] }[] = [
  { existing: TEN, refused: [SEVENTEEN, NINETEEN, BENCHMARK] },
  { existing: of('10.0.0.0/15'), refused: [of('10.0.0.0/16')] },
  { existing: SEVENTEEN, refused: [TEN, NINETEEN, of('172.31.0.0/16'), BENCHMARK] },
  { existing: NINETEEN, refused: [TEN, SEVENTEEN, BENCHMARK] },
  { existing: BENCHMARK, refused: RFC1918 },
];

function isOther(prefix: Prefix): boolean {
  return ![...RFC1918, BENCHMARK].some((range) => prefixCovers(range, prefix));
}

function refused(why: string): CidrAssociation {
  return { allowed: false, why };
}

/**
 * Judges a new CIDR against those that the VPC has (the primary one first), and against destinations of its routes. A VPC with both private
 * and shared ranges is judged by its primary CIDR alone: which rule wins there is not documented.
 */
export function canAssociate(existing: readonly Prefix[], added: Prefix, routes: readonly Prefix[] = []): CidrAssociation {
  const text = formatPrefix(added);
  if (added.family !== 'ipv4') return refused('only IPv4 CIDRs are judged here');
  if (added.length < 16 || added.length > 28)
    return refused(`${text} is ${added.length < 16 ? 'larger than a /16' : 'smaller than a /28'}`);
  if (NEVER.some((range) => prefixesOverlap(range, added))) return refused(`${text} can never be a CIDR of a VPC`);
  const clash = existing.find((own) => prefixesOverlap(own, added));
  if (clash !== undefined) return refused(`${text} overlaps with ${formatPrefix(clash)}`);
  const route = routes.find((destination) => prefixCovers(added, destination));
  if (route !== undefined) return refused(`${text} is equal to or larger than the destination ${formatPrefix(route)} of a route`);
  const [primary] = existing;
  if (primary === undefined) return { allowed: true };
  for (const row of REFUSED) {
    const range = prefixCovers(row.existing, primary) ? row.refused.find((other) => prefixesOverlap(other, added)) : undefined;
    if (range !== undefined) return refused(`a VPC with ${formatPrefix(primary)} takes no CIDR of ${formatPrefix(range)}`);
  }
  const privateRange = [...RFC1918, BENCHMARK].find((range) => prefixesOverlap(range, added));
  if (isOther(primary) && privateRange !== undefined)
    return refused(`a VPC that began with ${formatPrefix(primary)} takes no CIDR of ${formatPrefix(privateRange)}`);
  return { allowed: true };
}
