/** A VPN connection or Direct Connect gateway: the last thing of AWS before a site, and the first after it. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import { describeDestination, describeSource, familyOfPackets, onlyDestination } from '../../../packet/describe.js';
import { fieldOf } from '../../../net/packet-set.js';
import type { Finding } from '../../../packet/finding.js';
import type { StationName } from '../../../packet/hop.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { directConnectMtu, directConnectState } from '../../aws/direct-connect/state.js';
import { egressOnlyFindings } from '../../aws/egress-only-internet-gateway/findings.js';
import { remembering, roadsAnswered, wrongRoad } from '../../aws/roads.js';
import { clusterAddressCause } from '../../aws/route-table/cluster-address.js';
import { prefixesCover } from '../../aws/virtual-private-gateway/connections.js';
import { vpnState } from '../../aws/vpn/state.js';
import { lost } from '../../ends.js';
import { missingCall, stateFindings } from '../../state.js';
import { internetFindings } from '../internet/station.js';

type Here = PlaceAt<'hybrid'>;

/** Who remembers by which connection a request went out to a site, so that its reply comes back by it. */
export const SITE_HOLDER = 'site';

interface Connection {
  readonly station: StationName;
  readonly resource: ResourceRef;
  readonly name: string;
  /** What is to be said of its state. */
  readonly finding: Finding | null;
  readonly mtu: number | null;
}

/** Does some table of the gateway hold a route that was learnt from the connection? Then it is up, whatever else is not captured. */
function hasTaught({ gatewayId, connectionId }: Here, network: IndexedNetwork): boolean {
  return network.transit
    .tablesOf(gatewayId)
    .some(({ routes }) =>
      (routes ?? []).some(
        ({ type, state, attachments }) =>
          type === 'propagated' && state === 'active' && attachments.some(({ resourceId }) => resourceId === connectionId),
      ),
    );
}

/** A connection that the snapshot does not describe: taken as up where routes learnt from it show that it is. */
function undescribed(place: Here, journey: Journey, network: IndexedNetwork): Connection {
  const { connectionId: id } = place;
  const isVpn = id.startsWith('vpn-');
  const resource: ResourceRef =
    id === '' ? { kind: 'vpn-gateway', id: place.gatewayId } : { kind: isVpn ? 'vpn-connection' : 'direct-connect-gateway', id };
  const name = id === '' ? `a connection of ${place.gatewayId}` : id;
  const say = (): string => `The state of ${name} is not in the snapshot; routes learnt from it show that it was up.`;
  const finding =
    id === '' || hasTaught(place, network)
      ? stateFindings.STATE_ASSUMED({ resource, packets: journey.packets, say })
      : missingCall(
          resource,
          isVpn ? 'ec2:DescribeVpnConnections' : 'directconnect:DescribeDirectConnectGateways',
          `Whether ${name} carries anything`,
          journey.packets,
        );
  return { station: isVpn ? 'vpn' : 'direct-connect', resource, name, finding, mtu: null };
}

function connectionAt(place: Here, journey: Journey, network: IndexedNetwork): Connection {
  const { connectionId: id, gatewayId } = place;
  const vpn = network.network.vpnConnections.get(id);
  if (vpn !== undefined)
    return {
      station: 'vpn',
      resource: refOf('vpn-connection', vpn),
      name: `VPN ${label(vpn)}`,
      finding: vpnState(vpn, journey),
      mtu: null,
    };
  const gateway = network.network.directConnectGateways.get(id);
  if (gateway === undefined) return undescribed(place, journey, network);
  const resource = refOf('direct-connect-gateway', gateway);
  return {
    station: 'direct-connect',
    resource,
    name: `Direct Connect ${label(gateway)}`,
    finding: directConnectState(gateway, gatewayId, journey),
    mtu: directConnectMtu(gateway),
  };
}

/** Allowed prefixes are what AWS announces to the site: without them the site knows no way in, unless it is set by hand ("Allowed prefixes interactions"). */
function unannounced(place: Here, journey: Journey, network: IndexedNetwork): Finding | null {
  const gateway = network.network.directConnectGateways.get(place.connectionId);
  const allowed = gateway?.associations.find(({ gatewayId }) => gatewayId === place.gatewayId)?.allowedPrefixes ?? [];
  if (gateway === undefined || allowed.length === 0 || journey.leg === 'return') return null;
  const own = fieldOf(journey.packets, place.heading === 'in' ? 'destinations' : 'sources');
  if (prefixesCover(allowed, own)) return null;
  const text = place.heading === 'in' ? describeDestination(journey.packets) : describeSource(journey.packets);
  const say = (): string =>
    `The allowed prefixes of Direct Connect gateway ${label(gateway)} do not hold ${text}, so AWS does not announce it to the site: there it must be routed to the connection by hand.`;
  return internetFindings.UNKNOWN_DESTINATION({ resource: refOf('direct-connect-gateway', gateway), packets: journey.packets, say });
}

