/**
 * Follows packets from place to place until every way has ended. Filters do not stop the walk: what they deny no longer counts
 * as open, and the walk goes on with all that was asked for, so that the second blocker is found as well as the first.
 */
import { fieldOf, intersectSet, type PacketSet } from '../net/packet-set.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import { label } from '../model/resource.js';
import { describeSource } from '../packet/describe.js';
import type { Hop, Leg, SessionList } from '../packet/hop.js';
import type { Place } from '../packet/place.js';
import type { Crossing, FlowContext, Journey, Member, Step } from '../packet/station.js';
import { ownerOf } from '../components/aws/eni/owner.js';
import { loopStep } from '../components/loop.js';
import { stepAt } from '../components/registry.js';
import { filtered, hopOf, moved, NO_FINDINGS, noteHop, type Chain, type LocatedFinding, type State } from './walk-state.js';

export type { LocatedFinding } from './walk-state.js';

/** Places that one way may visit, and ways that one question may have, before the walk gives up and says so. */
const MAX_HOPS = 96;
const MAX_PATHS = 4096;

export interface WalkedPath {
  readonly leg: Leg;
  readonly hops: readonly Hop[];
  readonly findings: readonly LocatedFinding[];
  readonly outcome: 'delivered' | 'dropped' | 'left' | 'unknown';
  readonly asked: PacketSet;
  /** What no filter has stopped, out of `asked`. */
  readonly open: PacketSet;
  /** The part of connections that is still open where ports were drawn anew: 0 to 1. */
  readonly share: number;
  readonly sessions: SessionList | null;
  readonly members: readonly Member[];
  readonly represents: number;
  readonly replyFrom: Place | null;
  readonly crossed: readonly Crossing[];
}

export interface WalkStart {
  readonly leg: Leg;
  readonly place: Place;
  readonly asked: PacketSet;
  readonly open: PacketSet;
  readonly sessions: SessionList | null;
  readonly members: readonly Member[];
  readonly represents: number;
}

function toArray<T>(chain: Chain<T> | null): T[] {
  const out: T[] = [];
  for (let link = chain; link !== null; link = link.earlier) out.push(link.item);
  return out.reverse();
}

/** Identifies a place together with where the packets are bound: meeting it twice is a loop, unless a node gave a reply its old port back meanwhile. */
function placeKey(place: Place, packets: PacketSet): string {
  const parts: string[] = [place.at];
  for (const value of Object.values(place) as unknown[]) {
    if (value !== null && typeof value === 'object') {
      const named = value as { id?: string; name?: string; subnet?: { id: string } };
      parts.push(named.id ?? named.name ?? named.subnet?.id ?? '');
    } else parts.push(String(value));
  }
  parts.push(
    String(fieldOf(packets, 'destinations')[0]),
    String(fieldOf(packets, 'sources')[0]),
    String(fieldOf(packets, 'destinationPorts')),
  );
  return parts.join('|');
}

/** Only these can be met twice by a packet that runs in a circle. */
const LOOP_PLACES: ReadonlySet<Place['at']> = new Set(['router', 'transit-gateway', 'kube-proxy', 'load-balancer', 'nat-gateway']);

export class Walk {
  readonly paths: WalkedPath[] = [];
  complete = true;

  constructor(
    private readonly network: IndexedNetwork,
    private readonly flow: FlowContext,
  ) {}

  /** Walks on from one start; results are added to `paths`. */
  from(start: WalkStart): void {
    let members: Chain<Member> | null = null;
    for (const item of start.members) members = { item, earlier: members };
    const opening = openingHop(start, this.network);
    this.visit(start.leg, start.place, {
      asked: start.asked,
      open: start.open,
      share: 1,
      hops: opening === null ? null : { item: opening, earlier: null },
      count: opening === null ? 0 : 1,
      findings: null,
      sessions: start.sessions,
      members,
      represents: start.represents,
      crossed: [],
      sender: { interfaceId: null, groupIds: [] },
      visited: null,
    });
  }

  private visit(leg: Leg, place: Place, state: State): void {
    if (state.asked.length === 0) return;
    if (this.paths.length >= MAX_PATHS || state.count > MAX_HOPS) {
      this.complete = false;
      return;
    }
    let next = state;
    if (LOOP_PLACES.has(place.at)) {
      const key = placeKey(place, state.asked);
      for (let link = state.visited; link !== null; link = link.earlier) {
        if (link.item === key) {
          this.take(leg, loopStep(place, state.asked), state);
          return;
        }
      }
      next = { ...state, visited: { item: key, earlier: state.visited } };
    }
    const journey: Journey = {
      leg,
      packets: state.asked,
      sessions: state.sessions,
      crossed: state.crossed,
      sender: state.sender,
      flow: this.flow,
    };
    this.take(leg, stepAt(journey, place, this.network), next);
  }

  private take(leg: Leg, step: Step, state: State): void {
    switch (step.kind) {
      case 'split':
        for (const { match, step: inner } of step.parts) {
          this.take(leg, inner, { ...state, asked: intersectSet(state.asked, match), open: intersectSet(state.open, match) });
        }
        return;
      case 'choose':
        for (const { member, represents, step: inner } of step.alternatives) {
          this.take(leg, inner, { ...state, members: { item: member, earlier: state.members }, represents: state.represents * represents });
        }
        return;
      case 'filter': {
        this.visit(leg, step.to, filtered(leg, step, state));
        return;
      }
      case 'go':
        this.visit(leg, step.to, moved(leg, step, state));
        return;
      case 'end':
        this.finish(leg, step, state);
    }
  }

  private finish(leg: Leg, step: Extract<Step, { kind: 'end' }>, state: State): void {
    const hop = hopOf(step.hop, state.asked, null, step.hop.findings ?? NO_FINDINGS, undefined);
    this.paths.push({
      leg,
      hops: toArray({ item: hop, earlier: state.hops }),
      findings: toArray(noteHop(leg, step.hop, state, state.findings)),
      outcome: step.outcome,
      asked: state.asked,
      open: step.outcome === 'dropped' ? [] : state.open,
      share: state.share,
      sessions: state.sessions,
      members: toArray(state.members),
      represents: state.represents,
      replyFrom: step.replyFrom,
      crossed: state.crossed,
    });
  }
}

/** Pods, hosts and outside networks tell of the start themselves; for a bare interface its owner is named here. */
function openingHop({ place, leg, asked }: WalkStart, network: IndexedNetwork): Hop | null {
  if (place.at !== 'eni-out') return null;
  const { station, resource } = ownerOf(place.eni, network);
  const start = leg === 'return' ? 'The reply starts' : 'Starts';
  const explain = (): string => `${start} at ${label(resource)} (${place.eni.id}), with source ${describeSource(asked)}.`;
  return { station, resource, action: 'originate', explain, packets: asked, after: null };
}
