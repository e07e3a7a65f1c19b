/** Internet gateways, both directions, and egress-only internet gateways. */
import { inAnyCidr, inCidr, NAT64, RFC1918, RFC6598, sameAddress } from './addresses.js';
import { behindPublic, hasPublicAddress, interfaceById, ownerAnywhere, ownerInVpc, publicOf } from './interfaces.js';
import { block, crossed, dropped, lost, type Arrival, type Leg, type Packet, type Standing } from './leg.js';
import { publicAccess } from './public-access.js';
import { flag, list, text, texts, type Raw } from './raw.js';
import { captured, cidrsOfVpc, record, records, subnetById, vpcById } from './records.js';
import { chooseRoute, tableOfGateway } from './route-table.js';
import { deliver, followTable, isAttached, targetRecord } from './walk.js';

const INTERNET_GATEWAYS = ['ec2:DescribeInternetGateways', 'InternetGateways', 'InternetGatewayId'] as const;
const EGRESS_ONLY_GATEWAYS = [
  'ec2:DescribeEgressOnlyInternetGateways',
  'EgressOnlyInternetGateways',
  'EgressOnlyInternetGatewayId',
] as const;

/** The gateway of a kind that is attached to a VPC. */
function attachedGateway(leg: Leg, [operation, key]: readonly [string, string, string], vpcId: string): Raw | undefined {
  return records(leg.bundle, operation, key).find((item) => isAttached(item, 'Attachments', vpcId));
}

function isTranslated(leg: Leg, packet: Packet): boolean {
  return leg.sessions.some((session) => session.at.startsWith('nat-') && sameAddress(session.after.source, packet.source));
}

/** Whether the IPv6 address comes from a block that the VPC does not advertise. */
function isPrivateVersion6(leg: Leg, vpcId: string, packet: Packet, end: 'source' | 'destination'): boolean {
  return list(vpcById(leg.bundle, vpcId), 'Ipv6CidrBlockAssociationSet').some(
    (item) => text(item, 'Ipv6AddressAttribute') === 'private' && inCidr(packet[end], text(item, 'Ipv6CidrBlock')),
  );
}

/** The subnet whose mode counts: that of an inspecting endpoint, else of the interface that has the source address, not of an appliance. */
function judgedSubnet(leg: Leg, packet: Packet, from: Standing): Raw | undefined {
  const inspected = leg.path.some((item) => item.startsWith('vpce-'));
  const owner = ownerInVpc(leg.bundle, from.vpcId, packet.source);
  return (inspected ? undefined : subnetById(leg.bundle, text(owner, 'SubnetId'))) ?? from.subnet ?? undefined;
}

