/** The internet gateway: one-to-one between private addresses and the public ones that belong to them; IPv6 passes as it is. */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { oneAddress } from '../../../net/interval-set.js';
import { prefixHolds } from '../../../net/prefix.js';
import { fieldOf } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import { onlyDestination, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { redirection } from '../route-table/edge.js';
import { stateFindings } from '../../state.js';
import { lostOrCluster } from '../route-table/cluster-address.js';
import { routeTableFindings } from '../route-table/findings.js';
import { internetGatewayFindings } from './findings.js';
import { countingSubnet, enteredSubnet, publicAccessBlocked } from './public-access.js';
import { publicAddressOf } from './public-address.js';
import { isPrivateAddress, PRIVATE, SHARED, within } from './ranges.js';
import { noWayIn } from './way-in.js';

const ATTACHED: ReadonlySet<string> = new Set(['available', 'attached']);

function detached({ gateway, vpc }: PlaceAt<'internet-gateway'>, journey: Journey): Finding | null {
  const state = gateway.attachments.find(({ vpcId }) => vpcId === vpc.id)?.state;
  if (state !== undefined && ATTACHED.has(state)) return null;
  return stateFindings.BAD_STATE_ATTACHMENT({
    resource: refOf('internet-gateway', gateway),
    packets: journey.packets,
    say: () => `Internet gateway ${label(gateway)} is not attached to ${label(vpc)}.`,
  });
}

function privateIpv6(address: Address, place: PlaceAt<'internet-gateway'>, journey: Journey): Finding | null {
  const cidr = place.vpc.cidrs.find(({ prefix, privateIpv6: own }) => own && prefixHolds(prefix, address));
  if (cidr === undefined) return null;
  return internetGatewayFindings.PRIVATE_IPV6({
    resource: refOf('internet-gateway', place.gateway),
    packets: journey.packets,
    say: () => `${formatAddress(address)} is a private IPv6 address of ${label(place.vpc)}, which is not advertised to the internet.`,
  });
}

/** A reply to a private address gets here only because no better route takes it; null for other packets. */
function noWayBack({ gateway, subnet }: PlaceAt<'internet-gateway'>, journey: Journey, network: IndexedNetwork): Finding | null {
  const destination = onlyDestination(journey.packets);
  if (journey.leg === 'forward' || destination === null || !isPrivateAddress(destination)) return null;
  const table = subnet === null ? undefined : network.routes.tableOf(subnet)?.table;
  return routeTableFindings.RETURN_NO_ROUTE({
    resource: table === undefined ? refOf('internet-gateway', gateway) : refOf('route-table', table),
    packets: journey.packets,
    direction: 'egress',
    say: () =>
      `The request arrives, but ${table === undefined ? 'the reply' : `route table ${label(table)}`} has no route back to ${formatAddress(destination)}: the default route sends it to ${label(gateway)}, which carries no private destinations.`,
  });
}

/** Why a packet from the VPC can't go out; null when it can. */
function refusedOut(place: PlaceAt<'internet-gateway'>, journey: Journey, network: IndexedNetwork): Finding | null {
  const { gateway, vpc } = place;
  const resource = refOf('internet-gateway', gateway);
  const { packets } = journey;
  const source = onlySource(packets);
  const destination = onlyDestination(packets);
  if (destination !== null && within(destination, PRIVATE)) {
    return internetGatewayFindings.IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS({
      resource,
      packets,
      say: () =>
        `${formatAddress(destination)} is private, and internet gateways do not carry private destinations: a route for it is missing and the default route caught it.`,
    });
  }
  if (destination !== null && within(destination, SHARED)) {
    return internetGatewayFindings.IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS({
      resource,
      packets,
      say: () =>
        `${formatAddress(destination)} is in 100.64.0.0/10, and internet gateways do not carry it: a route for it is missing and the default route caught it.`,
    });
  }
  if (source === null) return null;
  const owner = network.owners.ownerOf(vpc.id, source);
  if (owner === null) {
    return internetGatewayFindings.GATEWAY_REJECTS_SPOOFED_TRAFFIC({
      resource,
      packets,
      say: () => `${formatAddress(source)} is no address of ${label(vpc)}, and gateways reject packets with foreign sources.`,
    });
  }
  if (familyOf(source) === 'ipv6') return privateIpv6(source, place, journey);
  if (publicAddressOf(source, vpc.id, network) !== null) return null;
  const kind = owner.addresses.find(({ address }) => address === source)?.primary === true ? 'the primary address' : 'a secondary address';
  return internetGatewayFindings.IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS({
    resource,
    packets,
    say: () =>
      `${formatAddress(source)}, ${kind} of ${label(owner)}, has a route to ${label(gateway)} but no public address, so the internet gateway drops the packet.`,
  });
}

/** Did a NAT gateway's interface send this? */
function fromNat(place: PlaceAt<'internet-gateway'>, address: Address | null, network: IndexedNetwork): boolean {
  const owner = address === null ? null : network.owners.ownerOf(place.vpc.id, address);
  return owner?.type === 'nat_gateway';
}

function out(journey: Journey, place: PlaceAt<'internet-gateway'>, network: IndexedNetwork): Step {
  const { gateway, vpc, subnet } = place;
  const resource = refOf('internet-gateway', gateway);
  const source = onlySource(journey.packets);
  const sender = source === null ? null : network.owners.ownerOf(vpc.id, source);
  const counts = countingSubnet(sender, subnet, journey, network);
  const finding =
    noWayBack(place, journey, network) ??
    detached(place, journey) ??
    publicAccessBlocked(vpc, counts, fromNat(place, source, network), journey, network) ??
    refusedOut(place, journey, network) ??
    redirection(gateway.id, journey, network);
  if (finding !== null) return lostOrCluster('internet-gateway', resource, finding, journey, network);
  const publicSource = source === null || familyOf(source) === 'ipv6' ? null : publicAddressOf(source, vpc.id, network);
  const destination = onlyDestination(journey.packets);
  const reflected =
    destination === null
      ? undefined
      : familyOf(destination) === 'ipv6'
        ? network.owners.ownersAnywhere(destination)[0]
        : network.owners.publicOwnerOf(destination)?.eni;
  const otherVpc = reflected === undefined ? undefined : network.network.vpcs.get(reflected.vpcId);
  const otherGateway = otherVpc === undefined ? null : network.gatewayOf(otherVpc.id, 'internet-gateway');
  if (otherVpc !== undefined && otherGateway === null)
    return lost('internet-gateway', resource, noWayIn(journey, otherVpc, resource, network));
  const to =
    otherVpc !== undefined && otherGateway !== null
      ? ({ at: 'internet-gateway', gateway: otherGateway, vpc: otherVpc, heading: 'in', subnet: null } as const)
      : ({ at: 'internet' } as const);
  if (publicSource === null || source === null) {
    return {
      kind: 'go',
      to,
      hop: {
        station: 'internet-gateway',
        resource,
        action: 'forward',
        explain: () => `Internet gateway ${label(gateway)} sends it to the internet; IPv6 is not translated.`,
      },
      crosses: { kind: 'internet', id: gateway.id },
    };
  }
  const why = `${formatAddress(source)} has the public address ${formatAddress(publicSource)}; the internet gateway translates one to the other.`;
  return {
    kind: 'go',
    to,
    translation: { kind: 'snat', by: resource, rewrite: { sources: oneAddress(publicSource) }, why: () => why },
    hop: { station: 'internet-gateway', resource, action: 'translate', explain: () => `Internet gateway ${label(gateway)}: ${why}` },
    crosses: { kind: 'internet', id: gateway.id },
  };
}

/** Why a packet from the internet can't come in; null when it can. */
function refusedIn(place: PlaceAt<'internet-gateway'>, journey: Journey, network: IndexedNetwork): Finding | null {
  const { gateway, vpc } = place;
  const resource: ResourceRef = refOf('internet-gateway', gateway);
  const { packets } = journey;
  const sources = fieldOf(packets, 'sources');
  const source = onlySource(packets);
  if (source !== null && within(source, PRIVATE))
    return internetGatewayFindings.IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS({
      resource,
      packets,
      say: () => `The private source ${formatAddress(source)} can't come from the internet.`,
    });
  if (source !== null && within(source, SHARED))
    return internetGatewayFindings.IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS({
      resource,
      packets,
      say: () => `The source ${formatAddress(source)} in 100.64.0.0/10 can't come from the internet.`,
    });
  const destination = onlyDestination(packets);
  if (destination === null || sources.length === 0) return null;
  if (familyOf(destination) === 'ipv4') {
    if (network.owners.publicOwnerOf(destination)?.eni.vpcId === vpc.id) return null;
    return internetGatewayFindings.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS({
      resource,
      packets,
      say: () => `${formatAddress(destination)} is not a public address of an interface in ${label(vpc)}.`,
    });
  }
  const owner = network.owners.ownerOf(vpc.id, destination);
  if (owner?.denyAllIgwTraffic === true)
    return internetGatewayFindings.DENY_ALL_IGW_TRAFFIC({
      resource: refOf('eni', owner),
      packets,
      say: () => `${label(owner)} is marked as unreachable from internet gateways.`,
    });
  return privateIpv6(destination, place, journey);
}

function into(journey: Journey, place: PlaceAt<'internet-gateway'>, network: IndexedNetwork): Step {
  const { gateway, vpc } = place;
  const resource = refOf('internet-gateway', gateway);
  const destination = onlyDestination(journey.packets);
  const owner = destination === null ? null : network.owners.publicOwnerOf(destination);
  const target = owner?.eni ?? (destination === null ? null : network.owners.ownerOf(vpc.id, destination));
  const receiver = target === null ? null : (network.network.subnets.get(target.subnetId) ?? null);
  const subnet = enteredSubnet(gateway.id, owner?.privateAddress ?? destination, receiver, network);
  const byNat = journey.leg === 'return' && (target?.type === 'nat_gateway' || startedByNat(journey));
  const finding =
    detached(place, journey) ?? refusedIn(place, journey, network) ?? publicAccessBlocked(vpc, subnet, byNat, journey, network);
  if (finding !== null) return lost('internet-gateway', resource, finding);
  const edge = network.routes.edgeTableOf(gateway.id);
  const to =
    edge === null
      ? ({ at: 'vpc-delivery', vpc, fromSubnet: null } as const)
      : ({ at: 'router', vpc, scope: { of: 'gateway', gatewayId: gateway.id }, zone: null } as const);
  if (owner === null || destination === null || familyOf(destination) === 'ipv6') {
    return {
      kind: 'go',
      to,
      hop: {
        station: 'internet-gateway',
        resource,
        action: 'forward',
        explain: () => `Internet gateway ${label(gateway)} lets it into ${label(vpc)}; IPv6 is not translated.`,
      },
      crosses: { kind: 'internet', id: gateway.id },
    };
  }
  const why = `${formatAddress(destination)} belongs to the private address ${formatAddress(owner.privateAddress)}; the internet gateway translates one to the other.`;
  return {
    kind: 'go',
    to,
    translation: { kind: 'dnat', by: resource, rewrite: { destinations: oneAddress(owner.privateAddress) }, why: () => why },
    hop: { station: 'internet-gateway', resource, action: 'translate', explain: () => `Internet gateway ${label(gateway)}: ${why}` },
    crosses: { kind: 'internet', id: gateway.id },
  };
}

function startedByNat(journey: Journey): boolean {
  for (let list = journey.sessions; list !== null; list = list.earlier)
    if (list.session.holder.startsWith('nat:') || list.session.holder.startsWith('eigw:')) return true;
  return false;
}

export const internetGateway: Station<'internet-gateway'> = (journey, place, network) =>
  place.heading === 'out' ? out(journey, place, network) : into(journey, place, network);
