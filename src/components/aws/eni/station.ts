/** A network interface: who may send and receive by it, whatever the groups say. */
import { familyOf, formatAddress } from '../../../net/address.js';
import { label, refOf } from '../../../model/resource.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { ownsAddress } from '../../../lookup/address-owners.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { describeDestination, onlyDestination, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { HopDraft } from '../../../packet/hop.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall, stateFindings } from '../../state.js';
import { nodeBehind } from '../../kubernetes/vpc-cni/attachment.js';
import { isForOthers, passesOn } from '../appliance/station.js';
import { subnetFindings } from '../subnet/findings.js';
import { endpointAsSource, endpointNotes, endpointState } from '../vpc-endpoint/interface-endpoint.js';
import { vpcServiceAt } from '../vpc-service/services.js';
import { eniFindings } from './findings.js';
import { ownerOf } from './owner.js';

/** Interfaces whose service has no security group behaviour, whatever `Groups` says. */
const WITHOUT_GROUPS: ReadonlySet<string> = new Set([
  'nat_gateway',
  'transit_gateway',
  'gateway_load_balancer_endpoint',
  'gateway_load_balancer',
]);

export function hasGroups(eni: NetworkInterface): boolean {
  return !WITHOUT_GROUPS.has(eni.type) && !(eni.type === 'network_load_balancer' && eni.groupIds.length === 0);
}

/** Why an interface can't carry anything now; null when it can. */
export function interfaceState(eni: NetworkInterface, network: IndexedNetwork, journey: Journey): Finding | null {
  const resource = refOf('eni', eni);
  if (eni.attachment !== null && eni.attachment.status !== 'attached') {
    return stateFindings.BAD_STATE_ATTACHMENT({
      resource,
      packets: journey.packets,
      say: () => `${label(eni)} is ${eni.attachment?.status ?? 'not attached'}, not attached.`,
    });
  }
  if (eni.attachment === null && eni.status === 'available') {
    return stateFindings.BAD_STATE_ATTACHMENT({
      resource,
      packets: journey.packets,
      say: () => `${label(eni)} is not attached to anything that runs.`,
    });
  }
  const instance = eni.attachment?.instanceId ? network.network.instances.get(eni.attachment.instanceId) : undefined;
  if (instance === undefined) return null;
  if (instance.state === 'terminated') {
    return stateFindings.UNASSOCIATED_COMPONENT({
      resource: refOf('instance', instance),
      packets: journey.packets,
      say: () => `${label(instance)} is terminated.`,
    });
  }
  return badState(refOf('instance', instance), label(instance), instance.state, ['running'], journey.packets);
}

function keep(hop: HopDraft, finding: Finding | null, journey: Journey, to: Extract<Step, { kind: 'filter' }>['to']): Step {
  if (finding === null) return { kind: 'go', hop: null, to };
  return {
    kind: 'filter',
    hop: { ...hop, action: 'deny', explain: finding.say },
    decisions: [{ packets: journey.packets, verdict: finding.effect === 'unknown' ? 'unknown' : 'deny', finding }],
    to,
  };
}

/** A destination of the other family than the only source that the interface has. */
function otherFamily(eni: NetworkInterface, journey: Journey): Finding | null {
  const source = onlySource(journey.packets);
  const destination = onlyDestination(journey.packets);
  if (source === null || destination === null || familyOf(source) === familyOf(destination)) return null;
  const wanted = familyOf(destination) === 'ipv6' ? 'IPv6' : 'IPv4';
  return subnetFindings.IPV6_NOT_ENABLED({
    resource: refOf('eni', eni),
    packets: journey.packets,
    say: () => `${label(eni)} has no ${wanted} address, so it can't send to ${formatAddress(destination)}.`,
  });
}

/** Leaving: the source must be the interface's own, unless the check is off. */
export const eniOut: Station<'eni-out'> = (journey, { eni }, network) => {
  const hop: HopDraft = { station: 'eni', resource: refOf('eni', eni), action: 'forward', explain: () => `Leaves by ${label(eni)}.` };
  const destination = onlyDestination(journey.packets);
  const service = destination === null ? null : vpcServiceAt(destination, eni, network);
  const onward =
    service === null || service.filtered ? ({ at: 'security-group-out', eni } as const) : ({ at: 'vpc-service', eni } as const);
  const source = onlySource(journey.packets);
  const broken = interfaceState(eni, network, journey);
  const foreign =
    broken === null && eni.sourceDestCheck && source !== null && !ownsAddress(eni, source)
      ? eniFindings.ENI_SOURCE_DEST_CHECK_RESTRICTION({
          resource: refOf('eni', eni),
          direction: 'egress',
          packets: journey.packets,
          say: () =>
            `${label(eni)} may only send from its own addresses, and ${formatAddress(source)} is not one of them: its source/destination check drops the packet.`,
        })
      : null;
  const answersOnly = endpointAsSource(eni, journey, network);
  if (answersOnly !== null) return lost('vpc-endpoint', answersOnly.resource, answersOnly);
  const mixed = broken === null ? otherFamily(eni, journey) : null;
  if (mixed !== null) return lost('eni', refOf('eni', eni), mixed);
  const finding = broken ?? foreign;
  if (finding !== null) return keep(hop, finding, journey, onward);
  return { kind: 'go', hop: null, to: onward, sender: { interfaceId: eni.id, groupIds: hasGroups(eni) ? eni.groupIds : [] } };
};

/** The node of a load balancer that the snapshot does not describe: who gets the packet from there is not known. */
function unknownBalancer(eni: NetworkInterface, journey: Journey): Finding | null {
  if (!/^ELB \S/.test(eni.description)) return null;
  const call = eni.description.includes('/') ? 'elbv2:DescribeLoadBalancers' : 'elb:DescribeLoadBalancers';
  return missingCall(
    refOf('eni', eni),
    `${call} with ${eni.description.slice(4)}`,
    `What ${label(eni)}, a node of load balancer ${eni.description.slice(4)}, does with the packet`,
    journey.packets,
  );
}

/** Arriving: the destination must be the interface's own, unless the check is off; then whoever is behind it gets the packet. */
export const eniIn: Station<'eni-in'> = (journey, { eni }, network) => {
  const owner = ownerOf(eni, network);
  const hop: HopDraft = { station: 'eni', resource: refOf('eni', eni), action: 'forward', explain: () => `Arrives at ${label(eni)}.` };
  const broken = interfaceState(eni, network, journey) ?? endpointState(eni, journey, network);
  const destination = onlyDestination(journey.packets);
  const foreign =
    broken === null && eni.sourceDestCheck && isForOthers(eni, journey)
      ? eniFindings.ENI_SOURCE_DEST_CHECK_RESTRICTION({
          resource: refOf('eni', eni),
          direction: 'ingress',
          packets: journey.packets,
          say: () =>
            `${label(eni)} checks source and destination, and ${describeDestination(journey.packets)} is not one of its addresses. Turn the check off if it forwards traffic.`,
        })
      : null;
  const finding = broken ?? foreign;
  const natGateway = network.services.natGatewayOf(eni.id);
  if (natGateway !== null && finding === null)
    return { kind: 'go', hop: null, to: { at: 'nat-gateway', natGateway, side: 'outside', zone: eni.zone } };
  const loadBalancer = network.services.loadBalancerOf(eni.id);
  if (loadBalancer !== null) return keep(hop, finding, journey, { at: 'load-balancer', loadBalancer, eni });
  const unknown = journey.leg === 'forward' ? unknownBalancer(eni, journey) : null;
  if (unknown !== null) return lost('eni', refOf('eni', eni), unknown);
  const node = nodeBehind(eni, destination, network);
  if (node !== null) return keep(hop, finding, journey, { at: 'node-in', node, eni });
  if (finding === null && passesOn(eni, journey)) return { kind: 'go', hop: null, to: { at: 'appliance', eni } };
  return {
    kind: 'end',
    outcome: finding === null ? 'delivered' : 'dropped',
    replyFrom: finding === null ? { at: 'eni-out', eni } : null,
    hop: {
      station: owner.station,
      resource: owner.resource,
      action: finding === null ? 'deliver' : 'drop',
      explain: finding?.say ?? (() => `Delivered to ${label(owner.resource)} at ${describeDestination(journey.packets)} (${eni.id}).`),
      findings: finding === null ? endpointNotes(eni, journey, network) : [finding],
    },
  };
};
