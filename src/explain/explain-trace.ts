/** A judged trace → the answer that clients read. */
import type { Trace } from '../trace/trace-flow.js';
import type { AnswerEnd, ExplainContext, TraceAnswer } from './answer.js';
import { answerCauses, causesOf, notesOf } from './causes.js';
import { explanationOf, headlineOf } from './headline.js';
import { pathMtuOf, sourceSeenBy, symptomOf, translationsOf } from './outlook.js';
import { addressText, NO_ADDRESS } from './packets.js';
import { answerPaths, groupPaths } from './paths.js';

export type { ExplainContext, TraceAnswer } from './answer.js';

/** A snapshot older than this is said to be old. */
const STALE_AFTER_MS = 60 * 60 * 1000;

/** `3 hours`, `2 days`; null while the snapshot is fresh. */
export function ageOf(capturedAt: string, now: string): string | null {
  const age = Date.parse(now) - Date.parse(capturedAt);
  if (!Number.isFinite(age) || age < STALE_AFTER_MS) return null;
  const hours = Math.round(age / STALE_AFTER_MS);
  if (hours < 48) return `${hours} hour${hours === 1 ? '' : 's'}`;
  return `${Math.round(hours / 24)} days`;
}

function fromEnd({ from }: Trace): AnswerEnd {
  const { end, origin } = from;
  // A pod that waits for an address starts with none.
  const text = addressText(origin.sources);
  return {
    ref: end.ref,
    kind: end.kind,
    ...(end.name === null ? {} : { name: end.name }),
    ip: text === NO_ADDRESS ? null : text,
    ...(origin.vpc === null ? {} : { vpcId: origin.vpc.id }),
    ...(origin.subnetId === null ? {} : { subnetId: origin.subnetId }),
    ...(origin.interfaceId === null ? {} : { eniId: origin.interfaceId }),
  };
}

function toEnd({ to }: Trace): AnswerEnd {
  const { end, destination } = to;
  return {
    ref: end.ref,
    kind: end.kind,
    ...(end.name === null ? {} : { name: end.name }),
    ip: destination === null || destination.addresses.length === 0 ? null : addressText(destination.addresses),
    ...(destination?.vpcId ? { vpcId: destination.vpcId } : {}),
    ...(destination?.subnetId ? { subnetId: destination.subnetId } : {}),
    ...(destination?.interfaceId ? { eniId: destination.interfaceId } : {}),
  };
}

/** Makes every sentence of a trace. `now` is passed in: nothing here reads a clock. */
export function explainTrace(trace: Trace, { now, snapshot }: ExplainContext): TraceAnswer {
  const groups = groupPaths(trace);
  const shown = groups[0]?.first;
  if (shown === undefined) throw new Error('A trace has at least one conversation.');
  const causes = trace.verdict === 'reachable' ? [] : causesOf(groups);
  const notes = notesOf(groups);
  const age = ageOf(snapshot.capturedAt, now);
  const caveats = [
    ...notes.caveats,
    ...(trace.complete
      ? []
      : [{ code: 'TRUNCATED', message: 'The walk was cut short by a limit: further ways exist that were not judged.' }]),
    ...(age === null
      ? []
      : [
          {
            code: 'SNAPSHOT_AGE',
            message: `The snapshot is ${age} old (captured ${snapshot.capturedAt}); what changed since is not in this answer.`,
          },
        ]),
  ];
  const missing = trace.verdict === 'unknown' || trace.verdict === 'partial' ? notes.missing : [];
  return {
    snapshot,
    flow: {
      from: fromEnd(trace),
      to: toEnd(trace),
      protocol: trace.protocolText,
      port: trace.portText,
      sourcePort: trace.sourcePortText,
      family: trace.family,
    },
    verdict: trace.verdict,
    headline: headlineOf(trace, causes, notes.missing),
    explanation: explanationOf(trace, shown, causes, { missing: notes.missing, scope: trace.scope }),
    causes: answerCauses(causes),
    translations: translationsOf(shown),
    paths: answerPaths(groups, trace.request.detail !== 'summary'),
    sourceSeen: sourceSeenBy(shown),
    symptom: symptomOf(trace, causes),
    scope: trace.scope,
    pathMtu: pathMtuOf(shown),
    caveats,
    missing,
  };
}
