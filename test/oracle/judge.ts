/** The oracle: judges one packet conversation over a raw bundle, both legs, and says what stops it first. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { sameAddress } from './addresses.js';
import { resolveEnds, type Origin, type Resolved } from './resolve.js';
import { fromInternet } from './gateways.js';
import { dropped, NOWHERE, replyTo, type Arrival, type Crossing, type Finding, type Leg, type Packet } from './leg.js';
import { depart, replyInterface, type Departure } from './node-network.js';
import { fromOutside } from './on-premises.js';
import { judgePolicies } from './policy.js';
import type { OracleBlocker, OracleJudgement, OracleQuestion } from './question.js';
import { text, type Raw } from './raw.js';
import { startReply } from './reply.js';
import { leaveInterface } from './walk.js';
import type { Workload } from './workload.js';

export type * from './question.js';

interface Conversation {
  readonly findings: readonly Finding[];
  readonly path: readonly string[];
  readonly sourceSeen: string | null;
}

function newLeg(bundle: Bundle, question: OracleQuestion, originVpc: string, parts: Partial<Leg>): Leg {
  return {
    bundle,
    name: 'forward',
    translatedPort: question.gatewayPort ?? question.translatedPort ?? null,
    landing: question.landing ?? 0,
    findings: [],
    path: [],
    crossings: [],
    sessions: [],
    visited: [],
    foreseen: { crossings: [], arrival: NOWHERE },
    request: [],
    originVpc,
    ...parts,
  };
}

function judgePolicy(
  findings: Finding[],
  bundle: Bundle,
  workload: Workload | null,
  direction: 'Ingress' | 'Egress',
  packet: Packet,
): void {
  if (workload === null) return;
  const answer = judgePolicies(bundle, workload, direction, packet);
  const resource = workload.addresses[0]?.text ?? workload.nodeName;
  const code = direction === 'Ingress' ? 'NETWORK_POLICY_INGRESS_DENY' : 'NETWORK_POLICY_EGRESS_DENY';
  if (answer === 'denied') findings.push({ effect: 'blocks', code, leg: 'forward', resource });
  if (answer === 'denied-without-policy') {
    findings.push({ effect: 'blocks', code: 'NETWORK_POLICY_DEFAULT_DENY_STRICT', leg: 'forward', resource });
  }
  if (answer === 'unknown') findings.push({ effect: 'unknown', code: 'MISSING_CALL', leg: 'forward', resource });
}

/** The forward leg from where the packet enters the VPC's world. */
function goForward(leg: Leg, origin: Origin, departure: Departure | null, packet: Packet): Arrival {
  if (origin.at === 'internet') return fromInternet(leg, packet);
  if (origin.at === 'outside') return fromOutside(leg, packet);
  if (departure === null) return leaveInterface(leg, origin.eni, packet);
  return departure.kind === 'interface' ? leaveInterface(leg, departure.eni, departure.packet) : NOWHERE;
}

/** Whether the forward leg ended at the end that was asked for. */
function isGoal(resolved: Resolved, arrival: Arrival): boolean {
  if (resolved.goal === null) return arrival.at !== 'nowhere';
  return arrival.at === 'interface' && text(arrival.eni, 'NetworkInterfaceId') === text(resolved.goal, 'NetworkInterfaceId');
}

/** Whether the reply ended where the request had started. */
function isBack(origin: Origin, sender: Raw | null, asked: Packet, arrival: Arrival, request: Arrival): boolean {
  if (origin.at === 'interface') {
    return arrival.at === 'interface' && text(arrival.eni, 'NetworkInterfaceId') === text(sender ?? origin.eni, 'NetworkInterfaceId');
  }
  if (origin.at === 'internet') return arrival.at === 'internet' && sameAddress(arrival.packet.source, asked.destination);
  return arrival.at === 'on-premises' && request.at !== 'nowhere';
}

