/** VPC peering: carries packets between the two VPCs and nothing else. */
import { inAnyCidr } from './addresses.js';
import { block, dropped, lost, NOWHERE, type Arrival, type Leg, type Packet, type Standing } from './leg.js';
import { child, list, text, type Raw } from './raw.js';
import { cidrsOfVpc, vpcById } from './records.js';
import { deliver, targetRecord } from './walk.js';

function cidrsOfSide(leg: Leg, side: Raw | undefined): readonly string[] {
  const described = cidrsOfVpc(leg.bundle, text(side, 'VpcId'));
  if (described.length > 0) return described;
  return [
    text(side, 'CidrBlock'),
    ...list(side, 'CidrBlockSet').map((item) => text(item, 'CidrBlock')),
    ...list(side, 'Ipv6CidrBlockSet').map((item) => text(item, 'Ipv6CidrBlock')),
  ].filter((cidr) => cidr !== '');
}

/** A reply may take another connection than the request only where it still ends at the sender: peering and transit gateways. */
function leadsAstray(leg: Leg, id: string): boolean {
  if (leg.name === 'forward') return false;
  const peerings = leg.request.filter((crossing) => crossing.kind === 'peering');
  if (peerings.length > 0) return !peerings.some((crossing) => crossing.id === id);
  return leg.request.length > 0 && !leg.request.some((crossing) => crossing.kind === 'transit-gateway');
}

/** A route sends the packet over a peering connection. */
export function overPeering(leg: Leg, id: string, packet: Packet, from: Standing): Arrival {
  const peering = targetRecord(leg, 'ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections', 'VpcPeeringConnectionId', id, from.vpcId);
  if (peering === undefined) return { at: 'nowhere' };
  const active = text(child(peering, 'Status'), 'Code') === 'active';
  if (!active) block(leg, 'BAD_STATE', id);
  if (leadsAstray(leg, id)) return dropped(leg, 'RETURN_WRONG_TARGET', id);
  if (!active) return NOWHERE;
  const sides = [child(peering, 'RequesterVpcInfo'), child(peering, 'AccepterVpcInfo')];
  const own = sides.find((side) => text(side, 'VpcId') === from.vpcId);
  const other = sides.find((side) => text(side, 'VpcId') !== from.vpcId);
  if (own === undefined || other === undefined) return lost(leg, 'UNKNOWN_RESOURCE', id);
  if (!inAnyCidr(packet.destination, cidrsOfSide(leg, other)) || !inAnyCidr(packet.source, cidrsOfSide(leg, own))) {
    return dropped(leg, 'PCX_REQUIRES_ADDRESS_IN_VPC_CIDR', id);
  }
  leg.crossings.push({ kind: 'peering', id });
  const otherVpc = text(other, 'VpcId');
  if (vpcById(leg.bundle, otherVpc) === undefined) return lost(leg, 'UNKNOWN_RESOURCE', otherVpc);
  return deliver(leg, otherVpc, packet, '');
}
