/** The two ends of a policy question: a pod where there is one, and the addresses that policies of the other end see. */
import type { Family } from '../net/address.js';
import type { AddressSet, PacketSet } from '../net/packet-set.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { Pod } from '../model/kubernetes/cluster.js';
import type { Destination, EndpointProblem, EndpointReference, Origin } from '../snapshot/endpoints/endpoint.js';
import { referenceText } from '../snapshot/endpoints/parse.js';
import { resolveReference } from '../snapshot/endpoints/resolve.js';
import { protocolsFor, readFields, type TraceRequest } from '../trace/request.js';

/** The fields of a trace request that policies can depend on; everything but the ends may be left out. */
export type PolicyQuery = Pick<TraceRequest, 'from' | 'to' | 'protocol' | 'port' | 'family' | 'icmp'>;

/** What is judged: the packets as policies see them, of which the sender and the receiver may be pods. */
export interface PolicyFlow {
  readonly sender: Pod | null;
  readonly receiver: Pod | null;
  readonly packets: PacketSet;
}
export type ReadPolicyQuery = { readonly ok: true; readonly flow: PolicyFlow } | { readonly ok: false; readonly problem: EndpointProblem };

function refused(code: EndpointProblem['code'], message: string, path: string): ReadPolicyQuery {
  return { ok: false, problem: { code, message, path } };
}

/** IPv6 first where the sending or receiving pod has that first; null where the ends share no family. */
function familyShared(asked: Family | undefined, from: EndpointReference, to: EndpointReference): Family | null {
  const shared = from.families.filter((family) => to.families.includes(family));
  if (asked !== undefined) return shared.includes(asked) ? asked : null;
  const preferred = [from, to].find(({ kind }) => kind === 'pod')?.families[0];
  return preferred !== undefined && shared.includes(preferred) ? preferred : (shared[0] ?? null);
}

/** The one place of an end; a problem where it stands for none or several. */
function single<T>(places: readonly T[], { ref }: EndpointReference, path: string): T | ReadPolicyQuery {
  const [only, second] = places;
  if (only === undefined) return refused('ENDPOINT_NOT_FOUND', `${ref} has no address of its own in this snapshot.`, path);
  if (second === undefined) return only;
  const message = `${ref} stands for ${places.length} ends, which policies may judge differently: ask for one pod, node or address at a time.`;
  return refused('INVALID_REQUEST', message, path);
}

/** Policies judge the cluster address where a pod sends, and the pods behind it where they receive: one answer would mix two questions. */
function serviceProblem(end: EndpointReference, addresses: AddressSet, path: string, network: IndexedNetwork): ReadPolicyQuery | null {
  const [first, last] = addresses;
  const service = first !== undefined && last === first + 1n ? network.clusters.servicesAt(first)[0] : undefined;
  if (end.kind !== 'service' && (end.kind !== 'ip' || service === undefined)) return null;
  const name = service === undefined ? end.ref : `Service ${service.namespace}/${service.name} (${end.ref})`;
  const message = `${name} is not one end for policies: those of the sender judge its cluster address, those of the receivers its pods. Ask for one of its pods, or trace the flow.`;
  return refused('INVALID_REQUEST', message, path);
}

function podOf({ place }: Origin): Pod | null {
  return place.at === 'pod-out' ? place.pod : null;
}

/** Resolves a query. Never throws for bad references or fields: those are problems with the pointer of the field. */
export function readPolicyQuery(query: PolicyQuery, network: IndexedNetwork): ReadPolicyQuery {
  const from = resolveReference(referenceText(query.from), network);
  if (!from.ok) return { ok: false, problem: { ...from.problem, path: '/from' } };
  const to = resolveReference(referenceText(query.to), network, from.end);
  if (!to.ok) return { ok: false, problem: { ...to.problem, path: '/to' } };
  const read = readFields(query, to.end);
  if (!read.ok) return read;
  const addressless = [from.end, to.end].find(({ families }) => families.length === 0);
  if (addressless !== undefined) return single([], addressless, addressless === from.end ? '/from' : '/to');
  const family = familyShared(query.family, from.end, to.end);
  if (family === null) {
    const message = `${from.end.ref} and ${to.end.ref} have no ${query.family ?? 'address family'} in common.`;
    return refused('FAMILY_NOT_SHARED', message, query.family === undefined ? '' : '/family');
  }
  const origin = single(from.end.origins(family), from.end, '/from');
  if ('ok' in origin) return origin;
  const fields = protocolsFor(read.fields, family);
  const destinations =
    to.end.kind === 'service' ? [] : to.end.destinations({ origin, family, protocols: fields.protocols, ports: fields.ports });
  const service =
    serviceProblem(from.end, origin.sources, '/from', network) ?? serviceProblem(to.end, destinations[0]?.addresses ?? [], '/to', network);
  if (service !== null) return service;
  const destination = single(destinations.filter(hasAddress), to.end, '/to');
  if ('ok' in destination) return destination;
  const packets: PacketSet = [
    {
      protocols: fields.protocols,
      sources: origin.sources,
      destinations: destination.addresses,
      sourcePorts: fields.sourcePorts ?? origin.clientPorts,
      destinationPorts: destination.ports ?? fields.ports,
    },
  ];
  const [receiver] = to.end.origins(family);
  return { ok: true, flow: { sender: podOf(origin), receiver: receiver === undefined ? null : podOf(receiver), packets } };
}

function hasAddress({ addresses, start }: Destination): boolean {
  return addresses.length > 0 && start === undefined;
}
