/** VPC peering: straight into the other VPC, for addresses of the two VPCs only ("VPC peering limitations", "How VPC peering connections work"). */
import { covers, overlaps, subtract, union } from '../../../net/interval-set.js';
import { fieldOf, type AddressSet } from '../../../net/packet-set.js';
import { prefixSet } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { PeeringSide, VpcPeering } from '../../../model/aws/connections.js';
import type { Vpc } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { describeAddresses, describeDestination, describeSource, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, stateFindings } from '../../state.js';
import { remembering, roadsAnswered, wrongRoad } from '../roads.js';
import { lostOrCluster } from '../route-table/cluster-address.js';
import { vpcPeeringFindings } from './findings.js';

/** Jumbo frames stay inside a Region ("VPC peering limitations"). */
const INTER_REGION_MTU = 8500;

interface Sides {
  readonly own: PeeringSide;
  readonly other: PeeringSide;
}

export function sidesOf({ requester, accepter }: VpcPeering, vpcId: string): Sides | null {
  if (requester.vpcId === vpcId) return { own: requester, other: accepter };
  return accepter.vpcId === vpcId ? { own: accepter, other: requester } : null;
}

/** The addresses of a side: as its VPC says, else as the connection does, which knows them only while it is active. */
function addressesOf(side: PeeringSide, network: IndexedNetwork): AddressSet {
  const vpc = network.network.vpcs.get(side.vpcId);
  const prefixes = vpc === undefined ? side.cidrs : vpc.cidrs.flatMap(({ prefix, state }) => (state === 'associated' ? [prefix] : []));
  return prefixes.map(prefixSet).reduce<AddressSet>((all, set) => union(all, set), []);
}

function isSameRegion({ own, other }: Sides, vpc: Vpc, network: IndexedNetwork): boolean {
  const one = own.region ?? vpc.home.region;
  const far = other.region ?? network.network.vpcs.get(other.vpcId)?.home.region ?? one;
  return one === far;
}

function refused(place: PlaceAt<'vpc-peering'>, sides: Sides, journey: Journey, network: IndexedNetwork): Finding | null {
  const { peering, vpc } = place;
  const resource = refOf('vpc-peering', peering);
  const { packets } = journey;
  const broken = badState(resource, `Peering connection ${label(peering)}`, peering.status, ['active'], packets);
  if (broken !== null) return broken;
  if (!covers(addressesOf(sides.own, network), fieldOf(packets, 'sources'))) {
    return vpcPeeringFindings.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR({
      resource,
      packets,
      direction: 'ingress',
      say: () =>
        `${describeSource(packets)} is not an address of ${label(vpc)}: peering ${label(peering)} carries only traffic between its two VPCs and passes nothing on from elsewhere.`,
    });
  }
  if (journey.leg === 'forward') return null;
  const roads = roadsAnswered(journey);
  const leadsBack = roads.some(({ via, from }) => via === peering.id || (from.kind === 'vpc' && from.id === sides.other.vpcId));
  return leadsBack ? null : wrongRoad(journey, resource, `${label(peering)} to ${sides.other.vpcId}`, roads);
}

function outsidePeer(place: PlaceAt<'vpc-peering'>, { other }: Sides, journey: Journey, network: IndexedNetwork): Step {
  const { peering } = place;
  const resource = refOf('vpc-peering', peering);
  const { packets } = journey;
  const finding = vpcPeeringFindings.PCX_REQUIRES_ADDRESS_IN_VPC_CIDR({
    resource,
    packets,
    direction: 'egress',
    say: () =>
      `Peering ${label(peering)} carries only traffic between its two VPCs; ${describeDestination(packets)} is not an address of ${other.vpcId} (${describeAddresses(addressesOf(other, network))}), and peering leads no further: not to other VPCs, gateways or endpoints behind it.`,
  });
  return lostOrCluster('vpc-peering', resource, finding, journey, network);
}

