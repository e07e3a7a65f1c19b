/** The virtual private gateway: between the interfaces of one VPC and the sites behind its VPNs and Direct Connect, and nothing beyond. */
import { fieldOf } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { label, refOf } from '../../../model/resource.js';
import { describeDestination, describeSource, familyOfPackets, onlyDestination, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall, stateFindings } from '../../state.js';
import { egressOnlyFindings } from '../egress-only-internet-gateway/findings.js';
import { roadsAnswered, wrongRoad } from '../roads.js';
import { connectionsToward, prefixesCover, type SiteConnection } from './connections.js';
import { virtualPrivateGatewayFindings as findings } from './findings.js';

type Here = PlaceAt<'virtual-private-gateway'>;
const ATTACHED: ReadonlySet<string> = new Set(['available', 'attached']);

function stateOf({ gateway, vpc }: Here, journey: Journey): Finding | null {
  const resource = refOf('vpn-gateway', gateway);
  const state = gateway.attachments.find(({ vpcId }) => vpcId === vpc.id)?.state ?? 'not attached';
  if (ATTACHED.has(state))
    return badState(resource, `Virtual private gateway ${label(gateway)}`, gateway.state, ['available'], journey.packets);
  const say = (): string => `Virtual private gateway ${label(gateway)} is not attached to ${label(vpc)} (${state}).`;
  return stateFindings.BAD_STATE_ATTACHMENT({ resource, packets: journey.packets, say });
}

/** Why the gateway takes nothing from this source; null when it does. */
function refusedOut(place: Here, journey: Journey, network: IndexedNetwork): Finding | null {
  const { gateway, vpc } = place;
  const resource = refOf('vpn-gateway', gateway);
  const { packets } = journey;
  const broken = stateOf(place, journey);
  if (broken !== null) return broken;
  const source = onlySource(packets);
  if (source !== null && network.owners.ownerOf(vpc.id, source) === null) {
    if (!network.hasCall('ec2:DescribeNetworkInterfaces', vpc.home))
      return missingCall(resource, 'ec2:DescribeNetworkInterfaces', `Who has ${describeSource(packets)} in ${label(vpc)}`, packets);
    const say = (): string =>
      `${describeSource(packets)} is no address of an interface in ${label(vpc)}, and virtual private gateway ${label(gateway)} takes packets from those only.`;
    return findings.VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS({ resource, packets, direction: 'egress', say });
  }
  return null;
}

/** Why no connection takes the packets; the one that does otherwise. `back`: the connections that the request came by. */
function choose({ gateway }: Here, back: readonly string[], journey: Journey, network: IndexedNetwork): SiteConnection | Finding {
  const resource = refOf('vpn-gateway', gateway);
  const { packets } = journey;
  const to = describeDestination(packets);
  const base = { resource, packets, direction: 'egress' as const };
  const addresses = fieldOf(packets, 'destinations');
  const side = network.sites.behind(gateway.id);
  const connections = connectionsToward(gateway.id, addresses, network);
  const best = connections[0];
  if (best === undefined) {
    if (side.vpns.length > 0)
      return egressOnlyFindings.PROTOCOL_RESTRICTION({
        ...base,
        say: () => `VPN connections on virtual private gateway ${label(gateway)} carry no IPv6.`,
      });
    if (prefixesCover(side.propagated, addresses)) return { id: '', kind: 'direct-connect', knows: 'yes', carries: true, rank: 0 };
    if (
      !network.hasCall('directconnect:DescribeVirtualInterfaces', gateway.home) ||
      !network.hasCall('ec2:DescribeVpnConnections', gateway.home)
    ) {
      return missingCall(
        resource,
        'ec2:DescribeVpnConnections and directconnect:DescribeVirtualInterfaces',
        `What is connected to ${label(gateway)}`,
        packets,
      );
    }
    return findings.VGW_PREFIX_UNKNOWN({
      ...base,
      say: () => `Virtual private gateway ${label(gateway)} has no VPN connection and no Direct Connect, so it knows no way to ${to}.`,
    });
  }
  const same = connections.find(({ id, knows }) => back.includes(id) && knows === best.knows);
  const taken = same ?? best;
  if (taken.knows === 'yes' || !connections.some(({ carries }) => carries)) return taken;
  if (taken.knows === 'maybe') {
    return findings.VGW_PREFIX_UNKNOWN({
      ...base,
      effect: 'unknown',
      missing: `what ${taken.id} announces by BGP: the propagated routes of a route table with route propagation from ${gateway.id}, or the customer gateway's announcements`,
      say: () =>
        `Whether virtual private gateway ${label(gateway)} knows ${to} can't be told: ${taken.id} learns its routes by BGP, and no route table of the VPC shows them by propagation.`,
    });
  }
  const known = [...side.vpns.flatMap(({ routes }) => routes.map(({ prefix }) => prefix)), ...side.propagated].length;
  return findings.VGW_PREFIX_UNKNOWN({
    ...base,
    say: () =>
      `Virtual private gateway ${label(gateway)} knows ${known === 0 ? 'no route at all' : `${known} routes, none of them`} for ${to}, so it drops the packet.`,
  });
}

