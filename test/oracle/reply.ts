/** The first step of the reply: from the interface that answers, or back in by the way the request went out. */
import { fromInternet } from './gateways.js';
import { lost, replyTo, type Arrival, type Crossing, type Leg, type Packet } from './leg.js';
import { passNetworkAcl } from './network-acl.js';
import { fromSite } from './on-premises.js';
import { text, type Raw } from './raw.js';
import { record, subnetById } from './records.js';
import { deliver, leaveInterface } from './walk.js';

/** NAT gateway documentation: replies over peering return to the gateway even without a route back. */
function translatorAcrossPeering(request: readonly Crossing[]): string | null {
  const [before, last] = request.slice(-2);
  return last?.kind === 'peering' && before?.kind === 'translation' ? before.id : null;
}

function backOverPeering(leg: Leg, eni: Raw, natId: string, reply: Packet): Arrival {
  const nat = record(leg.bundle, 'ec2:DescribeNatGateways', 'NatGateways', 'NatGatewayId', natId);
  const subnet = subnetById(leg.bundle, text(eni, 'SubnetId'));
  if (nat === undefined || subnet === undefined) return lost(leg, 'UNKNOWN_RESOURCE', natId);
  passNetworkAcl(leg, subnet, 'out', reply);
  leg.crossings.push(...leg.request.slice(-1));
  return deliver(leg, text(nat, 'VpcId'), reply, '');
}

/** Sends the reply to where the request arrived; `from` is another interface that the answering node uses for it. */
export function startReply(leg: Leg, request: Arrival, from: Raw | null): Arrival {
  if (request.at === 'nowhere' || request.at === 'exempt') return { at: 'nowhere' };
  const reply = replyTo(request.packet);
  if (request.at === 'internet') {
    const egressOnly = request.gateway.startsWith('eigw-');
    const gateway = egressOnly
      ? record(
          leg.bundle,
          'ec2:DescribeEgressOnlyInternetGateways',
          'EgressOnlyInternetGateways',
          'EgressOnlyInternetGatewayId',
          request.gateway,
        )
      : undefined;
    return egressOnly && gateway === undefined ? lost(leg, 'UNKNOWN_RESOURCE', request.gateway) : fromInternet(leg, reply);
  }
  if (request.at === 'on-premises') return fromSite(leg, request.gateway, request.attachment, reply);
  if (request.at === 'service') return deliver(leg, request.vpcId, reply, '');
  const natId = translatorAcrossPeering(leg.request);
  if (natId !== null) return backOverPeering(leg, request.eni, natId, reply);
  return leaveInterface(leg, from ?? request.eni, reply);
}
