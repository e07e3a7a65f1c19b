/** VPC endpoints as route targets: gateway endpoints (S3, DynamoDB) and Gateway Load Balancer endpoints. */
import { ownerInVpc } from './interfaces.js';
import { block, dropped, lost, type Arrival, type Leg, type Packet, type Standing } from './leg.js';
import { text, texts, type Raw } from './raw.js';
import { subnetById } from './records.js';
import { enterSubnet, fromSubnet, targetRecord, throughMiddlebox } from './walk.js';

/** A route names an endpoint. */
export function enterEndpoint(leg: Leg, id: string, packet: Packet, from: Standing): Arrival {
  const endpoint = targetRecord(leg, 'ec2:DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId', id, from.vpcId);
  if (endpoint === undefined) return { at: 'nowhere' };
  const type = text(endpoint, 'VpcEndpointType');
  if (type === 'Gateway') return toService(leg, endpoint, packet, from);
  if (type === 'GatewayLoadBalancer') return throughInspection(leg, endpoint, packet);
  return lost(leg, 'UNSUPPORTED_COMPONENT', id);
}

function judgeState(leg: Leg, endpoint: Raw): void {
  if (text(endpoint, 'State').toLowerCase() !== 'available') block(leg, 'BAD_STATE', text(endpoint, 'VpcEndpointId'));
}

function toService(leg: Leg, endpoint: Raw, packet: Packet, from: Standing): Arrival {
  const id = text(endpoint, 'VpcEndpointId');
  if (leg.name === 'return') return dropped(leg, 'RETURN_WRONG_TARGET', id);
  judgeState(leg, endpoint);
  const echo = (packet.protocol === 1 && packet.icmp?.type === 8) || (packet.protocol === 58 && packet.icmp?.type === 128);
  if (packet.protocol !== 6 && !echo) block(leg, 'VPCE_GATEWAY_PROTOCOL_RESTRICTION', id);
  if (ownerInVpc(leg.bundle, from.vpcId, packet.source) === undefined) return dropped(leg, 'GATEWAY_REJECTS_SPOOFED_TRAFFIC', id);
  leg.crossings.push({ kind: 'internet', id });
  return { at: 'service', endpoint: id, vpcId: from.vpcId, packet };
}

/** The packet comes out of the endpoint unchanged and goes on with the table of the endpoint's subnet. */
function throughInspection(leg: Leg, endpoint: Raw, packet: Packet): Arrival {
  const id = text(endpoint, 'VpcEndpointId');
  const subnet = subnetById(leg.bundle, texts(endpoint, 'SubnetIds')[0] ?? '');
  if (subnet === undefined) return lost(leg, 'UNKNOWN_RESOURCE', id);
  enterSubnet(leg, text(subnet, 'SubnetId'), packet);
  judgeState(leg, endpoint);
  const fleet = text(endpoint, 'ServiceName') || id;
  return throughMiddlebox(leg, id, fleet, packet, () => fromSubnet(leg, subnet, packet));
}
