/**
 * Writes raw describe outputs from short calls, for specs and random networks: `sketch()` starts empty, `add…` appends records,
 * `bundleOf` prints the bundle with every call present, so that only what a test removes is missing.
 */
import type { AwsCall, Bundle, KubernetesList } from '../../src/snapshot/bundle.js';

export type Json = Record<string, unknown>;

/** Everything drawn so far; records may be changed in place before `bundleOf`. */
export interface Sketch {
  readonly lists: Record<string, Json[]>;
  readonly about: AwsCall[];
  readonly kubernetes: Record<string, Json[]>;
  readonly omitted: Set<string>;
}

const OPERATIONS: readonly (readonly [string, string])[] = [
  ['ec2:DescribeVpcs', 'Vpcs'],
  ['ec2:DescribeSubnets', 'Subnets'],
  ['ec2:DescribeRouteTables', 'RouteTables'],
  ['ec2:DescribeNetworkAcls', 'NetworkAcls'],
  ['ec2:DescribeSecurityGroups', 'SecurityGroups'],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaces'],
  ['ec2:DescribeInstances', 'Reservations'],
  ['ec2:DescribeAddresses', 'Addresses'],
  ['ec2:DescribeInternetGateways', 'InternetGateways'],
  ['ec2:DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways'],
  ['ec2:DescribeNatGateways', 'NatGateways'],
  ['ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections'],
  ['ec2:DescribeTransitGateways', 'TransitGateways'],
  ['ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachments'],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments'],
  ['ec2:DescribeTransitGatewayPeeringAttachments', 'TransitGatewayPeeringAttachments'],
  ['ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables'],
  ['ec2:DescribeVpnGateways', 'VpnGateways'],
  ['ec2:DescribeVpnConnections', 'VpnConnections'],
  ['ec2:DescribeVpcEndpoints', 'VpcEndpoints'],
  ['ec2:DescribeManagedPrefixLists', 'PrefixLists'],
  ['ec2:DescribePrefixLists', 'PrefixLists'],
  ['ec2:DescribeVpcBlockPublicAccessExclusions', 'VpcBlockPublicAccessExclusions'],
  ['rds:DescribeDBInstances', 'DBInstances'],
];

const KINDS: readonly (readonly [string, string])[] = [
  ['v1', 'Namespace'],
  ['v1', 'Node'],
  ['v1', 'Pod'],
  ['v1', 'Service'],
  ['v1', 'ConfigMap'],
  ['apps/v1', 'DaemonSet'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['discovery.k8s.io/v1', 'EndpointSlice'],
];

/** An empty sketch. */
export function sketch(): Sketch {
  return { lists: {}, about: [], kubernetes: {}, omitted: new Set() };
}

/** Appends a record to the output of an operation and hands it back. */
export function add(drawn: Sketch, operation: string, record: Json): Json {
  (drawn.lists[operation] ??= []).push(record);
  return record;
}

export function addObject(drawn: Sketch, kind: string, object: Json): Json {
  (drawn.kubernetes[kind] ??= []).push(object);
  return object;
}

/** The record of an operation whose `field` is `id`; throws when the sketch has none. */
export function drawnRecord(drawn: Sketch, operation: string, field: string, id: string): Json {
  const found = (drawn.lists[operation] ?? []).find((record) => record[field] === id);
  if (found === undefined) throw new Error(`Nothing drawn: ${operation} ${id}`);
  return found;
}

/** A call about one subject: entries of a prefix list, routes of a transit gateway table, an attribute of a VPC. */
export function addAbout(drawn: Sketch, operation: string, input: Json, output: Json): void {
  drawn.about.push({ operation, input, output });
}

/** Prints the bundle: one account, one Region, and one cluster when anything of Kubernetes was drawn. */
export function bundleOf(drawn: Sketch): Bundle {
  const calls: AwsCall[] = OPERATIONS.filter(([operation]) => !drawn.omitted.has(operation)).map(([operation, key]) => ({
    operation,
    output: { [key]: drawn.lists[operation] ?? [] },
  }));
  const objects: KubernetesList[] = KINDS.filter(([, kind]) => !drawn.omitted.has(kind)).map(([apiVersion, kind]) => ({
    kind: `${kind}List`,
    apiVersion,
    items: drawn.kubernetes[kind] ?? [],
  }));
  return structuredClone({
    schemaVersion: 1 as const,
    name: 'sketch',
    capturedAt: '2026-11-20T10:00:00Z',
    aws: [{ accountId: '111122223333', region: 'eu-west-1', calls: [...calls, ...drawn.about] }],
    kubernetes: Object.keys(drawn.kubernetes).length === 0 ? [] : [{ cluster: 'lab', objects }],
  });
}
