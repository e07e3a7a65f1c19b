/** Sites behind a VPN or Direct Connect: out through a virtual private gateway, and in through it or a transit gateway. */
import { inAnyCidr, inCidr } from './addresses.js';
import { throughGatewayTable } from './gateways.js';
import { ownerInVpc } from './interfaces.js';
import { block, crossed, dropped, lost, type Arrival, type Leg, type Packet, type Standing } from './leg.js';
import { list, text, type Raw } from './raw.js';
import { capturedAnywhere, cidrsOfVpc, outputsAbout, records } from './records.js';
import { fromAttachment, vpnIsUp } from './transit-gateway.js';
import { isAttached, targetRecord } from './walk.js';

function connectionsOf(leg: Leg, gatewayId: string): readonly Raw[] {
  return records(leg.bundle, 'ec2:DescribeVpnConnections', 'VpnConnections').filter((item) => text(item, 'VpnGatewayId') === gatewayId);
}

function isUp(connection: Raw): boolean {
  return text(connection, 'State') === 'available' && list(connection, 'VgwTelemetry').some((tunnel) => text(tunnel, 'Status') === 'UP');
}

/** Prefixes that the gateway surely knows: static ones of its VPNs and those it propagates. `complete` when there can be no others. */
function knownPrefixes(leg: Leg, gatewayId: string): { prefixes: readonly string[]; complete: boolean } {
  const prefixes: string[] = [];
  let propagates = false;
  for (const connection of connectionsOf(leg, gatewayId)) {
    prefixes.push(...list(connection, 'Routes').map((route) => text(route, 'DestinationCidrBlock')));
  }
  for (const table of records(leg.bundle, 'ec2:DescribeRouteTables', 'RouteTables')) {
    propagates ||= list(table, 'PropagatingVgws').some((item) => text(item, 'GatewayId') === gatewayId);
    for (const route of list(table, 'Routes')) {
      if (text(route, 'GatewayId') !== gatewayId || text(route, 'Origin') !== 'EnableVgwRoutePropagation') continue;
      prefixes.push(text(route, 'DestinationCidrBlock') || text(route, 'DestinationIpv6CidrBlock'));
    }
  }
  const onlyStatic = connectionsOf(leg, gatewayId).every((item) => {
    const options = item['Options'];
    return typeof options === 'object' && options !== null && 'StaticRoutesOnly' in options && options.StaticRoutesOnly === true;
  });
  return { prefixes, complete: propagates || onlyStatic };
}

function judgeGateway(leg: Leg, id: string, site: Packet['source']): void {
  const connections = connectionsOf(leg, id);
  if (connections.length > 0 && site.family === 6) block(leg, 'PROTOCOL_RESTRICTION', id);
  if (connections.length > 0 && !connections.some(isUp)) block(leg, 'BAD_STATE_VPN', text(connections[0], 'VpnConnectionId'));
}

/** A route sends the packet to a virtual private gateway. */
export function toVpnGateway(leg: Leg, id: string, packet: Packet, from: Standing): Arrival {
  const gateway = targetRecord(leg, 'ec2:DescribeVpnGateways', 'VpnGateways', 'VpnGatewayId', id, from.vpcId);
  if (gateway === undefined) return { at: 'nowhere' };
  if (leg.name === 'return' && !crossed(leg.request, 'outside', id)) return dropped(leg, 'RETURN_WRONG_TARGET', id);
  if (!isAttached(gateway, 'VpcAttachments', from.vpcId)) return dropped(leg, 'BAD_STATE_ATTACHMENT', id);
  const own = inAnyCidr(packet.source, cidrsOfVpc(leg.bundle, from.vpcId)) && ownerInVpc(leg.bundle, from.vpcId, packet.source);
  if (!own) return dropped(leg, 'VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS', id);
  judgeGateway(leg, id, packet.destination);
  const known = knownPrefixes(leg, id);
  if (known.complete && !inAnyCidr(packet.destination, known.prefixes)) return dropped(leg, 'VGW_PREFIX_UNKNOWN', id);
  leg.crossings.push({ kind: 'outside', id });
  return { at: 'on-premises', gateway: id, attachment: '', packet };
}