function judgeReturn(leg: Leg, resolved: Resolved, sender: Raw | null, asked: Packet, request: Arrival): void {
  const goal = resolved.goalWorkload;
  const from = request.at === 'interface' && goal !== null ? replyInterface(goal, request.eni, request.packet.source) : null;
  const arrival = startReply(leg, request, from);
  if (arrival.at === 'nowhere') return;
  if (!isBack(resolved.origin, sender, asked, arrival, request)) dropped(leg, 'RETURN_WRONG_TARGET', replyTo(asked).destination.text);
  const passes = (crossings: readonly Crossing[], id: string): number =>
    crossings.filter((crossing) => crossing.kind === 'middlebox' && crossing.id === id).length;
  for (const { kind, id } of leg.request) {
    if (kind === 'middlebox' && passes(leg.crossings, id) < passes(leg.request, id)) dropped(leg, 'ASYMMETRIC_MIDDLEBOX', id);
  }
}

function converse(bundle: Bundle, question: OracleQuestion, resolved: Resolved): Conversation {
  const { origin, packet } = resolved;
  const originVpc = origin.at === 'interface' ? text(origin.eni, 'VpcId') : '';
  const workload = origin.at === 'interface' ? origin.workload : null;
  const departure = workload === null ? null : depart(bundle, workload, packet, question.translatedPort ?? null);
  const before: Finding[] = [];
  judgePolicy(before, bundle, workload, 'Egress', packet);
  if (departure?.kind === 'stopped') before.push({ effect: 'blocks', code: departure.code, leg: 'forward', resource: departure.resource });
  if (departure?.kind === 'kernel') {
    judgePolicy(before, bundle, resolved.goalWorkload, 'Ingress', packet);
    return { findings: before, path: [], sourceSeen: packet.source.text };
  }
  const scout = newLeg(bundle, question, originVpc, {});
  const foreseen = { arrival: goForward(scout, origin, departure, packet), crossings: scout.crossings };
  const forward = newLeg(bundle, question, originVpc, { foreseen });
  const arrival = goForward(forward, origin, departure, packet);
  if (arrival.at === 'nowhere') return { findings: [...before, ...forward.findings], path: forward.path, sourceSeen: null };
  const after: Finding[] = [];
  if (!isGoal(resolved, arrival)) {
    after.push({ effect: 'blocks', code: 'NO_POSSIBLE_DESTINATION', leg: 'forward', resource: arrival.packet.destination.text });
  } else {
    judgePolicy(after, bundle, resolved.goalWorkload, 'Ingress', arrival.packet);
  }
  const back = newLeg(bundle, question, originVpc, { name: 'return', sessions: forward.sessions, request: forward.crossings });
  if (arrival.at !== 'exempt' && after.length === 0) {
    const sender = departure?.kind === 'interface' ? departure.eni : null;
    judgeReturn(back, resolved, sender, packet, arrival);
  }
  return {
    findings: [...before, ...forward.findings, ...after, ...back.findings],
    path: [...forward.path, ...back.path],
    sourceSeen: arrival.packet.source.text,
  };
}

function verdictOf(findings: readonly Finding[]): OracleJudgement['verdict'] {
  if (findings.some((finding) => finding.effect === 'blocks')) return 'blocked';
  return findings.length > 0 ? 'unknown' : 'reachable';
}

function asBlocker({ code, leg, resource }: Finding): OracleBlocker {
  return { code, leg, resource };
}

/** Judges the question. Where an end has several candidates (a database) and they differ, nothing is certain: `unknown`. */
export function judge(bundle: Bundle, question: OracleQuestion): OracleJudgement {
  const ends = resolveEnds(bundle, question);
  const conversations = ends.map((end): Conversation =>
    'finding' in end ? { findings: [end.finding], path: [], sourceSeen: null } : converse(bundle, question, end),
  );
  const verdicts = conversations.map((conversation) => verdictOf(conversation.findings));
  const [first] = verdicts;
  const alike = first !== undefined && verdicts.every((verdict) => verdict === first);
  const findings = conversations.flatMap((conversation) => conversation.findings);
  return {
    verdict: alike ? first : 'unknown',
    blockers: findings.filter((finding) => finding.effect === 'blocks').map(asBlocker),
    missing: findings.filter((finding) => finding.effect === 'unknown').map(asBlocker),
    sourceSeen: conversations[0]?.sourceSeen ?? null,
    path: conversations.flatMap((conversation) => conversation.path),
  };
}
