/** Transit gateways: an attachment in the packet's zone, the table associated with it, the attachment that its route names. */
import { inAnyCidr, inCidr, prefixLength, type Address } from './addresses.js';
import { block, dropped, lost, type Arrival, type Leg, type Packet, type Standing } from './leg.js';
import { child, flag, list, text, texts, type Raw } from './raw.js';
import { cidrsOfSubnet, outputsAbout, prefixListCidrs, record, records, subnetById } from './records.js';
import { chooseRoute, tableOfSubnet } from './route-table.js';
import { enterSubnet, followTable, fromSubnet, targetRecord } from './walk.js';

const UP = ['available', 'modifying', 'rollingBack'];
const PROPAGATED_ORDER = ['vpc', 'direct-connect-gateway', 'connect', 'vpn', 'vpn-concentrator', 'client-vpn', 'peering'];

/** All attachments of a VPC, a VPN and so on, as `describe-transit-gateway-attachments` lists them. */
function attachmentViews(leg: Leg, id: string): readonly Raw[] {
  return records(leg.bundle, 'ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachments').filter(
    (item) => text(item, 'TransitGatewayAttachmentId') === id,
  );
}

function vpcAttachment(leg: Leg, id: string): Raw | undefined {
  return record(leg.bundle, 'ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', id);
}

/** Whether every view of an attachment says that it works. */
function isUp(leg: Leg, id: string): boolean {
  const views = [...attachmentViews(leg, id), vpcAttachment(leg, id)];
  return views.every((view) => view === undefined || UP.includes(text(view, 'State')));
}

/** The table that an attachment is associated with on one gateway; empty when none. */
function associatedTable(leg: Leg, gatewayId: string, attachmentId: string): string {
  const view = attachmentViews(leg, attachmentId).find((item) => text(item, 'TransitGatewayId') === gatewayId);
  const association = child(view, 'Association');
  if (text(association, 'State') === 'associated') return text(association, 'TransitGatewayRouteTableId');
  if (view !== undefined) return '';
  for (const table of records(leg.bundle, 'ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables')) {
    const tableId = text(table, 'TransitGatewayRouteTableId');
    if (text(table, 'TransitGatewayId') !== gatewayId) continue;
    const outputs = outputsAbout(leg.bundle, 'ec2:GetTransitGatewayRouteTableAssociations', 'TransitGatewayRouteTableId', tableId);
    const associations = outputs.flatMap((output) => list(output, 'Associations'));
    if (associations.some((item) => text(item, 'TransitGatewayAttachmentId') === attachmentId && text(item, 'State') === 'associated')) {
      return tableId;
    }
  }
  return '';
}

interface Candidate {
  readonly prefix: string;
  readonly rank: number;
  readonly blackhole: boolean;
  readonly attachment: Raw | undefined;
}

function candidatesOf(leg: Leg, tableId: string, outputs: readonly Raw[]): { candidates: Candidate[]; missingList: string } {
  const candidates: Candidate[] = [];
  let missingList = '';
  for (const route of outputs.flatMap((output) => list(output, 'Routes'))) {
    const state = text(route, 'State');
    if (state !== 'active' && state !== 'blackhole') continue;
    const attachment = list(route, 'TransitGatewayAttachments')[0];
    const listed = text(route, 'PrefixListId') !== '';
    const kind = PROPAGATED_ORDER.indexOf(text(attachment, 'ResourceType'));
    const rank = listed ? 1 : text(route, 'Type') === 'static' ? 0 : 2 + (kind < 0 ? PROPAGATED_ORDER.length : kind);
    if (text(route, 'DestinationCidrBlock') !== '') {
      candidates.push({ prefix: text(route, 'DestinationCidrBlock'), rank, blackhole: state === 'blackhole', attachment });
    }
  }
  const references = outputsAbout(leg.bundle, 'ec2:GetTransitGatewayPrefixListReferences', 'TransitGatewayRouteTableId', tableId);
  for (const reference of references.flatMap((output) => list(output, 'TransitGatewayPrefixListReferences'))) {
    const entries = prefixListCidrs(leg.bundle, text(reference, 'PrefixListId'));
    if (entries === null) missingList = text(reference, 'PrefixListId');
    const attachment = child(reference, 'TransitGatewayAttachment');
    for (const prefix of entries ?? []) candidates.push({ prefix, rank: 1, blackhole: flag(reference, 'Blackhole', false), attachment });
  }
  return { candidates, missingList };
}

