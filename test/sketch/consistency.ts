/** Whether a bundle agrees with itself: ids are used once, references resolve, addresses lie in their subnets on one interface each. */
import type { AwsCapture, Bundle, KubernetesCapture } from '../../src/snapshot/bundle.js';
import { holds, holdsRange } from './addresses.js';
import type { RawFields } from './collection.js';

/** Every contradiction found, as a sentence; empty when there is none. */
export function contradictions(bundle: Bundle): string[] {
  const said: string[] = [];
  for (const capture of bundle.aws) checkRegion(capture, (text) => said.push(`${capture.region}: ${text}`));
  for (const capture of bundle.kubernetes) checkCluster(bundle, capture, (text) => said.push(`${capture.cluster}: ${text}`));
  return said;
}

type Say = (text: string) => void;

/** Reads of a raw document, which has no type here: a path of keys to all values there, lists spread. */
export function valuesAt(document: unknown, ...path: string[]): unknown[] {
  const [key, ...rest] = path;
  if (Array.isArray(document)) return document.flatMap((item) => valuesAt(item, ...path));
  if (key === undefined) return document === undefined || document === null ? [] : [document];
  if (typeof document !== 'object' || document === null) return [];
  return valuesAt((document as RawFields)[key], ...rest);
}

/** The strings among the values at a path. */
export function textsAt(document: unknown, ...path: string[]): string[] {
  return valuesAt(document, ...path).filter((value) => typeof value === 'string');
}

/** The list of one call's output, all calls of that operation together. */
export function rowsOf(capture: AwsCapture, operation: string, ...path: string[]): RawFields[] {
  const outputs = capture.calls.filter((call) => call.operation === operation).map((call) => call.output);
  return valuesAt(outputs, ...path) as RawFields[];
}

const COLLECTIONS: readonly (readonly [operation: string, list: string, id: string])[] = [
  ['ec2:DescribeVpcs', 'Vpcs', 'VpcId'],
  ['ec2:DescribeDhcpOptions', 'DhcpOptions', 'DhcpOptionsId'],
  ['ec2:DescribeSubnets', 'Subnets', 'SubnetId'],
  ['ec2:DescribeRouteTables', 'RouteTables', 'RouteTableId'],
  ['ec2:DescribeNetworkAcls', 'NetworkAcls', 'NetworkAclId'],
  ['ec2:DescribeSecurityGroups', 'SecurityGroups', 'GroupId'],
  ['ec2:DescribeSecurityGroupRules', 'SecurityGroupRules', 'SecurityGroupRuleId'],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaces', 'NetworkInterfaceId'],
  ['ec2:DescribeAddresses', 'Addresses', 'AllocationId'],
  ['ec2:DescribeInternetGateways', 'InternetGateways', 'InternetGatewayId'],
  ['ec2:DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways', 'EgressOnlyInternetGatewayId'],
  ['ec2:DescribeNatGateways', 'NatGateways', 'NatGatewayId'],
  ['ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections', 'VpcPeeringConnectionId'],
  ['ec2:DescribeTransitGateways', 'TransitGateways', 'TransitGatewayId'],
  ['ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', 'TransitGatewayAttachmentId'],
  ['ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables', 'TransitGatewayRouteTableId'],
  ['ec2:DescribeVpnGateways', 'VpnGateways', 'VpnGatewayId'],
  ['ec2:DescribeVpnConnections', 'VpnConnections', 'VpnConnectionId'],
  ['ec2:DescribeVpcEndpoints', 'VpcEndpoints', 'VpcEndpointId'],
  ['ec2:DescribeManagedPrefixLists', 'PrefixLists', 'PrefixListId'],
  ['elbv2:DescribeLoadBalancers', 'LoadBalancers', 'LoadBalancerArn'],
  ['elbv2:DescribeTargetGroups', 'TargetGroups', 'TargetGroupArn'],
  ['elbv2:DescribeListeners', 'Listeners', 'ListenerArn'],
  ['rds:DescribeDBInstances', 'DBInstances', 'DBInstanceIdentifier'],
];

/** Keys whose value names something that must be in the capture, wherever it stands. */
const REFERENCES = new Set([
  ...COLLECTIONS.map(([, , id]) => id).filter((id) => !['SecurityGroupRuleId', 'AllocationId', 'DBInstanceIdentifier'].includes(id)),
  'InstanceId',
  'clusterSecurityGroupId',
]);

