/** Where each kind of route target leads. A new kind of gateway adds a case here and a station of its own. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { RouteCandidate } from '../../../lookup/subnet-routes.js';
import type { RouteTable } from '../../../model/aws/routing.js';
import { label, refOf } from '../../../model/resource.js';
import { describeDestination } from '../../../packet/describe.js';
import type { HopDraft } from '../../../packet/hop.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { stateFindings } from '../../state.js';
import { endpointOfFirewall } from '../vpc-endpoint/fleet.js';
import { edgeRefusal } from './edge.js';
import { ruleOf } from './rule.js';

interface Asked {
  readonly table: RouteTable;
  readonly why: string;
}

/** The call that would have told of a target, by the kind of it. */
const CALL_OF: Readonly<Record<string, string>> = {
  'internet-gateway': 'ec2:DescribeInternetGateways',
  'egress-only-internet-gateway': 'ec2:DescribeEgressOnlyInternetGateways',
  'nat-gateway': 'ec2:DescribeNatGateways',
  'vpc-peering': 'ec2:DescribeVpcPeeringConnections',
  'transit-gateway': 'ec2:DescribeTransitGateways and ec2:DescribeTransitGatewayAttachments',
  'vpn-gateway': 'ec2:DescribeVpnGateways',
  'vpc-endpoint': 'ec2:DescribeVpcEndpoints',
  eni: 'ec2:DescribeNetworkInterfaces',
};

function unknownTarget(candidate: RouteCandidate, asked: Asked, journey: Journey): Step {
  const { route } = candidate;
  const resource = refOf('route-table', asked.table);
  if (route.target.kind === 'unsupported') {
    return lost(
      'route-table',
      resource,
      stateFindings.UNSUPPORTED_COMPONENT({
        resource,
        packets: journey.packets,
        rule: ruleOf(candidate),
        missing: `an analysis of ${route.target.id}: this kind of route target is not modelled`,
        say: () => `Route ${route.text} leads to ${route.target.id}, a kind of target that is not analysed.`,
      }),
    );
  }
  const call = CALL_OF[route.target.kind] ?? 'the output that describes it';
  return lost(
    'route-table',
    resource,
    stateFindings.UNKNOWN_RESOURCE({
      resource,
      packets: journey.packets,
      rule: ruleOf(candidate),
      missing: `${call} with ${route.target.id}`,
      say: () => `Route ${route.text} leads to ${route.target.id}, which is not in the snapshot.`,
    }),
  );
}

/** The place behind a route; null when the target is not in the snapshot. */
function placeBehind({ route }: RouteCandidate, place: PlaceAt<'router'>, network: IndexedNetwork): Place | null {
  const { vpc, scope, zone } = place;
  const { kind, id } = route.target;
  const subnet = scope.of === 'subnet' ? scope.subnet : null;
  const data = network.network;
  switch (kind) {
    case 'local':
      return { at: 'vpc-delivery', vpc, fromSubnet: subnet };
    case 'internet-gateway': {
      const gateway = data.gateways.get(id);
      return gateway === undefined ? null : { at: 'internet-gateway', gateway, vpc, heading: 'out', subnet };
    }
    case 'egress-only-internet-gateway': {
      const gateway = data.gateways.get(id);
      return gateway === undefined ? null : { at: 'egress-only-internet-gateway', gateway, vpc, heading: 'out', subnet };
    }
    case 'nat-gateway': {
      const natGateway = data.natGateways.get(id);
      return natGateway === undefined ? null : { at: 'nat-gateway', natGateway, side: 'inside', zone };
    }
    case 'vpc-peering': {
      const peering = data.peerings.get(id);
      return peering === undefined ? null : { at: 'vpc-peering', peering, vpc };
    }
    case 'transit-gateway': {
      const gateway = data.transitGateways.get(id);
      const attachment = network.attachmentOf(id, vpc.id);
      return gateway === undefined || attachment === null ? null : { at: 'transit-gateway', gateway, attachment, zone };
    }
    case 'vpn-gateway': {
      const gateway = data.gateways.get(id);
      return gateway === undefined ? null : { at: 'virtual-private-gateway', gateway, vpc, heading: 'out' };
    }
    case 'vpc-endpoint': {
      const endpoint = data.vpcEndpoints.get(id) ?? endpointOfFirewall(id, network);
      return endpoint === null ? null : { at: 'vpc-endpoint', endpoint, subnet };
    }
    case 'eni': {
      const eni = data.interfaces.get(id);
      return eni === undefined ? null : { at: 'appliance', eni };
    }
    case 'instance': {
      const eni = network.clusters.interfacesOfInstance(id).find((own) => own.attachment?.deviceIndex === 0);
      return eni === undefined ? null : { at: 'appliance', eni };
    }
    default:
      return null;
  }
}