function out(journey: Journey, place: Here, network: IndexedNetwork): Step {
  const { gateway, vpc } = place;
  const resource = refOf('vpn-gateway', gateway);
  const finding = refusedOut(place, journey, network);
  if (finding !== null) return lost('virtual-private-gateway', resource, finding);
  const roads = journey.leg === 'return' ? roadsAnswered(journey) : [];
  const back = roads.filter(({ via }) => via === gateway.id).map(({ from }) => from.id);
  if (journey.leg === 'return' && back.length === 0)
    return lost('virtual-private-gateway', resource, wrongRoad(journey, resource, label(gateway), roads));
  const connection = choose(place, back, journey, network);
  if ('effect' in connection) return lost('virtual-private-gateway', resource, connection);
  return {
    kind: 'go',
    to: { at: 'hybrid', connectionId: connection.id, heading: 'out', gatewayId: gateway.id },
    crosses: { kind: 'virtual-private-gateway', id: gateway.id },
    hop: {
      station: 'virtual-private-gateway',
      resource,
      action: 'forward',
      explain: () =>
        `Virtual private gateway ${label(gateway)} of ${label(vpc)} knows ${describeDestination(journey.packets)} by ${connection.id === '' ? 'a propagated route' : connection.id}.`,
    },
  };
}

function into(journey: Journey, place: Here, network: IndexedNetwork): Step {
  const { gateway, vpc } = place;
  const resource = refOf('vpn-gateway', gateway);
  const { packets } = journey;
  const broken = stateOf(place, journey);
  if (broken !== null) return lost('virtual-private-gateway', resource, broken);
  const destination = onlyDestination(packets);
  if (destination !== null && !network.inVpc(vpc, destination)) {
    const say = (): string =>
      `${describeDestination(packets)} is no address of ${label(vpc)}: what comes in by ${label(gateway)} reaches interfaces of that VPC only, not the internet, endpoints of other services or other networks through it.`;
    return lost(
      'virtual-private-gateway',
      resource,
      findings.VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS({ resource, packets, direction: 'ingress', say }),
    );
  }
  if (destination !== null && network.owners.ownerOf(vpc.id, destination) === null) {
    if (!network.hasCall('ec2:DescribeNetworkInterfaces', vpc.home))
      return lost(
        'virtual-private-gateway',
        resource,
        missingCall(resource, 'ec2:DescribeNetworkInterfaces', `Who has ${describeDestination(packets)} in ${label(vpc)}`, packets),
      );
    const say = (): string =>
      `No interface in ${label(vpc)} has ${describeDestination(packets)}, so what comes in for it by ${label(gateway)} reaches nobody.`;
    return lost(
      'virtual-private-gateway',
      resource,
      findings.VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS({ resource, packets, direction: 'ingress', say }),
    );
  }
  const edge = network.routes.edgeTableOf(gateway.id);
  return {
    kind: 'go',
    to:
      edge === null
        ? { at: 'vpc-delivery', vpc, fromSubnet: null }
        : { at: 'router', vpc, scope: { of: 'gateway', gatewayId: gateway.id }, zone: null },
    crosses: { kind: 'virtual-private-gateway', id: gateway.id },
    hop: {
      station: 'virtual-private-gateway',
      resource,
      action: 'forward',
      explain: () =>
        `Virtual private gateway ${label(gateway)} lets it into ${label(vpc)}${familyOfPackets(packets) === 'ipv6' ? ' as IPv6' : ''}.`,
    },
  };
}

export const virtualPrivateGateway: Station<'virtual-private-gateway'> = (journey, place, network) =>
  place.heading === 'out' ? out(journey, place, network) : into(journey, place, network);
