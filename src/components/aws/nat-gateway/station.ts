/** The NAT gateway: new source address and port on the way out, the reverse for replies, nothing else in ("NAT gateway basics"). */
import { formatAddress, IPV4_BASE, parseAddress, type Address } from '../../../net/address.js';
import { oneAddress } from '../../../net/interval-set.js';
import { fieldOf, type AddressSet, type PacketMatch } from '../../../net/packet-set.js';
import { onlyNatProtocols, WIDE_CLIENT_PORTS } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NatGateway } from '../../../model/aws/routing.js';
import { label, refOf } from '../../../model/resource.js';
import { describeAddresses, describeDestination, onlyDestination, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import { sessionOf, translationAnsweredBy, type Journey, type Station, type Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall } from '../../state.js';
import { egressOnlyFindings } from '../egress-only-internet-gateway/findings.js';
import { natGatewayFindings } from './findings.js';

const NAT64_FIRST = parseAddress('64:ff9b::') ?? 0n;
const NAT64_END = NAT64_FIRST + (1n << 32n);

/** Are the destinations NAT64 addresses, whose last 32 bits are the IPv4 addresses that are meant? null: not all of them. */
export function embeddedIpv4(destinations: AddressSet): AddressSet | null {
  const [first] = destinations;
  const end = destinations[destinations.length - 1];
  if (first === undefined || end === undefined || first < NAT64_FIRST || end > NAT64_END) return null;
  return destinations.map((bound) => IPV4_BASE + (bound - NAT64_FIRST));
}

/** Where translated packets go on: the subnet of the gateway, or the table of a regional one. */
function beyond(natGateway: NatGateway, zone: string | null, network: IndexedNetwork): Place | null {
  if (natGateway.regional) {
    const vpc = network.network.vpcs.get(natGateway.vpcId);
    return vpc === undefined ? null : { at: 'router', vpc, scope: { of: 'nat-gateway', natGateway }, zone };
  }
  const subnet = natGateway.subnetId === null ? undefined : network.network.subnets.get(natGateway.subnetId);
  return subnet === undefined ? null : { at: 'subnet-out', subnet, from: null };
}

function addressFor(natGateway: NatGateway, zone: string | null): NatGateway['addresses'][number] | null {
  const usable = natGateway.addresses.filter(
    ({ privateAddress, status }) => privateAddress !== null && (status === null || status === 'succeeded'),
  );
  const inZone = natGateway.regional ? usable.filter((entry) => entry.zone === zone) : usable;
  return (
    inZone.find(({ primary }) => primary) ??
    inZone[0] ??
    (natGateway.regional && natGateway.autoProvisionZones ? (usable[0] ?? null) : null)
  );
}

function refused(journey: Journey, { natGateway, zone }: PlaceAt<'nat-gateway'>): Finding | null {
  const resource = refOf('nat-gateway', natGateway);
  const { packets } = journey;
  const broken = badState(resource, `NAT gateway ${label(natGateway)}`, natGateway.state, ['available'], packets);
  if (broken !== null) return broken;
  if (journey.leg === 'return') {
    return natGatewayFindings.RETURN_WRONG_TARGET({
      resource,
      packets,
      direction: 'egress',
      say: () =>
        `The reply to ${describeDestination(packets)} leaves by ${label(natGateway)}, not by the way the request came: it would carry another source, and the client drops it.`,
    });
  }
  if (!onlyNatProtocols(fieldOf(packets, 'protocols'))) {
    return egressOnlyFindings.PROTOCOL_RESTRICTION({
      resource,
      packets,
      say: () => `NAT gateway ${label(natGateway)} carries TCP, UDP and ICMP only.`,
    });
  }
  const foreign = journey.crossed.find(({ kind }) => kind === 'vpc-peering' || kind === 'virtual-private-gateway');
  if (foreign !== undefined) {
    return natGatewayFindings.NGW_REQUIRES_SOURCE_IN_VPC({
      resource,
      packets,
      say: () => `The packet came in by ${foreign.id}; a NAT gateway can't be used from there.`,
    });
  }
  if (addressFor(natGateway, zone) === null && natGateway.regional) {
    return natGatewayFindings.REGIONAL_NGW_ROUTE_AZ_RESTRICTION({
      resource,
      packets,
      say: () => `Regional NAT gateway ${label(natGateway)} is not present in ${zone ?? 'the zone of the source'}.`,
    });
  }
  return null;
}

/** From the VPC side: translate and go on from the gateway's own subnet. */
function inside(journey: Journey, place: PlaceAt<'nat-gateway'>, network: IndexedNetwork): Step {
  const { natGateway, zone } = place;
  const resource = refOf('nat-gateway', natGateway);
  const finding = refused(journey, place);
  if (finding !== null) return lost('nat-gateway', resource, finding);
  const own = addressFor(natGateway, zone)?.privateAddress ?? null;
  const to = beyond(natGateway, zone, network);
  if (own === null || to === null)
    return lost(
      'nat-gateway',
      resource,
      missingCall(resource, 'ec2:DescribeSubnets', `Where ${label(natGateway)} stands`, journey.packets),
    );
  const source = onlySource(journey.packets);
  const destination = onlyDestination(journey.packets);
  const ipv4 = embeddedIpv4(fieldOf(journey.packets, 'destinations'));
  if (destination !== null && ipv4 === null && !isIpv4(destination)) {
    return lost(
      'nat-gateway',
      resource,
      egressOnlyFindings.PROTOCOL_RESTRICTION({
        resource,
        packets: journey.packets,
        say: () => `NAT gateway ${label(natGateway)} carries IPv6 only toward 64:ff9b::/96 (NAT64).`,
      }),
    );
  }
  const nat64: PacketMatch = ipv4 === null ? {} : { destinations: ipv4 };
  const why = `NAT gateway ${label(natGateway)} rewrites the source${source === null ? '' : ` ${formatAddress(source)}`} to its own ${formatAddress(own)}, with a source port of its own${ipv4 === null ? '' : `; NAT64 turns ${describeDestination(journey.packets)} into ${describeAddresses(ipv4)}`}.`;
  const crossed = zoneCrossing(natGateway, zone, journey, network);
  return {
    kind: 'go',
    to,
    rememberedBy: `nat:${natGateway.id}`,
    translation: {
      kind: 'snat',
      by: resource,
      rewrite: { sources: oneAddress(own), sourcePorts: WIDE_CLIENT_PORTS, ...nat64 },
      drawsPorts: true,
      why: () => why,
    },
    sender: { interfaceId: null, groupIds: [] },
    hop: { station: 'nat-gateway', resource, action: 'translate', explain: () => why, findings: crossed === null ? [] : [crossed] },
  };
}

function isIpv4(address: Address): boolean {
  return address >= IPV4_BASE && address < IPV4_BASE + (1n << 32n);
}

function zoneCrossing(natGateway: NatGateway, zone: string | null, journey: Journey, network: IndexedNetwork): Finding | null {
  const subnet = natGateway.subnetId === null ? undefined : network.network.subnets.get(natGateway.subnetId);
  const other = natGateway.regional ? (addressFor(natGateway, zone)?.zone ?? null) : (subnet?.zone ?? null);
  if (other === null || zone === null || other === zone) return null;
  const why = natGateway.regional
    ? 'until the gateway has come to the zone of the source'
    : 'it works, costs cross-zone traffic, and depends on that zone';
  return natGatewayFindings.AVAILABILITY_ZONE_CROSSED({
    resource: refOf('nat-gateway', natGateway),
    packets: journey.packets,
    say: () => `The packet crosses from ${zone} to NAT gateway ${label(natGateway)} in ${other}: ${why}.`,
  });
}

/** From the other side: only replies of its own flows. */
function outside(journey: Journey, { natGateway, zone }: PlaceAt<'nat-gateway'>, network: IndexedNetwork): Step {
  const resource = refOf('nat-gateway', natGateway);
  const session = journey.leg === 'return' ? translationAnsweredBy(journey, `nat:${natGateway.id}`) : null;
  if (journey.leg === 'return' && session === null && sessionOf(journey, `nat:${natGateway.id}`) === null) {
    // A reply to the gateway without a connection of its clients: the question was about the gateway as the sender.
    const explain = (): string => `Delivered to NAT gateway ${label(natGateway)} itself.`;
    return { kind: 'end', outcome: 'delivered', replyFrom: null, hop: { station: 'nat-gateway', resource, action: 'deliver', explain } };
  }
  const to = beyond(natGateway, zone, network);
  if (session === null || to === null) {
    return lost(
      'nat-gateway',
      resource,
      natGatewayFindings.NAT_NO_INBOUND({
        resource,
        packets: journey.packets,
        direction: 'ingress',
        say: () => `NAT gateway ${label(natGateway)} accepts only replies to connections that went out through it.`,
      }),
    );
  }
  return {
    kind: 'go',
    to,
    undo: session,
    hop: {
      station: 'nat-gateway',
      resource,
      action: 'translate',
      explain: () => `NAT gateway ${label(natGateway)} knows the connection and gives the reply its original destination back.`,
    },
  };
}

export const natGateway: Station<'nat-gateway'> = (journey, place, network) =>
  place.side === 'inside' ? inside(journey, place, network) : outside(journey, place, network);