function checkRegion(capture: AwsCapture, say: Say): void {
  const known = new Set<string>(['local']);
  for (const [operation, list, id] of COLLECTIONS) {
    for (const row of rowsOf(capture, operation, list)) {
      const value = String(row[id]);
      if (known.has(value)) say(`${value} is used twice`);
      known.add(value);
    }
  }
  for (const id of rowsOf(capture, 'ec2:DescribeInstances', 'Reservations', 'Instances')) known.add(String(id['InstanceId']));
  for (const call of capture.calls) references(call.output, (key, value) => known.has(value) || say(`${call.operation}: ${key} ${value}`));
  for (const gateway of textsAt(rowsOf(capture, 'ec2:DescribeRouteTables', 'RouteTables'), 'Routes', 'GatewayId')) {
    if (!known.has(gateway)) say(`a route leads to ${gateway}, which is not in the bundle`);
  }
  checkSubnets(capture, say);
  checkInterfaces(capture, say);
}

function references(document: unknown, found: (key: string, value: string) => void): void {
  if (Array.isArray(document)) for (const item of document) references(item, found);
  else if (typeof document === 'object' && document !== null) {
    for (const [key, value] of Object.entries(document)) {
      if (REFERENCES.has(key) && typeof value === 'string') found(key, value);
      else references(value, found);
    }
  }
}