/** What stops a packet at the connection besides its state; null when nothing does. */
function refused(place: Here, connection: Connection, journey: Journey, network: IndexedNetwork): Finding | null {
  const { resource, name } = connection;
  const { packets } = journey;
  if (connection.station === 'vpn' && place.gatewayId.startsWith('vgw-') && familyOfPackets(packets) === 'ipv6') {
    return egressOnlyFindings.PROTOCOL_RESTRICTION({
      resource,
      packets,
      say: () => `${name} is on a virtual private gateway, and such VPN connections carry no IPv6.`,
    });
  }
  if (place.heading === 'in') return null;
  if (journey.leg === 'return') {
    const roads = roadsAnswered(journey);
    const leadsBack = roads.some(({ from }) => from.kind === 'site' && from.id === place.connectionId);
    return leadsBack ? null : wrongRoad(journey, resource, name, roads);
  }
  const address = onlyDestination(packets);
  const isService =
    address !== null && network.clusters.servicesAt(address).some(({ clusterAddresses }) => clusterAddresses.includes(address));
  return isService && journey.flow.meant?.kind !== 'on-premises' ? clusterAddressCause(journey, network) : null;
}

/** Where packets from a site come in; null when the snapshot does not hold it. */
function wayIn({ gatewayId, connectionId }: Here, network: IndexedNetwork): Place | null {
  const vpnGateway = network.network.gateways.get(gatewayId);
  const attached = vpnGateway?.attachments.find(({ state }) => state === 'attached' || state === 'available') ?? vpnGateway?.attachments[0];
  const vpc = attached === undefined ? undefined : network.network.vpcs.get(attached.vpcId);
  if (vpnGateway !== undefined)
    return vpc === undefined ? null : { at: 'virtual-private-gateway', gateway: vpnGateway, vpc, heading: 'in' };
  const gateway = network.network.transitGateways.get(gatewayId);
  const attachment = network.transit.attachmentsOf(gatewayId).find(({ resourceId }) => resourceId === connectionId);
  return gateway === undefined || attachment === undefined ? null : { at: 'transit-gateway', gateway, attachment, zone: null };
}

export const hybrid: Station<'hybrid'> = (journey, place, network): Step => {
  const connection = connectionAt(place, journey, network);
  const { station, resource, name, finding, mtu } = connection;
  // The request has met the state already.
  const state = journey.leg === 'return' ? null : finding;
  if (state !== null && state.effect !== 'caveat') return lost(station, resource, state);
  const stopped = refused(place, connection, journey, network);
  if (stopped !== null) return lost(station, resource, stopped);
  const caveats = [state, unannounced(place, journey, network)].filter((each) => each !== null);
  const size = mtu === null ? {} : { mtu };
  const hop = { station, resource, action: 'forward', findings: caveats, ...size } as const;
  if (place.heading === 'out') {
    return {
      kind: 'go',
      to: { at: 'on-premises' },
      crosses: { kind: 'on-premises', id: place.connectionId },
      rememberedBy: SITE_HOLDER,
      note: `${place.gatewayId}|${place.connectionId}`,
      hop: { ...hop, explain: () => `${name} carries it out of AWS, to ${describeDestination(journey.packets)}.` },
    };
  }
  const to = wayIn(place, network);
  if (to === null) {
    const say = (): string => `${name} leads to ${place.gatewayId}, whose VPC or attachment is not in the snapshot.`;
    return lost(
      station,
      resource,
      stateFindings.UNKNOWN_RESOURCE({
        resource,
        packets: journey.packets,
        missing: `the gateway ${place.gatewayId} with what it is attached to`,
        say,
      }),
    );
  }
  return {
    kind: 'go',
    to,
    crosses: { kind: 'on-premises', id: place.connectionId },
    ...remembering(place.gatewayId, { kind: 'site', id: place.connectionId }),
    hop: { ...hop, explain: () => `${name} brings it into AWS, at ${place.gatewayId}.` },
  };
};
