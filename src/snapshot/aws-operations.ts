/**
 * The AWS operations whose output packetpath reads, with the keys that tell them apart. What an uploaded file is follows from this table;
 * operations that are not in it are dropped.
 */
import { isJsonObject, type Json } from './input-problem.js';

export interface AwsOperation {
  /** `ec2:DescribeVpcs`. */
  readonly operation: string;
  /** Any of these top-level keys marks an output of this operation. */
  readonly keys: readonly string[];
  /** Whether those keys hold lists of resources or one object. */
  readonly shape: 'list' | 'object';
  /** Further keys of the same output. */
  readonly also: readonly string[];
  /** The fields that name an item; empty where the item has no name of its own. */
  readonly identity: readonly string[];
  /** The input fields that say what the output is about, where the output doesn't. */
  readonly subject: readonly string[];
  /** The subject, where the output names it after all (in an ARN or in every item). */
  readonly subjectOf: ((output: Json) => Json | null) | null;
  /** Tells this operation from others with the same key, by one item. */
  readonly sign: ((item: Json) => boolean) | null;
}

type Details = Partial<Pick<AwsOperation, 'also' | 'subject' | 'subjectOf' | 'sign'>>;

const entry = (
  operation: string,
  keys: readonly string[],
  shape: 'list' | 'object',
  identity: readonly string[],
  details: Details,
): AwsOperation => ({
  ...{ operation, keys, shape, identity },
  also: [],
  subject: [],
  subjectOf: null,
  sign: null,
  ...details,
});
const list = (operation: string, key: string, identity: readonly string[], details: Details = {}) =>
  entry(operation, [key], 'list', identity, details);
const object = (operation: string, keys: readonly string[], details: Details = {}) => entry(operation, keys, 'object', [], details);

const has =
  (...fields: readonly string[]) =>
  (item: Json): boolean =>
    fields.some((field) => Object.hasOwn(item, field));

/** Attribute keys that exist for load balancers only, and for target groups only (ELB API reference, LoadBalancerAttribute and TargetGroupAttribute). */
const LOAD_BALANCER_ATTRIBUTE =
  /^(access_logs|connection_logs|health_check_logs|deletion_protection|idle_timeout|client_keep_alive|routing|waf|dns_record|ipv6|zonal_shift|secondary_ips)\./;
const TARGET_GROUP_ATTRIBUTE =
  /^(deregistration_delay|stickiness|slow_start|lambda|target_group_health|target_health_state|target_failover|preserve_client_ip|proxy_protocol_v2|load_balancing\.algorithm)\b/;
const keyMatches =
  (pattern: RegExp) =>
  (item: Json): boolean =>
    typeof item.Key === 'string' && pattern.test(item.Key);

/** `…:listener-rule/app/web/LB/LISTENER/RULE` belongs to `…:listener/app/web/LB/LISTENER`: the rule names its listener through its ARN only. */
function listenerOfRules(output: Json): Json | null {
  const rules = Array.isArray(output.Rules) ? (output.Rules as unknown[]) : [];
  const listeners = new Set(
    rules.map((rule) => (isJsonObject(rule) ? String(rule.RuleArn) : '').replace(':listener-rule/', ':listener/').replace(/\/[^/]*$/, '')),
  );
  const [only] = listeners;
  return listeners.size === 1 && only !== undefined && only.includes(':listener/') ? { ListenerArn: only } : null;
}

/** Takes the subject from fields of the object under `key`: input field → field of the object. */
const fromObject =
  (key: string, fields: Readonly<Record<string, string>>) =>
  (output: Json): Json | null => {
    const subject = output[key];
    if (!isJsonObject(subject)) return null;
    const pairs = Object.entries(fields).map(([input, field]) => [input, subject[field]] as const);
    return pairs.every(([, value]) => typeof value === 'string') ? Object.fromEntries(pairs) : null;
  };

