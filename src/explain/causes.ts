/** Every blocker once, in the order in which packets meet them; the first one decides. */
import type { Finding } from '../packet/finding.js';
import type { LocatedFinding } from '../trace/walk.js';
import type { AnswerCause, TraceAnswer } from './answer.js';
import { packetOf } from './packets.js';
import type { PathGroup } from './paths.js';

export interface LocatedCause {
  readonly located: LocatedFinding;
  readonly path: number;
}

function key({ finding, leg }: LocatedFinding): string {
  return [finding.code, leg, finding.direction ?? '', finding.resource.kind, finding.resource.id, finding.rule?.id ?? ''].join('|');
}

/** A stopped instance stops the request and the reply: said once. */
function sameFault(one: Finding, other: Finding): boolean {
  return one.code === other.code && one.resource.id === other.resource.id && one.say() === other.say();
}

/** The blocking findings of all groups without repetition: the paths that fail first, each in walking order. */
export function causesOf(groups: readonly PathGroup[]): LocatedCause[] {
  const seen = new Set<string>();
  const causes: LocatedCause[] = [];
  for (const [path, { first }] of groups.entries()) {
    for (const located of first.findings) {
      const { effect } = located.finding;
      if ((effect !== 'blocks' && effect !== 'partial') || seen.has(key(located))) continue;
      seen.add(key(located));
      if (causes.some(({ located: { finding } }) => sameFault(finding, located.finding))) continue;
      causes.push({ located, path });
    }
  }
  return causes;
}

export function answerCauses(causes: readonly LocatedCause[]): AnswerCause[] {
  return causes.map(({ located: { finding, leg, hop, asked }, path }) => ({
    code: finding.code,
    leg,
    direction: finding.direction,
    resource: finding.resource,
    rule: finding.rule,
    at: { path, hop },
    message: finding.say(),
    evidence: { packet: packetOf(finding.packets.length === 0 ? asked : finding.packets), rulesConsidered: finding.considered() },
    fix: null,
  }));
}

/** What does not stop the packet but must be said, and what the snapshot lacks. */
export function notesOf(groups: readonly PathGroup[]): Pick<TraceAnswer, 'caveats' | 'missing'> {
  const caveats = new Map<string, TraceAnswer['caveats'][number]>();
  const missing = new Map<string, TraceAnswer['missing'][number]>();
  for (const { first } of groups) {
    for (const { finding } of first.findings) {
      if (finding.effect === 'caveat') {
        const id = `${finding.code}|${finding.resource.id}`;
        if (!caveats.has(id)) caveats.set(id, { code: finding.code, message: finding.say(), resource: finding.resource });
      }
      if (finding.effect === 'unknown') {
        const add = finding.missing ?? 'the object that is named';
        missing.set(`${finding.code}|${add}`, { code: finding.code, message: finding.say(), add });
      }
    }
  }
  return { caveats: [...caveats.values()], missing: [...missing.values()] };
}