/** Sends packets where the winning route leads. */
export function followRoute(
  candidate: RouteCandidate,
  asked: Asked,
  place: PlaceAt<'router'>,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const to = placeBehind(candidate, place, network);
  if (to === null) return detachedTransit(candidate, place, journey, network) ?? unknownTarget(candidate, asked, journey);
  const { route } = candidate;
  const hop: HopDraft = {
    station: 'route-table',
    resource: refOf('route-table', asked.table),
    action: 'forward',
    rule: ruleOf(candidate),
    explain: () =>
      `Route table ${label(asked.table)}, ${asked.why}, sends ${describeDestination(journey.packets)} ${route.target.kind === 'local' ? 'by the local route' : `to ${route.target.id}`}: ${ruleOf(candidate).text}.`,
  };
  const refused = edgeRefusal(to, place, journey, network);
  if (refused !== null) return lost('route-table', refOf('route-table', asked.table), refused);
  const onward = entering(to, network);
  const { scope } = place;
  return {
    kind: 'go',
    hop,
    to:
      place.aclAfter === true && scope.of === 'subnet'
        ? { at: 'network-acl', subnet: scope.subnet, direction: 'egress', then: onward }
        : onward,
  };
}

/** A transit gateway that the VPC has no attachment to, where the snapshot would show one; null otherwise. */
function detachedTransit({ route }: RouteCandidate, { vpc }: PlaceAt<'router'>, journey: Journey, network: IndexedNetwork): Step | null {
  const gateway = route.target.kind === 'transit-gateway' ? network.network.transitGateways.get(route.target.id) : undefined;
  const seen =
    network.hasCall('ec2:DescribeTransitGatewayAttachments', vpc.home) ||
    network.hasCall('ec2:DescribeTransitGatewayVpcAttachments', vpc.home);
  if (gateway === undefined || !seen) return null;
  const resource = refOf('transit-gateway', gateway);
  const say = (): string => `Route ${route.text} leads to ${label(gateway)}, but ${label(vpc)} is not attached to it.`;
  return lost(
    'transit-gateway',
    resource,
    stateFindings.BAD_STATE_ATTACHMENT({ resource, packets: journey.packets, direction: 'egress', say }),
  );
}

/** A target with an interface in a subnet is entered through that subnet's ACL, from the subnet itself too. */
function entering(to: Place, network: IndexedNetwork): Place {
  if (to.at === 'appliance') return { at: 'subnet-in', eni: to.eni, then: { at: 'security-group-in', eni: to.eni } };
  if (to.at === 'nat-gateway' && to.natGateway.subnetId !== null) {
    const interfaceId = to.natGateway.addresses.find(({ primary }) => primary)?.interfaceId ?? to.natGateway.addresses[0]?.interfaceId;
    const eni = interfaceId ? network.network.interfaces.get(interfaceId) : undefined;
    if (eni !== undefined) return { at: 'subnet-in', eni, then: to };
  }
  return to;
}
