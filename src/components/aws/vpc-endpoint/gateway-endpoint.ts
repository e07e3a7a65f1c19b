/** Gateway endpoints of S3 and DynamoDB: a route target for clients of the own VPC, which keep their address ("Gateway endpoints"). */
import { familyOf, formatAddress } from '../../../net/address.js';
import { covers } from '../../../net/interval-set.js';
import { fieldOf } from '../../../net/packet-set.js';
import { icmpPorts, ICMP, ICMPV6, TCP } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { VpcEndpoint } from '../../../model/aws/connections.js';
import type { Vpc } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { describeDestination, describeService, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { internetFindings } from '../../beyond/internet/station.js';
import { lost } from '../../ends.js';
import { badState } from '../../state.js';
import { internetGatewayFindings } from '../internet-gateway/findings.js';
import { natGatewayFindings } from '../nat-gateway/findings.js';
import { vpcEndpointFindings } from './findings.js';

/** The policy is judged call by call, once the packets have arrived: it is told, not folded into the verdict. */
export function policyNote(endpoint: VpcEndpoint, journey: Journey): Finding[] {
  if (endpoint.policyFullAccess !== false || journey.leg === 'return') return [];
  const resource = refOf('vpc-endpoint', endpoint);
  return [
    vpcEndpointFindings.ENDPOINT_POLICY_DENIES({
      resource,
      packets: journey.packets,
      symptom: 'http-403',
      say: () =>
        `The policy of endpoint ${label(endpoint)} is not full access: requests that it does not allow are refused with 403, although the network path is open.`,
    }),
  ];
}

function carries({ packets }: Journey): boolean {
  return packets.every(({ protocols, destinationPorts }) => {
    if (protocols.length !== 2 || protocols[1] !== (protocols[0] ?? 0) + 1) return false;
    if (protocols[0] === TCP) return true;
    if (protocols[0] === ICMP) return covers(icmpPorts(8, -1), destinationPorts);
    return protocols[0] === ICMPV6 && covers(icmpPorts(128, -1), destinationPorts);
  });
}

function refused(endpoint: VpcEndpoint, vpc: Vpc | undefined, journey: Journey, network: IndexedNetwork): Finding | null {
  const resource = refOf('vpc-endpoint', endpoint);
  const { packets } = journey;
  const broken = badState(resource, `VPC endpoint ${label(endpoint)}`, endpoint.state, ['available'], packets);
  if (broken !== null) return broken;
  if (journey.leg === 'return') {
    return natGatewayFindings.RETURN_WRONG_TARGET({
      resource,
      packets,
      direction: 'egress',
      say: () =>
        `The reply to ${describeDestination(packets)} leaves by endpoint ${label(endpoint)}, which carries only what clients of the VPC ask for: the client never sees it.`,
    });
  }
  const source = onlySource(packets);
  const foreign = journey.crossed.find(
    ({ kind }) => kind === 'vpc-peering' || kind === 'transit-gateway' || kind === 'virtual-private-gateway' || kind === 'on-premises',
  );
  if (vpc === undefined || (source !== null && network.owners.ownerOf(vpc.id, source) === null) || foreign !== undefined) {
    const from = source === null ? 'the source' : formatAddress(source);
    return internetGatewayFindings.GATEWAY_REJECTS_SPOOFED_TRAFFIC({
      resource,
      packets,
      say: () =>
        `Gateway endpoint ${label(endpoint)} serves interfaces of ${vpc === undefined ? endpoint.vpcId : label(vpc)} only; ${from} ${foreign === undefined ? 'is not one of them' : `comes by ${foreign.id}`}, and gateway endpoints can't be used from other networks.`,
    });
  }
  if (!carries(journey)) {
    return vpcEndpointFindings.VPCE_GATEWAY_PROTOCOL_RESTRICTION({
      resource,
      packets,
      say: () => `Gateway endpoint ${label(endpoint)} carries TCP and echo requests only, not ${describeService(packets)}.`,
    });
  }
  return null;
}

/** A request to the service, or, from the other side, the service's reply into the VPC. */
export function gatewayEndpoint(journey: Journey, place: PlaceAt<'vpc-endpoint'>, network: IndexedNetwork): Step {
  const { endpoint } = place;
  const resource = refOf('vpc-endpoint', endpoint);
  const vpc = network.network.vpcs.get(endpoint.vpcId);
  if (place.phase === 'reply' && vpc !== undefined) {
    const family = familyOf(fieldOf(journey.packets, 'destinations')[0] ?? 0n) === 'ipv6' ? 'IPv6 ' : '';
    return {
      kind: 'go',
      to: { at: 'vpc-delivery', vpc, fromSubnet: null },
      hop: {
        station: 'vpc-endpoint',
        resource,
        action: 'originate',
        explain: () =>
          `The reply of ${endpoint.serviceName} comes back by endpoint ${label(endpoint)}, from the service's own ${family}address.`,
      },
    };
  }
  const finding = refused(endpoint, vpc, journey, network);
  if (finding !== null) return lost('vpc-endpoint', resource, finding);
  const beyond = internetFindings.UNKNOWN_DESTINATION({
    resource,
    packets: journey.packets,
    say: () => `What ${endpoint.serviceName} answers at ${describeDestination(journey.packets)} is not in the snapshot.`,
  });
  return {
    kind: 'end',
    outcome: 'left',
    replyFrom: { ...place, phase: 'reply' },
    hop: {
      station: 'vpc-endpoint',
      resource,
      action: 'forward',
      explain: () => `Gateway endpoint ${label(endpoint)} takes it to ${endpoint.serviceName}; the source stays as it is.`,
      findings: [beyond, ...policyNote(endpoint, journey)],
    },
  };
}
