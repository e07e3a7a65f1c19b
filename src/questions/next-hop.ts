/** One small question: which route takes packets from a source to an address, and where it leads. */
import { familyOf, formatAddress, parseAddress, type Address } from '../net/address.js';
import { onlyAddress } from '../net/interval-set.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { Subnet } from '../model/aws/vpc.js';
import { label, refOf, type ResourceRef } from '../model/resource.js';
import { ownerOf } from '../components/aws/eni/owner.js';
import { subnetHolds } from '../components/aws/subnet/station.js';
import { vpcServiceAt } from '../components/aws/vpc-service/services.js';
import type { EndpointProblem, EndpointReference, Origin } from '../snapshot/endpoints/endpoint.js';
import { referenceText, type ReferenceObject } from '../snapshot/endpoints/parse.js';
import { resolveReference } from '../snapshot/endpoints/resolve.js';
import { leavingParts, type Leaving } from './leaving.js';
import { chooseRoute, destinationText, routeView, type ConsideredRoute, type RouteView } from './route-choice.js';

export interface NextHopQuestion {
  readonly from: string | ReferenceObject;
  /** An address, such as 198.51.100.20 or 2001:db8::7. */
  readonly ip: string;
}

/** The source as it was resolved, with the interface and address by which these very packets leave. */
export interface NextHopSource {
  readonly ref: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  readonly ip: string | null;
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly eniId: string | null;
  /** The node rewrites the source to `ip`. */
  readonly translated: boolean;
}

export interface NextHop {
  readonly from: NextHopSource;
  readonly ip: string;
  /** null: none is asked (`explanation` says why), or it is not in the snapshot. */
  readonly routeTable: (ResourceRef & { readonly why: string }) | null;
  /** The route that wins. */
  readonly route: Omit<RouteView, 'target'> | null;
  /** Kind of the route's target, or `local`, `blackhole`, `none`; null: the snapshot does not tell. */
  readonly nextHop: { readonly kind: string; readonly id: string | null } | null;
  /** The other routes that hold the address; where none does, the routes of the table. */
  readonly considered: readonly ConsideredRoute[];
  readonly explanation: readonly string[];
  readonly missing: readonly string[];
}
export type NextHopAnswer = { readonly ok: true; readonly nextHop: NextHop } | { readonly ok: false; readonly problem: EndpointProblem };

type Rest = Omit<NextHop, 'from' | 'ip'>;

function refused(code: EndpointProblem['code'], message: string, path: string): NextHopAnswer {
  return { ok: false, problem: { code, message, path } };
}

