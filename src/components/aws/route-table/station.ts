/** The VPC router: whose table is asked, which route wins, and where it leads ("Route tables and route priority"). */
import { formatAddress, parseAddress } from '../../../net/address.js';
import { formatPrefix } from '../../../net/prefix.js';
import { matching, splitByPrefix } from '../../../net/prefix-table.js';
import { fieldOf } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { CompiledRoutes, RouteCandidate } from '../../../lookup/subnet-routes.js';
import type { Route, RouteTable } from '../../../model/aws/routing.js';
import { label, refOf } from '../../../model/resource.js';
import { describeAddresses, describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { securityGroupFindings } from '../security-group/findings.js';
import { disconnectedVpcs } from '../vpc/disconnected.js';
import { returnToSender } from '../vpc-peering/station.js';
import { lostOrCluster } from './cluster-address.js';
import { routeTableFindings } from './findings.js';
import { ruleOf } from './rule.js';
import { mayTake } from './unlisted.js';
import { followRoute } from './targets.js';

interface Asked {
  readonly table: RouteTable;
  /** `used by subnet-0a (prv-a), which has no association of its own`. */
  readonly why: string;
}

function tableOf({ scope }: PlaceAt<'router'>, network: IndexedNetwork): Asked | null {
  if (scope.of === 'subnet') {
    const choice = network.routes.tableOf(scope.subnet);
    if (choice === null) return null;
    const subnet = label(scope.subnet);
    return {
      table: choice.table,
      why: choice.explicit ? `used by ${subnet}` : `the main table, used by ${subnet} because no table is associated with it`,
    };
  }
  if (scope.of === 'nat-gateway') {
    const table = scope.natGateway.routeTableId === null ? undefined : network.network.routeTables.get(scope.natGateway.routeTableId);
    return table === undefined ? null : { table, why: `the table of ${label(scope.natGateway)}` };
  }
  const table = network.routes.edgeTableOf(scope.gatewayId);
  return table === null ? null : { table, why: `the edge table of ${scope.gatewayId}` };
}

function noRoute(asked: Asked, journey: Journey): Finding {
  const { table } = asked;
  const resource = refOf('route-table', table);
  const to = describeDestination(journey.packets);
  const routes = table.routes.map((route) => ({ id: ruleText(route), text: route.text, why: `${to} is outside it` })).slice(0, 8);
  const base = { resource, packets: journey.packets, considered: () => routes };
  if (journey.leg === 'return') {
    return routeTableFindings.RETURN_NO_ROUTE({
      ...base,
      direction: 'egress',
      say: () => `The request arrives, but route table ${label(table)}, ${asked.why}, has no route back to ${to}.`,
    });
  }
  return routeTableFindings.NO_ROUTE_TO_DESTINATION({
    ...base,
    direction: 'egress',
    say: () => `Route table ${label(table)}, ${asked.why}, has no route to ${to}.`,
  });
}

function ruleText(route: Route): string {
  return route.destination.kind === 'cidr' ? formatPrefix(route.destination.prefix) : route.destination.prefixListId;
}

/** Another prefix-list route of the same length with another target: AWS keeps to one of them, and does not say which. */
function tie(compiled: CompiledRoutes, winner: RouteCandidate, journey: Journey): Route | null {
  if (winner.route.destination.kind !== 'prefix-list') return null;
  const address = onlyDestination(journey.packets);
  if (address === null) return null;
  const rivals = matching(compiled.candidates, address).filter(
    ({ prefix, route }) =>
      prefix.length === winner.prefix.length && route.destination.kind === 'prefix-list' && route.target.id !== winner.route.target.id,
  );
  return rivals[0]?.route ?? null;
}

function follow(
  winner: RouteCandidate,
  asked: Asked,
  compiled: CompiledRoutes,
  place: PlaceAt<'router'>,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const resource = refOf('route-table', asked.table);
  const { route } = winner;
  const { packets } = journey;
  if (route.state === 'blackhole') {
    return lost(
      'route-table',
      resource,
      routeTableFindings.BAD_STATE_ROUTE({
        resource,
        packets,
        direction: 'egress',
        rule: ruleOf(winner),
        say: () =>
          `Route table ${label(asked.table)}, ${asked.why}, sends ${ruleText(route)} to ${route.target.id || 'a target that is gone'}, but that route is a blackhole: the target no longer exists or is not attached.`,
      }),
    );
  }
  const rival = tie(compiled, winner, journey);
  if (rival !== null) {
    return lost(
      'route-table',
      resource,
      routeTableFindings.ROUTE_AMBIGUOUS({
        resource,
        packets,
        missing: 'which of the two routes AWS uses: make one more specific',
        say: () =>
          `Two prefix-list routes of ${label(asked.table)} tie for ${describeDestination(packets)}: ${route.text} and ${rival.text}. AWS keeps to one of them without saying which.`,
      }),
    );
  }
  return followRoute(winner, { table: asked.table, why: asked.why }, place, journey, network);
}

export const router: Station<'router'> = (journey, place, network) => {
  const asked = tableOf(place, network);
  const { packets } = journey;
  if (asked === null) {
    if (place.scope.of === 'gateway') return { kind: 'go', hop: null, to: { at: 'vpc-delivery', vpc: place.vpc, fromSubnet: null } };
    const resource = place.scope.of === 'subnet' ? refOf('subnet', place.scope.subnet) : refOf('vpc', place.vpc);
    return lost('route-table', resource, missingCall(resource, 'ec2:DescribeRouteTables', `Which routes ${label(resource)} has`, packets));
  }
  const sender = place.scope.of === 'subnet' ? returnToSender(journey, place.vpc, network) : null;
  if (sender !== null) return { kind: 'go', hop: null, to: sender };
  const compiled = network.routes.compiled(asked.table);
  if (isNeverForwarded(packets)) return lost('route-table', refOf('route-table', asked.table), noRoute(asked, journey));
  const parts = splitByPrefix(compiled.candidates, fieldOf(packets, 'destinations'));
  const steps = parts.map(({ entry, addresses }) => {
    const part = parts.length === 1 ? journey : { ...journey, packets: packets.map((box) => ({ ...box, destinations: addresses })) };
    const unknown = compiled.unknownLists.find((route) => mayTake(route, addresses, asked.table, entry));
    if (unknown !== undefined) {
      const resource = refOf('route-table', asked.table);
      const finding = securityGroupFindings.PREFIX_LIST_MISSING({
        resource,
        packets: part.packets,
        missing: `ec2:GetManagedPrefixListEntries for ${ruleText(unknown)}`,
        say: () =>
          `Route ${unknown.text} of ${label(asked.table)} may take ${describeAddresses(addresses)}, but the entries of ${ruleText(unknown)} are not in the snapshot.`,
      });
      return { match: { destinations: addresses }, step: lost('route-table', resource, finding) };
    }
    if (entry !== null) return { match: { destinations: addresses }, step: follow(entry, asked, compiled, place, part, network) };
    const resource = refOf('route-table', asked.table);
    const end = lostOrCluster('route-table', resource, noRoute(asked, part), part, network);
    const apart = part.leg === 'return' ? null : disconnectedVpcs(place.vpc, part, network);
    return {
      match: { destinations: addresses },
      step: apart === null || end.kind !== 'end' ? end : { ...end, hop: { ...end.hop, findings: [apart, ...(end.hop.findings ?? [])] } },
    };
  });
  const only = steps.length === 1 ? steps[0] : undefined;
  return only === undefined ? { kind: 'split', parts: steps } : only.step;
};

const NEVER_FROM = parseAddress('169.254.168.0') ?? 0n;
const NEVER_END = (parseAddress('169.254.171.255') ?? 0n) + 1n;

/** No route forwards 169.254.168.0/22, however it is written ("Subnet route tables"); Lattice's part of it has routes of its own. */
function isNeverForwarded(packets: Journey['packets']): boolean {
  const address = onlyDestination(packets);
  return address !== null && address >= NEVER_FROM && address < NEVER_END && !formatAddress(address).startsWith('169.254.171.');
}
