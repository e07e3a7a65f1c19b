/**
 * The AWS calls and Kubernetes kinds that the engine reads, and what an answer loses without each. The one table behind the warnings
 * of a snapshot about what it lacks.
 */
import type { ResourceKind } from '../model/resource.js';

/**
 * What in a snapshot shows that a call would have something to tell; `always` stands for itself.
 * `route:KIND` is a route to a target of that kind, `interface:KIND` an interface that a service made or an instance has.
 */
export type Sign =
  | 'always'
  | `route:${'internet-gateway' | 'egress-only-internet-gateway' | 'nat-gateway' | 'vpc-peering' | 'transit-gateway' | 'vpn-gateway' | 'vpc-endpoint'}`
  | `interface:${'instance' | 'nat-gateway' | 'load-balancer' | 'classic-load-balancer' | 'vpc-endpoint' | 'transit-gateway' | 'rds' | 'elasticache' | 'eks'}`
  | `attachment:${'vpc' | 'vpn' | 'direct-connect-gateway' | 'peering'}`
  | 'internet-gateway'
  | 'transit-gateway'
  | 'vpn-gateway'
  | 'direct-connect-gateway'
  | 'load-balancer'
  | 'public-access-block'
  | 'vpc-dhcp-options'
  | 'public-address'
  | 'cache-cluster'
  | 'listed-firewall'
  | 'gateway-load-balancer-endpoint';

export interface AwsCallUse {
  readonly operation: string;
  /** The kinds of resources that it tells about. */
  readonly kinds: readonly ResourceKind[];
  /** Any of these makes its absence worth a warning. */
  readonly neededBy: readonly Sign[];
  /** Ends the sentence "No OPERATION for ACCOUNT/REGION: …". */
  readonly lost: string;
}

const use = (operation: string, kinds: readonly ResourceKind[], neededBy: readonly Sign[], lost: string): AwsCallUse => ({
  operation,
  kinds,
  neededBy,
  lost,
});

