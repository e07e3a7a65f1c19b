/** What a place does with packets. A station is a function without state: packets and a place in, one step out. */
import type { PacketMatch, PacketSet } from '../net/packet-set.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { ResourceRef } from '../model/resource.js';
import type { Finding } from './finding.js';
import type { HopDraft, Leg, Session, SessionList, Translation } from './hop.js';
import type { Place, PlaceAt, PlaceName } from './place.js';

/** What the packets have been through so far, as far as later decisions depend on it. */
export interface Journey {
  readonly leg: Leg;
  /** The packets as asked for: filters on the way do not shrink them, so that later blockers are found too. */
  readonly packets: PacketSet;
  readonly sessions: SessionList | null;
  /** What hides or keeps the membership in security groups: each peering, transit gateway or appliance on the way. */
  readonly crossed: readonly Crossing[];
  /** Groups whose references match these packets whatever their source address: the sending interface's, or a network load balancer's. */
  readonly sender: { readonly interfaceId: string | null; readonly groupIds: readonly string[] };
  readonly flow: FlowContext;
}

export type Crossing =
  | { readonly kind: 'vpc-peering'; readonly id: string; readonly sameRegion: boolean }
  | { readonly kind: 'transit-gateway'; readonly id: string; readonly groupReferencing: boolean | null }
  | { readonly kind: 'appliance'; readonly id: string }
  | { readonly kind: 'virtual-private-gateway' | 'on-premises' | 'internet'; readonly id: string };

/** What the question says besides packets. */
export interface FlowContext {
  readonly http: { readonly host: string | null; readonly path: string | null };
  /** What a VPN without a tunnel that is up does: decide, or only be told. */
  readonly downTunnels: 'block' | 'caveat';
  /** What the sender means by the address, where that is known: a node may take the address for something else. */
  readonly meant?: ResourceRef;
}

/** One member of a dimension over which a verdict is taken: one backend of a Service, one node of a load balancer. */
export interface Member {
  readonly dimension: 'targets' | 'backends' | 'sources' | 'destinations' | 'balancer nodes' | 'api interfaces' | 'zones';
  readonly label: string;
  /** The zone, for patterns such as "targets in eu-west-1c". */
  readonly zone?: string | null;
}

/** One outcome of a filter for a part of the packets. */
export interface Decision {
  readonly packets: PacketSet;
  readonly verdict: 'permit' | 'deny' | 'unknown';
  /** Of a deny or unknown. */
  readonly finding: Finding | null;
}

export type Step =
  /** All packets go on, perhaps rewritten. */
  | {
      readonly kind: 'go';
      readonly hop: HopDraft | null;
      readonly to: Place;
      readonly translation?: Translation;
      /** Who remembers the translation, to turn the reply back; left out where it works both ways by itself. */
      readonly rememberedBy?: string;
      readonly note?: string;
      /** Turns a reply back as a remembered translation says: the walker restores what the session held. */
      readonly undo?: Session;
      readonly crosses?: Crossing;
      /** The source is from here on a device's own: what hid the groups of the sender before no longer counts. */
      readonly anew?: boolean;
      readonly sender?: Journey['sender'];
      readonly member?: Member;
    }
  /** Some may pass, some not; the walk goes on with all, and what is denied no longer counts as open. */
  | {
      readonly kind: 'filter';
      readonly hop: HopDraft;
      readonly decisions: readonly Decision[];
      readonly to: Place;
      readonly rememberedBy?: string;
    }
  /** Different packets go different ways (routes). The parts are disjoint and together are all. */
  | { readonly kind: 'split'; readonly parts: readonly { readonly match: PacketMatch; readonly step: Step }[] }
  /** One of several ways is taken for each connection; each of them can meet all packets. */
  | {
      readonly kind: 'choose';
      readonly alternatives: readonly { readonly member: Member; readonly represents: number; readonly step: Step }[];
    }
  /** The end: delivered, dropped for good, left for a network outside the snapshot, or not to be judged. */
  | {
      readonly kind: 'end';
      readonly hop: HopDraft;
      readonly outcome: 'delivered' | 'dropped' | 'left' | 'unknown';
      /** Where the reply starts; null: there is nobody to reply. */
      readonly replyFrom: Place | null;
    };

export type Station<N extends PlaceName> = (journey: Journey, place: PlaceAt<N>, network: IndexedNetwork) => Step;

/** The newest session of a holder; for translations the one whose reply these packets are. */
export function sessionOf(journey: Journey, holder: string): Session | null {
  for (let list = journey.sessions; list !== null; list = list.earlier) if (list.session.holder === holder) return list.session;
  return null;
}

/** The newest translation of a holder whose rewritten packets these packets answer: their source is its destination and the reverse. */
export function translationAnsweredBy(journey: Journey, holder: string): Session | null {
  const reply = journey.packets[0];
  for (let list = journey.sessions; list !== null && reply !== undefined; list = list.earlier) {
    const { session } = list;
    const sent = session.after[0];
    if (session.holder !== holder || session.translation === null || sent === undefined) continue;
    if (same(sent.destinations, reply.sources) && same(sent.sources, reply.destinations)) return session;
  }
  return null;
}

function same(one: readonly bigint[], other: readonly bigint[]): boolean {
  return one.length === other.length && one.every((bound, index) => bound === other[index]);
}