/** A route sends the packet out through an internet gateway. A reply to a private address only gets here for want of a better route. */
export function toInternetGateway(leg: Leg, id: string, packet: Packet, from: Standing): Arrival {
  const gateway = targetRecord(leg, ...INTERNET_GATEWAYS, id, from.vpcId);
  if (gateway === undefined) return { at: 'nowhere' };
  const unroutable = inAnyCidr(packet.destination, [...RFC1918, RFC6598]);
  if (leg.name === 'return' && unroutable) return dropped(leg, 'RETURN_NO_ROUTE', leg.path.at(-2) ?? id);
  if (!isAttached(gateway, 'Attachments', from.vpcId)) return dropped(leg, 'BAD_STATE_ATTACHMENT', id);
  if (leg.name === 'return' && !crossed(leg.request, 'internet', id)) return dropped(leg, 'RETURN_WRONG_TARGET', id);
  const subnet = judgedSubnet(leg, packet, from);
  if (leg.name === 'forward' && subnet !== undefined) {
    const access = publicAccess(leg.bundle, subnet);
    if (access === 'closed' || (access === 'egress-devices-only' && !isTranslated(leg, packet))) {
      block(leg, 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED', text(subnet, 'SubnetId'));
    }
  }
  const refusal = refusedOutbound(leg, packet, from.vpcId);
  if (refusal !== null) return dropped(leg, refusal, id);
  const table = tableOfGateway(leg.bundle, id);
  const inbound = table === undefined ? undefined : chooseRoute(leg.bundle, table, packet.source);
  if (inbound?.outcome === 'route' && inbound.target.kind !== 'local' && !leg.path.includes(inbound.target.id)) {
    block(leg, 'INGRESS_RTB_TRAFFIC_REDIRECTION', text(table, 'RouteTableId'));
  }
  leg.crossings.push({ kind: 'internet', id });
  const source = packet.source.family === 4 ? (publicOf(leg.bundle, from.vpcId, packet.source) ?? packet.source) : packet.source;
  return reachInternet(leg, id, { ...packet, source });
}

function refusedOutbound(leg: Leg, packet: Packet, vpcId: string): string | null {
  if (inAnyCidr(packet.destination, RFC1918)) return 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS';
  if (inCidr(packet.destination, RFC6598)) return 'IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS';
  if (inCidr(packet.destination, NAT64)) return 'NO_POSSIBLE_DESTINATION';
  if (!inAnyCidr(packet.source, cidrsOfVpc(leg.bundle, vpcId))) return 'GATEWAY_REJECTS_SPOOFED_TRAFFIC';
  if (packet.source.family === 4) {
    return publicOf(leg.bundle, vpcId, packet.source) === undefined ? 'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS' : null;
  }
  if (ownerInVpc(leg.bundle, vpcId, packet.source) === undefined) return 'GATEWAY_REJECTS_SPOOFED_TRAFFIC';
  return isPrivateVersion6(leg, vpcId, packet, 'source') ? 'PRIVATE_IPV6' : null;
}

/** Outside: the far end, or back in when the destination is an address of the snapshot. */
function reachInternet(leg: Leg, gateway: string, packet: Packet): Arrival {
  const known =
    packet.destination.family === 4
      ? behindPublic(leg.bundle, packet.destination) !== undefined
      : ownerAnywhere(leg.bundle, packet.destination) !== undefined;
  return known ? fromInternet(leg, packet) : { at: 'internet', gateway, packet };
}

/** A route sends the packet out through an egress-only gateway. A reply never may: the gateway did not see the request. */
export function toEgressOnlyGateway(leg: Leg, id: string, packet: Packet, from: Standing): Arrival {
  const gateway = targetRecord(leg, ...EGRESS_ONLY_GATEWAYS, id, from.vpcId);
  if (gateway === undefined) return { at: 'nowhere' };
  if (leg.name === 'return') {
    const fromOutside = leg.request.some((crossing) => crossing.kind === 'internet');
    return dropped(leg, fromOutside ? 'EIGW_NO_INBOUND' : 'RETURN_WRONG_TARGET', id);
  }
  if (!isAttached(gateway, 'Attachments', from.vpcId)) return dropped(leg, 'BAD_STATE_ATTACHMENT', id);
  if (packet.destination.family === 4) return dropped(leg, 'PROTOCOL_RESTRICTION', id);
  if (inCidr(packet.destination, NAT64)) return dropped(leg, 'NO_POSSIBLE_DESTINATION', packet.destination.text);
  if (from.subnet !== null && publicAccess(leg.bundle, from.subnet) === 'closed') {
    block(leg, 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED', text(from.subnet, 'SubnetId'));
  }
  if (leg.path.some((item) => item.startsWith('vpce-'))) block(leg, 'EIGW_WITH_GWLB', id);
  leg.crossings.push({ kind: 'internet', id });
  return reachInternet(leg, id, packet);
}

/** A packet comes from the internet to an address of the snapshot. */
export function fromInternet(leg: Leg, packet: Packet): Arrival {
  const pair = packet.destination.family === 4 ? behindPublic(leg.bundle, packet.destination) : undefined;
  const owner = packet.destination.family === 4 ? undefined : ownerAnywhere(leg.bundle, packet.destination);
  const vpcId = pair?.vpcId ?? text(owner, 'VpcId');
  if (vpcId === '') return dropped(leg, 'IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS', packet.destination.text);
  const after: Packet = pair === undefined ? packet : { ...packet, destination: pair.privateAddress };
  const egressOnly = attachedGateway(leg, EGRESS_ONLY_GATEWAYS, vpcId);
  const tracked = egressOnly !== undefined && crossed(leg.request, 'internet', text(egressOnly, 'EgressOnlyInternetGatewayId'));
  if (leg.name === 'return' && after.destination.family === 6 && tracked) return deliver(leg, vpcId, after, '');
  const gateway = attachedGateway(leg, INTERNET_GATEWAYS, vpcId);
  if (gateway === undefined) {
    if (!captured(leg.bundle, 'ec2:DescribeInternetGateways', vpcId)) return lost(leg, 'MISSING_CALL', vpcId);
    if (egressOnly !== undefined && after.destination.family === 6) {
      return dropped(leg, 'EIGW_NO_INBOUND', text(egressOnly, 'EgressOnlyInternetGatewayId'));
    }
    return dropped(leg, 'BAD_STATE_ATTACHMENT', vpcId);
  }
  const id = text(gateway, 'InternetGatewayId');
  leg.path.push(id);
  const closed = after.destination.family === 6 && flag(ownerInVpc(leg.bundle, vpcId, after.destination), 'DenyAllIgwTraffic', false);
  if (closed) block(leg, 'DENY_ALL_IGW_TRAFFIC', after.destination.text);
  if (leg.name === 'forward') judgeInbound(leg, id, after, vpcId);
  leg.crossings.push({ kind: 'internet', id });
  return throughGatewayTable(leg, id, after, vpcId);
}

/** The subnet of the Gateway Load Balancer endpoint that the gateway's table sends the packet to: its mode counts instead of the receiver's. */
function inspectingSubnet(leg: Leg, gatewayId: string, packet: Packet): Raw | undefined {
  const table = tableOfGateway(leg.bundle, gatewayId);
  const choice = table === undefined ? undefined : chooseRoute(leg.bundle, table, packet.destination);
  if (choice?.outcome !== 'route' || choice.target.kind !== 'endpoint') return undefined;
  const endpoint = record(leg.bundle, 'ec2:DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId', choice.target.id);
  return subnetById(leg.bundle, texts(endpoint, 'SubnetIds')[0] ?? '');
}

/** What stops a new flow from outside at the gateway. */
function judgeInbound(leg: Leg, id: string, packet: Packet, vpcId: string): void {
  if (inAnyCidr(packet.source, RFC1918)) block(leg, 'IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS', id);
  if (inCidr(packet.source, RFC6598)) block(leg, 'IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS', id);
  const owner = ownerInVpc(leg.bundle, vpcId, packet.destination);
  if (isPrivateVersion6(leg, vpcId, packet, 'destination')) block(leg, 'PRIVATE_IPV6', vpcId);
  const subnet = inspectingSubnet(leg, id, packet) ?? subnetById(leg.bundle, text(owner, 'SubnetId'));
  if (subnet !== undefined && publicAccess(leg.bundle, subnet) !== 'open') {
    block(leg, 'VPC_BLOCK_PUBLIC_ACCESS_ENABLED', text(subnet, 'SubnetId'));
  }
}

/** The gateway's route table, where it has one, else local delivery. */
export function throughGatewayTable(leg: Leg, gatewayId: string, packet: Packet, vpcId: string): Arrival {
  const table = tableOfGateway(leg.bundle, gatewayId);
  if (table === undefined) return deliver(leg, vpcId, packet, '');
  const choice = chooseRoute(leg.bundle, table, packet.destination);
  if (gatewayId.startsWith('igw-') && choice.outcome === 'route' && choice.target.kind === 'interface') {
    const appliance = interfaceById(leg.bundle, choice.target.id);
    if (appliance !== undefined && !hasPublicAddress(leg.bundle, appliance)) block(leg, 'INGRESS_RTB_NO_PUBLIC_IP', choice.target.id);
  }
  return followTable(leg, table, packet, { vpcId, subnet: null });
}
