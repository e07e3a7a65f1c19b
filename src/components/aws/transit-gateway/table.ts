/** A transit gateway's route table: the one that the entering attachment is associated with, longest prefix, then static before learnt. */
import { overlaps } from '../../../net/interval-set.js';
import { fieldOf, type AddressSet } from '../../../net/packet-set.js';
import { formatPrefix, prefixSet } from '../../../net/prefix.js';
import { splitByPrefix } from '../../../net/prefix-table.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { CompiledTransitRoutes, TransitCandidate } from '../../../lookup/transit-routes.js';
import type { TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayRouteTable } from '../../../model/aws/connections.js';
import { label, refOf } from '../../../model/resource.js';
import { describeAddresses, describeDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall } from '../../state.js';
import { lostOrCluster } from '../route-table/cluster-address.js';
import { securityGroupFindings } from '../security-group/findings.js';
import { transitGatewayFindings } from './findings.js';
import { destinationText, transitRule } from './rule.js';
import { leaveBy } from './targets.js';
import { holderOf } from './wanted.js';

type Here = PlaceAt<'transit-gateway-table'>;

/** The table that judges what comes in by the attachment, or why there is none to ask. */
function tableOf({ attachment, gateway }: Here, journey: Journey, network: IndexedNetwork): TransitGatewayRouteTable | Finding {
  const { packets } = journey;
  const resource = refOf('transit-gateway-attachment', attachment);
  const { association } = attachment;
  if (association === null && !attachment.associationKnown) {
    return missingCall(
      resource,
      `ec2:DescribeTransitGatewayAttachments of the account that owns ${gateway.id}${gateway.ownerId === null ? '' : ` (${gateway.ownerId})`}`,
      `Which route table attachment ${label(attachment)} is associated with`,
      packets,
    );
  }
  if (association?.state !== 'associated') {
    const state = association === null ? 'associated with no route table' : `${association.state} with ${association.routeTableId}`;
    return transitGatewayFindings.TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION({
      resource,
      packets,
      direction: 'ingress',
      say: () =>
        `Attachment ${label(attachment)} of ${attachment.resourceId} is ${state}, so ${label(gateway)} has no way to route what comes in by it.`,
    });
  }
  const table = network.network.transitGatewayRouteTables.get(association.routeTableId);
  return table ?? unknownRoutes(association.routeTableId, 'are not in the snapshot', journey);
}

function unknownRoutes(tableId: string, why: string, journey: Journey): Finding {
  const say = (): string =>
    `The routes of transit gateway route table ${tableId} ${why}, so the way to ${describeDestination(journey.packets)} can't be told.`;
  return transitGatewayFindings.TGW_RTB_ROUTES_ARE_UNKNOWN({
    resource: { kind: 'transit-gateway-route-table', id: tableId },
    packets: journey.packets,
    missing: `ec2:SearchTransitGatewayRoutes for ${tableId}, with all its routes`,
    say,
  });
}

function noRoute(table: TransitGatewayRouteTable, { attachment, gateway }: Here, journey: Journey, network: IndexedNetwork): Finding {
  const resource = refOf('transit-gateway-route-table', table);
  const to = describeDestination(journey.packets);
  const routes = table.routes ?? [];
  const wanted = holderOf(gateway.id, journey, network);
  const others = wanted === null ? [] : routes.filter((route) => route.attachments.some(({ attachmentId }) => attachmentId === wanted.id));
  const considered = (): { id: string; text: string; why: string }[] =>
    routes.slice(0, 8).map((route) => ({ id: destinationText(route), text: route.text, why: `${to} is outside it` }));
  const base = { resource, packets: journey.packets, direction: 'egress' as const, considered };
  const reply = journey.leg === 'return' ? 'the reply to ' : '';
  if (wanted !== null && others.length > 0) {
    return transitGatewayFindings.TGW_RTB_CANNOT_ROUTE({
      ...base,
      say: () =>
        `Transit gateway route table ${label(table)} leads to attachment ${label(wanted)} for ${others.map(destinationText).join(', ')} only, which does not hold ${reply}${to}.`,
    });
  }
  const goal = wanted === null ? '' : `; it is behind attachment ${label(wanted)} of ${wanted.resourceId}`;
  return transitGatewayFindings.TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT({
    ...base,
    say: () =>
      `Transit gateway route table ${label(table)}, associated with attachment ${label(attachment)}, has no route to ${reply}${to}${goal}.`,
  });
}