function cross(place: PlaceAt<'vpc-peering'>, sides: Sides, journey: Journey, network: IndexedNetwork): Step {
  const { peering, vpc } = place;
  const resource = refOf('vpc-peering', peering);
  const { other } = sides;
  const far = network.network.vpcs.get(other.vpcId);
  if (far === undefined) {
    const home = `account ${other.accountId ?? 'unknown'}${other.region === null ? '' : ` in ${other.region}`}`;
    const say = (): string => `Peering ${label(peering)} leads to ${other.vpcId} of ${home}, which is not in the snapshot.`;
    return lost(
      'vpc-peering',
      resource,
      stateFindings.UNKNOWN_RESOURCE({
        resource,
        packets: journey.packets,
        missing: `the AWS outputs of ${home}, which holds ${other.vpcId}`,
        say,
      }),
    );
  }
  const sameRegion = isSameRegion(sides, vpc, network);
  const source = onlySource(journey.packets);
  const sender = source === null ? null : network.owners.ownerOf(vpc.id, source);
  const fromNat = sender !== null && network.services.natGatewayOf(sender.id) !== null;
  return {
    kind: 'go',
    to: { at: 'vpc-delivery', vpc: far, fromSubnet: null },
    crosses: { kind: 'vpc-peering', id: peering.id, sameRegion },
    ...remembering(peering.id, { kind: fromNat ? 'nat' : 'vpc', id: vpc.id }),
    hop: {
      station: 'vpc-peering',
      resource,
      action: 'forward',
      ...(sameRegion ? {} : { mtu: INTER_REGION_MTU }),
      explain: () =>
        `Peering ${label(peering)} brings ${describeDestination(journey.packets)} from ${label(vpc)} straight into ${label(far)}${sameRegion ? '' : ', in another Region'}.`,
    },
  };
}

export const vpcPeering: Station<'vpc-peering'> = (journey, place, network): Step => {
  const { peering, vpc } = place;
  const resource = refOf('vpc-peering', peering);
  const sides = sidesOf(peering, vpc.id);
  if (sides === null) {
    const say = (): string => `Peering ${label(peering)} does not join ${label(vpc)} to anything.`;
    return lost('vpc-peering', resource, stateFindings.BAD_STATE_ATTACHMENT({ resource, packets: journey.packets, say }));
  }
  const finding = refused(place, sides, journey, network);
  if (finding !== null) return lost('vpc-peering', resource, finding);
  const reachable = addressesOf(sides.other, network);
  const destinations = fieldOf(journey.packets, 'destinations');
  const unknown = reachable.length === 0 && !network.network.vpcs.has(sides.other.vpcId);
  if (unknown || covers(reachable, destinations)) return cross(place, sides, journey, network);
  if (!overlaps(reachable, destinations)) return outsidePeer(place, sides, journey, network);
  const beyond = subtract(destinations, reachable);
  const part = (addresses: AddressSet): Journey => ({
    ...journey,
    packets: journey.packets.map((box) => ({ ...box, destinations: addresses })),
  });
  const inside = subtract(destinations, beyond);
  return {
    kind: 'split',
    parts: [
      { match: { destinations: inside }, step: cross(place, sides, part(inside), network) },
      { match: { destinations: beyond }, step: outsidePeer(place, sides, part(beyond), network) },
    ],
  };
};

/** The place of a reply to a NAT gateway over a peering: it goes back to the gateway whatever the peer's routes say ("NAT gateway basics"). */
export function returnToSender(journey: Journey, vpc: Vpc, network: IndexedNetwork): PlaceAt<'vpc-peering'> | null {
  if (journey.leg === 'forward') return null;
  for (const { via, from } of roadsAnswered(journey)) {
    const peering = from.kind === 'nat' ? network.network.peerings.get(via) : undefined;
    if (peering !== undefined && sidesOf(peering, vpc.id)?.other.vpcId === from.id) return { at: 'vpc-peering', peering, vpc };
  }
  return null;
}