function checkSubnets(capture: AwsCapture, say: Say): void {
  const vpcs = rowsOf(capture, 'ec2:DescribeVpcs', 'Vpcs');
  const subnets = rowsOf(capture, 'ec2:DescribeSubnets', 'Subnets');
  const memberships = textsAt(rowsOf(capture, 'ec2:DescribeNetworkAcls', 'NetworkAcls'), 'Associations', 'SubnetId');
  const tables = textsAt(rowsOf(capture, 'ec2:DescribeRouteTables', 'RouteTables'), 'Associations', 'SubnetId');
  for (const subnet of subnets) {
    const id = String(subnet['SubnetId']);
    const cidr = String(subnet['CidrBlock']);
    const vpc = vpcs.find((row) => row['VpcId'] === subnet['VpcId']);
    const ranges = textsAt(vpc, 'CidrBlockAssociationSet', 'CidrBlock');
    if (!ranges.some((range) => holdsRange(range, cidr))) say(`${id} ${cidr} is outside its VPC`);
    for (const ipv6 of textsAt(subnet, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock')) {
      const outer = textsAt(vpc, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock');
      if (!outer.some((range) => holdsRange(range, ipv6))) say(`${id} ${ipv6} is outside its VPC`);
    }
    for (const other of subnets) {
      const overlap = other !== subnet && other['VpcId'] === subnet['VpcId'] && holdsRange(cidr, String(other['CidrBlock']));
      if (overlap) say(`${id} overlaps ${String(other['SubnetId'])}`);
    }
    if (memberships.filter((member) => member === id).length !== 1) say(`${id} is not under exactly one network ACL`);
    if (tables.filter((member) => member === id).length > 1) say(`${id} is in more than one route table`);
  }
}

function checkInterfaces(capture: AwsCapture, say: Say): void {
  const subnets = new Map(rowsOf(capture, 'ec2:DescribeSubnets', 'Subnets').map((row) => [row['SubnetId'], row]));
  const groups = new Map(rowsOf(capture, 'ec2:DescribeSecurityGroups', 'SecurityGroups').map((row) => [row['GroupId'], row]));
  const owners = new Map<string, unknown>();
  for (const entry of rowsOf(capture, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaces')) {
    const id = entry['NetworkInterfaceId'];
    const subnet = subnets.get(entry['SubnetId']);
    const cidr = String(subnet?.['CidrBlock']);
    for (const ip of textsAt(entry, 'PrivateIpAddresses', 'PrivateIpAddress')) {
      if (!holds(cidr, ip)) say(`${String(id)}: ${ip} is outside ${cidr}`);
      const key = `${String(entry['VpcId'])} ${ip}`;
      if (owners.has(key)) say(`${ip} is on ${String(owners.get(key))} and on ${String(id)}`);
      owners.set(key, id);
    }
    const ranges = textsAt(subnet, 'Ipv6CidrBlockAssociationSet', 'Ipv6CidrBlock');
    for (const ip of textsAt(entry, 'Ipv6Addresses', 'Ipv6Address')) {
      if (!ranges.some((range) => holds(range, ip))) say(`${String(id)}: ${ip} is outside its subnet`);
    }
    for (const prefix of [...textsAt(entry, 'Ipv4Prefixes', 'Ipv4Prefix'), ...textsAt(entry, 'Ipv6Prefixes', 'Ipv6Prefix')]) {
      if (![cidr, ...ranges].some((range) => sameFamily(range, prefix) && holdsRange(range, prefix)))
        say(`${String(id)}: prefix ${prefix} is outside its subnet`);
    }
    for (const group of textsAt(entry, 'Groups', 'GroupId')) {
      if (groups.get(group)?.['VpcId'] !== entry['VpcId']) say(`${String(id)}: ${group} is of another VPC`);
    }
  }
}

function sameFamily(a: string, b: string): boolean {
  return a.includes(':') === b.includes(':');
}

function checkCluster(bundle: Bundle, capture: KubernetesCapture, say: Say): void {
  const objects = capture.objects.flatMap((list) => list.items);
  const uids = new Map<unknown, string>();
  const namespaces = new Set(itemsOf(capture, 'NamespaceList').flatMap((item) => textsAt(item, 'metadata', 'name')));
  for (const object of objects) {
    const [name = ''] = textsAt(object, 'metadata', 'name');
    const [namespace] = textsAt(object, 'metadata', 'namespace');
    const [uid] = textsAt(object, 'metadata', 'uid');
    const label = `${String(object['kind'])} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
    if (uids.has(uid)) say(`${label} and ${uids.get(uid)} have one uid`);
    uids.set(uid, label);
    if (namespace !== undefined && !namespaces.has(namespace)) say(`${label}: no such namespace`);
  }
  for (const uid of objects.flatMap((object) => textsAt(object, 'metadata', 'ownerReferences', 'uid'))) {
    if (!uids.has(uid)) say(`an owner with uid ${uid} is not in the bundle`);
  }
  const interfaces = bundle.aws.flatMap((aws) => rowsOf(aws, 'ec2:DescribeNetworkInterfaces', 'NetworkInterfaces'));
  const instances = new Set(
    textsAt(
      bundle.aws.flatMap((aws) => rowsOf(aws, 'ec2:DescribeInstances', 'Reservations', 'Instances')),
      'InstanceId',
    ),
  );
  const nodes = new Map(itemsOf(capture, 'NodeList').map((node) => [textsAt(node, 'metadata', 'name')[0], node]));
  for (const [name, node] of nodes) {
    const instance = textsAt(node, 'spec', 'providerID')[0]?.split('/').at(-1) ?? '';
    if (instance.startsWith('i-') && !instances.has(instance)) say(`node ${name}: ${instance} is not in the bundle`);
  }
  for (const pod of itemsOf(capture, 'PodList')) checkPod(pod, nodes, interfaces, say);
}

/** A pod with an address of its own has it on an interface of its node, or on one of no instance (branch, Fargate). */
function checkPod(pod: RawFields, nodes: ReadonlyMap<string | undefined, RawFields>, interfaces: readonly RawFields[], say: Say): void {
  const [name] = textsAt(pod, 'metadata', 'name');
  const node = nodes.get(textsAt(pod, 'spec', 'nodeName')[0]);
  if (!node) say(`pod ${name}: its node is not in the bundle`);
  const instance = textsAt(node, 'spec', 'providerID')[0]?.split('/').at(-1);
  for (const ip of textsAt(pod, 'status', 'podIPs', 'ip')) {
    const home = interfaces.find((entry) => carries(entry, ip));
    const [owner] = textsAt(home, 'Attachment', 'InstanceId');
    if (!home) say(`pod ${name}: ${ip} is on no interface`);
    else if (owner !== undefined && owner !== instance) say(`pod ${name}: ${ip} is on an interface of ${owner}`);
  }
}

function carries(entry: RawFields, ip: string): boolean {
  const single = [...textsAt(entry, 'PrivateIpAddresses', 'PrivateIpAddress'), ...textsAt(entry, 'Ipv6Addresses', 'Ipv6Address')];
  const prefixes = [...textsAt(entry, 'Ipv4Prefixes', 'Ipv4Prefix'), ...textsAt(entry, 'Ipv6Prefixes', 'Ipv6Prefix')];
  return single.includes(ip) || prefixes.some((prefix) => sameFamily(prefix, ip) && holds(prefix, ip));
}

function itemsOf(capture: KubernetesCapture, kind: string): RawFields[] {
  return capture.objects.filter((list) => list.kind === kind).flatMap((list) => list.items);
}
