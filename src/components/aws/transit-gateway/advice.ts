/** What is to be told of the attachment that packets leave by, although it stops nothing. */
import { familyOf } from '../../../net/address.js';
import { matching } from '../../../net/prefix-table.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { TransitGatewayAttachment } from '../../../model/aws/connections.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { stateFindings } from '../../state.js';
import { transitGatewayFindings } from './findings.js';
import { zoneKey } from './zones.js';

/** The kinds of target that inspect: an appliance's interface or an endpoint. */
function inspects(subnet: Subnet, journey: Journey, network: IndexedNetwork): boolean {
  const address = onlyDestination(journey.packets);
  const choice = network.routes.tableOf(subnet);
  if (address === null || choice === null) return false;
  const kind = matching(network.routes.compiled(choice.table).candidates, address)[0]?.route.target.kind;
  return kind === 'vpc-endpoint' || kind === 'eni' || kind === 'instance';
}

/** Appliance mode is advised where several zones of an attachment lead to inspection without it; null where not. */
export function applianceModeAdvised(
  attachment: TransitGatewayAttachment,
  subnets: readonly Subnet[],
  journey: Journey,
  network: IndexedNetwork,
): Finding | null {
  const first = subnets[0];
  if (
    attachment.applianceMode === true ||
    first === undefined ||
    new Set(subnets.map(zoneKey)).size < 2 ||
    !inspects(first, journey, network)
  )
    return null;
  const resource = refOf('transit-gateway-attachment', attachment);
  const say = (): string =>
    `Attachment ${label(attachment)} leads to an inspection VPC (${attachment.resourceId}) with appliance mode off: each direction enters it in the zone that it comes from, so between two zones requests and replies meet different appliances.`;
  return transitGatewayFindings.TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED({ resource, packets: journey.packets, say });
}

/** IPv6 to an attachment whose interfaces have no IPv6: AWS does not say what becomes of it. */
export function ipv6Assumed(attachment: TransitGatewayAttachment, journey: Journey): Finding | null {
  const address = onlyDestination(journey.packets);
  if (attachment.ipv6Support !== false || address === null || familyOf(address) === 'ipv4') return null;
  const resource = refOf('transit-gateway-attachment', attachment);
  return stateFindings.STATE_ASSUMED({
    resource,
    packets: journey.packets,
    say: () =>
      `Attachment ${label(attachment)} has IPv6 support off; AWS does not document what becomes of IPv6 that a static route sends there, and it was taken as delivered.`,
  });
}
