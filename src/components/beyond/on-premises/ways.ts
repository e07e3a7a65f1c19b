/** By which connections packets from a site may come in: those that know the site's address, and of them those that lead on to the destination. */
import { overlaps } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import { prefixSet } from '../../../net/prefix.js';
import { transitRank, type TransitCandidate } from '../../../lookup/transit-routes.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { TransitGatewayAttachment } from '../../../model/aws/connections.js';
import type { AttachedGateway } from '../../../model/aws/routing.js';
import { tableLeads } from '../../aws/transit-gateway/table.js';
import { connectionsToward, prefixesCover, type Knowledge } from '../../aws/virtual-private-gateway/connections.js';
import { isCarrying } from './carrying.js';

export interface Way {
  readonly gatewayId: string;
  readonly connectionId: string;
  /** Does the connection know the site's address? */
  readonly knows: Knowledge;
  /** Does it lead to the destination? */
  readonly leads: boolean;
  readonly carries: boolean;
}

/** One way for each virtual private gateway: by the connection that AWS prefers for the site's address. */
function byVpnGateway(gateway: AttachedGateway, sources: AddressSet, destinations: AddressSet, network: IndexedNetwork): Way[] {
  const vpcs = gateway.attachments.flatMap(({ vpcId }) => network.network.vpcs.get(vpcId) ?? []);
  const leads = vpcs.some(({ cidrs }) =>
    cidrs.some(({ prefix, state }) => state === 'associated' && overlaps(prefixSet(prefix), destinations)),
  );
  const side = network.sites.behind(gateway.id);
  const [best] = connectionsToward(gateway.id, sources, network);
  if (best !== undefined) return [{ gatewayId: gateway.id, connectionId: best.id, knows: best.knows, leads, carries: best.carries }];
  const [vpn] = side.vpns;
  // IPv6 from a site behind a VPN: it can't come in, and the connection says why.
  if (vpn !== undefined) return [{ gatewayId: gateway.id, connectionId: vpn.id, knows: 'no', leads, carries: false }];
  return prefixesCover(side.propagated, sources) ? [{ gatewayId: gateway.id, connectionId: '', knows: 'yes', leads, carries: true }] : [];
}

interface Attached {
  readonly attachment: TransitGatewayAttachment;
  readonly evidence: TransitCandidate | null;
  readonly knows: Knowledge;
}

/** The best route of any table that leads to the site by the attachment, and whether the tables would show one. */
function knowledgeOf(attachment: TransitGatewayAttachment, sources: AddressSet, network: IndexedNetwork): Attached {
  let evidence: TransitCandidate | null = null;
  let shown = network.network.vpnConnections.get(attachment.resourceId)?.staticRoutesOnly === true;
  for (const table of network.transit.tablesOf(attachment.transitGatewayId)) {
    shown ||= table.propagatingAttachmentIds?.includes(attachment.id) === true && table.routes !== null && !table.truncated;
    for (const candidate of network.transit.compiled(table)?.candidates ?? []) {
      const named = candidate.route.attachments.some(({ attachmentId }) => attachmentId === attachment.id);
      if (!named || candidate.route.state !== 'active' || !overlaps(prefixSet(candidate.prefix), sources)) continue;
      if (evidence === null || isBetter(candidate, evidence)) evidence = candidate;
    }
  }
  return { attachment, evidence, knows: evidence !== null ? 'yes' : shown ? 'no' : 'maybe' };
}

function isBetter(one: TransitCandidate, other: TransitCandidate): boolean {
  return (
    one.prefix.length > other.prefix.length ||
    (one.prefix.length === other.prefix.length && transitRank(one.route) < transitRank(other.route))
  );
}

/** Of the attachments of one gateway that know the site, those that the gateway itself would use toward it: the site uses them too. */
function byTransitGateway(
  attachments: readonly TransitGatewayAttachment[],
  sources: AddressSet,
  destinations: AddressSet,
  network: IndexedNetwork,
): Way[] {
  const known = attachments.map((attachment) => knowledgeOf(attachment, sources, network));
  const kept = known.filter(
    (one) => !known.some((other) => other.evidence !== null && one.evidence !== null && isBetter(other.evidence, one.evidence)),
  );
  return kept.map(({ attachment, knows }) => ({
    gatewayId: attachment.transitGatewayId,
    connectionId: attachment.resourceId,
    knows,
    leads: tableLeads(attachment, destinations, network),
    carries: isCarrying(attachment.resourceId, network, attachment.transitGatewayId),
  }));
}

const SITES: ReadonlySet<string> = new Set(['vpn', 'direct-connect-gateway']);

function allWays(sources: AddressSet, destinations: AddressSet, network: IndexedNetwork): Way[] {
  const ways: Way[] = [];
  for (const gateway of network.network.gateways.values()) {
    if (gateway.kind === 'vpn-gateway') ways.push(...byVpnGateway(gateway, sources, destinations, network));
  }
  // By their attachments: the gateway itself may be described by another account only.
  const gatewayIds = new Set<string>();
  for (const { resourceType, transitGatewayId } of network.network.transitGatewayAttachments.values()) {
    if (SITES.has(resourceType)) gatewayIds.add(transitGatewayId);
  }
  for (const id of gatewayIds) {
    const attachments = network.transit
      .attachmentsOf(id)
      .filter(({ resourceType, state }) => SITES.has(resourceType) && state !== 'deleted');
    ways.push(...byTransitGateway(attachments, sources, destinations, network));
  }
  return ways;
}

/** The best kind of way that there is; several of it are alternatives. Those that carry nothing count only where all are such. */
export function waysFrom(sources: AddressSet, destinations: AddressSet, network: IndexedNetwork): Way[] {
  const ways = allWays(sources, destinations, network);
  const kinds: readonly ((way: Way) => boolean)[] = [
    ({ knows, leads }) => knows === 'yes' && leads,
    ({ knows, leads }) => knows === 'maybe' && leads,
    ({ knows }) => knows === 'yes',
    ({ leads }) => leads,
    () => true,
  ];
  for (const fits of kinds) {
    const found = ways.filter(fits);
    if (found.length === 0) continue;
    const working = found.filter(({ carries }) => carries);
    return working.length > 0 ? working : found;
  }
  return [];
}
