/** Longest prefix match against a loop over all entries, for single addresses and for sets. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressAt, addressSet, naiveHolds } from '../../test/arbitraries/net.js';
import { familyOf, formatAddress, parseAddress, type Address } from './address.js';
import { oneAddress } from './interval-set.js';
import { ALL_ADDRESSES, parsePrefix, prefixHolds, type Prefix } from './prefix.js';
import { matching, prefixTable, splitByPrefix } from './prefix-table.js';

interface Entry {
  readonly prefix: Prefix;
  readonly rank: number;
}

const SIZE = 32;
const world = Array.from({ length: SIZE }, (_, index) => addressAt(index, SIZE));
const byRank = (one: Entry, other: Entry): number => one.rank - other.rank;

const entryOf = (text: string, rank: number): Entry => {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`${text} is not a prefix`);
  return { prefix, rank };
};

/** Prefixes around the world's addresses: from one address up to the whole family. */
const entries: fc.Arbitrary<Entry[]> = fc
  .array(fc.tuple(fc.nat({ max: SIZE - 1 }), fc.oneof(fc.nat({ max: 5 }), fc.constant(32))), { maxLength: 8 })
  .chain((drawn) =>
    fc
      .shuffledSubarray(
        drawn.map((_, rank) => rank),
        { minLength: drawn.length },
      )
      .map((ranks) =>
        drawn.map(([index, hostBits], i) => {
          const address = addressAt(index, SIZE);
          const bits = familyOf(address) === 'ipv4' ? 32 : 128;
          return entryOf(`${formatAddress(address)}/${bits - hostBits}`, ranks[i] as number);
        }),
      ),
  );

/** Longest first, then the lowest rank, by comparing every pair. */
function naiveWinner(list: readonly Entry[], address: Address): Entry | null {
  let winner: Entry | null = null;
  for (const entry of list) {
    if (!prefixHolds(entry.prefix, address)) continue;
    const longer = winner === null || entry.prefix.length > winner.prefix.length;
    if (longer || (entry.prefix.length === winner?.prefix.length && entry.rank < winner.rank)) winner = entry;
  }
  return winner;
}

describe('splitByPrefix', () => {
  it('gives every address of a set to its longest prefix, once', () => {
    fc.assert(
      fc.property(entries, addressSet(SIZE), (list, addresses) => {
        const parts = splitByPrefix(prefixTable(list, byRank), addresses);
        expect(parts.every((part) => part.addresses.length > 0)).toBe(true);
        for (const address of world) {
          const owners = parts.filter((part) => naiveHolds(part.addresses, address)).map((part) => part.entry);
          expect(owners).toEqual(naiveHolds(addresses, address) ? [naiveWinner(list, address)] : []);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('answers one address as it does a set', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: SIZE - 1 }), (list, index) => {
        const address = addressAt(index, SIZE);
        const addresses = oneAddress(address);
        expect(splitByPrefix(prefixTable(list, byRank), addresses)).toEqual([{ entry: naiveWinner(list, address), addresses }]);
      }),
      { numRuns: 300 },
    );
  });

  it('never routes IPv4 by ::/0, nor IPv6 by 0.0.0.0/0', () => {
    const everyIpv6 = entryOf('::/0', 0);
    const everyIpv4 = entryOf('0.0.0.0/0', 1);
    const ipv4 = oneAddress(parseAddress('10.0.0.1') as bigint);
    const ipv6 = oneAddress(parseAddress('2001:db8::1') as bigint);
    expect(splitByPrefix([everyIpv6], ipv4)).toEqual([{ entry: null, addresses: ipv4 }]);
    expect(splitByPrefix([everyIpv4], ipv6)).toEqual([{ entry: null, addresses: ipv6 }]);
    expect(splitByPrefix([everyIpv6, everyIpv4], ipv4)).toEqual([{ entry: everyIpv4, addresses: ipv4 }]);
    expect(splitByPrefix([everyIpv6, everyIpv4], ALL_ADDRESSES)).toHaveLength(2);
    expect(splitByPrefix([everyIpv6], ALL_ADDRESSES).map((part) => part.entry)).toEqual([everyIpv6, null]);
  });

  it('of nothing makes nothing', () => {
    expect(splitByPrefix([entryOf('0.0.0.0/0', 0)], [])).toEqual([]);
  });
});

describe('prefixTable and matching', () => {
  it('lists all entries that hold the address, the winner first', () => {
    fc.assert(
      fc.property(entries, fc.nat({ max: SIZE - 1 }), (list, index) => {
        const address = addressAt(index, SIZE);
        const found = matching(prefixTable(list, byRank), address);
        expect(new Set(found)).toEqual(new Set(list.filter((entry) => prefixHolds(entry.prefix, address))));
        expect(found[0] ?? null).toBe(naiveWinner(list, address));
      }),
    );
  });

  it('sorts by length, then by what the caller prefers, and leaves its argument alone', () => {
    const list = [entryOf('10.0.0.0/8', 2), entryOf('10.0.0.0/16', 9), entryOf('10.0.0.0/8', 1), entryOf('0.0.0.0/0', 0)];
    expect(prefixTable(list, byRank).map((entry) => entry.rank)).toEqual([9, 1, 2, 0]);
    expect(list.map((entry) => entry.rank)).toEqual([2, 9, 1, 0]);
  });
});
