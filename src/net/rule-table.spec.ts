/** decide() against a loop that asks the rules packet by packet. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPackets, naiveMatches, packetBox, packetMatch, timesHeld } from '../../test/arbitraries/net.js';
import { oneNumber, range } from './interval-set.js';
import { isEmptyBox, subtractSet, type PacketBox, type PacketMatch, type PacketSet } from './packet-set.js';
import { ALL_PORTS, TCP, UDP } from './port.js';
import { decide, type Decided } from './rule-table.js';

interface Rule {
  readonly number: number;
  readonly match: PacketMatch | null;
}

const matchOf = (rule: Rule): PacketMatch | null => rule.match;

const rules: fc.Arbitrary<readonly Rule[]> = fc
  .array(fc.option(packetMatch, { freq: 8 }), { maxLength: 6 })
  .map((matches) => matches.map((match, number) => ({ number, match })));

const packetSet: fc.Arbitrary<PacketSet> = fc
  .array(packetBox, { maxLength: 2 })
  .map((boxes) => boxes.reduce<PacketSet>((set, box) => [...set, ...subtractSet([box], set)], []));

const box: PacketBox = {
  protocols: oneNumber(TCP),
  sources: [1n, 2n],
  destinations: [2n, 3n],
  sourcePorts: [40000, 40001],
  destinationPorts: ALL_PORTS,
};

const named = (decided: readonly Decided<Rule>[]) =>
  decided.map(({ rule, packets }) => [rule?.number ?? null, packets.map((part) => part.destinationPorts)]);

describe('decide', () => {
  it('gives each packet to the first rule that accepts it, and every packet to someone', () => {
    fc.assert(
      fc.property(rules, packetSet, (list, packets) => {
        const decided = decide(list, packets, matchOf);
        expect(decided.flatMap((part) => part.packets).some(isEmptyBox)).toBe(false);
        for (const packet of allPackets) {
          const owners = decided.flatMap((part) => Array.from({ length: timesHeld(part.packets, packet) }, () => part.rule));
          const first = list.find((rule) => rule.match !== null && naiveMatches(rule.match, packet)) ?? null;
          const expected = timesHeld(packets, packet) > 0 ? [first] : [];
          if (owners.length !== expected.length || owners[0] !== expected[0])
            expect({ packet, owners }).toEqual({ packet, owners: expected });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('names each rule once, in order, the undecided rest last, and never an empty part', () => {
    fc.assert(
      fc.property(rules, packetSet, (list, packets) => {
        const decided = decide(list, packets, matchOf);
        const numbers = decided.map(({ rule }) => rule?.number ?? Infinity);
        expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        expect(decided.every((part) => part.packets.length > 0)).toBe(true);
      }),
    );
  });

  it('splits a port range at the rules', () => {
    const list: Rule[] = [
      { number: 100, match: { destinationPorts: range(80, 90) } },
      { number: 110, match: { destinationPorts: range(85, 95) } },
      { number: 120, match: { protocols: oneNumber(UDP) } },
    ];
    expect(named(decide(list, [box], matchOf))).toEqual([
      [100, [[80, 91]]],
      [110, [[91, 96]]],
      [null, [[0, 80, 96, 65536]]],
    ]);
  });

  it('leaves few boxes behind many alike rules', () => {
    const wide: PacketBox = { ...box, sources: [0n, 1000n] };
    const list = Array.from({ length: 100 }, (_, number) => {
      const source = BigInt(number * 7);
      return { number, match: { sources: [source, source + 1n], destinationPorts: range(440, 450) } };
    });
    const decided = decide<Rule>(list, [wide], matchOf);
    expect(decided).toHaveLength(101);
    expect(decided.at(-1)?.packets).toHaveLength(2);
  });

  it('stops asking once everything is decided', () => {
    const asked: number[] = [];
    const list: Rule[] = [100, 110, 120].map((number) => ({ number, match: number === 110 ? {} : { protocols: oneNumber(UDP) } }));
    const decided = decide(list, [box], (rule) => {
      asked.push(rule.number);
      return rule.match;
    });
    expect(asked).toEqual([100, 110]);
    expect(decided).toEqual([{ rule: list[1], packets: [box] }]);
  });

  it('has nothing to say of no packets, and leaves all undecided without rules', () => {
    expect(decide([{ number: 1, match: {} }], [], matchOf)).toEqual([]);
    expect(decide([], [box], matchOf)).toEqual([{ rule: null, packets: [box] }]);
    expect(decide([{ number: 1, match: null }], [box], matchOf)).toEqual([{ rule: null, packets: [box] }]);
  });
});
