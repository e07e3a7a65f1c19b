/** Packet boxes against a world small enough to visit every packet: parts are exact, disjoint and few. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allPackets, naiveMatches, packetBox, packetMatch, timesHeld, type Packet } from '../../test/arbitraries/net.js';
import { parseAddress } from './address.js';
import { intervalSet, oneAddress, oneNumber, pairsOf, range } from './interval-set.js';
import {
  fieldOf,
  intersectBox,
  intersectSet,
  intersectSets,
  isEmptyBox,
  joinBoxes,
  matchCovers,
  matchMeets,
  subtractBox,
  subtractSet,
  withFields,
  type PacketBox,
  type PacketSet,
} from './packet-set.js';
import { ALL_PORTS, TCP, UDP } from './port.js';

/** Disjoint boxes, built with the operation that the first tests prove. */
const packetSet: fc.Arbitrary<PacketSet> = fc
  .array(packetBox, { maxLength: 3 })
  .map((boxes) => boxes.reduce<PacketSet>((set, box) => [...set, ...subtractSet([box], set)], []));

/** Every packet is held once or not at all, as expected; no box is empty. */
function expectPackets(set: PacketSet, expected: (packet: Packet) => boolean): void {
  expect(set.some(isEmptyBox)).toBe(false);
  for (const packet of allPackets) {
    const times = timesHeld(set, packet);
    if (times !== (expected(packet) ? 1 : 0)) expect({ packet, times }).toEqual({ packet, times: expected(packet) ? 1 : 0 });
  }
}

const address = (text: string) => oneAddress(parseAddress(text) as bigint);

const connection: PacketBox = {
  protocols: oneNumber(TCP),
  sources: address('10.0.0.5'),
  destinations: address('10.0.1.9'),
  sourcePorts: oneNumber(40000),
  destinationPorts: oneNumber(5432),
};

