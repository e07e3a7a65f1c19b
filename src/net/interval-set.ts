/**
 * Sets of numbers or addresses as sorted, disjoint, non-touching half-open intervals in one flat list:
 * [from, to, from, to, …], each pair holding from <= x < to. Half-open, so that no operation needs "plus one".
 */
export type Point = number | bigint;
export type IntervalSet<N extends Point> = readonly N[];

export const EMPTY: IntervalSet<never> = [];

/** Sorts and joins pairs in any order, overlapping or not. Pairs with from >= to are left out. */
export function intervalSet<N extends Point>(pairs: readonly (readonly [N, N])[]): IntervalSet<N> {
  const sorted = pairs.filter(([from, to]) => from < to).sort((one, other) => (one[0] < other[0] ? -1 : one[0] > other[0] ? 1 : 0));
  const out: N[] = [];
  for (const [from, to] of sorted) {
    const last = out.length - 1;
    const end = out[last];
    if (end !== undefined && from <= end) {
      if (to > end) out[last] = to;
    } else out.push(from, to);
  }
  return out;
}

export function isEmpty(set: IntervalSet<Point>): boolean {
  return set.length === 0;
}

/** Index of the first pair whose end lies behind the point; set.length when there is none. */
function firstEndingAfter<N extends Point>(set: IntervalSet<N>, point: N): number {
  let low = 0;
  let high = set.length / 2;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((set[2 * middle + 1] as N) > point) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

export function holds<N extends Point>(set: IntervalSet<N>, point: N): boolean {
  const from = set[firstEndingAfter(set, point)];
  return from !== undefined && from <= point;
}

/** What both hold. Returns one of the arguments itself when it is the answer. */
export function intersect<N extends Point>(one: IntervalSet<N>, other: IntervalSet<N>): IntervalSet<N> {
  if (one === other || one.length === 0) return one;
  if (other.length === 0) return other;
  const [small, large] = one.length <= other.length ? [one, other] : [other, one];
  let j = firstEndingAfter(large, small[0] as N);
  // One value or one stretch inside the other set is by far the commonest case: answer it without a new list.
  if (small.length === 2 && j < large.length && (large[j] as N) <= (small[0] as N) && (small[1] as N) <= (large[j + 1] as N)) {
    return equal(one, other) ? one : small;
  }
  const out: N[] = [];
  for (let i = 0; i < small.length && j < large.length;) {
    const from = (small[i] as N) > (large[j] as N) ? (small[i] as N) : (large[j] as N);
    const smallEnd = small[i + 1] as N;
    const largeEnd = large[j + 1] as N;
    const to = smallEnd < largeEnd ? smallEnd : largeEnd;
    if (from < to) out.push(from, to);
    if (smallEnd < largeEnd) i += 2;
    else j += 2;
  }
  return equal(out, one) ? one : equal(out, other) ? other : out;
}

/** What the first holds and the second does not. */
export function subtract<N extends Point>(from: IntervalSet<N>, gone: IntervalSet<N>): IntervalSet<N> {
  if (from.length === 0 || gone.length === 0) return from;
  const out: N[] = [];
  let j = firstEndingAfter(gone, from[0] as N);
  for (let i = 0; i < from.length; i += 2) {
    let start = from[i] as N;
    const end = from[i + 1] as N;
    while (j < gone.length && (gone[j + 1] as N) <= start) j += 2;
    for (let k = j; k < gone.length && (gone[k] as N) < end; k += 2) {
      if ((gone[k] as N) > start) out.push(start, gone[k] as N);
      const goneEnd = gone[k + 1] as N;
      if (goneEnd > start) start = goneEnd;
      if (start >= end) break;
    }
    if (start < end) out.push(start, end);
  }
  return out;
}

export function union<N extends Point>(one: IntervalSet<N>, other: IntervalSet<N>): IntervalSet<N> {
  if (one.length === 0) return other;
  if (other.length === 0 || one === other) return one;
  return intervalSet([...pairsOf(one), ...pairsOf(other)]);
}

export function pairsOf<N extends Point>(set: IntervalSet<N>): [N, N][] {
  const pairs: [N, N][] = [];
  for (let i = 0; i < set.length; i += 2) pairs.push([set[i] as N, set[i + 1] as N]);
  return pairs;
}

export function equal<N extends Point>(one: IntervalSet<N>, other: IntervalSet<N>): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return false;
  return true;
}

/** Does the first hold everything that the second holds? */
export function covers<N extends Point>(outer: IntervalSet<N>, inner: IntervalSet<N>): boolean {
  for (let i = 0; i < inner.length; i += 2) {
    const at = firstEndingAfter(outer, inner[i] as N);
    const from = outer[at];
    if (from === undefined || from > (inner[i] as N) || (outer[at + 1] as N) < (inner[i + 1] as N)) return false;
  }
  return true;
}

export function overlaps<N extends Point>(one: IntervalSet<N>, other: IntervalSet<N>): boolean {
  const [small, large] = one.length <= other.length ? [one, other] : [other, one];
  for (let i = 0; i < small.length; i += 2) {
    const from = large[firstEndingAfter(large, small[i] as N)];
    if (from !== undefined && from < (small[i + 1] as N)) return true;
  }
  return false;
}

/** How many values a set of numbers holds. */
export function sizeOf(set: IntervalSet<number>): number {
  let size = 0;
  for (let i = 0; i < set.length; i += 2) size += (set[i + 1] as number) - (set[i] as number);
  return size;
}

/** The only value of an address set, null when it holds none or several. */
export function onlyAddress(set: IntervalSet<bigint>): bigint | null {
  const [from, to] = set;
  return set.length === 2 && from !== undefined && to === from + 1n ? from : null;
}

/** The only value of a number set, null when it holds none or several. */
export function onlyNumber(set: IntervalSet<number>): number | null {
  const [from, to] = set;
  return set.length === 2 && from !== undefined && to === from + 1 ? from : null;
}

export function oneAddress(address: bigint): IntervalSet<bigint> {
  return [address, address + 1n];
}
export function oneNumber(value: number): IntervalSet<number> {
  return [value, value + 1];
}
/** All whole numbers from `first` to `last`, both included. */
export function range(first: number, last: number): IntervalSet<number> {
  return first > last ? EMPTY : [first, last + 1];
}
