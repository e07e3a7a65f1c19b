/** Prefixes: host bits are cleared, the families never mix, covering and overlapping agree with comparing leading bits. */
import * as fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { anyAddress, ipv4Address, naiveHolds } from '../../test/arbitraries/net.js';
import { familyOf, formatAddress, IPV4_BASE, IPV4_END, LINE_END, parseAddress, type Address, type Family } from './address.js';
import { intersect, union } from './interval-set.js';
import {
  ALL_ADDRESSES,
  ALL_IPV4,
  ALL_IPV6,
  formatPrefix,
  parsePrefix,
  prefixCovers,
  prefixesOverlap,
  prefixHolds,
  prefixSet,
  type Prefix,
} from './prefix.js';

interface Written {
  readonly address: Address;
  readonly length: number;
}

function prefixOf(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix === null) throw new Error(`${text} is not a prefix`);
  return prefix;
}

const read = ({ address, length }: Written): Prefix => prefixOf(`${formatAddress(address)}/${length}`);

const bitsOf = (family: Family): number => (family === 'ipv4' ? 32 : 128);

/** Any address with any length of its family. */
const written: fc.Arbitrary<Written> = anyAddress.chain((address) =>
  fc.record({ address: fc.constant(address), length: fc.nat({ max: bitsOf(familyOf(address)) }) }),
);

/** Two prefixes whose addresses differ in one bit at most, so that they nest or just miss. */
const neighbours = written.chain((one) => {
  const bits = bitsOf(familyOf(one.address));
  return fc.tuple(fc.nat({ max: bits - 1 }), fc.nat({ max: bits }), fc.boolean()).map(([bit, length, flip]) => {
    const address = flip ? one.address ^ (1n << BigInt(bit)) : one.address;
    return familyOf(address) === familyOf(one.address) ? ([one, { address, length }] as const) : ([one, one] as const);
  });
});

/** The leading bits as text: the slow and plain view of a prefix. */
function leadingBits({ address, length }: Written): string {
  const family = familyOf(address);
  const value = family === 'ipv4' ? address - IPV4_BASE : address;
  return value.toString(2).padStart(bitsOf(family), '0').slice(0, length);
}

function naiveCovers(outer: Written, inner: Written): boolean {
  return familyOf(outer.address) === familyOf(inner.address) && leadingBits(inner).startsWith(leadingBits(outer));
}

describe('parsePrefix', () => {
  it.each([
    ['10.1.2.3/8', '10.0.0.0/8'],
    ['10.1.2.3/32', '10.1.2.3/32'],
    ['10.1.2.3', '10.1.2.3/32'],
    ['255.255.255.255/0', '0.0.0.0/0'],
    ['2001:db8:ffff::1/32', '2001:db8::/32'],
    ['2001:db8::1', '2001:db8::1/128'],
    ['ffff::/0', '::/0'],
    ['::ffff:10.1.2.3/104', '10.0.0.0/8'],
    ['::ffff:10.1.2.3/128', '10.1.2.3/32'],
    ['::ffff:10.1.2.3', '10.1.2.3/32'],
    ['::ffff:0:0/96', '0.0.0.0/0'],
    ['::ffff:10.1.2.3/95', '::fffe:0:0/95'],
    ['::ffff:10.1.2.3/8', '::/8'],
  ])('reads %s as %s', (text, printed) => {
    expect(formatPrefix(prefixOf(text))).toBe(printed);
  });

  it.each([
    '',
    '/',
    '/8',
    '10.0.0.0/',
    '10.0.0.0/33',
    '10.0.0.0/-1',
    '10.0.0.0/08',
    '10.0.0.0/+8',
    '10.0.0.0/ 8',
    '10.0.0.0 /8',
    '10.0.0.0/8/8',
    '10.0.0.0/8.0',
    '10.0.0.0/255.0.0.0',
    '10.0.0/8',
    '10/8',
    '010.0.0.0/8',
    '::/129',
    '::/1000',
    'fe80::%1/64',
    'sg-0123',
  ])('rejects %j', (text) => {
    expect(parsePrefix(text)).toBeNull();
  });

  it('clears the host bits, holds the address it was written with and prints what it reads', () => {
    fc.assert(
      fc.property(written, (one) => {
        const prefix = read(one);
        expect(prefix.length).toBe(one.length);
        expect(prefix.family).toBe(familyOf(one.address));
        expect(prefix.end - prefix.first).toBe(1n << BigInt(bitsOf(prefix.family) - one.length));
        expect(prefix.first % (prefix.end - prefix.first)).toBe(0n);
        expect(prefixHolds(prefix, one.address)).toBe(true);
        expect(parsePrefix(formatPrefix(prefix))).toEqual(prefix);
      }),
    );
  });

  it('finds the same network address as ipaddr.js', () => {
    fc.assert(
      fc.property(written, (one) => {
        const text = `${formatAddress(one.address)}/${one.length}`;
        const network = (prefix: Prefix): string =>
          (prefix.family === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6).networkAddressFromCIDR(text).toString();
        expect(formatAddress(read(one).first)).toBe(formatAddress(parseAddress(network(read(one))) as Address));
      }),
    );
  });
});

