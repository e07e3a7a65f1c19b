/** The first line of an answer, and the few that follow it: what a tired person must know, in the order of use. */
import { type Conversation } from '../trace/conversation.js';
import { type Trace } from '../trace/trace-flow.js';
import { type TraceAnswer } from './answer.js';
import { type LocatedCause } from './causes.js';

const WORD: Readonly<Record<Trace['verdict'], string>> = {
  reachable: 'Reachable',
  partial: 'Partly reachable',
  blocked: 'Blocked',
  unknown: 'Unknown',
};

/** `TCP 5432 from pod/shop/cart to rds/orders`. */
export function subjectOf(trace: Trace): string {
  const service =
    trace.portText === null || trace.portText === 'any'
      ? trace.protocolText.toUpperCase()
      : `${trace.protocolText.toUpperCase()} ${trace.portText}`;
  return `${service} from ${trace.from.end.ref} to ${trace.to.end.ref}`;
}

export function headlineOf(trace: Trace, causes: readonly LocatedCause[], missing: TraceAnswer['missing']): string {
  const word = WORD[trace.verdict];
  const first = causes[0]?.located.finding.say();
  switch (trace.verdict) {
    case 'reachable':
      return `${word}: every hop lets ${subjectOf(trace)} pass, and the reply comes back.`;
    case 'unknown':
      return `${word}: ${missing[0]?.message ?? 'the snapshot does not hold what decides.'}`;
    case 'partial': {
      const { pattern, failing, of, over } = trace.scope;
      const what = pattern ?? `${failing} of ${of} ${over ?? 'ways'}`;
      return `${word}: it fails for ${what}. ${first ?? ''}`.trim();
    }
    case 'blocked':
      return `${word}: ${first ?? 'the packet is lost.'}`;
  }
}

/** Hops that often surprise, said in words: a rewritten source, a table that nobody associated, a reply that is the culprit. */
function surprise(trace: Trace, conversation: Conversation, causes: readonly LocatedCause[]): string[] {
  const out: string[] = [];
  const cni = conversation.forward.hops.find(({ station }) => station === 'vpc-cni');
  const deciding = causes[0]?.located;
  if (deciding?.leg === 'return') {
    const filters = conversation.forward.hops.some(({ station, action }) => station === 'security-group' && action === 'permit');
    out.push(
      `The request itself arrives${filters ? ': every security group and network ACL on the way out lets it pass' : ''}. It is the reply that is lost, so the server sees the connection attempt and the client only a timeout.`,
    );
  }
  const near = deciding?.finding.considered()[0];
  if (near !== undefined) out.push(`Closest rule: ${near.text} (${near.why}).`);
  if (cni !== undefined && trace.from.end.kind !== 'node' && (deciding === undefined || deciding.leg === 'forward'))
    out.push(cni.explain());
  return out;
}

/** The sentences below the headline; each is worth reading at 3 a.m. */
export function explanationOf(
  trace: Trace,
  conversation: Conversation,
  causes: readonly LocatedCause[],
  answer: Pick<TraceAnswer, 'missing' | 'scope'>,
): string[] {
  const lines = surprise(trace, conversation, causes);
  const others = causes.slice(1).map(({ located: { finding } }) => finding.say());
  if (others.length > 0)
    lines.push(
      `${others.length === 1 ? 'One more blocker waits' : `${others.length} more blockers wait`} behind it: ${others.slice(0, 3).join(' ')}`,
    );
  if (trace.verdict === 'unknown' && answer.missing.length > 0)
    lines.push(
      `Add to the snapshot: ${answer.missing
        .map(({ add }) => add)
        .slice(0, 3)
        .join('; ')}.`,
    );
  if (!trace.complete) lines.push('The network fans out beyond the limit of this answer: not every way was walked.');
  return lines;
}
