/** Which attachment a winning route leads to: one, or one of several at equal cost; and what of group membership goes with the packet. */
import { fieldOf } from '../../../net/packet-set.js';
import { overlaps } from '../../../net/interval-set.js';
import { prefixSet } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { TransitCandidate } from '../../../lookup/transit-routes.js';
import type { TransitGateway, TransitGatewayAttachment, TransitGatewayRouteTable } from '../../../model/aws/connections.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import { describeDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Crossing, Journey, Step } from '../../../packet/station.js';
import { isCarrying } from '../../beyond/on-premises/carrying.js';
import { lost } from '../../ends.js';
import { stateFindings } from '../../state.js';
import { roadsAnswered, wrongRoad, type Road } from '../roads.js';
import { transitGatewayFindings } from './findings.js';
import { attachmentState } from './state.js';
import { transitRule } from './rule.js';
import { shadowing } from './wanted.js';

type Here = PlaceAt<'transit-gateway-table'>;

/** The one zone where group references do not cross a transit gateway ("Security group referencing"). */
const WITHOUT_REFERENCES = 'use1-az3';

/** References need the option at the gateway and at both attachments, and never cross to another gateway. */
function referencing(
  gateway: TransitGateway,
  from: TransitGatewayAttachment,
  to: TransitGatewayAttachment,
  zone: string | null,
): boolean | null {
  if (to.resourceType !== 'vpc' || from.resourceType !== 'vpc' || zone === WITHOUT_REFERENCES) return false;
  if (from.groupReferencing === false || to.groupReferencing === false) return false;
  return gateway.groupReferencing;
}

/** Of several at equal cost: on the way back the one that the request came in by, else those that carry anything now. */
function preferred(ids: readonly string[], roads: readonly Road[], { gateway }: Here, network: IndexedNetwork): readonly string[] {
  const back = ids.filter((id) => {
    const attachment = network.transit.attachmentAt(id, gateway.id);
    return attachment !== null && roads.some(({ via, from }) => via === gateway.id && from.id === attachment.resourceId);
  });
  if (back.length > 0) return back;
  const usable = ids.filter((id) => {
    const resourceId = network.transit.attachmentAt(id, gateway.id)?.resourceId ?? '';
    return isCarrying(resourceId, network);
  });
  return usable.length > 0 ? usable : ids;
}

/** A reply that is handed to a site or VPC which has the client's address but is not where the request came from. */
function astray(
  target: TransitGatewayAttachment,
  resource: ResourceRef,
  roads: readonly Road[],
  journey: Journey,
  network: IndexedNetwork,
): Finding | null {
  if (journey.leg === 'forward' || target.resourceType === 'peering') return null;
  if (roads.some(({ from }) => from.id === target.resourceId)) return null;
  if (target.resourceType === 'vpc' && roads.length > 0) {
    const vpc = network.network.vpcs.get(target.resourceId);
    const destinations = fieldOf(journey.packets, 'destinations');
    const own = vpc?.cidrs.some(({ prefix, state }) => state === 'associated' && overlaps(prefixSet(prefix), destinations)) ?? false;
    // A VPC that does not have the address may inspect and hand on: the end of the reply is judged where it ends.
    if (!own) return null;
  }
  return wrongRoad(journey, resource, `attachment ${label(target)} to ${target.resourceId}`, roads);
}

function unknownAttachment(id: string, winner: TransitCandidate, table: TransitGatewayRouteTable, journey: Journey): Step {
  const resource = refOf('transit-gateway-route-table', table);
  const owner = winner.route.attachments.find(({ attachmentId }) => attachmentId === id);
  const say = (): string => `Route ${winner.route.text} of ${label(table)} leads to attachment ${id}, which is not in the snapshot.`;
  return lost(
    'transit-gateway-route-table',
    resource,
    stateFindings.UNKNOWN_RESOURCE({
      resource,
      packets: journey.packets,
      rule: transitRule(winner),
      missing: `ec2:DescribeTransitGatewayAttachments with ${id}${owner?.resourceId ? ` (${owner.resourceId})` : ''}`,
      say,
    }),
  );
}

function incomplete(table: TransitGatewayRouteTable, journey: Journey): Finding {
  const say = (): string =>
    `The routes of ${label(table)} are not all in the snapshot: a longer one than the one that was found may lead elsewhere.`;
  return transitGatewayFindings.TGW_RTB_ROUTES_ARE_UNKNOWN({
    resource: refOf('transit-gateway-route-table', table),
    packets: journey.packets,
    effect: 'caveat',
    say,
  });
}

function toAttachment(
  id: string,
  winner: TransitCandidate,
  table: TransitGatewayRouteTable,
  roads: readonly Road[],
  place: Here,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const { gateway, attachment, zone } = place;
  const target = network.transit.attachmentAt(id, gateway.id);
  if (target === null) return unknownAttachment(id, winner, table, journey);
  const resource = refOf('transit-gateway-route-table', table);
  const findings: Finding[] = table.truncated ? [incomplete(table, journey)] : [];
  for (const finding of [attachmentState(target, journey), astray(target, resource, roads, journey, network)]) {
    if (finding === null) continue;
    if (finding.effect !== 'caveat') return lost('transit-gateway-route-table', resource, finding);
    findings.push(finding);
  }
  const hint = shadowing(winner, target, table, journey, network);
  if (hint !== null) findings.push(hint);
  const crosses: Crossing = { kind: 'transit-gateway', id: gateway.id, groupReferencing: referencing(gateway, attachment, target, zone) };
  return {
    kind: 'go',
    to: { at: 'transit-gateway-exit', gateway, attachment: target, zone },
    crosses,
    hop: {
      station: 'transit-gateway-route-table',
      resource,
      also: [refOf('transit-gateway-attachment', target)],
      action: 'forward',
      rule: transitRule(winner),
      findings,
      explain: () =>
        `Transit gateway route table ${label(table)}, associated with attachment ${label(attachment)}, sends ${describeDestination(journey.packets)} to ${label(target)} of ${target.resourceId}: ${winner.route.text} (${winner.route.type}).`,
    },
  };
}

/** Where the winning route of a table leads. */
export function leaveBy(
  winner: TransitCandidate,
  table: TransitGatewayRouteTable,
  place: Here,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const roads = journey.leg === 'return' ? roadsAnswered(journey) : [];
  const ids = preferred([...new Set(winner.route.attachments.map(({ attachmentId }) => attachmentId))], roads, place, network);
  const [only, ...more] = ids;
  if (only === undefined || more.length === 0) return toAttachment(only ?? '', winner, table, roads, place, journey, network);
  return {
    kind: 'choose',
    alternatives: ids.map((id) => ({
      member: { dimension: 'zones', label: id },
      represents: 1,
      step: toAttachment(id, winner, table, roads, place, journey, network),
    })),
  };
}