/** Calls that are made once for an account and Region. Those about one subject each are judged by subject, see missing-subjects.ts. */
export const AWS_CALLS: readonly AwsCallUse[] = [
  use('ec2:DescribeVpcs', ['vpc'], ['always'], 'VPCs and their address ranges are unknown, and traces in them say so.'),
  use('ec2:DescribeSubnets', ['subnet'], ['always'], 'subnets are unknown, and traces from, to and through them say so.'),
  use('ec2:DescribeRouteTables', ['route-table'], ['always'], 'routes are taken as unknown, and traces that leave a subnet say so.'),
  use('ec2:DescribeNetworkAcls', ['network-acl'], ['always'], 'NACLs are taken as unknown, and traces through these subnets say so.'),
  use(
    'ec2:DescribeSecurityGroups',
    ['security-group'],
    ['always'],
    'security group rules are taken as unknown, and traces through these interfaces say so.',
  ),
  use(
    'ec2:DescribeNetworkInterfaces',
    ['eni'],
    ['always'],
    'only interfaces that ec2:DescribeInstances shows are known; who has any other address is taken as unknown.',
  ),
  use('ec2:DescribeInstances', ['instance'], ['interface:instance'], 'whether instances run is not known, and they are named by id only.'),
  use(
    'ec2:DescribeInternetGateways',
    ['internet-gateway'],
    ['route:internet-gateway'],
    'traces through an internet gateway end as unknown.',
  ),
  use(
    'ec2:DescribeEgressOnlyInternetGateways',
    ['egress-only-internet-gateway'],
    ['route:egress-only-internet-gateway'],
    'traces through an egress-only internet gateway end as unknown.',
  ),
  use(
    'ec2:DescribeNatGateways',
    ['nat-gateway'],
    ['route:nat-gateway', 'interface:nat-gateway'],
    'traces through a NAT gateway end as unknown.',
  ),
  use('ec2:DescribeVpcPeeringConnections', ['vpc-peering'], ['route:vpc-peering'], 'traces over a peering connection end as unknown.'),
  use(
    'ec2:DescribeTransitGateways',
    ['transit-gateway'],
    ['route:transit-gateway', 'interface:transit-gateway'],
    'the state and options of transit gateways are unknown.',
  ),
  use(
    'ec2:DescribeTransitGatewayAttachments',
    ['transit-gateway-attachment'],
    ['route:transit-gateway', 'transit-gateway', 'interface:transit-gateway'],
    'traces over a transit gateway end as unknown.',
  ),
  use(
    'ec2:DescribeTransitGatewayVpcAttachments',
    ['transit-gateway-attachment'],
    ['attachment:vpc'],
    'the subnets and options of VPC attachments are unknown, and traces over a transit gateway say so.',
  ),
  use(
    'ec2:DescribeTransitGatewayPeeringAttachments',
    ['transit-gateway-attachment'],
    ['attachment:peering'],
    'which transit gateway lies at the other end of a peering may be unknown.',
  ),
  use(
    'ec2:DescribeTransitGatewayRouteTables',
    ['transit-gateway-route-table'],
    ['transit-gateway', 'attachment:vpc'],
    'traces over a transit gateway end as unknown.',
  ),
  use('ec2:DescribeVpnGateways', ['vpn-gateway'], ['route:vpn-gateway'], 'traces through a virtual private gateway end as unknown.'),
  use(
    'ec2:DescribeVpnConnections',
    ['vpn-connection'],
    ['vpn-gateway', 'attachment:vpn'],
    'whether VPN tunnels are up is unknown, and traces over them say so.',
  ),
  use(
    'directconnect:DescribeDirectConnectGateways',
    ['direct-connect-gateway'],
    ['attachment:direct-connect-gateway'],
    'traces over Direct Connect end as unknown.',
  ),
  use(
    'directconnect:DescribeVirtualInterfaces',
    ['direct-connect-gateway'],
    ['direct-connect-gateway'],
    'whether Direct Connect is up is unknown.',
  ),
  use(
    'ec2:DescribeVpcEndpoints',
    ['vpc-endpoint'],
    ['route:vpc-endpoint', 'interface:vpc-endpoint'],
    'traces through VPC endpoints end as unknown, and names that they answer resolve to public addresses.',
  ),
  use(
    'ec2:DescribeVpcBlockPublicAccessOptions',
    ['vpc'],
    ['internet-gateway'],
    'Block Public Access is taken as off where VPCs and subnets do not say otherwise.',
  ),
  use(
    'ec2:DescribeVpcBlockPublicAccessExclusions',
    ['vpc'],
    ['public-access-block'],
    'Block Public Access is on, and which VPCs and subnets are excluded from it is unknown.',
  ),
  use('ec2:DescribeDhcpOptions', ['dhcp-options'], ['vpc-dhcp-options'], 'instances are taken to use the DNS server of their VPC.'),
  use(
    'elbv2:DescribeLoadBalancers',
    ['load-balancer'],
    ['interface:load-balancer'],
    'interfaces of load balancers are there, but what they forward is unknown.',
  ),
  use(
    'elbv2:DescribeTargetGroups',
    ['target-group'],
    ['load-balancer'],
    'what load balancers forward to is unknown, and traces through them say so.',
  ),
  use(
    'elb:DescribeLoadBalancers',
    ['load-balancer'],
    ['interface:classic-load-balancer'],
    'interfaces of Classic Load Balancers are there, but what they forward is unknown.',
  ),
  use('rds:DescribeDBInstances', ['rds'], ['interface:rds'], 'interfaces of databases are there, but not which database they belong to.'),
  use(
    'elasticache:DescribeCacheClusters',
    ['elasticache'],
    ['interface:elasticache'],
    'interfaces of caches are there, but not which cache they belong to.',
  ),
  use(
    'elasticache:DescribeCacheSubnetGroups',
    ['elasticache'],
    ['cache-cluster'],
    'the subnets of caches are unknown, so their interfaces are found by security group alone.',
  ),
  use('eks:DescribeCluster', ['eks-cluster'], ['interface:eks'], 'who may reach the API server of an EKS cluster is unknown.'),
  use(
    'network-firewall:DescribeFirewall',
    ['firewall'],
    ['listed-firewall'],
    'firewalls are there, but their endpoints and rules are unknown, and traces through them say so.',
  ),
];

export interface KubernetesKindUse {
  readonly kind: string;
  readonly lost: string;
  /** Does the policy layer need it too, where the snapshot has no AWS data at all? */
  readonly forPolicies: boolean;
}

/** Kinds whose absence is worth a warning in every cluster. */
export const KUBERNETES_KINDS: readonly KubernetesKindUse[] = [
  { kind: 'Pod', forPolicies: true, lost: 'pods are unknown, and nothing can be traced from or to them.' },
  {
    kind: 'Namespace',
    forPolicies: true,
    lost: 'labels of namespaces are unknown but for their names, and so is what namespace selectors select.',
  },
  { kind: 'NetworkPolicy', forPolicies: true, lost: 'whether policies isolate pods is taken as unknown, and traces of pods say so.' },
  { kind: 'Node', forPolicies: false, lost: 'which instance a pod runs on is known by address only.' },
  { kind: 'Service', forPolicies: false, lost: 'cluster IPs and node ports are unknown, and traces to them say so.' },
  { kind: 'EndpointSlice', forPolicies: false, lost: 'what Services forward to is unknown, and traces to them say so.' },
  { kind: 'DaemonSet', forPolicies: false, lost: 'the settings of the VPC CNI (aws-node) are taken by default.' },
  { kind: 'ConfigMap', forPolicies: false, lost: 'the settings of kube-proxy and CoreDNS are taken by default.' },
];
