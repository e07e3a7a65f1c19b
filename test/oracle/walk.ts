/** The VPC's own steps: leave an interface, cross a subnet border, follow a route, be delivered to an interface or forwarded by an appliance. */
import { inAnyCidr, sameAddress } from './addresses.js';
import { enterEndpoint } from './endpoints.js';
import { exemptService } from './exempt.js';
import { toEgressOnlyGateway, toInternetGateway } from './gateways.js';
import { fault, filteredByGroups, interfaceById, natByPrivateAddress, ownerInVpc, owns } from './interfaces.js';
import { block, dropped, lost, type Arrival, type Leg, type Packet, type Standing } from './leg.js';
import { arriveAtNat, enterNat } from './nat-gateway.js';
import { passNetworkAcl } from './network-acl.js';
import { toVpnGateway } from './on-premises.js';
import { overPeering } from './peering.js';
import { flag, list, text, texts, type Raw } from './raw.js';
import { captured, cidrsOfSubnet, cidrsOfVpc, record, records, subnetById, vpcById } from './records.js';
import { chooseRoute, tableOfSubnet, type Target } from './route-table.js';
import { passSecurityGroups } from './security-group.js';
import { overTransitGateway } from './transit-gateway.js';

/** An interface sends a packet of its own, or forwards one as an appliance. */
export function leaveInterface(leg: Leg, eni: Raw, packet: Packet): Arrival {
  const id = text(eni, 'NetworkInterfaceId');
  if (leg.path.at(-1) !== id) leg.path.push(id);
  const broken = fault(leg.bundle, eni);
  if (broken !== null) block(leg, broken.code, broken.resource);
  const subnet = subnetById(leg.bundle, text(eni, 'SubnetId'));
  if (subnet === undefined) return lost(leg, 'MISSING_CALL', text(eni, 'SubnetId'));
  if (flag(eni, 'SourceDestCheck', true) && !owns(eni, packet.source)) return dropped(leg, 'ENI_SOURCE_DEST_CHECK_RESTRICTION', id);
  if (leg.name === 'forward') {
    if (text(eni, 'InterfaceType') === 'vpc_endpoint') block(leg, 'VPCE_INTRA_VPC_TRAFFIC', id);
    const exempt = exemptService(leg, eni, subnet, packet);
    if (exempt !== null) return exempt;
    if (filteredByGroups(eni)) passEgressGroups(leg, eni, packet);
  }
  return fromSubnet(leg, subnet, packet);
}

/** Egress rules that name a group depend on where the packet goes: a first walk has already found that out. */
function passEgressGroups(leg: Leg, eni: Raw, packet: Packet): void {
  const { arrival, crossings } = leg.foreseen;
  const peerVpc = arrival.at === 'interface' ? text(arrival.eni, 'VpcId') : text(eni, 'VpcId');
  passSecurityGroups(leg, eni, 'out', packet, peerVpc, crossings.slice(leg.crossings.length));
}

function judgeState(leg: Leg, subnet: Raw): void {
  const vpcId = text(subnet, 'VpcId');
  for (const [state, id] of [
    [text(subnet, 'State'), text(subnet, 'SubnetId')],
    [text(vpcById(leg.bundle, vpcId), 'State'), vpcId],
  ] as const) {
    if (state !== '' && state !== 'available') block(leg, 'BAD_STATE', id);
  }
}

/** A packet stands in a subnet and has to leave its interface: layer 2 inside the subnet, else ACL and route table. */
export function fromSubnet(leg: Leg, subnet: Raw, packet: Packet): Arrival {
  const [subnetId, vpcId] = [text(subnet, 'SubnetId'), text(subnet, 'VpcId')];
  leg.path.push(subnetId);
  judgeState(leg, subnet);
  if (inAnyCidr(packet.destination, cidrsOfSubnet(subnet))) return deliver(leg, vpcId, packet, subnetId);
  passNetworkAcl(leg, subnet, 'out', packet);
  const table = tableOfSubnet(leg.bundle, subnet);
  if (table === undefined) {
    return lost(leg, captured(leg.bundle, 'ec2:DescribeRouteTables', vpcId) ? 'UNKNOWN_RESOURCE' : 'MISSING_CALL', subnetId);
  }
  return followTable(leg, table, packet, { vpcId, subnet });
}

/** Looks the destination up in a table and goes to the target of the route that wins. */
export function followTable(leg: Leg, table: Raw, packet: Packet, from: Standing): Arrival {
  const tableId = text(table, 'RouteTableId');
  leg.path.push(tableId);
  const choice = chooseRoute(leg.bundle, table, packet.destination);
  if (choice.outcome === 'none') return dropped(leg, leg.name === 'return' ? 'RETURN_NO_ROUTE' : 'NO_ROUTE_TO_DESTINATION', tableId);
  if (choice.outcome === 'blackhole') return dropped(leg, 'BAD_STATE_ROUTE', tableId);
  if (choice.outcome === 'unknown') return lost(leg, choice.code, choice.resource);
  return enterTarget(leg, choice.target, packet, from);
}

function enterTarget(leg: Leg, target: Target, packet: Packet, from: Standing): Arrival {
  switch (target.kind) {
    case 'local':
      return deliver(leg, from.vpcId, packet, text(from.subnet ?? undefined, 'SubnetId'));
    case 'interface':
      return toAppliance(leg, target.id, packet);
    case 'nat':
      return enterNat(leg, target.id, packet);
    case 'internet-gateway':
      return toInternetGateway(leg, target.id, packet, from);
    case 'egress-only':
      return toEgressOnlyGateway(leg, target.id, packet, from);
    case 'peering':
      return overPeering(leg, target.id, packet, from);
    case 'transit-gateway':
      return overTransitGateway(leg, target.id, packet, from);
    case 'vpn-gateway':
      return toVpnGateway(leg, target.id, packet, from);
    case 'endpoint':
      return enterEndpoint(leg, target.id, packet, from);
    default:
      return lost(leg, 'UNSUPPORTED_COMPONENT', target.id);
  }
}

