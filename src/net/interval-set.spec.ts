/** The interval operations against plain Sets of values, for numbers and for addresses, and the canonical form of every result. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressAt, numberSet } from '../../test/arbitraries/net.js';
import {
  covers,
  EMPTY,
  equal,
  holds,
  intersect,
  intervalSet,
  isEmpty,
  oneAddress,
  oneNumber,
  onlyAddress,
  onlyNumber,
  overlaps,
  pairsOf,
  range,
  sizeOf,
  subtract,
  union,
  type IntervalSet,
  type Point,
} from './interval-set.js';

const SIZE = 24;

const kinds: readonly { readonly name: string; readonly at: (index: number) => Point }[] = [
  { name: 'numbers', at: (index) => index },
  { name: 'addresses', at: (index) => addressAt(index, SIZE) },
];

describe.each(kinds)('sets of $name', ({ at }) => {
  const arbitrary: fc.Arbitrary<IntervalSet<Point>> = numberSet(SIZE).map((set) => set.map(at));
  const world = Array.from({ length: SIZE }, (_, index) => at(index));

  /** The values that the list holds, by walking the pairs. */
  function valuesOf(set: IntervalSet<Point>): Set<Point> {
    return new Set(world.filter((value) => set.some((from, i) => i % 2 === 0 && from <= value && value < (set[i + 1] as Point))));
  }

  function expectSet(set: IntervalSet<Point>, expected: Iterable<Point>): void {
    expect(set.length % 2).toBe(0);
    for (let i = 1; i < set.length; i += 1) expect((set[i - 1] as Point) < (set[i] as Point)).toBe(true);
    expect(valuesOf(set)).toEqual(new Set(expected));
  }

  const forTwo = (check: (one: IntervalSet<Point>, other: IntervalSet<Point>) => void): void => {
    fc.assert(fc.property(arbitrary, arbitrary, check), { numRuns: 500 });
  };

  it('intervalSet sorts, joins and drops empty pairs', () => {
    const pair = fc.tuple(fc.nat({ max: SIZE }), fc.nat({ max: SIZE })).map(([from, to]) => [at(from), at(to)] as const);
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 8 }), (pairs) => {
        const before = structuredClone(pairs);
        expectSet(
          intervalSet(pairs),
          world.filter((value) => pairs.some(([from, to]) => from <= value && value < to)),
        );
        expect(pairs).toEqual(before);
      }),
    );
  });

  it('intersect', () => {
    forTwo((one, other) => {
      const both = intersect(one, other);
      expectSet(
        both,
        [...valuesOf(one)].filter((value) => valuesOf(other).has(value)),
      );
      expect(equal(both, intersect(other, one))).toBe(true);
      if (equal(both, one)) expect(both).toBe(one);
      else if (equal(both, other)) expect(both).toBe(other);
    });
  });

  it('union', () => {
    forTwo((one, other) => expectSet(union(one, other), [...valuesOf(one), ...valuesOf(other)]));
  });

  it('subtract', () => {
    forTwo((one, other) => {
      expectSet(
        subtract(one, other),
        [...valuesOf(one)].filter((value) => !valuesOf(other).has(value)),
      );
    });
  });

  it('subtract and intersect split a set exactly', () => {
    forTwo((one, other) => {
      const [inside, outside] = [intersect(one, other), subtract(one, other)];
      expect(overlaps(inside, outside)).toBe(false);
      expect(union(inside, outside)).toEqual(one);
    });
  });

  it('covers and overlaps', () => {
    forTwo((one, other) => {
      const [first, second] = [valuesOf(one), valuesOf(other)];
      expect(covers(one, other)).toBe([...second].every((value) => first.has(value)));
      expect(covers(union(one, other), other)).toBe(true);
      expect(overlaps(one, other)).toBe([...second].some((value) => first.has(value)));
      expect(overlaps(one, other)).toBe(overlaps(other, one));
    });
  });

  it('equal', () => {
    forTwo((one, other) => {
      const same = valuesOf(one).size === valuesOf(other).size && [...valuesOf(one)].every((value) => valuesOf(other).has(value));
      expect(equal(one, other)).toBe(same);
      expect(equal(one, [...one])).toBe(true);
    });
  });

  it('holds, isEmpty and pairsOf', () => {
    fc.assert(
      fc.property(arbitrary, (set) => {
        const values = valuesOf(set);
        for (const value of world) expect(holds(set, value)).toBe(values.has(value));
        expect(isEmpty(set)).toBe(values.size === 0);
        expect(pairsOf(set).flat()).toEqual(set);
      }),
    );
  });

  it('leaves its arguments as they were', () => {
    forTwo((one, other) => {
      const before = [[...one], [...other]];
      for (const operation of [intersect, union, subtract]) operation(one, other);
      expect([one, other]).toEqual(before);
    });
  });
});

describe('sizes and single values', () => {
  it('sizeOf counts the values', () => {
    fc.assert(
      fc.property(numberSet(SIZE), (set) => {
        expect(sizeOf(set)).toBe(Array.from({ length: SIZE }, (_, value) => value).filter((value) => holds(set, value)).length);
      }),
    );
  });

  it('onlyNumber and onlyAddress name the single value, and nothing else', () => {
    expect(onlyNumber(oneNumber(443))).toBe(443);
    expect(onlyNumber(oneNumber(0))).toBe(0);
    expect(onlyNumber([443, 445])).toBeNull();
    expect(onlyNumber([443, 444, 446, 447])).toBeNull();
    expect(onlyNumber(EMPTY)).toBeNull();
    expect(onlyAddress(oneAddress(7n))).toBe(7n);
    expect(onlyAddress(oneAddress(0n))).toBe(0n);
    expect(onlyAddress([7n, 9n])).toBeNull();
    expect(onlyAddress([7n, 8n, 9n, 10n])).toBeNull();
    expect(onlyAddress(EMPTY)).toBeNull();
  });

  it('range includes both ends and is empty the wrong way round', () => {
    expect(range(80, 90)).toEqual([80, 91]);
    expect(range(80, 80)).toEqual(oneNumber(80));
    expect(range(81, 80)).toEqual(EMPTY);
  });

  it('touching stretches become one', () => {
    expect(
      intervalSet([
        [5, 9],
        [1, 5],
      ]),
    ).toEqual([1, 9]);
    expect(union(oneNumber(1), oneNumber(2))).toEqual([1, 3]);
    expect(union(oneNumber(1), oneNumber(3))).toEqual([1, 2, 3, 4]);
  });
});
