/** The one entry of the engine: a question and an indexed network in, a judged trace out. */
import type { Family } from '../net/address.js';
import { formatPorts } from '../net/port.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { FlowContext } from '../packet/station.js';
import type { Destination, EndpointProblem, EndpointReference, Origin } from '../snapshot/endpoints/endpoint.js';
import { referenceText } from '../snapshot/endpoints/parse.js';
import { resolveReference } from '../snapshot/endpoints/resolve.js';
import type { Conversation } from './conversation.js';
import { protocolsFor, readFields, type TraceRequest } from './request.js';
import { traceToward } from './toward.js';
import { scopeOf, verdictOf, type Outcome, type Scope } from './verdict.js';

export type { TraceRequest } from './request.js';
export type { EndpointProblem } from '../snapshot/endpoints/endpoint.js';

export interface Trace {
  readonly request: TraceRequest;
  readonly from: { readonly end: EndpointReference; readonly origin: Origin };
  readonly to: { readonly end: EndpointReference; readonly destination: Destination | null };
  readonly family: Family;
  readonly protocolText: string;
  readonly portText: string | null;
  readonly sourcePortText: string;
  readonly verdict: Outcome;
  readonly scope: Scope;
  readonly conversations: readonly Conversation[];
  /** false: a limit cut the walk short. */
  readonly complete: boolean;
  readonly network: IndexedNetwork;
}

export type TraceResult = { readonly ok: true; readonly trace: Trace } | { readonly ok: false; readonly problem: EndpointProblem };

/** What both ends share; IPv6 first where the source's cluster is an IPv6 one. */
function chooseFamily(request: TraceRequest, from: EndpointReference, to: EndpointReference, network: IndexedNetwork): Family {
  if (request.family !== undefined) return request.family;
  const shared = from.families.filter((family) => to.families.includes(family));
  const cluster = from.cluster ?? to.cluster;
  const settings = cluster === null ? null : network.clusters.settingsOf(cluster);
  const first: Family =
    settings?.cni.ipv6 === true || (cluster !== null && network.network.eksClusters.get(cluster)?.family === 'ipv6') ? 'ipv6' : 'ipv4';
  if (shared.length === 0) return to.families[0] ?? from.families[0] ?? 'ipv4';
  return shared.includes(first) ? first : (shared[0] ?? 'ipv4');
}

function problemAt(problem: EndpointProblem, path: string): TraceResult {
  return { ok: false, problem: { ...problem, path } };
}

/** Traces every origin to every address of the destination, both legs. Never throws for bad references: those are problems. */
export function traceFlow(network: IndexedNetwork, request: TraceRequest): TraceResult {
  const from = resolveReference(referenceText(request.from), network);
  if (!from.ok) return problemAt(from.problem, '/from');
  const to = resolveReference(referenceText(request.to), network, from.end);
  if (!to.ok) return problemAt(to.problem, '/to');
  const read = readFields(request, to.end);
  if (!read.ok) return { ok: false, problem: read.problem };
  const family = chooseFamily(request, from.end, to.end, network);
  const fields = protocolsFor(read.fields, family);
  const flow: FlowContext = {
    http: { host: request.host ?? to.end.http?.host ?? null, path: request.path ?? to.end.http?.path ?? null },
    downTunnels: request.onDownTunnels ?? 'block',
  };
  const origins = from.end.origins(family);
  const conversations: Conversation[] = [];
  let complete = true;
  let first: { origin: Origin; destination: Destination | null } | null = null;
  for (const origin of origins) {
    const destinations = to.end.destinations({ origin, family, protocols: fields.protocols, ports: fields.ports });
    for (const destination of destinations) {
      if (destination.addresses.length === 0 && destination.start === undefined) continue;
      first ??= { origin, destination };
      const toward = traceToward(origin, destination, fields, { flow, ref: to.end.ref, network });
      complete &&= toward.complete;
      conversations.push(...toward.conversations);
    }
  }
  const [origin] = origins;
  if (origin === undefined)
    return problemAt(
      {
        code: 'ENDPOINT_NOT_FOUND',
        message: `${from.end.ref} has no running member or interface in this snapshot that could send.`,
        path: '',
      },
      '/from',
    );
  if (conversations.length === 0)
    return problemAt({ code: 'ENDPOINT_NOT_FOUND', message: `${to.end.ref} has no address in this snapshot.`, path: '' }, '/to');
  return {
    ok: true,
    trace: {
      request,
      from: { end: from.end, origin: first?.origin ?? origin },
      to: { end: to.end, destination: first?.destination ?? null },
      family,
      protocolText: fields.protocolText,
      portText: fields.portText,
      sourcePortText: formatPorts(fields.sourcePorts ?? origin.clientPorts),
      verdict: verdictOf(conversations),
      scope: scopeOf(conversations),
      conversations,
      complete,
      network,
    },
  };
}
