/** Asks engine and oracle the same question and says where they differ. */
import { buildIndex, type IndexedNetwork } from '../../src/lookup/indexed-network.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import type { Bundle } from '../../src/snapshot/bundle.js';
import { traceFlow } from '../../src/trace/trace-flow.js';
import { judge, type OracleJudgement } from '../oracle/judge.js';
import { caseBundle, endsOf, type Asked, type RandomCase } from './random-network.js';

export interface Answer {
  readonly verdict: 'reachable' | 'partial' | 'blocked' | 'unknown';
  /** Codes of what blocks, in the order that the packet meets them. */
  readonly codes: readonly string[];
}

/** Ports that a translating device may pick, on both sides of every border that the random ACLs draw. */
const PICKED = [1024, 5432, 8050, 20000, 32768, 40000, 50000, 61000];

/** An end in the words of the public contract. */
function reference(written: string): string {
  if (written.includes('@')) return `ip/${written.split('@')[1] ?? ''}`;
  if (written.startsWith('eni-')) return `eni/${written}`;
  if (written.startsWith('192.168.')) return `onprem/${written}`;
  return written.includes('/') ? written : `ip/${written}`;
}

export function indexOf(bundle: Bundle): IndexedNetwork {
  const reading = readSnapshot(bundle);
  if (reading.errors.length > 0) throw new Error(`The random bundle can't be read: ${JSON.stringify(reading.errors[0])}`);
  return buildIndex(reading.network);
}

export function engineAnswer(bundle: Bundle, asked: Asked): Answer {
  const portless = asked.protocol === 1 || asked.protocol === 47;
  const result = traceFlow(indexOf(bundle), {
    from: reference(asked.from),
    to: reference(asked.to),
    protocol: asked.protocol,
    ...(portless ? {} : { port: asked.destinationPort, sourcePort: asked.sourcePort }),
  });
  if (!result.ok) return { verdict: 'unknown', codes: [`${result.problem.code}: ${result.problem.message}`] };
  const findings = result.trace.conversations.flatMap((conversation) => conversation.findings);
  const telling = result.trace.verdict === 'unknown' ? ['unknown'] : ['blocks', 'partial'];
  const stopping = findings.filter(({ finding }) => telling.includes(finding.effect));
  return { verdict: result.trace.verdict, codes: stopping.map(({ finding, leg }) => `${finding.code} ${leg}`) };
}

function codesOf(judgement: OracleJudgement): readonly string[] {
  const chosen = judgement.verdict === 'unknown' ? judgement.missing : judgement.blockers;
  return chosen.map(({ code, leg }) => `${code} ${leg}`);
}

/** All pairs of ports: a node and a NAT gateway behind it pick independently. */
const PAIRS = PICKED.flatMap((translatedPort) => PICKED.map((gatewayPort) => ({ translatedPort, gatewayPort })));
/** The attachments of the random networks have two subnets. */
const LANDINGS = [0, 1];

/**
 * The oracle's answer over all ports that a translating device may pick: what only some of them pass is partial.
 * Pairs of different ports are tried only where all equal ones are blocked: otherwise they can't change the answer.
 */
export function oracleAnswer(bundle: Bundle, asked: Asked): Answer {
  const question = { ...endsOf(asked), protocol: asked.protocol, sourcePort: asked.sourcePort, destinationPort: asked.destinationPort };
  let judgements = LANDINGS.flatMap((landing) => PICKED.map((translatedPort) => judge(bundle, { ...question, translatedPort, landing })));
  const onReply = judgements.every(({ verdict, blockers }) => verdict === 'blocked' && blockers.every(({ leg }) => leg === 'return'));
  if (onReply) judgements = LANDINGS.flatMap((landing) => PAIRS.map((ports) => judge(bundle, { ...question, ...ports, landing })));
  const verdicts = new Set(judgements.map(({ verdict }) => verdict));
  const codes = [...new Set(judgements.flatMap(codesOf))];
  const [first] = verdicts;
  if (verdicts.size === 1 && first !== undefined) return { verdict: first, codes };
  return { verdict: verdicts.has('reachable') && verdicts.has('blocked') ? 'partial' : 'unknown', codes };
}

/** Two names for one condition, where the reference leaves the choice. */
const ALIKE: readonly (readonly [string, string])[] = [
  ['IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS forward', 'BAD_STATE_ATTACHMENT forward'],
  ['TGW_RTB_CANNOT_ROUTE forward', 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT forward'],
  ['TGW_RTB_CANNOT_ROUTE return', 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT return'],
  ['PCX_REQUIRES_ADDRESS_IN_VPC_CIDR return', 'RETURN_WRONG_TARGET return'],
  ['ENI_SG_RULES_MISMATCH forward', 'SG_REFERENCES_NOT_PRESERVED forward'],
  ['NACL_BLOCKS_RETURN_PORTS return', 'SUBNET_ACL_RESTRICTION return'],
];

/** Whether the causes agree too: the first one of either is among those of the other. */
function sameCause({ codes: [first = '', ...more] }: Answer, other: Answer): boolean {
  const noEntry = other.codes.includes('NO_PATH forward');
  const alike = noEntry || ALIKE.some(([one, two]) => first === one && other.codes.includes(two));
  return alike || other.codes.includes(first) || [first, ...more].includes(other.codes[0] ?? '');
}

/** Whether the engine says that it met a kind of component that it does not analyse: then it claims nothing that could be wrong. */
export function passes(engine: Answer): boolean {
  return engine.verdict === 'unknown' && engine.codes.some((code) => code.startsWith('UNSUPPORTED_COMPONENT'));
}

/** The ends share no address family: nothing can work, and the engine may name whatever it meets first. */
function withoutFamily(engine: Answer, { codes: [first = ''] }: Answer): boolean {
  return engine.verdict !== 'reachable' && engine.verdict !== 'partial' && /^(IPV6_NOT_ENABLED|POD_HAS_NO_IPV[46]) forward$/.test(first);
}

/** Null when both give the same verdict for the same cause; else both answers. */
export function difference(drawn: Pick<RandomCase, 'plan' | 'changes' | 'asked'>): { engine: Answer; oracle: Answer } | null {
  const bundle = caseBundle(drawn);
  const engine = engineAnswer(bundle, drawn.asked);
  const oracle = oracleAnswer(bundle, drawn.asked);
  if (passes(engine)) return null;
  if (withoutFamily(engine, oracle)) return null;
  if (engine.verdict !== oracle.verdict) return { engine, oracle };
  const alike = engine.verdict !== 'blocked' || sameCause(engine, oracle);
  return alike ? null : { engine, oracle };
}
