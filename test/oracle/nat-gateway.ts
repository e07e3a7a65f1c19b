/** NAT gateways: translate the source of flows that leave, undo it for their replies, accept nothing else. */
import { inCidr, NAT64, parseAddress, sameAddress, version4, type Address } from './addresses.js';
import { block, dropped, lost, replyTo, type Arrival, type Leg, type Packet } from './leg.js';
import { flag, list, text, type Raw } from './raw.js';
import { captured, record, subnetById } from './records.js';
import { tableById } from './route-table.js';
import { enterSubnet, followTable, fromSubnet } from './walk.js';

function translatedSource(nat: Raw): Address | undefined {
  const usable = list(nat, 'NatGatewayAddresses').filter((item) => ['', 'succeeded'].includes(text(item, 'Status')));
  const chosen = usable.find((item) => flag(item, 'IsPrimary', false)) ?? usable[0];
  return parseAddress(text(chosen, 'PrivateIp'));
}

/** After a translation the packet goes on from the gateway's own subnet, or from the table of a regional gateway. */
function onward(leg: Leg, nat: Raw, packet: Packet): Arrival {
  const vpcId = text(nat, 'VpcId');
  if (text(nat, 'AvailabilityMode') === 'regional') {
    const table = tableById(leg.bundle, text(nat, 'RouteTableId'));
    return table === undefined
      ? lost(leg, 'UNKNOWN_RESOURCE', text(nat, 'NatGatewayId'))
      : followTable(leg, table, packet, { vpcId, subnet: null });
  }
  const subnet = subnetById(leg.bundle, text(nat, 'SubnetId'));
  return subnet === undefined ? lost(leg, 'MISSING_CALL', text(nat, 'SubnetId')) : fromSubnet(leg, subnet, packet);
}

/** A route sends the packet to a NAT gateway. On the way back that is always wrong: the gateway would make a new flow of it. */
export function enterNat(leg: Leg, id: string, packet: Packet): Arrival {
  const nat = record(leg.bundle, 'ec2:DescribeNatGateways', 'NatGateways', 'NatGatewayId', id);
  if (leg.name === 'return') {
    if (nat === undefined) return lost(leg, 'UNKNOWN_RESOURCE', id);
    if (text(nat, 'State') !== 'available') block(leg, 'BAD_STATE', id);
    return dropped(leg, 'RETURN_WRONG_TARGET', id);
  }
  if (nat === undefined)
    return lost(leg, captured(leg.bundle, 'ec2:DescribeNatGateways', leg.originVpc) ? 'UNKNOWN_RESOURCE' : 'MISSING_CALL', id);
  leg.path.push(id);
  const visit = `${id} to ${packet.destination.text}`;
  if (leg.visited.includes(visit)) return dropped(leg, 'ROUTE_LOOP', id);
  leg.visited.push(visit);
  if (text(nat, 'SubnetId') !== '') enterSubnet(leg, text(nat, 'SubnetId'), packet);
  if (text(nat, 'State') !== 'available') block(leg, 'BAD_STATE', id);
  if (![1, 6, 17, 58].includes(packet.protocol)) block(leg, 'PROTOCOL_RESTRICTION', id);
  const last = leg.crossings.at(-1);
  if (last?.kind === 'peering' || (last?.kind === 'outside' && last.id.startsWith('vgw-'))) block(leg, 'NGW_REQUIRES_SOURCE_IN_VPC', id);
  const source = translatedSource(nat);
  if (source === undefined) return lost(leg, 'UNKNOWN_RESOURCE', id);
  const nat64 = inCidr(packet.destination, NAT64);
  if (packet.destination.family === 6 && !nat64) return dropped(leg, 'PROTOCOL_RESTRICTION', id);
  const ping = nat64 && packet.protocol === 58 ? { protocol: 1, icmp: { type: 8, code: 0 } } : {};
  const after: Packet = {
    ...packet,
    ...ping,
    source,
    sourcePort: leg.translatedPort ?? packet.sourcePort,
    destination: nat64 ? version4(packet.destination.value & 0xffffffffn) : packet.destination,
  };
  leg.sessions.push({ at: id, before: packet, after });
  leg.crossings.push({ kind: 'translation', id });
  return onward(leg, nat, after);
}

/** A packet is delivered to the private address of a NAT gateway: the reply of one of its flows, or nothing it accepts. */
export function arriveAtNat(leg: Leg, nat: Raw, packet: Packet): Arrival {
  const id = text(nat, 'NatGatewayId');
  leg.path.push(id);
  const session = leg.sessions.find((candidate) => {
    const expected = replyTo(candidate.after);
    return (
      candidate.at === id &&
      sameAddress(expected.source, packet.source) &&
      expected.sourcePort === packet.sourcePort &&
      expected.destinationPort === packet.destinationPort
    );
  });
  if (leg.name === 'forward' || session === undefined) return dropped(leg, 'NAT_NO_INBOUND', id);
  leg.crossings.push({ kind: 'translation', id });
  return onward(leg, nat, replyTo(session.before));
}