/** A packet comes in through a virtual private gateway. */
function fromVpnGateway(leg: Leg, gateway: Raw, packet: Packet): Arrival {
  const id = text(gateway, 'VpnGatewayId');
  leg.path.push(id);
  const vpcId = text(list(gateway, 'VpcAttachments')[0], 'VpcId');
  if (leg.name === 'forward') judgeGateway(leg, id, packet.source);
  if (!isAttached(gateway, 'VpcAttachments', vpcId)) return dropped(leg, 'BAD_STATE_ATTACHMENT', id);
  leg.crossings.push({ kind: 'outside', id });
  if (ownerInVpc(leg.bundle, vpcId, packet.destination) === undefined) return dropped(leg, 'VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS', id);
  return throughGatewayTable(leg, id, packet, vpcId);
}

/** Comes back in by the way a packet went out to a site. */
export function fromSite(leg: Leg, gatewayId: string, attachmentId: string, packet: Packet): Arrival {
  if (attachmentId === '') {
    const gateway = records(leg.bundle, 'ec2:DescribeVpnGateways', 'VpnGateways').find((item) => text(item, 'VpnGatewayId') === gatewayId);
    return gateway === undefined ? lost(leg, 'UNKNOWN_RESOURCE', gatewayId) : fromVpnGateway(leg, gateway, packet);
  }
  if (!records(leg.bundle, 'ec2:DescribeTransitGateways', 'TransitGateways').some((item) => text(item, 'TransitGatewayId') === gatewayId)) {
    return lost(leg, 'UNKNOWN_RESOURCE', gatewayId);
  }
  if (leg.name === 'forward' && !vpnIsUp(leg, attachmentId)) block(leg, 'TGW_BAD_STATE_VPN', attachmentId);
  leg.path.push(attachmentId);
  leg.crossings.push({ kind: 'outside', id: attachmentId });
  return fromAttachment(leg, gatewayId, attachmentId, packet, '', `${gatewayId}/${attachmentId}`);
}

function transitRoutesTo(leg: Leg, gatewayId: string, attachmentId: string, packet: Packet): boolean {
  return records(leg.bundle, 'ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables')
    .filter((table) => text(table, 'TransitGatewayId') === gatewayId)
    .flatMap((table) =>
      outputsAbout(leg.bundle, 'ec2:SearchTransitGatewayRoutes', 'TransitGatewayRouteTableId', text(table, 'TransitGatewayRouteTableId')),
    )
    .flatMap((output) => list(output, 'Routes'))
    .some(
      (route) =>
        inCidr(packet.source, text(route, 'DestinationCidrBlock')) &&
        list(route, 'TransitGatewayAttachments').some((item) => text(item, 'TransitGatewayAttachmentId') === attachmentId),
    );
}

/**
 * A new flow from a site that no interface of the snapshot is: comes in by the virtual private gateway of the destination's VPC,
 * or else by the VPN or Direct Connect attachment of a transit gateway that knows the source.
 */
export function fromOutside(leg: Leg, packet: Packet): Arrival {
  for (const gateway of records(leg.bundle, 'ec2:DescribeVpnGateways', 'VpnGateways')) {
    const vpcIds = list(gateway, 'VpcAttachments').map((item) => text(item, 'VpcId'));
    const leads = vpcIds.some((vpcId) => inAnyCidr(packet.destination, cidrsOfVpc(leg.bundle, vpcId)));
    if (leads) return fromVpnGateway(leg, gateway, packet);
  }
  for (const attachment of records(leg.bundle, 'ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachments')) {
    if (!['vpn', 'direct-connect-gateway'].includes(text(attachment, 'ResourceType'))) continue;
    const [gatewayId, id] = [text(attachment, 'TransitGatewayId'), text(attachment, 'TransitGatewayAttachmentId')];
    if (transitRoutesTo(leg, gatewayId, id, packet)) return fromSite(leg, gatewayId, id, packet);
  }
  const [any] = records(leg.bundle, 'ec2:DescribeVpnGateways', 'VpnGateways');
  if (any !== undefined) return fromVpnGateway(leg, any, packet);
  const calls = ['ec2:DescribeVpnGateways', 'ec2:DescribeTransitGateways', 'ec2:DescribeTransitGatewayAttachments'];
  const known = calls.every((call) => capturedAnywhere(leg.bundle, call));
  return known ? dropped(leg, 'NO_PATH', packet.source.text) : lost(leg, 'MISSING_CALL', packet.source.text);
}
