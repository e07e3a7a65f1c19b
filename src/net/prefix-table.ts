/** Longest prefix match for one address or for a whole address set. */
import { type Address, familyOf } from './address.js';
import { intersect, isEmpty, subtract } from './interval-set.js';
import type { AddressSet } from './packet-set.js';
import { prefixHolds, prefixSet, type Prefix } from './prefix.js';

/** Entries sorted longest first; where lengths are equal, in the order that the caller's `better` gives. */
export type PrefixTable<T extends { readonly prefix: Prefix }> = readonly T[];

/** Builds a table; `better` returns a negative number when the first of two entries of equal length is to be preferred. */
export function prefixTable<T extends { readonly prefix: Prefix }>(
  entries: readonly T[],
  better: (one: T, other: T) => number,
): PrefixTable<T> {
  return [...entries].sort((one, other) => other.prefix.length - one.prefix.length || better(one, other));
}

/** All entries that hold the address, the winner first. */
export function matching<T extends { readonly prefix: Prefix }>(table: PrefixTable<T>, address: Address): T[] {
  return table.filter((entry) => prefixHolds(entry.prefix, address));
}

export interface Routed<T> {
  /** null: no entry holds these addresses. */
  readonly entry: T | null;
  readonly addresses: AddressSet;
}

/** Splits an address set among the entries that win for it. */
export function splitByPrefix<T extends { readonly prefix: Prefix }>(table: PrefixTable<T>, addresses: AddressSet): Routed<T>[] {
  const first = addresses[0];
  if (addresses.length === 2 && first !== undefined && addresses[1] === first + 1n) {
    const family = familyOf(first);
    const entry = table.find(({ prefix }) => prefix.family === family && first >= prefix.first && first < prefix.end);
    return [{ entry: entry ?? null, addresses }];
  }
  const parts: Routed<T>[] = [];
  let rest = addresses;
  for (const entry of table) {
    if (isEmpty(rest)) break;
    const taken = intersect(rest, prefixSet(entry.prefix));
    if (isEmpty(taken)) continue;
    parts.push({ entry, addresses: taken });
    rest = subtract(rest, taken);
  }
  if (!isEmpty(rest)) parts.push({ entry: null, addresses: rest });
  return parts;
}
