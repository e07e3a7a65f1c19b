/** The first line of an answer, and the few that follow it: what a tired person must know, in the order of use. */
import type { Finding } from '../packet/finding.js';
import type { Conversation } from '../trace/conversation.js';
import type { Trace } from '../trace/trace-flow.js';
import type { LocatedFinding } from '../trace/walk.js';
import type { TraceAnswer } from './answer.js';
import type { LocatedCause } from './causes.js';
import { ruleText } from './packets.js';

const WORD: Readonly<Record<Trace['verdict'], string>> = {
  reachable: 'Reachable',
  partial: 'Partly reachable',
  blocked: 'Blocked',
  unknown: 'Unknown',
};

/** Sentences that begin with one of these words go on in lower case after a colon; ids, addresses and names stay as they are. */
const LOWERED =
  /^(The|No|Nobody|Nothing|What|Which|Where|Who|Whether|Security groups?|Network ACL|Route table|Subnet|Node|Pod|Internet gateway|Transit gateway|Attachment|Load balancer|Target group)\b/;

function continued(sentence: string): string {
  return sentence.replace(LOWERED, (word) => word.charAt(0).toLowerCase() + word.slice(1));
}

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
  const cause = continued(first ?? 'the packet is lost.');
  switch (trace.verdict) {
    case 'reachable':
      return `${word}: every hop lets ${subjectOf(trace)} pass, and the reply comes back.`;
    case 'unknown':
      return `${word}: ${continued(missing[0]?.message ?? 'the snapshot does not hold what decides.')}`;
    case 'partial': {
      const { pattern, failing, of, over } = trace.scope;
      const what = pattern ?? `${failing} of ${of} ${over ?? 'ways'}`;
      return `${word}: it fails for ${what}. ${first ?? ''}`.trim();
    }
    case 'blocked':
      return `${word}: ${cause}`;
  }
}

/** Codes about the state of something: which source the packet carries does not matter to them. */
const STATES: ReadonlySet<string> = new Set([
  'BAD_STATE',
  'BAD_STATE_ATTACHMENT',
  'UNASSOCIATED_COMPONENT',
  'POD_NOT_RUNNING',
  'NO_POSSIBLE_DESTINATION',
]);

/** Policies and Services judge a packet inside the node, before it has the source that others see. */
const BEFORE_THE_NETWORK: ReadonlySet<string> = new Set(['pod', 'network-policy', 'cluster-network-policy', 'service']);

/** Does the source that the packet carries bear on the answer? It does not where only the port or a state is wrong. */
function sourceMatters(trace: Trace, deciding: LocatedFinding | undefined): boolean {
  if (trace.verdict === 'unknown' || trace.from.end.kind === 'node') return false;
  if (deciding === undefined) return true;
  if (deciding.leg === 'return' || STATES.has(deciding.finding.code)) return false;
  if (BEFORE_THE_NETWORK.has(deciding.finding.resource.kind)) return false;
  return !/^(port|it is for) [^;]*$/.test(deciding.finding.considered()[0]?.why ?? '');
}

/** What is lost of a conversation whose request gets through. */
function replyLost(trace: Trace, conversation: Conversation): string {
  const filters = conversation.forward.hops.some(({ station, action }) => station === 'security-group' && action === 'permit');
  const request = `The request itself arrives${filters ? ': every security group and network ACL on its way lets it pass' : ''}.`;
  return trace.scope.over === 'source ports'
    ? `${request} What is lost are the replies to some client ports: the server sees those connection attempts, and their clients wait in vain.`
    : `${request} It is the reply that is lost: the server sees the connection attempt, and the client waits in vain.`;
}

/** The route that led the packet to where it was lost: gateways and circles are the fault of a table. */
function ledBy(conversation: Conversation, { finding, leg, hop }: LocatedFinding): string[] {
  if (!/GATEWAY|^IGW_|^EIGW_|^NAT_|^ROUTE_LOOP$/.test(finding.code)) return [];
  const hops = (leg === 'return' ? conversation.back : conversation.forward)?.hops.slice(0, hop) ?? [];
  const route = hops.findLast(({ station }) => station === 'route-table');
  return route === undefined ? [] : [route.explain()];
}

/** Routes that took the packet from where it belongs: what stops it afterwards is only what it met there. */
function ledAstray({ findings }: Conversation): string[] {
  const astray = findings.filter(
    ({ finding: { effect, code } }) => effect === 'caveat' && /(MORE_SPECIFIC|HIGHER_PRIORITY)_ROUTE$/.test(code),
  );
  return astray.map(({ finding }) => finding.say());
}

/** What these consider are routes and pods, which the sentence of the finding names where they matter. */
const WITHOUT_RULES: ReadonlySet<string> = new Set(['route-table', 'transit-gateway-route-table', 'service']);

/** `sgr-0a1 tcp 5432 from 10.0.0.0/16 (10.9.0.4 is outside it)`; the texts of ACL rules begin with their number. */
function closest(finding: Finding): string[] {
  const near = WITHOUT_RULES.has(finding.resource.kind) ? undefined : finding.considered()[0];
  return near === undefined ? [] : [`Closest rule: ${ruleText(near)} (${near.why}).`];
}

/** Hops that often surprise, said in words: a reply that is the culprit, a route that nobody meant, a rewritten source. */
function surprise(trace: Trace, conversation: Conversation, causes: readonly LocatedCause[]): string[] {
  const deciding = causes[0]?.located;
  const out: string[] = [];
  if (deciding !== undefined) {
    if (deciding.leg === 'return') out.push(replyLost(trace, conversation));
    out.push(...closest(deciding.finding), ...ledBy(conversation, deciding), ...ledAstray(conversation));
  }
  const cni = conversation.forward.hops.find(({ station }) => station === 'vpc-cni');
  if (cni !== undefined && sourceMatters(trace, deciding) && cni.explain() !== deciding?.finding.say()) out.push(cni.explain());
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
