/** Reads VPC route tables; the target of each route is decoded from whichever field names it. */
import type { Route, RouteTable, RouteTarget, RouteTargetKind } from '../../../model/aws/routing.js';
import { formatPrefix } from '../../../net/prefix.js';
import { child, entriesOf, type Entry, flag, list, pointerTo, prefix, requiredText, text, textsOf } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

/** Fields that name one kind of target, in order of preference: a route to an instance names its interface as well. */
const TARGET_FIELDS: readonly (readonly [string, RouteTargetKind])[] = [
  ['NatGatewayId', 'nat-gateway'],
  ['TransitGatewayId', 'transit-gateway'],
  ['VpcPeeringConnectionId', 'vpc-peering'],
  ['EgressOnlyInternetGatewayId', 'egress-only-internet-gateway'],
  ['NetworkInterfaceId', 'eni'],
  ['InstanceId', 'instance'],
  ['VpcEndpointId', 'vpc-endpoint'],
  ['LocalGatewayId', 'unsupported'],
  ['CarrierGatewayId', 'unsupported'],
  ['CoreNetworkArn', 'unsupported'],
  ['OdbNetworkArn', 'unsupported'],
  ['IpAddress', 'unsupported'],
];

/** `GatewayId` holds several kinds, told apart by the id's beginning. */
const GATEWAY_PREFIXES: readonly (readonly [string, RouteTargetKind])[] = [
  ['igw-', 'internet-gateway'],
  ['vgw-', 'vpn-gateway'],
  ['vpce-', 'vpc-endpoint'],
  ['eigw-', 'egress-only-internet-gateway'],
];

function targetOf(entry: Entry): RouteTarget {
  const gateway = text(entry, 'GatewayId');
  if (gateway === 'local') return { kind: 'local', id: '' };
  if (gateway !== null) return { kind: GATEWAY_PREFIXES.find(([start]) => gateway.startsWith(start))?.[1] ?? 'unsupported', id: gateway };
  for (const [field, kind] of TARGET_FIELDS) {
    const id = text(entry, field);
    if (id !== null) return { kind, id };
  }
  return { kind: 'none', id: '' };
}

function destinationOf(entry: Entry): Route['destination'] | null {
  const prefixListId = text(entry, 'DestinationPrefixListId');
  if (prefixListId !== null) return { kind: 'prefix-list', prefixListId };
  const found = prefix(entry, 'DestinationCidrBlock') ?? prefix(entry, 'DestinationIpv6CidrBlock');
  if (found !== null) return { kind: 'cidr', prefix: found };
  const written = text(entry, 'DestinationCidrBlock') ?? text(entry, 'DestinationIpv6CidrBlock');
  if (written === null) entry.reading.refuse(pointerTo(entry), 'a route with a destination CIDR or prefix list');
  return null;
}

/** A replaced local route keeps its origin `CreateRouteTable` but acts as a static one. */
function originOf(entry: Entry, target: RouteTarget): Route['origin'] {
  if (target.kind === 'local') return 'local';
  const origin = text(entry, 'Origin');
  return origin === 'EnableVgwRoutePropagation' ? 'propagated' : origin === 'Advertisement' ? 'advertised' : 'static';
}

function readRoute(entry: Entry): Route[] {
  const destination = destinationOf(entry);
  if (destination === null) return [];
  const target = targetOf(entry);
  const to = destination.kind === 'cidr' ? formatPrefix(destination.prefix) : destination.prefixListId;
  const shownTarget = target.kind === 'local' ? 'local' : target.kind === 'none' ? 'a target that no longer exists' : target.id;
  return [
    { destination, target, origin: originOf(entry, target), state: text(entry, 'State') ?? 'active', text: `${to} -> ${shownTarget}` },
  ];
}

function readRouteTable(entry: Entry): RouteTable {
  const associations = list(entry, 'Associations').filter(
    (part) => (text(child(part, 'AssociationState'), 'State') ?? 'associated') === 'associated',
  );
  return {
    ...resourceOf(entry, requiredText(entry, 'RouteTableId', 'a route table id')),
    vpcId: requiredText(entry, 'VpcId', 'a VPC id'),
    main: associations.some((part) => flag(part, 'Main') === true),
    subnetIds: associations.flatMap((part) => text(part, 'SubnetId') ?? []),
    gatewayIds: associations.flatMap((part) => text(part, 'GatewayId') ?? []),
    propagatingGatewayIds: textsOf(entry, 'PropagatingVgws', 'GatewayId'),
    routes: list(entry, 'Routes').flatMap(readRoute),
  };
}

/** Two accounts that share a VPC may each see only their subnets' associations. */
function joinViews(kept: RouteTable, other: RouteTable): RouteTable {
  return { ...kept, main: kept.main || other.main, subnetIds: [...new Set([...kept.subnetIds, ...other.subnetIds])] };
}

export function readRouteTables(documents: Documents, reading: Reading): Map<string, RouteTable> {
  return gather(entriesOf(documents, 'ec2:DescribeRouteTables', 'RouteTables', reading), readRouteTable, joinViews);
}
