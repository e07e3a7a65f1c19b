/** Two VPCs between which no road exists at all: then the missing route is only a part of the reason. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Vpc } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { vpcFindings } from './findings.js';

/** The attached transit gateways of a VPC, with the gateways that they are peered with. */
function transitGatewaysOf(vpcId: string, network: IndexedNetwork): Set<string> {
  const found = new Set<string>();
  for (const { transitGatewayId, resourceId, resourceType, state } of network.network.transitGatewayAttachments.values()) {
    if (resourceType !== 'vpc' || resourceId !== vpcId || state === 'deleted') continue;
    found.add(transitGatewayId);
    for (const { peerTransitGatewayId } of network.transit.attachmentsOf(transitGatewayId))
      if (peerTransitGatewayId !== null) found.add(peerTransitGatewayId);
  }
  return found;
}

function areConnected(one: Vpc, other: Vpc, network: IndexedNetwork): boolean {
  for (const { status, requester, accepter } of network.network.peerings.values()) {
    const ends = [requester.vpcId, accepter.vpcId];
    if (status === 'active' && ends.includes(one.id) && ends.includes(other.id)) return true;
  }
  const gateways = transitGatewaysOf(one.id, network);
  return [...transitGatewaysOf(other.id, network)].some((id) => gateways.has(id));
}

/** The finding for a destination in another VPC of the snapshot that no peering and no transit gateway joins to this one; null otherwise. */
export function disconnectedVpcs(vpc: Vpc, journey: Journey, network: IndexedNetwork): Finding | null {
  const address = onlyDestination(journey.packets);
  if (address === null || network.inVpc(vpc, address)) return null;
  const seen =
    network.hasCall('ec2:DescribeVpcPeeringConnections', vpc.home) && network.hasCall('ec2:DescribeTransitGatewayAttachments', vpc.home);
  if (!seen) return null;
  const others = [...network.network.vpcs.values()].filter((other) => other.id !== vpc.id && network.inVpc(other, address));
  const [other] = others;
  if (other === undefined || others.some((each) => areConnected(vpc, each, network))) return null;
  const say = (): string =>
    `${label(vpc)} and ${label(other)}, which holds the destination, are not connected: no active peering and no transit gateway joins them.`;
  return vpcFindings.DISCONNECTED_VPCS({ resource: refOf('vpc', vpc), packets: journey.packets, direction: 'egress', say });
}