/** The attachment that a gateway table sends an address to, or null after writing down what stops it. */
function chooseAttachment(leg: Leg, tableId: string, destination: Address): Raw | null {
  leg.path.push(tableId);
  const outputs = outputsAbout(leg.bundle, 'ec2:SearchTransitGatewayRoutes', 'TransitGatewayRouteTableId', tableId);
  if (outputs.length === 0) lost(leg, 'TGW_RTB_ROUTES_ARE_UNKNOWN', tableId);
  if (outputs.length === 0) return null;
  const { candidates, missingList } = candidatesOf(leg, tableId, outputs);
  if (missingList !== '') {
    lost(leg, 'PREFIX_LIST_MISSING', missingList);
    return null;
  }
  const matching = candidates.filter((candidate) => inCidr(destination, candidate.prefix));
  const [winner] = [...matching].sort((one, other) => prefixLength(other.prefix) - prefixLength(one.prefix) || one.rank - other.rank);
  if (winner === undefined) {
    const truncated = outputs.some((output) => flag(output, 'AdditionalRoutesAvailable', false));
    if (truncated) lost(leg, 'TGW_RTB_ROUTES_ARE_UNKNOWN', tableId);
    else dropped(leg, 'TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT', tableId);
    return null;
  }
  if (winner.blackhole || winner.attachment === undefined) {
    dropped(leg, 'TGW_RTB_BAD_STATE_ROUTE', tableId);
    return null;
  }
  return winner.attachment;
}

function zoneOf(leg: Leg, subnetId: string): string {
  const subnet = subnetById(leg.bundle, subnetId);
  return text(subnet, 'AvailabilityZoneId') || text(subnet, 'AvailabilityZone');
}

/** A reply may come back by a transit gateway although the request came by peering, but not in answer to the internet. */
function leadsAstray(leg: Leg): boolean {
  if (leg.name === 'forward') return false;
  const kinds = leg.request.map((crossing) => crossing.kind);
  return (
    kinds.some((kind) => kind === 'internet' || kind === 'translation') &&
    !kinds.some((kind) => ['peering', 'transit-gateway', 'outside'].includes(kind))
  );
}

/** A route sends the packet to a transit gateway. */
export function overTransitGateway(leg: Leg, id: string, packet: Packet, from: Standing): Arrival {
  const gateway = targetRecord(leg, 'ec2:DescribeTransitGateways', 'TransitGateways', 'TransitGatewayId', id, from.vpcId);
  if (gateway === undefined) return { at: 'nowhere' };
  if (leadsAstray(leg)) return dropped(leg, 'RETURN_WRONG_TARGET', id);
  if (!UP.includes(text(gateway, 'State'))) block(leg, 'BAD_STATE', id);
  const attachment = records(leg.bundle, 'ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments').find(
    (item) => text(item, 'TransitGatewayId') === id && text(item, 'VpcId') === from.vpcId,
  );
  if (attachment === undefined) return dropped(leg, 'BAD_STATE_ATTACHMENT', id);
  const attachmentId = text(attachment, 'TransitGatewayAttachmentId');
  leg.path.push(attachmentId);
  if (!isUp(leg, attachmentId)) return dropped(leg, 'BAD_STATE_ATTACHMENT', attachmentId);
  const zone = zoneOf(leg, text(from.subnet ?? undefined, 'SubnetId'));
  const landing = texts(attachment, 'SubnetIds').find((subnetId) => zoneOf(leg, subnetId) === zone);
  if (landing === undefined) return dropped(leg, 'TGW_ROUTE_AZ_RESTRICTION', attachmentId);
  enterSubnet(leg, landing, packet);
  return fromAttachment(leg, id, attachmentId, packet, zone, `${id}/${attachmentId}`);
}