describe('the two families', () => {
  const everyIpv6 = prefixOf('::/0');
  const everyIpv4 = prefixOf('0.0.0.0/0');

  it('::/0 never holds an IPv4 address, 0.0.0.0/0 never an IPv6 one', () => {
    fc.assert(
      fc.property(anyAddress, (address) => {
        const isIpv4 = familyOf(address) === 'ipv4';
        expect(prefixHolds(everyIpv6, address)).toBe(!isIpv4);
        expect(prefixHolds(everyIpv4, address)).toBe(isIpv4);
        expect(naiveHolds(prefixSet(everyIpv6), address)).toBe(!isIpv4);
        expect(naiveHolds(prefixSet(everyIpv4), address)).toBe(isIpv4);
      }),
    );
  });

  it('::/0 neither covers nor overlaps an IPv4 prefix', () => {
    fc.assert(
      fc.property(ipv4Address, fc.nat({ max: 32 }), (address, length) => {
        const prefix = read({ address, length });
        for (const [one, other] of [
          [everyIpv6, prefix],
          [prefix, everyIpv6],
        ] as const) {
          expect(prefixCovers(one, other)).toBe(false);
          expect(prefixesOverlap(one, other)).toBe(false);
        }
        expect(intersect(prefixSet(everyIpv6), prefixSet(prefix))).toEqual([]);
      }),
    );
  });

  it('together make the whole line', () => {
    expect(prefixSet(everyIpv4)).toEqual(ALL_IPV4);
    expect(prefixSet(everyIpv6)).toEqual(ALL_IPV6);
    expect(intersect(ALL_IPV4, ALL_IPV6)).toEqual([]);
    expect(union(ALL_IPV4, ALL_IPV6)).toEqual(ALL_ADDRESSES);
    expect(ALL_ADDRESSES).toEqual([0n, LINE_END]);
  });
});

describe('prefixHolds and prefixSet', () => {
  it('agree with comparing leading bits', () => {
    fc.assert(
      fc.property(neighbours, ([one, { address }]) => {
        const expected = naiveCovers(one, { address, length: bitsOf(familyOf(address)) });
        expect(prefixHolds(read(one), address)).toBe(expected);
        expect(naiveHolds(prefixSet(read(one)), address)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['::/80', '::fffe:0:0/95', '::/1'])('%s leaves the IPv4 block out of its set', (text) => {
    const set = prefixSet(prefixOf(text));
    expect(naiveHolds(set, IPV4_BASE)).toBe(false);
    expect(naiveHolds(set, IPV4_END - 1n)).toBe(false);
    expect(naiveHolds(set, IPV4_BASE - 1n)).toBe(true);
    for (let i = 0; i < set.length; i += 2) expect((set[i] as bigint) < (set[i + 1] as bigint)).toBe(true);
  });
});

describe('prefixCovers and prefixesOverlap', () => {
  it('agree with comparing leading bits', () => {
    fc.assert(
      fc.property(fc.oneof(neighbours, fc.tuple(written, written)), ([one, other]) => {
        const [first, second] = [read(one), read(other)];
        expect(prefixCovers(first, second)).toBe(naiveCovers(one, other));
        expect(prefixesOverlap(first, second)).toBe(naiveCovers(one, other) || naiveCovers(other, one));
        expect(prefixesOverlap(first, second)).toBe(prefixesOverlap(second, first));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['10.0.0.0/8', '10.1.0.0/16', true, true],
    ['10.1.0.0/16', '10.0.0.0/8', false, true],
    ['10.0.0.0/9', '10.128.0.0/9', false, false],
    ['10.0.0.0/8', '11.0.0.0/8', false, false],
    ['10.0.0.0/8', '10.0.0.0/8', true, true],
  ])('%s and %s', (one, other, covering, overlapping) => {
    expect(prefixCovers(prefixOf(one), prefixOf(other))).toBe(covering);
    expect(prefixesOverlap(prefixOf(one), prefixOf(other))).toBe(overlapping);
  });
});
