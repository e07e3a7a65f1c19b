/** What the walk carries from place to place, and how one step changes it. States are never changed in place: ways share what they have in common. */
import { sizeOf } from '../net/interval-set.js';
import { fieldOf, subtractSet, withFields, type PacketMatch, type PacketSet } from '../net/packet-set.js';
import type { Finding } from '../packet/finding.js';
import type { Hop, HopDraft, Leg, SessionList, Translation } from '../packet/hop.js';
import type { Crossing, Journey, Member, Step } from '../packet/station.js';

export interface Chain<T> {
  readonly item: T;
  readonly earlier: Chain<T> | null;
}

/** A finding, where it arose and how much of the traffic it concerns. */
export interface LocatedFinding {
  readonly finding: Finding;
  readonly leg: Leg;
  readonly hop: number;
  /** What was asked for at this place. */
  readonly asked: PacketSet;
}

export interface State {
  readonly asked: PacketSet;
  readonly open: PacketSet;
  readonly share: number;
  readonly hops: Chain<Hop> | null;
  readonly count: number;
  readonly findings: Chain<LocatedFinding> | null;
  readonly sessions: SessionList | null;
  readonly members: Chain<Member> | null;
  readonly represents: number;
  readonly crossed: readonly Crossing[];
  readonly sender: Journey['sender'];
  readonly visited: Chain<string> | null;
}

export const NO_FINDINGS: readonly Finding[] = [];

/** A hop with the packets that it met. Every field is written out: copying by spread was a quarter of the engine's time. */
export function hopOf(
  draft: HopDraft,
  packets: PacketSet,
  after: PacketSet | null,
  findings: readonly Finding[],
  translation: Translation | undefined,
): Hop {
  return {
    station: draft.station,
    resource: draft.resource,
    action: draft.action,
    rule: draft.rule,
    explain: draft.explain,
    also: draft.also,
    mtu: draft.mtu,
    findings,
    packets,
    after,
    translation,
  };
}

/** The state after a filter: what it denies no longer counts as open. */
export function filtered(leg: Leg, step: Extract<Step, { kind: 'filter' }>, state: State): State {
  let open = state.open;
  let findings = state.findings;
  const own: Finding[] = [];
  for (const { packets, verdict, finding } of step.decisions) {
    if (verdict === 'deny') open = subtractSet(open, packets);
    if (finding === null) continue;
    own.push(finding);
    findings = { item: { finding, leg, hop: state.count, asked: state.asked }, earlier: findings };
  }
  const hop = hopOf(step.hop, state.asked, null, own, undefined);
  return {
    asked: state.asked,
    open,
    share: state.share,
    members: state.members,
    represents: state.represents,
    crossed: state.crossed,
    sender: state.sender,
    visited: state.visited,
    findings: noteHop(leg, step.hop, state, findings),
    hops: { item: hop, earlier: state.hops },
    count: state.count + 1,
    sessions:
      step.rememberedBy === undefined
        ? state.sessions
        : {
            session: { holder: step.rememberedBy, translation: null, before: state.asked, after: state.asked, note: null },
            earlier: state.sessions,
          },
  };
}

export function noteHop(leg: Leg, draft: HopDraft, state: State, earlier: State['findings']): State['findings'] {
  let findings = earlier;
  for (const finding of draft.findings ?? NO_FINDINGS)
    findings = { item: { finding, leg, hop: state.count, asked: state.asked }, earlier: findings };
  return findings;
}

/** The fields of the request that a reply must get back: source and destination are exchanged. */
function undone(rewrite: PacketMatch, before: PacketSet): PacketMatch {
  return {
    ...(rewrite.sources === undefined ? {} : { destinations: fieldOf(before, 'sources') }),
    ...(rewrite.destinations === undefined ? {} : { sources: fieldOf(before, 'destinations') }),
    ...(rewrite.sourcePorts === undefined ? {} : { destinationPorts: fieldOf(before, 'sourcePorts') }),
    ...(rewrite.destinationPorts === undefined ? {} : { sourcePorts: fieldOf(before, 'destinationPorts') }),
  };
}

/** The state after all packets went on, perhaps rewritten. */
export function moved(leg: Leg, step: Extract<Step, { kind: 'go' }>, state: State): State {
  let { asked, open, share } = state;
  if (step.translation !== undefined) {
    asked = withFields(asked, step.translation.rewrite);
    open = withFields(open, step.translation.rewrite);
  } else if (step.undo?.translation) {
    const { rewrite } = step.undo.translation;
    if (rewrite.sourcePorts !== undefined) {
      const all = sizeOf(fieldOf(asked, 'destinationPorts'));
      share *= all === 0 ? 0 : sizeOf(fieldOf(open, 'destinationPorts')) / all;
    }
    const fields = undone(rewrite, step.undo.before);
    asked = withFields(asked, fields);
    open = withFields(open, fields);
  }
  const rewritten = asked === state.asked ? null : asked;
  const hop = step.hop === null ? null : hopOf(step.hop, state.asked, rewritten, step.hop.findings ?? NO_FINDINGS, step.translation);
  const sessions: SessionList | null =
    step.rememberedBy === undefined || leg === 'return'
      ? without(state.sessions, step.undo ?? null)
      : {
          session: {
            holder: step.rememberedBy,
            translation: step.translation ?? null,
            before: state.asked,
            after: asked,
            note: step.note ?? null,
          },
          earlier: state.sessions,
        };
  return {
    asked,
    open,
    share,
    sessions,
    represents: state.represents,
    visited: state.visited,
    findings: step.hop === null ? state.findings : noteHop(leg, step.hop, state, state.findings),
    hops: hop === null ? state.hops : { item: hop, earlier: state.hops },
    count: state.count + (hop === null ? 0 : 1),
    crossed: step.anew === true ? [] : step.crosses === undefined ? state.crossed : [...state.crossed, step.crosses],
    sender: step.sender ?? state.sender,
    members: step.member === undefined ? state.members : { item: step.member, earlier: state.members },
  };
}

/** A remembered translation turns a reply back once. */
function without(sessions: SessionList | null, used: SessionList['session'] | null): SessionList | null {
  if (used === null || sessions === null) return sessions;
  return sessions.session === used ? sessions.earlier : { session: sessions.session, earlier: without(sessions.earlier, used) };
}
