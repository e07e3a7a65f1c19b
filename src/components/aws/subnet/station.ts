/**
 * The edge of a subnet. Inside it packets go straight from interface to interface: no ACL, no route table ("Gateway route tables",
 * "Control subnet traffic with network access control lists").
 */
import { prefixHolds } from '../../../net/prefix.js';
import type { Address } from '../../../net/address.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Place } from '../../../packet/place.js';
import type { Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall } from '../../state.js';
import { classicAcl } from '../load-balancer/classic-acl.js';
import { backThroughNode } from '../load-balancer/return-leg.js';
import { judgeAcl } from '../network-acl/judge.js';
import { deliver } from '../vpc/deliver.js';

export function subnetHolds(subnet: Subnet, address: Address): boolean {
  return (subnet.ipv4 !== null && prefixHolds(subnet.ipv4, address)) || subnet.ipv6.some((prefix) => prefixHolds(prefix, address));
}

/** Leaving an interface: straight to a neighbour, or past the ACL to the router. */
export const subnetOut: Station<'subnet-out'> = (journey, { subnet, from }, network): Step => {
  const destination = onlyDestination(journey.packets);
  const broken = badState(refOf('subnet', subnet), `Subnet ${label(subnet)}`, subnet.state, ['available', ''], journey.packets);
  if (broken !== null) return lost('subnet', refOf('subnet', subnet), broken);
  const vpc = network.network.vpcs.get(subnet.vpcId);
  if (vpc === undefined) {
    return lost(
      'subnet',
      refOf('subnet', subnet),
      missingCall(refOf('subnet', subnet), 'ec2:DescribeVpcs', `The VPC of ${label(subnet)}`, journey.packets),
    );
  }
  const back = backThroughNode(journey, subnet, network);
  if (back !== null) return back;
  if (destination !== null && subnetHolds(subnet, destination)) {
    const classic = from === null ? null : classicAcl(journey, subnet, from, destination, vpc, network);
    if (classic !== null) return classic;
    const step = deliver(destination, vpc, subnet, journey, network);
    if (step.kind !== 'go') return step;
    return {
      ...step,
      hop: {
        station: 'subnet',
        resource: refOf('subnet', subnet),
        action: 'forward',
        explain: () =>
          `${describeDestination(journey.packets)} is in the same subnet ${label(subnet)}, so neither a network ACL nor a route table judges the packet.`,
      },
    };
  }
  const router: Place = { at: 'router', vpc, scope: { of: 'subnet', subnet }, zone: subnet.zone };
  return judgeAcl(subnet, 'egress', journey, network, router);
};

/** Entering a subnet from outside it. */
export const subnetIn: Station<'subnet-in'> = (journey, { eni, then }, network): Step => {
  const subnet = network.network.subnets.get(eni.subnetId);
  if (subnet === undefined) {
    return lost(
      'subnet',
      refOf('eni', eni),
      missingCall(refOf('eni', eni), 'ec2:DescribeSubnets', `The subnet ${eni.subnetId} of ${label(eni)}`, journey.packets),
    );
  }
  const broken = badState(refOf('subnet', subnet), `Subnet ${label(subnet)}`, subnet.state, ['available', ''], journey.packets);
  if (broken !== null) return lost('subnet', refOf('subnet', subnet), broken);
  return judgeAcl(subnet, 'ingress', journey, network, then);
};
