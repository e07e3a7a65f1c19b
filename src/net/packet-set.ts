/**
 * Sets of packets. A box is every combination of its five fields; a set is a list of boxes that share no packet.
 * One packet is the box in which each field holds one value, so one code path serves "this connection" and "any port".
 */
import type { Address } from './address.js';
import { covers, equal, intersect, intervalSet, isEmpty, overlaps, pairsOf, subtract, union, type IntervalSet } from './interval-set.js';
import type { NumberSet } from './port.js';

export type AddressSet = IntervalSet<Address>;

export interface PacketBox {
  readonly protocols: NumberSet;
  readonly sources: AddressSet;
  readonly destinations: AddressSet;
  readonly sourcePorts: NumberSet;
  /** For ICMP: type * 256 + code. */
  readonly destinationPorts: NumberSet;
}

/** Disjoint boxes; none of them is empty. */
export type PacketSet = readonly PacketBox[];

/** What a rule asks of a packet; a field left out accepts all. */
export type PacketMatch = Partial<PacketBox>;

const FIELDS = ['protocols', 'sources', 'destinations', 'sourcePorts', 'destinationPorts'] as const;

export function isEmptyBox(box: PacketBox): boolean {
  return FIELDS.some((field) => isEmpty(box[field]));
}

/** The part of a box that a match accepts; null when there is none; the box itself when it is the whole. */
export function intersectBox(box: PacketBox, match: PacketMatch): PacketBox | null {
  // Ports before addresses: most rules differ in them, and they are the cheaper question. Written out: this is the innermost loop.
  const protocols = match.protocols === undefined ? box.protocols : intersect(box.protocols, match.protocols);
  if (protocols.length === 0) return null;
  const destinationPorts =
    match.destinationPorts === undefined ? box.destinationPorts : intersect(box.destinationPorts, match.destinationPorts);
  if (destinationPorts.length === 0) return null;
  const sourcePorts = match.sourcePorts === undefined ? box.sourcePorts : intersect(box.sourcePorts, match.sourcePorts);
  if (sourcePorts.length === 0) return null;
  const sources = match.sources === undefined ? box.sources : intersect(box.sources, match.sources);
  if (sources.length === 0) return null;
  const destinations = match.destinations === undefined ? box.destinations : intersect(box.destinations, match.destinations);
  if (destinations.length === 0) return null;
  const whole =
    protocols === box.protocols &&
    destinationPorts === box.destinationPorts &&
    sourcePorts === box.sourcePorts &&
    sources === box.sources &&
    destinations === box.destinations;
  return whole ? box : { protocols, sources, destinations, sourcePorts, destinationPorts };
}

/** What is left of a box without the packets that a match accepts: at most five boxes. */
export function subtractBox(box: PacketBox, match: PacketMatch): PacketBox[] {
  const inside = intersectBox(box, match);
  if (inside === null) return [box];
  const out: PacketBox[] = [];
  let rest = box;
  for (const field of FIELDS) {
    if (equal(inside[field] as IntervalSet<number>, rest[field] as IntervalSet<number>)) continue;
    const outside = subtract(rest[field] as IntervalSet<number>, inside[field] as IntervalSet<number>);
    if (!isEmpty(outside)) out.push({ ...rest, [field]: outside });
    rest = { ...rest, [field]: inside[field] };
  }
  return out;
}

export function intersectSet(packets: PacketSet, match: PacketMatch): PacketSet {
  if (packets.length === 1) {
    const only = packets[0] as PacketBox;
    const both = intersectBox(only, match);
    return both === null ? [] : both === only ? packets : [both];
  }
  return packets.flatMap((box) => intersectBox(box, match) ?? []);
}

export function subtractSet(packets: PacketSet, gone: PacketSet): PacketSet {
  let rest = packets;
  for (const match of gone) rest = rest.flatMap((box) => subtractBox(box, match));
  return rest;
}

export function intersectSets(one: PacketSet, other: PacketSet): PacketSet {
  return other.flatMap((match) => intersectSet(one, match));
}

/** The field in which two boxes differ when it is the only one, otherwise null. */
function onlyDifference(one: PacketBox, other: PacketBox): (typeof FIELDS)[number] | null {
  let found: (typeof FIELDS)[number] | null = null;
  for (const field of FIELDS) {
    if (equal(one[field] as IntervalSet<number>, other[field] as IntervalSet<number>)) continue;
    if (found !== null) return null;
    found = field;
  }
  return found;
}

/**
 * The same packets in fewer boxes: a box joins an earlier one that differs from it in one field. One pass, so not
 * always the fewest; enough to keep a long list of alike rules from leaving one box for each rule.
 */
export function joinBoxes(packets: PacketSet): PacketSet {
  if (packets.length < 2) return packets;
  const out: PacketBox[] = [];
  for (const box of packets) {
    let joined = false;
    for (let i = 0; i < out.length && !joined; i += 1) {
      const earlier = out[i] as PacketBox;
      const field = onlyDifference(earlier, box);
      if (field === null) continue;
      out[i] = { ...earlier, [field]: union(earlier[field] as IntervalSet<number>, box[field] as IntervalSet<number>) };
      joined = true;
    }
    if (!joined) out.push(box);
  }
  return out;
}

/** Does a match accept every packet of the box? */
export function matchCovers(match: PacketMatch, box: PacketBox): boolean {
  return FIELDS.every((field) => {
    const asked = match[field];
    return asked === undefined || covers(asked as IntervalSet<number>, box[field] as IntervalSet<number>);
  });
}

/** Does a match accept some packet of the box? */
export function matchMeets(match: PacketMatch, box: PacketBox): boolean {
  return FIELDS.every((field) => {
    const asked = match[field];
    return asked === undefined || overlaps(asked as IntervalSet<number>, box[field] as IntervalSet<number>);
  });
}

/** Gives the same fields, none of them empty, to every box. Boxes that differed only in those fields become one. */
export function withFields(packets: PacketSet, fields: PacketMatch): PacketSet {
  let out: PacketSet = [];
  for (const box of packets) out = [...out, ...subtractSet([{ ...box, ...fields }], out)];
  return out;
}

/** Joins one field over all boxes, for printing. */
export function fieldOf<F extends keyof PacketBox>(packets: PacketSet, field: F): PacketBox[F] {
  const only = packets.length === 1 ? packets[0] : undefined;
  if (only !== undefined) return only[field];
  const pairs = packets.flatMap((box) => pairsOf(box[field] as IntervalSet<number>));
  return intervalSet(pairs) as IntervalSet<number | bigint> as PacketBox[F];
}