const VPC_ATTRIBUTES = ['EnableDnsSupport', 'EnableDnsHostnames', 'EnableNetworkAddressUsageMetrics'];
function vpcAttribute(output: Json): Json | null {
  const name = VPC_ATTRIBUTES.find((key) => Object.hasOwn(output, key));
  if (name === undefined || typeof output.VpcId !== 'string') return null;
  return { VpcId: output.VpcId, Attribute: name.charAt(0).toLowerCase() + name.slice(1) };
}

const table = 'TransitGatewayRouteTableId';
function routeTableOfReferences(output: Json): Json | null {
  const first: unknown = (output.TransitGatewayPrefixListReferences as readonly unknown[])[0];
  return isJsonObject(first) && typeof first[table] === 'string' ? { [table]: first[table] } : null;
}

/** Every operation that is read. Within one item several ids occur (an interface has its subnet's), so the more specific stand first. */
export const AWS_OPERATIONS: readonly AwsOperation[] = [
  object('ec2:DescribeVpcAttribute', VPC_ATTRIBUTES, { also: ['VpcId'], subject: ['VpcId', 'Attribute'], subjectOf: vpcAttribute }),
  list('ec2:DescribeNetworkInterfaces', 'NetworkInterfaces', ['NetworkInterfaceId']),
  list('ec2:DescribeAddresses', 'Addresses', ['AllocationId', 'PublicIp'], { sign: has('PublicIp') }),
  list('ec2:DescribeInstances', 'Reservations', ['InstanceId'], { sign: has('Instances') }),
  list('ec2:DescribeInstanceTypes', 'InstanceTypes', ['InstanceType'], { sign: has('NetworkInfo') }),
  list('ec2:DescribeNatGateways', 'NatGateways', ['NatGatewayId']),
  list('ec2:DescribeVpcEndpointConnections', 'VpcEndpointConnections', ['ServiceId', 'VpcEndpointId']),
  list('ec2:DescribeVpcEndpoints', 'VpcEndpoints', ['VpcEndpointId']),
  list('ec2:DescribeVpcEndpointServiceConfigurations', 'ServiceConfigurations', ['ServiceId']),
  list('ec2:DescribeRouteTables', 'RouteTables', ['RouteTableId']),
  list('ec2:DescribeNetworkAcls', 'NetworkAcls', ['NetworkAclId']),
  list('ec2:DescribeSecurityGroupRules', 'SecurityGroupRules', ['SecurityGroupRuleId']),
  list('ec2:DescribeSecurityGroupVpcAssociations', 'SecurityGroupVpcAssociations', ['GroupId', 'VpcId']),
  list('ec2:DescribeStaleSecurityGroups', 'StaleSecurityGroupSet', ['GroupId']),
  list('ec2:DescribeSecurityGroups', 'SecurityGroups', ['GroupId']),
  list('ec2:DescribeInternetGateways', 'InternetGateways', ['InternetGatewayId']),
  list('ec2:DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways', ['EgressOnlyInternetGatewayId']),
  list('ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections', ['VpcPeeringConnectionId']),
  list('ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayVpcAttachments', ['TransitGatewayAttachmentId']),
  list('ec2:DescribeTransitGatewayPeeringAttachments', 'TransitGatewayPeeringAttachments', ['TransitGatewayAttachmentId']),
  list('ec2:DescribeTransitGatewayConnects', 'TransitGatewayConnects', ['TransitGatewayAttachmentId']),
  list('ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachments', ['TransitGatewayAttachmentId']),
  list('ec2:GetTransitGatewayPrefixListReferences', 'TransitGatewayPrefixListReferences', [table, 'PrefixListId'], {
    subject: [table],
    subjectOf: routeTableOfReferences,
  }),
  list('ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables', [table]),
  list('ec2:DescribeTransitGateways', 'TransitGateways', ['TransitGatewayId']),
  list('ec2:SearchTransitGatewayRoutes', 'Routes', [], {
    also: ['AdditionalRoutesAvailable'],
    subject: [table],
    sign: has('TransitGatewayAttachments', 'Type', 'PrefixListId'),
  }),
  list('ec2:GetTransitGatewayRouteTableAssociations', 'Associations', [], { subject: [table], sign: has('TransitGatewayAttachmentId') }),
  list('ec2:GetTransitGatewayRouteTablePropagations', 'TransitGatewayRouteTablePropagations', [], { subject: [table] }),
  list('ec2:DescribePrefixLists', 'PrefixLists', ['PrefixListId'], { sign: has('Cidrs') }),
  list('ec2:DescribeManagedPrefixLists', 'PrefixLists', ['PrefixListId'], {
    sign: has('PrefixListArn', 'AddressFamily', 'OwnerId', 'State'),
  }),
  list('ec2:GetManagedPrefixListEntries', 'Entries', [], { subject: ['PrefixListId'], sign: has('Cidr') }),
  list('ec2:DescribeVpnConnections', 'VpnConnections', ['VpnConnectionId']),
  list('ec2:DescribeVpnGateways', 'VpnGateways', ['VpnGatewayId']),
  list('ec2:DescribeCustomerGateways', 'CustomerGateways', ['CustomerGatewayId']),
  list('ec2:DescribeDhcpOptions', 'DhcpOptions', ['DhcpOptionsId']),
  list('ec2:DescribeTrunkInterfaceAssociations', 'InterfaceAssociations', ['AssociationId'], {
    sign: has('TrunkInterfaceId', 'BranchInterfaceId'),
  }),
  list('ec2:DescribeVpcBlockPublicAccessExclusions', 'VpcBlockPublicAccessExclusions', ['ExclusionId']),
  object('ec2:DescribeVpcBlockPublicAccessOptions', ['VpcBlockPublicAccessOptions']),
  list('ec2:DescribeVpcEncryptionControls', 'VpcEncryptionControls', ['VpcEncryptionControlId']),
  entry(
    'ec2:GetSubnetCidrReservations',
    ['SubnetIpv4CidrReservations', 'SubnetIpv6CidrReservations'],
    'list',
    ['SubnetCidrReservationId'],
    {},
  ),
  list('ec2:DescribeAvailabilityZones', 'AvailabilityZones', ['ZoneName'], { sign: has('ZoneName') }),
  list('efs:DescribeMountTargets', 'MountTargets', ['MountTargetId']),
  list('elbv2:DescribeRules', 'Rules', ['RuleArn'], { subject: ['ListenerArn'], subjectOf: listenerOfRules, sign: has('RuleArn') }),
  list('elbv2:DescribeListeners', 'Listeners', ['ListenerArn'], { sign: has('ListenerArn') }),
  list('elbv2:DescribeTargetGroups', 'TargetGroups', ['TargetGroupArn'], { sign: has('TargetGroupArn') }),
  list('elbv2:DescribeLoadBalancers', 'LoadBalancers', ['LoadBalancerArn'], { sign: has('LoadBalancerArn') }),
  list('elbv2:DescribeTargetHealth', 'TargetHealthDescriptions', [], { subject: ['TargetGroupArn'] }),
  list('elbv2:DescribeTargetGroupAttributes', 'Attributes', [], { subject: ['TargetGroupArn'], sign: keyMatches(TARGET_GROUP_ATTRIBUTE) }),
  list('elbv2:DescribeLoadBalancerAttributes', 'Attributes', [], {
    subject: ['LoadBalancerArn'],
    sign: keyMatches(LOAD_BALANCER_ATTRIBUTE),
  }),
  list('elbv2:DescribeTags', 'TagDescriptions', ['ResourceArn'], { sign: has('ResourceArn') }),
  list('elb:DescribeLoadBalancers', 'LoadBalancerDescriptions', ['LoadBalancerName']),
  list('elb:DescribeTags', 'TagDescriptions', ['LoadBalancerName'], { sign: has('LoadBalancerName') }),
  object('elb:DescribeLoadBalancerAttributes', ['LoadBalancerAttributes'], { subject: ['LoadBalancerName'] }),
  list('elb:DescribeInstanceHealth', 'InstanceStates', [], { subject: ['LoadBalancerName'] }),
  list('rds:DescribeDBInstances', 'DBInstances', ['DBInstanceIdentifier']),
  list('rds:DescribeDBClusters', 'DBClusters', ['DBClusterIdentifier']),
  list('rds:DescribeDBSubnetGroups', 'DBSubnetGroups', ['DBSubnetGroupName']),
  list('elasticache:DescribeCacheClusters', 'CacheClusters', ['CacheClusterId']),
  list('elasticache:DescribeReplicationGroups', 'ReplicationGroups', ['ReplicationGroupId']),
  list('elasticache:DescribeCacheSubnetGroups', 'CacheSubnetGroups', ['CacheSubnetGroupName']),
  list('elasticache:DescribeServerlessCaches', 'ServerlessCaches', ['ServerlessCacheName']),
  object('eks:DescribeCluster', ['cluster'], { subject: ['name'], subjectOf: fromObject('cluster', { name: 'name' }) }),
  object('eks:DescribeAddon', ['addon'], {
    subject: ['clusterName', 'addonName'],
    subjectOf: fromObject('addon', { clusterName: 'clusterName', addonName: 'addonName' }),
  }),
  object('eks:DescribeNodegroup', ['nodegroup'], {
    subject: ['clusterName', 'nodegroupName'],
    subjectOf: fromObject('nodegroup', { clusterName: 'clusterName', nodegroupName: 'nodegroupName' }),
  }),
  object('eks:DescribeFargateProfile', ['fargateProfile'], {
    subject: ['clusterName', 'fargateProfileName'],
    subjectOf: fromObject('fargateProfile', { clusterName: 'clusterName', fargateProfileName: 'fargateProfileName' }),
  }),
  list('network-firewall:ListFirewalls', 'Firewalls', ['FirewallArn']),
  object('network-firewall:DescribeFirewall', ['Firewall'], {
    also: ['FirewallStatus'],
    subject: ['FirewallArn'],
    subjectOf: fromObject('Firewall', { FirewallArn: 'FirewallArn' }),
  }),
  object('network-firewall:DescribeFirewallPolicy', ['FirewallPolicyResponse', 'FirewallPolicy'], {
    subject: ['FirewallPolicyArn'],
    subjectOf: fromObject('FirewallPolicyResponse', { FirewallPolicyArn: 'FirewallPolicyArn' }),
  }),
  object('network-firewall:DescribeRuleGroup', ['RuleGroupResponse', 'RuleGroup'], {
    subject: ['RuleGroupArn'],
    subjectOf: fromObject('RuleGroupResponse', { RuleGroupArn: 'RuleGroupArn' }),
  }),
  list('directconnect:DescribeVirtualInterfaces', 'virtualInterfaces', ['virtualInterfaceId']),
  list('directconnect:DescribeDirectConnectGatewayAssociations', 'directConnectGatewayAssociations', ['associationId']),
  list('directconnect:DescribeDirectConnectGatewayAttachments', 'directConnectGatewayAttachments', [
    'directConnectGatewayId',
    'virtualInterfaceId',
  ]),
  list('directconnect:DescribeDirectConnectGateways', 'directConnectGateways', ['directConnectGatewayId']),
  list('route53resolver:ListResolverEndpoints', 'ResolverEndpoints', ['Id']),
  list('route53resolver:ListResolverEndpointIpAddresses', 'IpAddresses', [], { subject: ['ResolverEndpointId'], sign: has('IpId') }),
  list('route53resolver:ListResolverRules', 'ResolverRules', ['Id']),
  list('route53resolver:ListResolverRuleAssociations', 'ResolverRuleAssociations', ['Id']),
  list('ec2:DescribeSubnets', 'Subnets', ['SubnetId']),
  list('ec2:DescribeVpcs', 'Vpcs', ['VpcId']),
];
