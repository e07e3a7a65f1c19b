/** All conversations of a question → one verdict, and the dimension that separates what fails from what passes. */
import { sizeOf, subtract } from '../net/interval-set.js';
import { fieldOf } from '../net/packet-set.js';
import { formatPorts } from '../net/port.js';
import type { Member } from '../packet/station.js';
import type { Conversation } from './conversation.js';
import type { LocatedFinding } from './walk.js';

export type Outcome = 'reachable' | 'partial' | 'blocked' | 'unknown';

export interface Scope {
  /** What the verdict was taken over: `backends`, `sources`, `source ports`, …; null when there is only one of everything. */
  readonly over: string | null;
  readonly failing: number;
  readonly of: number;
  /** The shortest description of those that fail, where only some do. */
  readonly pattern: string | null;
}

/** Blocked only when everything is; unknown as soon as what is unknown could change the answer. */
export function verdictOf(conversations: readonly Conversation[]): Outcome {
  const has = (outcome: Outcome): boolean => conversations.some((one) => one.outcome === outcome);
  if (conversations.length === 0) return 'unknown';
  if (has('partial') || (has('reachable') && has('blocked'))) return 'partial';
  if (has('unknown')) return 'unknown';
  return has('blocked') ? 'blocked' : 'reachable';
}

/** Dimensions of the destination come after those of the source: they are what is counted when nothing separates. */
const ORDER: readonly Member['dimension'][] = [
  'backends',
  'targets',
  'destinations',
  'api interfaces',
  'balancer nodes',
  'zones',
  'sources',
];

interface Counted {
  readonly label: string;
  readonly zone: string | null;
  represents: number;
  fails: boolean;
  passes: boolean;
}

function countMembers(conversations: readonly Conversation[], dimension: Member['dimension']): Counted[] {
  const counted = new Map<string, Counted>();
  for (const { members, outcome, represents } of conversations) {
    const own = members.find((one) => one.dimension === dimension);
    if (own === undefined) continue;
    const entry = counted.get(own.label) ?? { label: own.label, zone: own.zone ?? null, represents: 0, fails: false, passes: false };
    entry.represents = Math.max(entry.represents, represents);
    if (outcome === 'reachable') entry.passes = true;
    else entry.fails = true;
    counted.set(own.label, entry);
  }
  return [...counted.values()];
}

function separates(counted: readonly Counted[]): boolean {
  return (
    counted.length > 1 &&
    counted.every(({ fails, passes }) => fails !== passes) &&
    counted.some(({ fails }) => fails) &&
    counted.some(({ passes }) => passes)
  );
}

function sum(counted: readonly Counted[]): number {
  return counted.reduce((total, { represents }) => total + represents, 0);
}

function patternOf(counted: readonly Counted[], dimension: string): string {
  const failing = counted.filter(({ fails }) => fails);
  const of = sum(counted);
  const zones = new Set(failing.map(({ zone }) => zone));
  const [zone] = zones;
  const apart =
    zone !== null &&
    zone !== undefined &&
    zones.size === 1 &&
    !counted.some((one) => !one.fails && one.zone === zone) &&
    counted.some((one) => one.zone !== zone);
  const count = `(${sum(failing)} of ${of})`;
  if (apart)
    return `${dimension} in ${zone} ${count}: ${failing
      .slice(0, 3)
      .map(({ label }) => label)
      .join(', ')}`;
  return `${failing
    .slice(0, 3)
    .map(({ label }) => label)
    .join(', ')}${failing.length > 3 ? ` and ${failing.length - 3} more` : ''} ${count}`;
}

function scopeOfMembers(conversations: readonly Conversation[]): Scope | null {
  const dimensions = ORDER.map((dimension) => ({ dimension, counted: countMembers(conversations, dimension) })).filter(
    ({ counted }) => counted.length > 0,
  );
  const chosen = dimensions.find(({ counted }) => separates(counted)) ?? dimensions[0];
  if (chosen === undefined) return null;
  const { dimension, counted } = chosen;
  const failing = sum(counted.filter(({ fails }) => fails));
  const of = sum(counted);
  return { over: dimension, failing, of, pattern: failing > 0 && failing < of ? patternOf(counted, dimension) : null };
}

/** The ports that fail of a range: of the client's on the way back, or of those that were asked for. */
function scopeOfPorts(located: LocatedFinding): Scope | null {
  const { finding, asked, leg } = located;
  for (const [field, name] of [
    ['destinationPorts', leg === 'return' ? 'source ports' : 'ports'],
    ['sourcePorts', leg === 'return' ? 'ports' : 'source ports'],
  ] as const) {
    const all = fieldOf(asked, field);
    const closed = fieldOf(finding.packets, field);
    const failing = sizeOf(closed);
    const of = sizeOf(all);
    if (failing > 0 && failing < of) {
      const share = `${((100 * failing) / of).toFixed(1)} %`;
      const what = name === 'source ports' ? `${share} of connections` : `open: ${formatPorts(subtract(all, closed))}`;
      return { over: name, failing, of, pattern: `${name} ${formatPorts(closed)} (${what})` };
    }
  }
  return null;
}

export function scopeOf(conversations: readonly Conversation[]): Scope {
  const members = scopeOfMembers(conversations);
  const partial = conversations.find(({ outcome }) => outcome === 'partial');
  const stopped = partial?.findings.find(({ finding }) => finding.effect === 'blocks' || finding.effect === 'partial');
  const ports = stopped === undefined || conversations.some(({ outcome }) => outcome === 'blocked') ? null : scopeOfPorts(stopped);
  if (ports !== null) return ports;
  if (members !== null) return members;
  const failing = conversations.some(({ outcome }) => outcome !== 'reachable') ? 1 : 0;
  return { over: null, failing, of: 1, pattern: null };
}
