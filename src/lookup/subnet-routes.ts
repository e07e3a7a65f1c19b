/** Which route table judges, and its routes in the order in which they win ("Route tables and route priority"). */
import type { Prefix } from '../net/prefix.js';
import { prefixTable, type PrefixTable } from '../net/prefix-table.js';
import type { Network } from '../model/network.js';
import type { Route, RouteTable } from '../model/aws/routing.js';
import type { Subnet } from '../model/aws/vpc.js';

/** One prefix of one route; a prefix-list route gives one for each entry. */
export interface RouteCandidate {
  readonly prefix: Prefix;
  readonly route: Route;
}

export interface CompiledRoutes {
  readonly table: RouteTable;
  readonly candidates: PrefixTable<RouteCandidate>;
  /** Prefix-list routes whose entries are not in the snapshot: they may win for any address. */
  readonly unknownLists: readonly Route[];
}

export interface TableChoice {
  readonly table: RouteTable;
  /** By an association of the subnet's own, or because it is the VPC's main table. */
  readonly explicit: boolean;
}

export interface SubnetRoutes {
  tableOf(subnet: Subnet): TableChoice | null;
  /** The table that an internet gateway or virtual private gateway uses for what comes in; null without an edge association. */
  edgeTableOf(gatewayId: string): RouteTable | null;
  compiled(table: RouteTable): CompiledRoutes;
}

const ORIGIN_RANK: Readonly<Record<Route['origin'], number>> = { local: 0, static: 0, advertised: 2, propagated: 2 };

function rank(route: Route): number {
  return route.destination.kind === 'prefix-list' ? 1 : ORIGIN_RANK[route.origin];
}

/** Propagated routes under a local one never count, however long they are ("Site-to-Site VPN route priority"). */
function underLocal(prefix: Prefix, locals: readonly Prefix[]): boolean {
  return locals.some((local) => local.family === prefix.family && local.first <= prefix.first && local.end >= prefix.end);
}

function compile(table: RouteTable, network: Network): CompiledRoutes {
  const locals = table.routes.flatMap((route) =>
    route.target.kind === 'local' && route.destination.kind === 'cidr' ? [route.destination.prefix] : [],
  );
  const candidates: RouteCandidate[] = [];
  const unknownLists: Route[] = [];
  for (const route of table.routes) {
    if (route.state === 'filtered') continue;
    if (route.destination.kind === 'cidr') {
      const { prefix } = route.destination;
      if (rank(route) === 2 && underLocal(prefix, locals)) continue;
      candidates.push({ prefix, route });
      continue;
    }
    const entries = network.prefixLists.get(route.destination.prefixListId)?.entries ?? null;
    if (entries === null) unknownLists.push(route);
    else for (const prefix of entries) candidates.push({ prefix, route });
  }
  return { table, candidates: prefixTable(candidates, (one, other) => rank(one.route) - rank(other.route)), unknownLists };
}

export function indexRoutes(network: Network): SubnetRoutes {
  const bySubnet = new Map<string, RouteTable>();
  const mainOf = new Map<string, RouteTable>();
  const byGateway = new Map<string, RouteTable>();
  for (const table of network.routeTables.values()) {
    for (const subnetId of table.subnetIds) bySubnet.set(subnetId, table);
    for (const gatewayId of table.gatewayIds) byGateway.set(gatewayId, table);
    if (table.main) mainOf.set(table.vpcId, table);
  }
  const done = new Map<string, CompiledRoutes>();
  return {
    tableOf: (subnet) => {
      const own = bySubnet.get(subnet.id);
      if (own !== undefined) return { table: own, explicit: true };
      const main = mainOf.get(subnet.vpcId);
      return main === undefined ? null : { table: main, explicit: false };
    },
    edgeTableOf: (gatewayId) => byGateway.get(gatewayId) ?? null,
    compiled: (table) => {
      let compiled = done.get(table.id);
      if (compiled === undefined) done.set(table.id, (compiled = compile(table, network)));
      return compiled;
    },
  };
}