/** The packet stands in the gateway, having come by an attachment; `zone` is empty when it came from outside. */
export function fromAttachment(leg: Leg, gatewayId: string, attachmentId: string, packet: Packet, zone: string, crossing: string): Arrival {
  const key = `${gatewayId} by ${attachmentId} to ${packet.destination.text}`;
  if (leg.visited.includes(key)) return dropped(leg, 'ROUTE_LOOP', gatewayId);
  leg.visited.push(key);
  const tableId = associatedTable(leg, gatewayId, attachmentId);
  if (tableId === '') return dropped(leg, 'TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION', attachmentId);
  const chosen = chooseAttachment(leg, tableId, packet.destination);
  if (chosen === null) return { at: 'nowhere' };
  const nextId = text(chosen, 'TransitGatewayAttachmentId');
  leg.path.push(nextId);
  const views = attachmentViews(leg, nextId);
  const state = text(views[0] ?? vpcAttachment(leg, nextId), 'State');
  if (state === '') return lost(leg, 'UNKNOWN_RESOURCE', nextId);
  if (!isUp(leg, nextId)) return dropped(leg, 'BAD_STATE_ATTACHMENT', nextId);
  const type = text(chosen, 'ResourceType') || text(views[0], 'ResourceType');
  if (type === 'vpc') return intoVpc(leg, nextId, packet, zone, `${crossing}/${nextId}`);
  if (type === 'vpn' || type === 'direct-connect-gateway') return toSite(leg, gatewayId, nextId, type, packet);
  const far = views.find((item) => text(item, 'TransitGatewayId') !== gatewayId);
  if (type === 'peering' && far !== undefined) {
    return fromAttachment(leg, text(far, 'TransitGatewayId'), nextId, packet, '', `${crossing}/${nextId}`);
  }
  return lost(leg, type === 'peering' ? 'UNKNOWN_RESOURCE' : 'UNSUPPORTED_COMPONENT', nextId);
}

/** Into the VPC at the attachment subnet of the packet's zone, else at any other one. */
function intoVpc(leg: Leg, attachmentId: string, packet: Packet, zone: string, crossing: string): Arrival {
  const attachment = vpcAttachment(leg, attachmentId);
  const subnetIds = texts(attachment, 'SubnetIds');
  const landing = subnetIds.find((subnetId) => zoneOf(leg, subnetId) === zone) ?? subnetIds[leg.landing % subnetIds.length];
  const subnet = subnetById(leg.bundle, landing ?? '');
  leg.crossings.push({ kind: 'transit-gateway', id: crossing });
  if (subnet === undefined) return lost(leg, 'UNKNOWN_RESOURCE', attachmentId);
  // Into a VPC the table of the attachment's subnet is asked before its ACL: what the table does not decide, the ACL does not either.
  const table = inAnyCidr(packet.destination, cidrsOfSubnet(subnet)) ? undefined : tableOfSubnet(leg.bundle, subnet);
  const decided = table === undefined || chooseRoute(leg.bundle, table, packet.destination).outcome === 'route';
  if (table !== undefined && !decided) return followTable(leg, table, packet, { vpcId: text(subnet, 'VpcId'), subnet });
  return fromSubnet(leg, subnet, packet);
}

function toSite(leg: Leg, gatewayId: string, attachmentId: string, type: string, packet: Packet): Arrival {
  if (type === 'vpn' && !vpnIsUp(leg, attachmentId)) block(leg, 'TGW_BAD_STATE_VPN', attachmentId);
  leg.crossings.push({ kind: 'outside', id: attachmentId });
  return { at: 'on-premises', gateway: gatewayId, attachment: attachmentId, packet };
}

/** Whether the VPN behind an attachment is available with at least one tunnel up; true when it was not captured. */
export function vpnIsUp(leg: Leg, attachmentId: string): boolean {
  const vpnId = text(attachmentViews(leg, attachmentId)[0], 'ResourceId');
  const vpn = record(leg.bundle, 'ec2:DescribeVpnConnections', 'VpnConnections', 'VpnConnectionId', vpnId);
  if (vpn === undefined) return true;
  return text(vpn, 'State') === 'available' && list(vpn, 'VgwTelemetry').some((tunnel) => text(tunnel, 'Status') === 'UP');
}
