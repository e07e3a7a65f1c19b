/** Where a destination really is behind a transit gateway, and why a route leads elsewhere: the hint beside a wrong turn. */
import { fieldOf } from '../../../net/packet-set.js';
import { onlyAddress } from '../../../net/interval-set.js';
import { formatPrefix, prefixHolds } from '../../../net/prefix.js';
import { matching } from '../../../net/prefix-table.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { transitRank, type TransitCandidate } from '../../../lookup/transit-routes.js';
import type { TransitGatewayAttachment, TransitGatewayRouteTable } from '../../../model/aws/connections.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { transitGatewayFindings } from './findings.js';

/** The attachment of the VPC that has the destination's interface, else of one whose CIDRs hold it; null when none does. */
export function holderOf(transitGatewayId: string, journey: Journey, network: IndexedNetwork): TransitGatewayAttachment | null {
  const address = onlyAddress(fieldOf(journey.packets, 'destinations'));
  if (address === null) return null;
  for (const { vpcId } of network.owners.ownersAnywhere(address)) {
    const attachment = network.attachmentOf(transitGatewayId, vpcId);
    if (attachment !== null) return attachment;
  }
  const holds = ({ resourceType, resourceId }: TransitGatewayAttachment): boolean => {
    const vpc = resourceType === 'vpc' ? network.network.vpcs.get(resourceId) : undefined;
    return vpc !== undefined && network.inVpc(vpc, address);
  };
  return network.transit.attachmentsOf(transitGatewayId).find(holds) ?? null;
}

/** Does the VPC that the packet is handed to know a way on, by a route or by having the address itself? */
function knowsWay(target: TransitGatewayAttachment, journey: Journey, network: IndexedNetwork): boolean {
  const address = onlyAddress(fieldOf(journey.packets, 'destinations'));
  const subnet: Subnet | undefined = network.network.subnets.get(target.subnetIds?.[0] ?? '');
  const choice = subnet === undefined ? null : network.routes.tableOf(subnet);
  if (address === null || choice === null) return true;
  const compiled = network.routes.compiled(choice.table);
  return compiled.unknownLists.length > 0 || matching(compiled.candidates, address).length > 0;
}

/** The hint for a route that takes a destination away from the attachment that holds it, into a VPC that can do nothing with it. */
export function shadowing(
  winner: TransitCandidate,
  target: TransitGatewayAttachment,
  table: TransitGatewayRouteTable,
  journey: Journey,
  network: IndexedNetwork,
): Finding | null {
  if (target.resourceType !== 'vpc') return null;
  const wanted = holderOf(target.transitGatewayId, journey, network);
  const address = onlyAddress(fieldOf(journey.packets, 'destinations'));
  if (wanted === null || wanted.id === target.id || address === null || knowsWay(target, journey, network)) return null;
  const compiled = network.transit.compiled(table);
  const rival =
    compiled === null
      ? undefined
      : matching(compiled.candidates, address).find(
          ({ route }) => route !== winner.route && route.attachments.some(({ attachmentId }) => attachmentId === wanted.id),
        );
  // A static route hides the learnt one of the same prefix from the listing, so what propagates is asked as well.
  const vpc = network.network.vpcs.get(wanted.resourceId);
  const learnt =
    table.propagatingAttachmentIds?.includes(wanted.id) === true
      ? vpc?.cidrs.find(({ prefix }) => prefixHolds(prefix, address))?.prefix
      : undefined;
  const hidden = rival?.prefix ?? learnt;
  if (hidden === undefined) return null;
  const resource = refOf('transit-gateway-route-table', table);
  const base = {
    resource,
    packets: journey.packets,
    direction: 'egress' as const,
    rule: { id: formatPrefix(winner.prefix), text: winner.route.text },
  };
  const own = `${formatPrefix(winner.prefix)} to ${label(target)}`;
  if (hidden.length === winner.prefix.length && (rival === undefined || transitRank(winner.route) <= transitRank(rival.route))) {
    return transitGatewayFindings.TGW_RTB_HIGHER_PRIORITY_ROUTE({
      ...base,
      say: () =>
        `In ${label(table)} the ${winner.route.type} route ${own} beats the one for the same prefix that leads to ${label(wanted)} of ${wanted.resourceId}, which holds the destination.`,
    });
  }
  return transitGatewayFindings.TGW_RTB_MORE_SPECIFIC_ROUTE({
    ...base,
    say: () =>
      `In ${label(table)} the longer route ${own} takes the destination from ${formatPrefix(hidden)} to ${label(wanted)} of ${wanted.resourceId}, which holds it.`,
  });
}