/** Answers the question; a reference or address that can't be used is a problem with the pointer of its field. */
export function nextHop(question: NextHopQuestion, network: IndexedNetwork): NextHopAnswer {
  const address = parseAddress(question.ip.replace(/^ip\//, ''));
  if (address === null) return refused('INVALID_REQUEST', 'ip is one IPv4 or IPv6 address, such as 198.51.100.20.', '/ip');
  const from = resolveReference(referenceText(question.from), network);
  if (!from.ok) return { ok: false, problem: { ...from.problem, path: '/from' } };
  const { end } = from;
  const origins = end.origins(familyOf(address));
  const [origin] = origins;
  if (origin === undefined)
    return refused('ENDPOINT_NOT_FOUND', `${end.ref} has no member or interface in this snapshot that could send.`, '/from');
  if (origins.length > 1)
    return refused(
      'INVALID_REQUEST',
      `${end.ref} stands for ${origins.length} sources, whose routes may differ: ask for one of them.`,
      '/from',
    );
  const leaving = leavingParts(origin, [address, address + 1n], network)?.[0]?.leaving;
  if (leaving === undefined)
    return refused('INVALID_REQUEST', `${end.ref} is in no subnet of this snapshot, so no route table of it is asked.`, '/from');
  const rest = answer(leaving, address, network);
  const explanation = [...remarks(end, origin, address, network), leaving.why, ...rest.explanation];
  return { ok: true, nextHop: { from: sourceOf(end, origin, leaving), ip: formatAddress(address), ...rest, explanation } };
}

function sourceOf(end: EndpointReference, origin: Origin, leaving: Leaving): NextHopSource {
  const source = onlyAddress(origin.sources);
  const out = leaving.how === 'leaves' ? leaving : null;
  return {
    ref: end.ref,
    kind: end.kind,
    id: end.id,
    name: end.name,
    ip: out?.source ?? (source === null ? null : formatAddress(source)),
    vpcId: out?.subnet?.vpcId ?? origin.vpc?.id ?? null,
    subnetId: out?.eni?.subnetId ?? out?.subnet?.id ?? origin.subnetId,
    eniId: out?.eni?.id ?? origin.interfaceId,
    translated: out?.translated ?? false,
  };
}

/** What is to be known before any route: a Service's address, a family that the source does not have. */
function remarks(end: EndpointReference, { place }: Origin, address: Address, network: IndexedNetwork): string[] {
  const text = formatAddress(address);
  const cluster = place.at === 'pod-out' ? place.pod.cluster : place.at === 'host-out' ? place.node.cluster : null;
  const [service] = network.clusters.servicesAt(address);
  const out: string[] = [];
  if (service !== undefined && service.cluster === cluster)
    out.push(
      `${text} is an address of Service ${service.namespace}/${service.name}: the node rewrites it to one of its endpoints before any route is looked up, so what follows is about the address itself.`,
    );
  else if (service !== undefined)
    out.push(`${text} is an address of Service ${service.namespace}/${service.name}, which only nodes of its cluster know how to reach.`);
  if (!end.families.includes(familyOf(address)))
    out.push(`${end.ref} has no ${familyOf(address) === 'ipv4' ? 'IPv4' : 'IPv6'} address of its own.`);
  return out;
}

function without(kind: string | null, explanation: readonly string[], missing: readonly string[] = [], id: string | null = null): Rest {
  return { routeTable: null, route: null, nextHop: kind === null ? null : { kind, id }, considered: [], explanation, missing };
}

function answer(leaving: Leaving, address: Address, network: IndexedNetwork): Rest {
  switch (leaving.how) {
    case 'stays':
      return without('local', ['No route table is asked.']);
    case 'dropped':
      return without('none', ['It never reaches a route table.']);
    case 'unknown':
      return without(null, [], [leaving.missing]);
    case 'leaves': {
      const { eni, subnet } = leaving;
      if (subnet === null) return without(null, [`Subnet ${eni?.subnetId ?? ''} is not in the snapshot.`], ['ec2:DescribeSubnets']);
      const service = eni === null ? null : vpcServiceAt(address, eni, network);
      if (service !== null && service.kind !== 'lattice')
        return without('local', [`${formatAddress(address)} is ${service.name}, which the VPC answers itself: no route table is asked.`]);
      return subnetHolds(subnet, address) ? neighbour(subnet, address, network) : routed(subnet, address, network);
    }
  }
}

/** Inside a subnet packets go from interface to interface ("Gateway route tables"). */
function neighbour(subnet: Subnet, address: Address, network: IndexedNetwork): Rest {
  const owner = network.owners.ownerOf(subnet.vpcId, address);
  const who =
    owner === null ? 'no interface in this snapshot has it' : `it belongs to ${label(ownerOf(owner, network).resource)} (${owner.id})`;
  const sentence = `${formatAddress(address)} is in the same subnet ${label(subnet)}, so no route table is asked, nor a network ACL; ${who}.`;
  return without('local', [sentence], [], owner?.id ?? null);
}

/** No route forwards these, however it is written ("Subnet route tables"). */
function neverForwarded(address: Address): boolean {
  const within = (first: string, last: string): boolean => address >= (parseAddress(first) ?? 0n) && address <= (parseAddress(last) ?? 0n);
  const lattice = within('169.254.171.0', '169.254.171.255');
  return (within('169.254.168.0', '169.254.171.255') && !lattice) || within('fd00:ec2::', 'fd00:ec2:ffff:ffff:ffff:ffff:ffff:ffff');
}

function routed(subnet: Subnet, address: Address, network: IndexedNetwork): Rest {
  const choice = network.routes.tableOf(subnet);
  if (choice === null) return without(null, [`The route table of ${label(subnet)} is not in the snapshot.`], ['ec2:DescribeRouteTables']);
  const { table, explicit } = choice;
  const why = explicit
    ? `associated with ${label(subnet)}`
    : `the main table of ${table.vpcId}: no table is associated with ${label(subnet)}`;
  const routeTable = { ...refOf('route-table', table), why };
  const asked = `Route table ${label(table)} is asked: it is ${why}.`;
  const text = formatAddress(address);
  if (neverForwarded(address)) {
    const sentence = `No route forwards ${text}, however it is written: AWS keeps its range for itself.`;
    return { routeTable, route: null, nextHop: { kind: 'none', id: null }, considered: [], explanation: [asked, sentence], missing: [] };
  }
  const { winner, considered, missing } = chooseRoute(table, address, network);
  if (missing !== null) {
    const sentence = `Which route wins for ${text} can't be told: the snapshot lacks ${missing}.`;
    return { routeTable, route: null, nextHop: null, considered, explanation: [asked, sentence], missing: [missing] };
  }
  if (winner === null)
    return {
      routeTable,
      route: null,
      nextHop: { kind: 'none', id: null },
      considered,
      explanation: [asked, `It has no route to ${text}: the packet is dropped.`],
      missing: [],
    };
  const { target, ...route } = routeView(winner.route, winner);
  const dead = route.state === 'blackhole';
  const leads = dead
    ? `${route.text} wins, but it is a blackhole: its target is gone or not attached, and the packet is dropped without trying a shorter route.`
    : `${destinationText(winner.route)} wins for ${text} and leads to ${target.id ?? (target.kind === 'local' ? 'the VPC itself (the local route)' : target.kind)}.`;
  const reasons = considered.slice(0, 3).map((loser) => `${loser.text} is not used: ${loser.why}.`);
  return {
    routeTable,
    route,
    nextHop: { kind: dead ? 'blackhole' : target.kind, id: target.id },
    considered,
    explanation: [asked, leads, ...reasons],
    missing: [],
  };
}
