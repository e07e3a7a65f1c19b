/** Splits packets among the rules that decide them: the first rule that accepts a packet has it. */
import { intersectSet, joinBoxes, subtractBox, type PacketMatch, type PacketSet } from './packet-set.js';

export interface Decided<R> {
  /** null: no rule accepted these packets. */
  readonly rule: R | null;
  readonly packets: PacketSet;
}

/**
 * The parts are disjoint and together are what came in. Rules are tried in the order given, so a numbered list comes
 * sorted; for a list that only allows, the order merely chooses which of several fitting rules is named.
 */
export function decide<R>(rules: Iterable<R>, packets: PacketSet, matchOf: (rule: R) => PacketMatch | null): Decided<R>[] {
  const decided: Decided<R>[] = [];
  let rest = packets;
  for (const rule of rules) {
    if (rest.length === 0) break;
    const match = matchOf(rule);
    if (match === null) continue;
    const taken = intersectSet(rest, match);
    if (taken.length === 0) continue;
    decided.push({ rule, packets: joinBoxes(taken) });
    rest = taken === rest ? [] : joinBoxes(rest.flatMap((box) => subtractBox(box, match)));
  }
  if (rest.length > 0) decided.push({ rule: null, packets: rest });
  return decided;
}
