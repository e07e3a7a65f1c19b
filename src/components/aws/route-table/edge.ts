/** Edge associations: an internet gateway's own table, which sends what comes in past an appliance ("Gateway route tables"). */
import { familyOf, formatAddress } from '../../../net/address.js';
import { matching } from '../../../net/prefix-table.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { RouteTarget } from '../../../model/aws/routing.js';
import { label, refOf } from '../../../model/resource.js';
import { onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import type { Journey } from '../../../packet/station.js';
import { publicAddressOf } from '../internet-gateway/public-address.js';
import { fleetOf } from '../vpc-endpoint/fleet.js';
import { routeTableFindings } from './findings.js';

/** Traffic of an internet gateway can be sent to an interface with a public address only; null where that holds. */
export function edgeRefusal(to: Place, { scope }: PlaceAt<'router'>, journey: Journey, network: IndexedNetwork): Finding | null {
  if (scope.of !== 'gateway' || !scope.gatewayId.startsWith('igw-') || to.at !== 'appliance') return null;
  const { eni } = to;
  const source = onlySource(journey.packets);
  if (source !== null && familyOf(source) === 'ipv6') return null;
  if (eni.addresses.some(({ address }) => publicAddressOf(address, eni.vpcId, network) !== null)) return null;
  return routeTableFindings.INGRESS_RTB_NO_PUBLIC_IP({
    resource: refOf('eni', eni),
    packets: journey.packets,
    direction: 'ingress',
    say: () =>
      `The edge table of ${scope.gatewayId} sends the packet to ${label(eni)}, which has no public address, so it can't receive redirected internet traffic.`,
  });
}

function passed(target: RouteTarget, journey: Journey, network: IndexedNetwork): boolean {
  const endpoint = network.network.vpcEndpoints.get(target.id);
  const fleet = endpoint === undefined ? null : fleetOf(endpoint, network);
  return journey.crossed.some(({ kind, id }) => {
    if (kind !== 'appliance') return false;
    const other = fleet === null ? undefined : network.network.vpcEndpoints.get(id);
    return id === target.id || (other !== undefined && fleetOf(other, network) === fleet);
  });
}

/**
 * Of a packet that leaves straight by an internet gateway whose edge table sends everything for its subnet past an appliance; null for
 * packets that passed it.
 */
export function redirection(gatewayId: string, journey: Journey, network: IndexedNetwork): Finding | null {
  const table = network.routes.edgeTableOf(gatewayId);
  const source = onlySource(journey.packets);
  if (table === null || source === null) return null;
  const [winner] = matching(network.routes.compiled(table).candidates, source);
  if (winner === undefined || winner.route.target.kind === 'local' || winner.route.state === 'blackhole') return null;
  const { target } = winner.route;
  if (passed(target, journey, network)) return null;
  return routeTableFindings.INGRESS_RTB_TRAFFIC_REDIRECTION({
    resource: refOf('route-table', table),
    packets: journey.packets,
    direction: 'egress',
    rule: {
      id: winner.route.destination.kind === 'cidr' ? (winner.route.text.split(' ')[0] ?? '') : winner.route.destination.prefixListId,
      text: winner.route.text,
    },
    say: () =>
      `Edge table ${label(table)} of ${gatewayId} sends inbound traffic for ${formatAddress(source)} to ${target.id}, so a direct route from there to ${gatewayId} can't be used: traffic has to pass ${target.id} both ways.`,
  });
}
