/** Which subnet of an attachment packets pass: the one of their own zone on the way in; on the way out by zone and appliance mode. */
import { fieldOf } from '../../../net/packet-set.js';
import { onlyAddress } from '../../../net/interval-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { TransitGatewayAttachment } from '../../../model/aws/connections.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { sessionOf, type Journey } from '../../../packet/station.js';

/** Names of zones differ between accounts, ids do not. */
export function zoneKey(subnet: Subnet): string {
  return subnet.zoneId ?? subnet.zone;
}

/** The subnets of an attachment, by id; a null entry is not in the snapshot. null: the snapshot does not say which they are. */
export function subnetsOf({ subnetIds }: TransitGatewayAttachment, network: IndexedNetwork): readonly (Subnet | null)[] | null {
  return subnetIds === null ? null : subnetIds.map((id) => network.network.subnets.get(id) ?? null);
}

export function applianceHolder(attachment: TransitGatewayAttachment): string {
  return `tgw-zone:${attachment.id}`;
}

/** The zone of the destination, as far as an interface of the VPCs on the gateway has it. */
function destinationZone(transitGatewayId: string, journey: Journey, network: IndexedNetwork): string | null {
  const address = onlyAddress(fieldOf(journey.packets, 'destinations'));
  if (address === null) return null;
  const owner = network.owners.ownersAnywhere(address).find(({ vpcId }) => network.attachmentOf(transitGatewayId, vpcId) !== null);
  const subnet = owner === undefined ? undefined : network.network.subnets.get(owner.subnetId);
  return subnet === undefined ? null : zoneKey(subnet);
}

/** Appliance mode needs a propagation in the table that the appliance's attachment is associated with to tell zones ("Appliance in a shared services VPC"). */
function seesZones({ association }: TransitGatewayAttachment, network: IndexedNetwork): boolean {
  const table = association === null ? undefined : network.network.transitGatewayRouteTables.get(association.routeTableId);
  return table?.propagatingAttachmentIds?.length !== 0;
}

/**
 * The subnets that packets may be handed out in; one where the choice is certain, several where AWS picks one.
 * `zone`: the zone id where they came into the gateway, null from a site or another gateway.
 */
export function exitSubnets(
  attachment: TransitGatewayAttachment,
  subnets: readonly Subnet[],
  zone: string | null,
  journey: Journey,
  network: IndexedNetwork,
): readonly Subnet[] {
  const at = (wanted: string | null): readonly Subnet[] => {
    const same = wanted === null ? undefined : subnets.find((subnet) => zoneKey(subnet) === wanted);
    return same === undefined ? subnets : [same];
  };
  if (attachment.applianceMode !== true) return at(zone);
  const kept = journey.leg === 'return' ? (sessionOf(journey, applianceHolder(attachment))?.note ?? null) : null;
  if (kept !== null) return at(kept);
  const far = destinationZone(attachment.transitGatewayId, journey, network);
  if (!seesZones(attachment, network)) return subnets;
  return far === null || far === zone ? at(zone) : subnets;
}