/** Local delivery: the interface of the VPC that owns the destination; no ACL when the packet comes from the same subnet. */
export function deliver(leg: Leg, vpcId: string, packet: Packet, fromSubnetId: string): Arrival {
  const cidrs = cidrsOfVpc(leg.bundle, vpcId);
  if (!inAnyCidr(packet.destination, cidrs)) return dropped(leg, 'VPC_LOCAL_ROUTE_CIDR_RESTRICTION', vpcId);
  const nat = natByPrivateAddress(leg.bundle, vpcId, packet.destination);
  const eni = ownerInVpc(leg.bundle, vpcId, packet.destination);
  if (nat === undefined && eni === undefined) {
    const asked = captured(leg.bundle, 'ec2:DescribeNetworkInterfaces', vpcId);
    if (!asked) return lost(leg, 'MISSING_CALL', packet.destination.text);
    return dropped(leg, 'NO_POSSIBLE_DESTINATION', packet.destination.text);
  }
  const subnetId = text(nat ?? eni, 'SubnetId');
  if (subnetId !== '' && subnetId !== fromSubnetId) enterSubnet(leg, subnetId, packet);
  if (nat !== undefined) return arriveAtNat(leg, nat, packet);
  return eni === undefined ? dropped(leg, 'NO_POSSIBLE_DESTINATION', packet.destination.text) : receive(leg, eni, packet);
}

/** A packet crosses the border into a subnet. */
export function enterSubnet(leg: Leg, subnetId: string, packet: Packet): void {
  const subnet = subnetById(leg.bundle, subnetId);
  leg.path.push(subnetId);
  if (subnet === undefined) leg.findings.push({ effect: 'unknown', code: 'MISSING_CALL', leg: leg.name, resource: subnetId });
  else {
    judgeState(leg, subnet);
    passNetworkAcl(leg, subnet, 'in', packet);
  }
}

/** A route names an interface: through the VPC router, so the ACL of its subnet judges even a neighbour. */
function toAppliance(leg: Leg, id: string, packet: Packet): Arrival {
  const eni = interfaceById(leg.bundle, id);
  if (eni === undefined) return lost(leg, 'UNKNOWN_RESOURCE', id);
  enterSubnet(leg, text(eni, 'SubnetId'), packet);
  return receive(leg, eni, packet);
}

/** An interface gets a packet: its groups judge it, then it is the receiver, or an appliance that forwards, or it drops it. */
function receive(leg: Leg, eni: Raw, packet: Packet): Arrival {
  const id = text(eni, 'NetworkInterfaceId');
  leg.path.push(id);
  const endpoint = records(leg.bundle, 'ec2:DescribeVpcEndpoints', 'VpcEndpoints').find((item) =>
    texts(item, 'NetworkInterfaceIds').includes(id),
  );
  const endpointState = text(endpoint, 'State').toLowerCase();
  if (endpoint !== undefined && endpointState !== 'available' && endpointState !== 'partial') {
    block(leg, 'BAD_STATE', text(endpoint, 'VpcEndpointId'));
  }
  if (leg.name === 'forward' && filteredByGroups(eni)) passSecurityGroups(leg, eni, 'in', packet, leg.originVpc, leg.crossings);
  const broken = fault(leg.bundle, eni);
  if (broken !== null) block(leg, broken.code, broken.resource);
  if (owns(eni, packet.destination)) return { at: 'interface', eni, packet };
  if (flag(eni, 'SourceDestCheck', true)) return dropped(leg, 'ENI_SOURCE_DEST_CHECK_RESTRICTION', id);
  return throughMiddlebox(leg, id, id, packet, () => leaveInterface(leg, eni, packet));
}

/** Whether a packet goes back to where another came from. */
function answers(reply: Packet, request: Packet): boolean {
  return sameAddress(reply.source, request.destination) && sameAddress(reply.destination, request.source);
}

/** Passes an appliance once for each destination: a second time is a loop, and on the way back it has to be one that the request passed as it is. */
export function throughMiddlebox(leg: Leg, id: string, fleet: string, packet: Packet, onward: () => Arrival): Arrival {
  const visit = `${id} to ${packet.destination.text}`;
  if (leg.visited.includes(visit)) return dropped(leg, 'ROUTE_LOOP', id);
  leg.visited.push(visit);
  const at = `middlebox ${fleet}`;
  if (leg.name === 'forward') leg.sessions.push({ at, before: packet, after: packet });
  else if (!leg.sessions.some((session) => session.at === at && answers(packet, session.after))) block(leg, 'ASYMMETRIC_MIDDLEBOX', id);
  leg.crossings.push({ kind: 'middlebox', id: fleet });
  return onward();
}

/** Whether the gateway record says that it is attached to the VPC. */
export function isAttached(gateway: Raw, key: string, vpcId: string): boolean {
  return list(gateway, key).some(
    (item) => text(item, 'VpcId') === vpcId && ['available', 'attached'].includes(text(item, 'State').toLowerCase()),
  );
}

/** The record of a route's target, or undefined after writing down why it is not known. */
export function targetRecord(leg: Leg, operation: string, key: string, field: string, id: string, vpcId: string): Raw | undefined {
  const found = record(leg.bundle, operation, key, field, id);
  if (found === undefined) lost(leg, captured(leg.bundle, operation, vpcId) ? 'UNKNOWN_RESOURCE' : 'MISSING_CALL', id);
  else leg.path.push(id);
  return found;
}