/** A reference to a list without entries may win, unless a route for the very address does. */
function mayTake(list: readonly TransitGatewayRoute[], winner: TransitCandidate | null): TransitGatewayRoute | null {
  const exact = winner !== null && winner.prefix.length === (winner.prefix.family === 'ipv4' ? 32 : 128);
  return exact ? null : (list[0] ?? null);
}

interface Asked {
  readonly table: TransitGatewayRouteTable;
  readonly compiled: CompiledTransitRoutes;
}

function follow(
  winner: TransitCandidate | null,
  addresses: AddressSet,
  { table, compiled }: Asked,
  place: Here,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const resource = refOf('transit-gateway-route-table', table);
  const { packets } = journey;
  const unlisted = mayTake(compiled.unknownLists, winner);
  if (unlisted !== null) {
    const say = (): string =>
      `Route ${unlisted.text} of ${label(table)} may take ${describeAddresses(addresses)}, but the entries of ${destinationText(unlisted)} are not in the snapshot.`;
    return lost(
      'transit-gateway-route-table',
      resource,
      securityGroupFindings.PREFIX_LIST_MISSING({
        resource,
        packets,
        missing: `ec2:GetManagedPrefixListEntries for ${destinationText(unlisted)}`,
        say,
      }),
    );
  }
  if (winner === null) {
    const finding = table.truncated
      ? unknownRoutes(table.id, 'are not all in the snapshot', journey)
      : noRoute(table, place, journey, network);
    return lostOrCluster('transit-gateway-route-table', resource, finding, journey, network);
  }
  if (winner.route.state === 'blackhole' || winner.route.attachments.length === 0) {
    const say = (): string =>
      `Transit gateway route table ${label(table)}, associated with attachment ${label(place.attachment)}, drops ${formatPrefix(winner.prefix)}: the route is a blackhole.`;
    return lost(
      'transit-gateway-route-table',
      resource,
      transitGatewayFindings.TGW_RTB_BAD_STATE_ROUTE({ resource, packets, direction: 'egress', rule: transitRule(winner), say }),
    );
  }
  return leaveBy(winner, table, place, journey, network);
}

export const transitGatewayTable: Station<'transit-gateway-table'> = (journey, place, network): Step => {
  const table = tableOf(place, journey, network);
  if ('effect' in table) return lost('transit-gateway-route-table', table.resource, table);
  const resource = refOf('transit-gateway-route-table', table);
  const broken = badState(resource, `Transit gateway route table ${label(table)}`, table.state, ['available'], journey.packets);
  if (broken !== null) return lost('transit-gateway-route-table', resource, broken);
  const compiled = network.transit.compiled(table);
  if (compiled === null) return lost('transit-gateway-route-table', resource, unknownRoutes(table.id, 'are not in the snapshot', journey));
  const parts = splitByPrefix(compiled.candidates, fieldOf(journey.packets, 'destinations'));
  const steps = parts.map(({ entry, addresses }) => {
    const part =
      parts.length === 1 ? journey : { ...journey, packets: journey.packets.map((box) => ({ ...box, destinations: addresses })) };
    return { match: { destinations: addresses }, step: follow(entry, addresses, { table, compiled }, place, part, network) };
  });
  const only = steps.length === 1 ? steps[0] : undefined;
  return only === undefined ? { kind: 'split', parts: steps } : only.step;
};

/** Does the attachment get some part of the addresses by the routes of its own table? For sites, whose customer learns routes from it. */
export function tableLeads(attachment: TransitGatewayAttachment, addresses: AddressSet, network: IndexedNetwork): boolean {
  const table =
    attachment.association === null ? undefined : network.network.transitGatewayRouteTables.get(attachment.association.routeTableId);
  const compiled = table === undefined ? null : network.transit.compiled(table);
  if (compiled === null) return true;
  return compiled.candidates.some(({ prefix, route }) => route.state === 'active' && overlaps(prefixSet(prefix), addresses));
}
