/** Routes of transit gateway tables in the order in which they win, and attachments by gateway ("How transit gateways work", route evaluation order). */
import type { Prefix } from '../net/prefix.js';
import { prefixTable, type PrefixTable } from '../net/prefix-table.js';
import type { TransitGatewayAttachment, TransitGatewayRoute, TransitGatewayRouteTable } from '../model/aws/connections.js';
import type { Network } from '../model/network.js';

/** One prefix of one route; a reference to a prefix list gives one for each entry. */
export interface TransitCandidate {
  readonly prefix: Prefix;
  readonly route: TransitGatewayRoute;
}

export interface CompiledTransitRoutes {
  readonly candidates: PrefixTable<TransitCandidate>;
  /** References to prefix lists whose entries are not in the snapshot. */
  readonly unknownLists: readonly TransitGatewayRoute[];
}

export interface TransitLookup {
  /** null: the snapshot holds no search for the routes of this table. */
  compiled(table: TransitGatewayRouteTable): CompiledTransitRoutes | null;
  /** Both ends of a peering may carry one id, so the gateway is asked for as well. */
  attachmentAt(id: string, transitGatewayId: string): TransitGatewayAttachment | null;
  /** The other end of a peering attachment, where the snapshot holds it. */
  peerOf(attachment: TransitGatewayAttachment): TransitGatewayAttachment | null;
  attachmentsOf(transitGatewayId: string): readonly TransitGatewayAttachment[];
  tablesOf(transitGatewayId: string): readonly TransitGatewayRouteTable[];
}

const LEARNT_RANK: Readonly<Record<string, number>> = {
  vpc: 2,
  'direct-connect-gateway': 3,
  connect: 4,
  vpn: 6,
  'vpn-concentrator': 7,
  'client-vpn': 8,
  peering: 9,
};

/** Lower wins among routes of one length: static, by prefix list, then learnt ones by what taught them. */
export function transitRank(route: TransitGatewayRoute): number {
  if (route.type === 'static') return route.destination.kind === 'prefix-list' ? 1 : 0;
  return LEARNT_RANK[route.attachments[0]?.resourceType ?? ''] ?? 10;
}

function compile(routes: readonly TransitGatewayRoute[], network: Network): CompiledTransitRoutes {
  const candidates: TransitCandidate[] = [];
  const unknownLists: TransitGatewayRoute[] = [];
  for (const route of routes) {
    if (route.state !== 'active' && route.state !== 'blackhole') continue;
    if (route.destination.kind === 'cidr') {
      candidates.push({ prefix: route.destination.prefix, route });
      continue;
    }
    const entries = network.prefixLists.get(route.destination.prefixListId)?.entries ?? null;
    if (entries === null) unknownLists.push(route);
    else for (const prefix of entries) candidates.push({ prefix, route });
  }
  return { candidates: prefixTable(candidates, (one, other) => transitRank(one.route) - transitRank(other.route)), unknownLists };
}

function byGateway<T extends { readonly transitGatewayId: string }>(items: Iterable<T>): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const list = found.get(item.transitGatewayId);
    if (list === undefined) found.set(item.transitGatewayId, [item]);
    else list.push(item);
  }
  return found;
}

export function indexTransit(network: Network): TransitLookup {
  const done = new Map<string, CompiledTransitRoutes>();
  const attachments = byGateway(network.transitGatewayAttachments.values());
  const tables = byGateway(network.transitGatewayRouteTables.values());
  const attachmentsOf = (id: string): readonly TransitGatewayAttachment[] => attachments.get(id) ?? [];
  const attachmentAt = (id: string, transitGatewayId: string): TransitGatewayAttachment | null => {
    const plain = network.transitGatewayAttachments.get(id);
    if (plain?.transitGatewayId === transitGatewayId) return plain;
    return network.transitGatewayAttachments.get(`${id}@${transitGatewayId}`) ?? null;
  };
  return {
    attachmentAt,
    attachmentsOf,
    tablesOf: (id) => tables.get(id) ?? [],
    compiled: (table) => {
      if (table.routes === null) return null;
      let compiled = done.get(table.id);
      if (compiled === undefined) done.set(table.id, (compiled = compile(table.routes, network)));
      return compiled;
    },
    peerOf: ({ id, transitGatewayId, peerTransitGatewayId, peerAttachmentId }) => {
      if (peerTransitGatewayId === null) return null;
      const named = peerAttachmentId === null ? null : attachmentAt(peerAttachmentId.split('@')[0] ?? '', peerTransitGatewayId);
      if (named !== null) return named;
      const facing = attachmentsOf(peerTransitGatewayId).filter(
        (other) => other.resourceType === 'peering' && other.peerTransitGatewayId === transitGatewayId,
      );
      return facing.find((other) => other.id === id) ?? (facing.length === 1 ? (facing[0] ?? null) : null);
    },
  };
}
