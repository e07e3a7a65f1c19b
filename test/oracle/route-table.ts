/** Which route table a place uses, and which of its routes takes an address: the selection as the VPC user guide states it. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { inAnyCidr, inCidr, prefixLength, RFC1918, RFC6598, type Address } from './addresses.js';
import { child, flag, list, text, type Raw } from './raw.js';
import { prefixListCidrs, records } from './records.js';

/** What a route leads to; `kind` follows from the field and the prefix of the id. */
export interface Target {
  readonly kind:
    | 'local'
    | 'internet-gateway'
    | 'egress-only'
    | 'nat'
    | 'peering'
    | 'transit-gateway'
    | 'vpn-gateway'
    | 'endpoint'
    | 'interface'
    | 'other';
  readonly id: string;
}

export type Choice =
  | { readonly outcome: 'route'; readonly target: Target; readonly prefix: string }
  | { readonly outcome: 'none' }
  | { readonly outcome: 'blackhole' }
  | { readonly outcome: 'unknown'; readonly code: string; readonly resource: string };

interface Candidate {
  readonly prefix: string;
  readonly rank: 0 | 1 | 2;
  readonly target: Target;
  readonly state: string;
}

function routeTables(bundle: Bundle): readonly Raw[] {
  return records(bundle, 'ec2:DescribeRouteTables', 'RouteTables');
}

function isLive(association: Raw): boolean {
  const state = text(child(association, 'AssociationState'), 'State');
  return state === '' || state === 'associated';
}

/** The table that a subnet uses: the one associated by name, else the main table of the VPC. */
export function tableOfSubnet(bundle: Bundle, subnet: Raw): Raw | undefined {
  const tables = routeTables(bundle);
  const subnetId = text(subnet, 'SubnetId');
  const explicit = tables.find((table) => list(table, 'Associations').some((item) => isLive(item) && text(item, 'SubnetId') === subnetId));
  if (explicit !== undefined) return explicit;
  const vpcId = text(subnet, 'VpcId');
  return tables.find((table) => text(table, 'VpcId') === vpcId && list(table, 'Associations').some((item) => flag(item, 'Main', false)));
}

/** The gateway route table of an internet or VPN gateway, where one is associated. */
export function tableOfGateway(bundle: Bundle, gatewayId: string): Raw | undefined {
  return routeTables(bundle).find((table) =>
    list(table, 'Associations').some((item) => isLive(item) && text(item, 'GatewayId') === gatewayId),
  );
}

export function tableById(bundle: Bundle, id: string): Raw | undefined {
  return routeTables(bundle).find((table) => text(table, 'RouteTableId') === id);
}

function targetOf(route: Raw): Target {
  const gateway = text(route, 'GatewayId');
  if (gateway === 'local') return { kind: 'local', id: 'local' };
  if (gateway.startsWith('igw-')) return { kind: 'internet-gateway', id: gateway };
  if (gateway.startsWith('vgw-')) return { kind: 'vpn-gateway', id: gateway };
  if (gateway.startsWith('vpce-')) return { kind: 'endpoint', id: gateway };
  if (gateway.startsWith('eigw-')) return { kind: 'egress-only', id: gateway };
  const fields: readonly [string, Target['kind']][] = [
    ['NatGatewayId', 'nat'],
    ['TransitGatewayId', 'transit-gateway'],
    ['VpcPeeringConnectionId', 'peering'],
    ['EgressOnlyInternetGatewayId', 'egress-only'],
    ['VpcEndpointId', 'endpoint'],
    ['NetworkInterfaceId', 'interface'],
  ];
  for (const [field, kind] of fields) if (text(route, field) !== '') return { kind, id: text(route, field) };
  const other = ['InstanceId', 'LocalGatewayId', 'CarrierGatewayId', 'CoreNetworkArn', 'OdbNetworkArn'].map((key) => text(route, key));
  return { kind: 'other', id: [gateway, ...other].find((id) => id !== '') ?? '' };
}

function rankOf(route: Raw): 0 | 1 | 2 {
  const origin = text(route, 'Origin');
  if (origin === 'EnableVgwRoutePropagation' || origin === 'Advertisement') return 2;
  return text(route, 'DestinationPrefixListId') === '' ? 0 : 1;
}

/** A list whose entries are missing matters unless it cannot cover the destination: service ranges are public, and only interfaces and NAT beat local. */
function missingListMatters(route: Raw, destination: Address, local: boolean): boolean {
  const target = targetOf(route);
  if (local) return target.kind === 'interface' || target.kind === 'nat';
  const serviceRange = target.kind === 'endpoint';
  return !(serviceRange && inAnyCidr(destination, [...RFC1918, RFC6598]));
}

/** Chooses the route of a table for a destination. */
export function chooseRoute(bundle: Bundle, table: Raw, destination: Address): Choice {
  const routes = list(table, 'Routes');
  const tableId = text(table, 'RouteTableId');
  if (inCidr(destination, '169.254.168.0/22') || inCidr(destination, 'fd00:ec2::/32')) return { outcome: 'none' };
  const candidates: Candidate[] = [];
  const missing: Raw[] = [];
  for (const route of routes) {
    const listId = text(route, 'DestinationPrefixListId');
    const single = text(route, 'DestinationCidrBlock') || text(route, 'DestinationIpv6CidrBlock');
    const prefixes = listId === '' ? [single] : prefixListCidrs(bundle, listId);
    if (prefixes === null) missing.push(route);
    for (const prefix of prefixes ?? []) {
      if (!inCidr(destination, prefix) || text(route, 'State') === 'filtered') continue;
      candidates.push({ prefix, rank: rankOf(route), target: targetOf(route), state: text(route, 'State') });
    }
  }
  const local = candidates.some((candidate) => candidate.target.kind === 'local');
  const usable = local ? candidates.filter((candidate) => candidate.rank !== 2) : candidates;
  const longest = Math.max(-1, ...usable.map((candidate) => prefixLength(candidate.prefix)));
  const full = destination.family === 6 ? 128 : 32;
  const asLong = usable.filter((candidate) => prefixLength(candidate.prefix) === longest);
  const best = Math.min(...asLong.map((candidate) => candidate.rank));
  const winners = asLong.filter((candidate) => candidate.rank === best);
  const decided = longest === full && best === 0;
  const gap = missing.find((route) => missingListMatters(route, destination, local));
  if (gap !== undefined && !decided) {
    return { outcome: 'unknown', code: 'PREFIX_LIST_MISSING', resource: text(gap, 'DestinationPrefixListId') };
  }
  const winner = winners[0];
  if (winner === undefined) return { outcome: 'none' };
  if (best === 1 && winners.some((other) => other.target.id !== winner.target.id)) {
    return { outcome: 'unknown', code: 'ROUTE_AMBIGUOUS', resource: tableId };
  }
  if (winner.state === 'blackhole') return { outcome: 'blackhole' };
  return { outcome: 'route', target: winner.target, prefix: winner.prefix };
}
