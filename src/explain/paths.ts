/** Conversations → the paths of an answer: a few as they are, many grouped by what makes them alike. */
import type { Conversation } from '../trace/conversation.js';
import type { WalkedPath } from '../trace/walk.js';
import type { Trace } from '../trace/trace-flow.js';
import type { PacketSet } from '../net/packet-set.js';
import type { AnswerHop, AnswerPacket, AnswerPath } from './answer.js';
import { packetOf } from './packets.js';

/** Up to so many alternatives are shown one by one. */
const SHOWN_SINGLY = 8;
/** Groups beyond these are only counted in `scope`. */
const MOST_GROUPS = 32;

export interface PathGroup {
  readonly first: Conversation;
  readonly represents: number;
}

function likeness({ outcome, forward, back, findings, members }: Conversation): string {
  const stations = [forward, back].flatMap((path) => path?.hops.map(({ station, action }) => `${station}:${action}`) ?? []);
  const codes = findings.map(({ finding, leg }) => `${leg}/${finding.code}/${finding.resource.id}`);
  return [outcome, ...members.map(({ dimension, zone }) => `${dimension}/${zone ?? ''}`), ...stations, ...codes].join('|');
}

/** What is worse comes first, so that the first path is the one that the headline speaks of. */
const RANK: Readonly<Record<Conversation['outcome'], number>> = { blocked: 0, partial: 1, unknown: 2, reachable: 3 };

export function groupPaths({ conversations, verdict }: Trace): PathGroup[] {
  const ordered = [...conversations].sort((one, other) => RANK[one.outcome] - RANK[other.outcome]);
  const sorted =
    verdict === 'unknown'
      ? [...ordered].sort((one, other) => Number(other.outcome === 'unknown') - Number(one.outcome === 'unknown'))
      : ordered;
  if (sorted.length <= SHOWN_SINGLY) return sorted.map((first) => ({ first, represents: first.represents }));
  const groups = new Map<string, { first: Conversation; represents: number }>();
  for (const conversation of sorted) {
    const key = likeness(conversation);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: conversation, represents: conversation.represents });
    else group.represents += conversation.represents;
  }
  return [...groups.values()].slice(0, MOST_GROUPS);
}

/** Most hops see the very same packets: their text is made once. */
function hopsOf(path: WalkedPath | null, texts: Map<PacketSet, AnswerPacket>): AnswerHop[] {
  const textOf = (packets: PacketSet): AnswerPacket => {
    let text = texts.get(packets);
    if (text === undefined) texts.set(packets, (text = packetOf(packets)));
    return text;
  };
  return (path?.hops ?? []).map((hop, index) => ({
    hop: index,
    station: hop.station,
    resource: hop.resource,
    ...(hop.also === undefined || hop.also.length === 0 ? {} : { also: hop.also }),
    action: hop.action,
    packet: textOf(hop.packets),
    ...(hop.after === null ? {} : { packetAfter: textOf(hop.after) }),
    rule: hop.rule ?? null,
    code: hop.findings?.[0]?.code ?? null,
    explanation: hop.explain(),
  }));
}

function describes({ first, represents }: PathGroup, groups: readonly PathGroup[]): string {
  if (groups.length === 1 && represents === 1) return 'the only path';
  const members = first.members.map(({ label }) => label).join(', ');
  if (represents === 1) return members === '' ? 'one path' : `by ${members}`;
  return `${represents} alike, such as ${members === '' ? 'this one' : members}`;
}

export function answerPaths(groups: readonly PathGroup[], full: boolean): AnswerPath[] {
  const of = groups.reduce((sum, { represents }) => sum + represents, 0);
  const texts = new Map<PacketSet, AnswerPacket>();
  return groups.map((group) => ({
    verdict: group.first.outcome,
    describes: describes(group, groups),
    represents: { alternatives: group.represents, of },
    forward: full ? hopsOf(group.first.forward, texts) : [],
    return: full ? hopsOf(group.first.back, texts) : [],
  }));
}
