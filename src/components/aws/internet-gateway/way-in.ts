/** Why nothing from the internet gets to an address: no attached gateway brings it in, or the snapshot does not say whether one does. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Vpc } from '../../../model/aws/vpc.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import { describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { missingCall } from '../../state.js';
import { internetGatewayFindings } from './findings.js';
import { isPrivateAddress } from './ranges.js';

/** Does the snapshot tell which internet gateways the VPC has? */
export function knowsGateways(vpc: Vpc, network: IndexedNetwork): boolean {
  return network.hasCall('ec2:DescribeInternetGateways', vpc.home);
}

/** The end that is asked for, where it is a resource: from outside it can be reached by a public address only. */
function withoutPublic({ flow: { meant } }: Journey): string {
  const named = meant !== undefined && meant !== null && !['address', 'internet', 'on-premises'].includes(meant.kind);
  return named ? `, and ${label(meant)} has no public address in the snapshot` : '';
}

/** `vpc`: the one that has the address, null when none of the snapshot has. */
export function noWayIn(journey: Journey, vpc: Vpc | null, resource: ResourceRef, network: IndexedNetwork): Finding {
  const { packets } = journey;
  if (vpc !== null && !knowsGateways(vpc, network)) {
    return missingCall(
      refOf('vpc', vpc),
      'ec2:DescribeInternetGateways',
      `Whether an internet gateway brings packets into ${label(vpc)}`,
      packets,
    );
  }
  const destination = onlyDestination(packets);
  const why =
    vpc !== null
      ? `belongs to ${label(vpc)}, which has no internet gateway`
      : destination !== null && isPrivateAddress(destination)
        ? `is a private address, which the internet does not carry${withoutPublic(journey)}`
        : 'is not a public address of any interface in the snapshot';
  return internetGatewayFindings.IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS({
    resource,
    packets,
    say: () => `${describeDestination(packets)} ${why}.`,
  });
}
