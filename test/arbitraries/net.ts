/** Random addresses, interval sets and packet boxes for property tests: dense, so that bounds meet, touch and cross often. */
import * as fc from 'fast-check';
import { IPV4_BASE, IPV4_END, LINE_END, type Address } from '../../src/net/address.js';
import { intervalSet, type IntervalSet } from '../../src/net/interval-set.js';
import type { PacketBox, PacketMatch } from '../../src/net/packet-set.js';

/** Where an address set or prefix most likely goes wrong: both ends of the line and of the IPv4 block. */
const edges: readonly Address[] = [0n, 1n, IPV4_BASE - 1n, IPV4_BASE, IPV4_END - 1n, IPV4_END, LINE_END - 1n];

export const ipv4Address: fc.Arbitrary<Address> = fc.bigInt({ min: IPV4_BASE, max: IPV4_END - 1n });

export const anyAddress: fc.Arbitrary<Address> = fc.oneof(
  ipv4Address,
  fc.bigInt({ min: 0n, max: LINE_END - 1n }),
  fc.bigInt({ min: 0n, max: 0xffffn }).map((low) => (0x20010db8n << 96n) | low),
  fc
    .array(fc.constantFrom(0n, 0n, 1n, 0xabcn, 0xffffn), { minLength: 8, maxLength: 8 })
    .map((groups) => groups.reduce<bigint>((value, group) => (value << 16n) | group, 0n)),
  fc.constantFrom(...edges),
);

/** A canonical set within 0 to `size` - 1, up to five stretches, sometimes empty. */
export function numberSet(size: number): fc.Arbitrary<IntervalSet<number>> {
  const bound = fc.integer({ min: 0, max: size });
  return fc.array(fc.tuple(bound, bound), { maxLength: 5 }).map((pairs) => intervalSet(pairs));
}

/** The same within `size` addresses around the beginning of the IPv4 block, half of them IPv6. */
export function addressSet(size: number): fc.Arbitrary<IntervalSet<bigint>> {
  return numberSet(size).map((set) => set.map((bound) => addressAt(bound, size)));
}

export function addressAt(index: number, size: number): Address {
  return IPV4_BASE - BigInt(size >> 1) + BigInt(index);
}

/** Values that each field of `packetBox` draws from; small enough to visit every packet of the world. */
export const BOX_SIDE = 4;

const fieldSets = {
  protocols: numberSet(BOX_SIDE),
  sources: addressSet(BOX_SIDE),
  destinations: addressSet(BOX_SIDE),
  sourcePorts: numberSet(BOX_SIDE),
  destinationPorts: numberSet(BOX_SIDE),
};

/** A box that holds at least one packet. */
export const packetBox: fc.Arbitrary<PacketBox> = fc.record(fieldSets).filter((box) => Object.values(box).every((set) => set.length > 0));

/** A match: any field may be left out, or be empty. */
export const packetMatch: fc.Arbitrary<PacketMatch> = fc.record(fieldSets, { requiredKeys: [] });

/** One packet by its plain values. */
export interface Packet {
  readonly protocol: number;
  readonly source: Address;
  readonly destination: Address;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Every packet that `packetBox` can hold. */
export const allPackets: readonly Packet[] = Array.from({ length: BOX_SIDE ** 5 }, (_, index) => {
  const digit = (place: number): number => Math.floor(index / BOX_SIDE ** place) % BOX_SIDE;
  return {
    protocol: digit(0),
    source: addressAt(digit(1), BOX_SIDE),
    destination: addressAt(digit(2), BOX_SIDE),
    sourcePort: digit(3),
    destinationPort: digit(4),
  };
});

/** Membership by walking the pairs, with none of the code under test. */
export function naiveHolds<N extends number | bigint>(set: IntervalSet<N>, value: N): boolean {
  for (let i = 0; i < set.length; i += 2) if (value >= (set[i] as N) && value < (set[i + 1] as N)) return true;
  return false;
}

export function naiveMatches(match: PacketMatch, packet: Packet): boolean {
  return (
    (match.protocols === undefined || naiveHolds(match.protocols, packet.protocol)) &&
    (match.sources === undefined || naiveHolds(match.sources, packet.source)) &&
    (match.destinations === undefined || naiveHolds(match.destinations, packet.destination)) &&
    (match.sourcePorts === undefined || naiveHolds(match.sourcePorts, packet.sourcePort)) &&
    (match.destinationPorts === undefined || naiveHolds(match.destinationPorts, packet.destinationPort))
  );
}

/** How many boxes of a list hold the packet; more than one means that the boxes are not disjoint. */
export function timesHeld(boxes: readonly PacketBox[], packet: Packet): number {
  return boxes.filter((box) => naiveMatches(box, packet)).length;
}
