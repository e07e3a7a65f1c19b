/** What a decision found: a code of the public catalogue with the place, the rule and the sentence for it. */
import type { PacketSet } from '../net/packet-set.js';
import type { ResourceRef } from '../model/resource.js';

/** `blocks`: stops the packet. `partial`: stops some of it. `unknown`: the snapshot can't decide. `caveat`: does not stop it. `finding`: needs no flow. */
export type Effect = 'blocks' | 'partial' | 'caveat' | 'unknown' | 'finding';

/** The exact rule: an sgr-id, an ACL entry's number, a policy's namespace/name and index, a route. */
export interface RuleRef {
  readonly id: string;
  readonly direction?: 'ingress' | 'egress';
  readonly text: string;
}

/** A rule that was looked at and did not fit, with the reason; those that fail in one field only come first. */
export interface ConsideredRule {
  readonly id: string;
  readonly text: string;
  readonly why: string;
}

/** A change that would remove a blocker, as data: tried on a copy of the network before it is offered. */
export type Change = Readonly<Record<string, unknown>> & { readonly op: string };

export interface Finding {
  readonly code: string;
  readonly effect: Effect;
  readonly resource: ResourceRef;
  readonly direction: 'ingress' | 'egress' | null;
  readonly rule: RuleRef | null;
  /** The sentence; made when it is read. */
  readonly say: () => string;
  /** Rules that came close; made when they are read. */
  readonly considered: () => readonly ConsideredRule[];
  /** The packets that it is about: what was stopped, or what could not be judged. */
  readonly packets: PacketSet;
  /** Of an unknown: the call or object to add to the snapshot. */
  readonly missing: string | null;
  /** What the client sees when this one decides; null: silence (a timeout). */
  readonly symptom: Symptom | null;
}

export type Symptom =
  | 'none'
  | 'connect-timeout'
  | 'connection-refused'
  | 'icmp-unreachable'
  | 'dns-failure'
  | 'http-502'
  | 'http-503'
  | 'http-504'
  | 'http-403'
  | 'hang-after-connect'
  | 'intermittent'
  | 'wrong-destination'
  | 'authentication-error';

/** One entry of the public catalogue. */
export interface CodeEntry {
  readonly code: string;
  readonly component: string;
  readonly effect: Effect;
  readonly meaning: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What a station gives to make a finding; everything but the sentence may be left out. */
export interface FindingInput {
  readonly resource: ResourceRef;
  readonly say: () => string;
  readonly direction?: 'ingress' | 'egress';
  readonly rule?: RuleRef | null;
  readonly considered?: () => readonly ConsideredRule[];
  readonly packets?: PacketSet;
  readonly missing?: string;
  readonly symptom?: Symptom;
  /** Where one code can stop all or a part. */
  readonly effect?: Effect;
}

type Entries = Readonly<Record<string, { readonly effect: Effect; readonly meaning: string; readonly remedy: string }>>;
export type Catalogue<E extends Entries> = { readonly [C in keyof E]: (input: FindingInput) => Finding } & {
  readonly entries: readonly CodeEntry[];
};

const NONE = (): readonly ConsideredRule[] => [];

/** Makes the codes of one component: an object with one function a code, and the list for the public catalogue. */
export function catalogue<const E extends Entries>(component: string, entries: E): Catalogue<E> {
  const makers: Record<string, unknown> = {};
  for (const [code, { effect }] of Object.entries(entries)) {
    makers[code] = (input: FindingInput): Finding => ({
      code,
      effect: input.effect ?? effect,
      resource: input.resource,
      direction: input.direction ?? null,
      rule: input.rule ?? null,
      say: input.say,
      considered: input.considered ?? NONE,
      packets: input.packets ?? [],
      missing: input.missing ?? null,
      symptom: input.symptom ?? null,
    });
  }
  makers['entries'] = Object.entries(entries).map(([code, entry]) => ({ code, component, ...entry }));
  return makers as Catalogue<E>;
}
