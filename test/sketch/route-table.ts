/** Route tables: the local routes follow from the VPC's ranges, the rest is as the sketch says. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { RegionSketch, RouteSketch, RouteTableSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { digits } from './ids.js';

/** Adds a table. Subnets named here leave any table they were in before. */
export function addRouteTable(
  region: RegionSketch,
  spec: Pick<RouteTableSketch, 'id' | 'vpc'> & Partial<RouteTableSketch>,
): RouteTableSketch {
  const table = put(region.routeTables, { main: false, gateways: [], routes: [], ...spec, subnets: [] });
  for (const subnet of spec.subnets ?? []) useRouteTable(region, subnet, table.id);
  return table;
}

/** Associates a subnet with a table, as `aws ec2 replace-route-table-association` does. */
export function useRouteTable(region: RegionSketch, subnet: string, table: string): void {
  for (const other of region.routeTables.values()) other.subnets = other.subnets.filter((id) => id !== subnet);
  take(region.routeTables, table).subnets.push(subnet);
}

/** Adds routes to a table: `addRoutes(region, 'rtb-prv', { '0.0.0.0/0': 'nat-a' })`. */
export function addRoutes(region: RegionSketch, table: string, routes: Readonly<Record<string, string>>): void {
  for (const [to, via] of Object.entries(routes)) take(region.routeTables, table).routes.push({ to, via });
}

/** Routes in short form, for `addRouteTable({ routes: routes({ '0.0.0.0/0': 'igw-a' }) })`. */
export function routes(targets: Readonly<Record<string, string>>): RouteSketch[] {
  return Object.entries(targets).map(([to, via]) => ({ to, via }));
}

/** Takes every route to that destination out of a table. */
export function removeRoutes(region: RegionSketch, table: string, to: string): void {
  const entry = take(region.routeTables, table);
  entry.routes = entry.routes.filter((route) => route.to !== to);
}

/** describe-route-tables. */
export function routeTableCalls(region: RegionSketch): AwsCall[] {
  const tables = [...region.routeTables.values()];
  return [{ operation: 'ec2:DescribeRouteTables', output: { RouteTables: tables.map((table) => routeTableDocument(region, table)) } }];
}

function routeTableDocument(region: RegionSketch, table: RouteTableSketch): RawFields {
  const vpc = take(region.vpcs, table.vpc);
  const association = (member: RawFields): RawFields => ({
    Main: false,
    RouteTableAssociationId: `rtbassoc-${digits(`${table.id}/${JSON.stringify(member)}`, 17)}`,
    RouteTableId: table.id,
    AssociationState: { State: 'associated' },
    ...member,
  });
  const local = [vpc.cidr, ...vpc.secondaryCidrs, ...vpc.ipv6Cidrs].map((cidr) => ({
    ...destination(cidr),
    GatewayId: 'local',
    Origin: 'CreateRouteTable',
    State: 'active',
  }));
  const propagating = new Set(table.routes.filter((route) => route.propagated).map((route) => route.via));
  const fields = {
    Associations: [
      ...(table.main ? [association({ Main: true })] : []),
      ...table.subnets.map((SubnetId) => association({ SubnetId })),
      ...table.gateways.map((GatewayId) => association({ GatewayId })),
    ],
    PropagatingVgws: [...propagating].map((GatewayId) => ({ GatewayId })),
    RouteTableId: table.id,
    Routes: [...local, ...table.routes.map((route) => routeDocument(region, route))],
    Tags: tagList(table.name ?? table.id, table.tags),
    VpcId: table.vpc,
    OwnerId: region.accountId,
  };
  return rendered(fields, table.raw);
}

function routeDocument(region: RegionSketch, route: RouteSketch): RawFields {
  const fields = {
    ...destination(route.to),
    ...target(region, route.via),
    Origin: route.propagated ? 'EnableVgwRoutePropagation' : 'CreateRoute',
    State: route.state ?? 'active',
  };
  return rendered(fields, route.raw);
}

function destination(to: string): RawFields {
  if (to.startsWith('pl-')) return { DestinationPrefixListId: to };
  return to.includes(':') ? { DestinationIpv6CidrBlock: to } : { DestinationCidrBlock: to };
}

const TARGET_FIELDS: Readonly<Record<string, string>> = {
  nat: 'NatGatewayId',
  tgw: 'TransitGatewayId',
  pcx: 'VpcPeeringConnectionId',
  eigw: 'EgressOnlyInternetGatewayId',
  eni: 'NetworkInterfaceId',
};

/** The field of a route target follows from its id; a route to an instance also carries the interface. */
function target(region: RegionSketch, via: string): RawFields {
  const prefix = via.slice(0, Math.max(0, via.indexOf('-')));
  if (prefix === 'i') {
    const first = [...region.interfaces.values()].find((entry) => entry.instance === via && entry.deviceIndex === 0);
    return { InstanceId: via, InstanceOwnerId: region.accountId, NetworkInterfaceId: first?.id };
  }
  return { [TARGET_FIELDS[prefix] ?? 'GatewayId']: via };
}
