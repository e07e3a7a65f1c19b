/** What each side sees: the source address at the far end, the symptom at the client, and how large packets may be. */
import { onlyAddress } from '../net/interval-set.js';
import { fieldOf } from '../net/packet-set.js';
import { formatAddress } from '../net/address.js';
import { UDP } from '../net/port.js';
import type { Symptom } from '../packet/finding.js';
import type { Conversation } from '../trace/conversation.js';
import type { Trace } from '../trace/trace-flow.js';
import type { AnswerTranslation, TraceAnswer } from './answer.js';
import type { LocatedCause } from './causes.js';
import { addressText } from './packets.js';

/** Each rewriting of an address on the way out, in order. */
export function translationsOf({ forward }: Conversation): AnswerTranslation[] {
  const out: AnswerTranslation[] = [];
  for (const hop of forward.hops) {
    const { translation, after } = hop;
    if (translation === undefined || after === null) continue;
    for (const field of ['sources', 'destinations'] as const) {
      const rewritten = translation.rewrite[field];
      if (rewritten === undefined) continue;
      const before = addressText(fieldOf(hop.packets, field));
      const now = addressText(fieldOf(after, field));
      if (before === now) continue;
      const kind = translation.kind === 'proxy' ? 'proxy' : field === 'sources' ? 'snat' : 'dnat';
      const ports = field === 'destinations' && translation.rewrite.destinationPorts !== undefined;
      const port = (set: typeof hop.packets): { port: string } | object =>
        ports ? { port: fieldOf(set, 'destinationPorts')[0]?.toString() ?? '' } : {};
      out.push({
        kind,
        leg: 'forward',
        by: translation.by,
        before: { ip: before, ...port(hop.packets) },
        after: { ip: now, ...port(after) },
        reason: translation.why(),
      });
    }
  }
  return out;
}

/** The source that the end which finally answers sees, and why. */
export function sourceSeenBy(conversation: Conversation): TraceAnswer['sourceSeen'] {
  const { forward } = conversation;
  const arrived = forward.outcome === 'delivered' || forward.outcome === 'left';
  const last = forward.hops[forward.hops.length - 1];
  if (!arrived || last === undefined) {
    const seen = last === undefined ? null : onlyAddress(fieldOf(last.packets, 'sources'));
    return {
      ip: seen === null ? null : formatAddress(seen),
      why: 'The packet does not arrive; this is its source at the place where it is lost.',
    };
  }
  const source = onlyAddress(fieldOf(last.packets, 'sources'));
  const ip = source === null ? addressText(fieldOf(last.packets, 'sources')) : formatAddress(source);
  const rewritten = translationsOf(conversation).filter(({ kind }) => kind !== 'dnat');
  const final = rewritten[rewritten.length - 1];
  if (final !== undefined) return { ip, why: final.reason };
  const cni = forward.hops.find(({ station }) => station === 'vpc-cni');
  return { ip, why: cni === undefined ? 'Nothing on the way rewrites the source address.' : cni.explain() };
}

const WHY: Partial<Record<Symptom, string>> = {
  'connect-timeout': 'The packet is dropped silently, so the client waits until its timeout.',
  'connection-refused': 'The packet is refused at once, so the client sees "connection refused".',
  'dns-failure': 'The query or its answer is lost, so the resolver gives up after its timeout.',
  'icmp-unreachable': 'The packet is answered with an ICMP error, so the client sees "no route to host".',
  'http-502': 'The target refuses the connection of the load balancer, which answers 502.',
  'http-503': 'The load balancer has nobody to pass the request to and answers 503.',
  'http-504': 'The target does not answer the load balancer, which gives up and answers 504.',
  'http-403': 'The request arrives, and its right to what it asks for is refused.',
  'hang-after-connect': 'Small packets pass and large ones do not, so the connection opens and then hangs.',
  'wrong-destination': 'Somebody else gets the packet than the one who was meant.',
  intermittent: 'Only a part of the connections fails, so retries sometimes work.',
  none: 'Nothing on the way stops the flow.',
};

function predictedBy(trace: Trace, causes: readonly LocatedCause[]): Symptom | null {
  const { verdict } = trace;
  if (verdict === 'reachable') return 'none';
  if (verdict === 'unknown') return null;
  const first = causes[0]?.located;
  const byPorts = trace.scope.over === 'ports';
  if (verdict === 'partial' && !byPorts) return 'intermittent';
  const own = first?.finding.symptom ?? null;
  if (own !== null && own !== 'intermittent') return own;
  const dns =
    first !== undefined && trace.portText === '53' && (trace.to.end.kind === 'dns' || fieldOf(first.asked, 'protocols')[0] === UDP);
  return dns ? 'dns-failure' : 'connect-timeout';
}

/** Symptoms that one and the same fault may show as. */
const ALIKE: readonly (readonly string[])[] = [
  ['connect-timeout', 'intermittent', 'dns-failure', 'http-504', 'hang-after-connect'],
  ['connection-refused', 'icmp-unreachable', 'http-502'],
];

function fits(predicted: Symptom | null, reported: string): boolean | null {
  if (predicted === null) return null;
  return predicted === reported || ALIKE.some((group) => group.includes(predicted) && group.includes(reported));
}

export function symptomOf(trace: Trace, causes: readonly LocatedCause[]): TraceAnswer['symptom'] {
  const predicted = predictedBy(trace, causes);
  const why = predicted === null ? 'The snapshot does not hold what decides.' : (WHY[predicted] ?? causes[0]?.located.finding.say() ?? '');
  const { symptom: reported } = trace.request;
  return reported === undefined ? { predicted, why } : { predicted, why, reported, fits: fits(predicted, reported) };
}

/** The largest packet of each kind of hop ("Network MTU for your EC2 instance", quotas of the gateways); others carry jumbo frames. */
const MTU: Readonly<Record<string, number>> = {
  'internet-gateway': 1500,
  'egress-only-internet-gateway': 1500,
  'nat-gateway': 8500,
  'transit-gateway': 8500,
  vpn: 1500,
  'direct-connect': 1500,
  firewall: 8500,
};

export function pathMtuOf({ forward, back }: Conversation): TraceAnswer['pathMtu'] {
  let bytes = 9001;
  let at: string | null = null;
  for (const hop of [...forward.hops, ...(back?.hops ?? [])]) {
    const limit = hop.mtu ?? MTU[hop.station];
    if (limit !== undefined && limit < bytes) [bytes, at] = [limit, hop.resource.id];
  }
  return { bytes, at };
}
