/** Packets that several Services, ports or addresses have a part of: each takes its own, the rest goes on. */
import { intersectSet, subtractSet, type PacketMatch } from '../../../net/packet-set.js';
import type { Journey, Step } from '../../../packet/station.js';

/** Some of the packets, and what becomes of them. */
export interface Claim {
  readonly match: PacketMatch;
  readonly serve: (part: Journey) => Step;
}

/** Gives each claim its packets, in order, and what is left to `rest`. */
export function divided(journey: Journey, claims: readonly Claim[], rest: (part: Journey) => Step): Step {
  const parts: { match: PacketMatch; step: Step }[] = [];
  let left = journey.packets;
  for (const { match, serve } of claims) {
    const taken = intersectSet(left, match);
    if (taken.length === 0) continue;
    const remaining = taken === left ? [] : subtractSet(left, taken);
    const part = { ...journey, packets: taken };
    if (parts.length === 0 && remaining.length === 0) return serve(journey);
    const step = serve(part);
    for (const box of taken) parts.push({ match: box, step });
    left = remaining;
  }
  if (parts.length === 0) return rest(journey);
  if (left.length > 0) {
    const step = rest({ ...journey, packets: left });
    for (const box of left) parts.push({ match: box, step });
  }
  return { kind: 'split', parts };
}