describe('one box and a match', () => {
  it('intersectBox and subtractBox split the box exactly, in at most five parts outside', () => {
    fc.assert(
      fc.property(packetBox, packetMatch, (box, match) => {
        const inside = intersectBox(box, match);
        const outside = subtractBox(box, match);
        expectPackets(inside === null ? [] : [inside], (packet) => naiveMatches(box, packet) && naiveMatches(match, packet));
        expectPackets(outside, (packet) => naiveMatches(box, packet) && !naiveMatches(match, packet));
        expect(outside.length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 200 },
    );
  });

  it('gives the box itself when all or nothing of it is met', () => {
    fc.assert(
      fc.property(packetBox, packetMatch, (box, match) => {
        const met = allPackets.filter((packet) => naiveMatches(box, packet) && naiveMatches(match, packet)).length;
        const all = allPackets.filter((packet) => naiveMatches(box, packet)).length;
        if (met === all) expect(intersectBox(box, match)).toBe(box);
        if (met === 0) expect(subtractBox(box, match)).toEqual([box]);
        expect(intersectBox(box, match) === null).toBe(met === 0);
        expect(matchCovers(match, box)).toBe(met === all);
        expect(matchMeets(match, box)).toBe(met > 0);
      }),
      { numRuns: 200 },
    );
  });

  it('one packet is taken whole or left whole', () => {
    expect(intersectBox(connection, {})).toBe(connection);
    expect(intersectBox(connection, { protocols: oneNumber(TCP), destinationPorts: range(5000, 6000) })).toBe(connection);
    expect(subtractBox(connection, { destinationPorts: range(5000, 6000) })).toEqual([]);
    expect(intersectBox(connection, { protocols: oneNumber(UDP) })).toBeNull();
    expect(subtractBox(connection, { protocols: oneNumber(UDP) })).toEqual([connection]);
    expect(intersectBox(connection, { destinationPorts: [] })).toBeNull();
  });

  it('five parts are reached when every field is cut', () => {
    const wide: PacketBox = {
      protocols: [0, 256],
      sources: [0n, 9n],
      destinations: [0n, 9n],
      sourcePorts: ALL_PORTS,
      destinationPorts: ALL_PORTS,
    };
    const middle: PacketBox = {
      protocols: [6, 7],
      sources: [4n, 5n],
      destinations: [4n, 5n],
      sourcePorts: [80, 81],
      destinationPorts: [80, 81],
    };
    expect(subtractBox(wide, middle)).toHaveLength(5);
  });

  it('a box with an empty field is empty', () => {
    expect(isEmptyBox(connection)).toBe(false);
    expect(isEmptyBox({ ...connection, sources: [] })).toBe(true);
  });
});

describe('sets of boxes', () => {
  const held = (set: PacketSet, packet: Packet): boolean => timesHeld(set, packet) > 0;

  it('intersectSet', () => {
    fc.assert(
      fc.property(packetSet, packetMatch, (set, match) => {
        expectPackets(intersectSet(set, match), (packet) => held(set, packet) && naiveMatches(match, packet));
      }),
    );
  });

  it('intersectSets and subtractSet split a set exactly', () => {
    fc.assert(
      fc.property(packetSet, packetSet, (one, other) => {
        expectPackets(intersectSets(one, other), (packet) => held(one, packet) && held(other, packet));
        expectPackets(subtractSet(one, other), (packet) => held(one, packet) && !held(other, packet));
      }),
    );
  });

  it('intersectSet gives the set itself when its only box is accepted whole', () => {
    const set = [connection];
    expect(intersectSet(set, { protocols: oneNumber(TCP) })).toBe(set);
    expect(intersectSet(set, { protocols: oneNumber(UDP) })).toEqual([]);
  });

  it('withFields changes every box and keeps the boxes disjoint', () => {
    fc.assert(
      fc.property(packetSet, packetBox, (set, { destinations, destinationPorts }) => {
        const changed = withFields(set, { destinations, destinationPorts });
        expectPackets(changed, (packet) => set.some((box) => naiveMatches({ ...box, destinations, destinationPorts }, packet)));
      }),
    );
  });

  it('withFields joins two boxes that a new destination makes alike', () => {
    const other = { ...connection, destinations: address('10.0.1.10') };
    expect(withFields([connection, other], { destinations: address('10.9.9.9') })).toEqual([
      { ...connection, destinations: address('10.9.9.9') },
    ]);
    expect(withFields([connection, other], { sources: address('10.9.9.9') })).toHaveLength(2);
  });

  it('joinBoxes keeps the packets and the disjointness, never with more boxes', () => {
    fc.assert(
      fc.property(packetSet, (set) => {
        const joined = joinBoxes(set);
        expectPackets(joined, (packet) => held(set, packet));
        expect(joined.length).toBeLessThanOrEqual(set.length);
      }),
    );
  });

  it('joinBoxes joins what differs in one field, and nothing else', () => {
    const other = { ...connection, destinationPorts: oneNumber(443) };
    const both = intervalSet([
      [443, 444],
      [5432, 5433],
    ]);
    expect(joinBoxes([connection, other])).toEqual([{ ...connection, destinationPorts: both }]);
    const far = { ...other, sources: address('10.0.0.6') };
    expect(joinBoxes([connection, far])).toEqual([connection, far]);
  });

  it('fieldOf joins one field over all boxes', () => {
    expect(fieldOf([connection], 'destinationPorts')).toBe(connection.destinationPorts);
    expect(fieldOf([], 'sources')).toEqual([]);
    fc.assert(
      fc.property(packetSet, (set) => {
        expect(fieldOf(set, 'sources')).toEqual(intervalSet(set.flatMap((box) => pairsOf(box.sources))));
        expect(fieldOf(set, 'destinationPorts')).toEqual(intervalSet(set.flatMap((box) => pairsOf(box.destinationPorts))));
      }),
    );
  });
});
