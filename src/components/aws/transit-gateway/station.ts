/** Into a transit gateway: by the attachment of the sender's VPC in the sender's zone, by a site's, or from another gateway ("How transit gateways work"). */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { HopDraft } from '../../../packet/hop.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall, stateFindings } from '../../state.js';
import { judgeAcl } from '../network-acl/judge.js';
import { remembering, roadsAnswered, wrongRoad } from '../roads.js';
import { transitGatewayFindings } from './findings.js';
import { ASSUMED_UP, attachmentState } from './state.js';
import { subnetsOf, zoneKey } from './zones.js';

function gatewayState({ gateway }: PlaceAt<'transit-gateway'>, journey: Journey): Finding | null {
  const resource = refOf('transit-gateway', gateway);
  if (!ASSUMED_UP.has(gateway.state))
    return badState(resource, `Transit gateway ${label(gateway)}`, gateway.state, ['available'], journey.packets);
  return stateFindings.STATE_ASSUMED({
    resource,
    packets: journey.packets,
    say: () => `Transit gateway ${label(gateway)} is ${gateway.state}; it was taken as working.`,
  });
}

interface Entry {
  readonly subnet: Subnet;
}

/** The attachment's subnet in the sender's zone: where the gateway's interface stands. */
function entrySubnet(
  { attachment, gateway, zone }: PlaceAt<'transit-gateway'>,
  journey: Journey,
  network: IndexedNetwork,
): Entry | Finding {
  const resource = refOf('transit-gateway-attachment', attachment);
  const { packets } = journey;
  const subnets = subnetsOf(attachment, network);
  if (subnets === null)
    return missingCall(resource, 'ec2:DescribeTransitGatewayVpcAttachments', `Which subnets attachment ${label(attachment)} has`, packets);
  const known = subnets.filter((subnet) => subnet !== null);
  const found = zone === null ? known[0] : known.find((subnet) => subnet.zone === zone);
  if (found !== undefined) return { subnet: found };
  if (known.length < subnets.length)
    return missingCall(resource, 'ec2:DescribeSubnets', `In which zones the subnets of attachment ${label(attachment)} are`, packets);
  const zones = known.map((subnet) => `${subnet.zone} (${label(subnet)})`).join(', ');
  const say = (): string =>
    `Attachment ${label(attachment)} of ${attachment.resourceId} to ${label(gateway)} has no subnet in ${zone ?? 'the zone of the sender'}, so nothing there can use the gateway; it has ${zones === '' ? 'none at all' : zones}.`;
  return transitGatewayFindings.TGW_ROUTE_AZ_RESTRICTION({ resource, packets, direction: 'egress', say });
}

/** The ACL of the subnet that holds the gateway's interface, on its own ("Network ACLs for transit gateways"). */
export const subnetAcl: Station<'network-acl'> = (journey, { subnet, direction, then }, network): Step =>
  judgeAcl(subnet, direction, journey, network, then);

export const transitGateway: Station<'transit-gateway'> = (journey, place, network): Step => {
  const { gateway, attachment } = place;
  const resource: ResourceRef = refOf('transit-gateway', gateway);
  const findings: Finding[] = [];
  for (const finding of [gatewayState(place, journey), attachmentState(attachment, journey)]) {
    if (finding === null) continue;
    if (finding.effect !== 'caveat') return lost('transit-gateway', resource, finding);
    findings.push(finding);
  }
  const hop = (where: string): HopDraft => ({
    station: 'transit-gateway',
    resource,
    also: [refOf('transit-gateway-attachment', attachment)],
    action: 'forward',
    findings,
    explain: () => `Enters transit gateway ${label(gateway)} by attachment ${label(attachment)}${where}.`,
  });
  if (attachment.resourceType !== 'vpc') {
    const to = { at: 'transit-gateway-table', gateway, attachment, zone: null } as const;
    return { kind: 'go', to, hop: hop(` of ${attachment.resourceType.replaceAll('-', ' ')} ${attachment.resourceId}`) };
  }
  if (journey.leg === 'return' && roadsAnswered(journey).length === 0) {
    return lost('transit-gateway', resource, wrongRoad(journey, resource, `transit gateway ${label(gateway)}`, []));
  }
  const entry = entrySubnet(place, journey, network);
  if (!('subnet' in entry)) return lost('transit-gateway', resource, entry);
  const { subnet } = entry;
  const closed = badState(refOf('subnet', subnet), `Subnet ${label(subnet)}`, subnet.state, ['available', ''], journey.packets);
  if (closed !== null) return lost('subnet', refOf('subnet', subnet), closed);
  return {
    kind: 'go',
    hop: hop(` of ${attachment.resourceId}, in ${label(subnet)} (${subnet.zone})`),
    ...remembering(gateway.id, { kind: 'vpc', id: attachment.resourceId }),
    to: {
      at: 'network-acl',
      subnet,
      direction: 'ingress',
      then: { at: 'transit-gateway-table', gateway, attachment, zone: zoneKey(subnet) },
    },
  };
};
