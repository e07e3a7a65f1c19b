// What a snapshot says that it lacks: core calls always, others only where something in it refers to what they would tell.
import { describe, expect, it } from 'vitest';
import type { AwsCall, Bundle } from './bundle.js';
import { AWS_CALLS } from './calls.js';
import { readSnapshot } from './read-snapshot.js';

const CORE_LISTS: Readonly<Record<string, readonly object[]>> = {
  Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }],
  Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24' }],
  RouteTables: [],
  NetworkAcls: [],
  SecurityGroups: [],
  NetworkInterfaces: [],
};
const CORE: readonly AwsCall[] = Object.entries(CORE_LISTS).map(([key, list]) => ({
  operation: `ec2:Describe${key}`,
  output: { [key]: list },
}));

/** The core calls, with some replaced or added. */
function snapshot(calls: readonly AwsCall[], kubernetes: Bundle['kubernetes'] = []): Bundle {
  const replaced = new Set(calls.map(({ operation }) => operation));
  const all = [...CORE.filter(({ operation }) => !replaced.has(operation)), ...calls];
  return {
    schemaVersion: 1,
    name: 'test',
    capturedAt: '2026-11-20T10:00:00Z',
    aws: [{ accountId: '111122223333', region: 'us-east-1', calls: all }],
    kubernetes,
  };
}
const messages = (bundle: Bundle) => readSnapshot(bundle).warnings.map(({ message }) => message);
/** The operations that warnings name. */
const missing = (...calls: AwsCall[]) => messages(snapshot(calls)).flatMap((message) => /^No (\S+) for /.exec(message)?.[1] ?? []);

const output = (operation: string, key: string, ...list: object[]): AwsCall => ({ operation, output: { [key]: list } });
const routes = (...Routes: object[]) => output('ec2:DescribeRouteTables', 'RouteTables', { RouteTableId: 'rtb-1', VpcId: 'vpc-1', Routes });
const to = (target: object, State = 'active') => ({ DestinationCidrBlock: '0.0.0.0/0', State, ...target });
const interfaces = (more: object) =>
  output('ec2:DescribeNetworkInterfaces', 'NetworkInterfaces', {
    NetworkInterfaceId: 'eni-1',
    VpcId: 'vpc-1',
    SubnetId: 'subnet-1',
    ...more,
  });

describe('core calls', () => {
  it('are missed always, in the words of the contract', () => {
    const bundle = snapshot([]);
    const calls = CORE.filter(({ operation }) => operation !== 'ec2:DescribeNetworkAcls');
    expect(readSnapshot({ ...bundle, aws: [{ accountId: '111122223333', region: 'us-east-1', calls }] }).warnings).toEqual([
      {
        code: 'MISSING_CALL',
        message:
          'No ec2:DescribeNetworkAcls for 111122223333/us-east-1: NACLs are taken as unknown, and traces through these subnets say so.',
        path: null,
      },
    ]);
  });

  it('are missed in each account and Region that has any data, and nothing else is', () => {
    expect(missing()).toEqual([]);
    const second = { accountId: '444455556666', region: 'us-east-1', calls: [output('ec2:DescribeVpcs', 'Vpcs')] };
    const bundle = snapshot([]);
    const found = messages({ ...bundle, aws: [...bundle.aws, second] });
    expect(found).toHaveLength(5);
    expect(found.every((message) => message.includes('444455556666/us-east-1'))).toBe(true);
  });
});

describe('other calls', () => {
  it.each([
    ['an internet gateway', routes(to({ GatewayId: 'igw-1' })), 'ec2:DescribeInternetGateways'],
    ['an egress-only gateway', routes(to({ EgressOnlyInternetGatewayId: 'eigw-1' })), 'ec2:DescribeEgressOnlyInternetGateways'],
    ['a NAT gateway', routes(to({ NatGatewayId: 'nat-1' })), 'ec2:DescribeNatGateways'],
    ['a peering', routes(to({ VpcPeeringConnectionId: 'pcx-1' })), 'ec2:DescribeVpcPeeringConnections'],
    ['a transit gateway', routes(to({ TransitGatewayId: 'tgw-1' })), 'ec2:DescribeTransitGatewayAttachments'],
    ['a virtual private gateway', routes(to({ GatewayId: 'vgw-1' })), 'ec2:DescribeVpnGateways'],
    ['an endpoint', routes(to({ GatewayId: 'vpce-1' })), 'ec2:DescribeVpcEndpoints'],
    ['an instance', interfaces({ Attachment: { InstanceId: 'i-1' } }), 'ec2:DescribeInstances'],
    ['an interface of a load balancer', interfaces({ Description: 'ELB app/web/1' }), 'elbv2:DescribeLoadBalancers'],
    ['an interface of a Classic one', interfaces({ Description: 'ELB legacy' }), 'elb:DescribeLoadBalancers'],
    ['an interface of a database', interfaces({ Description: 'RDSNetworkInterface' }), 'rds:DescribeDBInstances'],
    ['an interface of a cache', interfaces({ Description: 'ElastiCache sessions-001' }), 'elasticache:DescribeCacheClusters'],
    ['an interface of an API server', interfaces({ Description: 'Amazon EKS demo' }), 'eks:DescribeCluster'],
    [
      'a listed firewall',
      output('network-firewall:ListFirewalls', 'Firewalls', { FirewallArn: 'arn' }),
      'network-firewall:DescribeFirewall',
    ],
  ])('are missed where there is %s', (_what, call, operation) => {
    expect(missing(call)).toContain(operation);
  });

  it('are not missed for a blackhole, whose target is gone', () => {
    expect(missing(routes(to({ NatGatewayId: 'nat-1' }, 'blackhole')))).toEqual([]);
  });

  it('are not missed where they were made, whatever they show', () => {
    expect(missing(routes(to({ NatGatewayId: 'nat-1' })), output('ec2:DescribeNatGateways', 'NatGateways'))).toEqual([]);
  });

  it('tell for each operation once what is lost without it', () => {
    const operations = AWS_CALLS.map(({ operation }) => operation);
    expect(new Set(operations).size).toBe(operations.length);
    expect(AWS_CALLS.every(({ lost, neededBy, kinds }) => /^\S.*\.$/.test(lost) && neededBy.length > 0 && kinds.length > 0)).toBe(true);
  });
});

describe('calls about one subject', () => {
  const listener = 'arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/web/1/2';
  const balancer = output('elbv2:DescribeLoadBalancers', 'LoadBalancers', {
    LoadBalancerArn: 'lb-1',
    LoadBalancerName: 'web',
    Type: 'application',
  });
  const groups = output(
    'elbv2:DescribeTargetGroups',
    'TargetGroups',
    ...['web', 'api'].map((name) => ({
      TargetGroupArn: `tg-${name}`,
      TargetGroupName: name,
      LoadBalancerArns: ['lb-1'],
      Protocol: 'HTTP',
    })),
  );
  const health: AwsCall = { ...output('elbv2:DescribeTargetHealth', 'TargetHealthDescriptions'), input: { TargetGroupArn: 'tg-web' } };
  const listeners: AwsCall = {
    ...output('elbv2:DescribeListeners', 'Listeners', { ListenerArn: listener, LoadBalancerArn: 'lb-1' }),
    input: { LoadBalancerArn: 'lb-1' },
  };

  it('name the subjects that were left out', () => {
    expect(messages(snapshot([balancer, listeners, groups, health]))).toEqual([
      'No elbv2:DescribeRules for 1 of 1 listener of 111122223333/us-east-1 (arn:aws:elasticloadbalancing:us-east-1:111122223333:listener/app/web/1/2): only default actions are known.',
      'No elbv2:DescribeTargetHealth for 1 of 2 target groups of 111122223333/us-east-1 (api): targets are unknown, and traces that lead to these groups say so.',
    ]);
    expect(missing(balancer, groups)).toContain('elbv2:DescribeListeners');
    expect(
      missing(balancer, groups, { ...output('elbv2:DescribeListeners', 'Listeners'), input: { LoadBalancerArn: 'lb-1' } }),
    ).not.toContain('elbv2:DescribeListeners');
  });

  it('are about prefix lists only where something names them', () => {
    const lists = output('ec2:DescribeManagedPrefixLists', 'PrefixLists', { PrefixListId: 'pl-1' }, { PrefixListId: 'pl-2' });
    expect(missing(lists)).toEqual([]);
    const rule = { IpProtocol: '-1', PrefixListIds: [{ PrefixListId: 'pl-1' }] };
    const group = output('ec2:DescribeSecurityGroups', 'SecurityGroups', { GroupId: 'sg-1', IpPermissions: [rule] });
    expect(missing(lists, group)).toEqual(['ec2:GetManagedPrefixListEntries']);
  });

  it('are about transit gateway tables and about VPCs whose names matter', () => {
    const table = output('ec2:DescribeTransitGatewayRouteTables', 'TransitGatewayRouteTables', {
      TransitGatewayRouteTableId: 'tgw-rtb-1',
      TransitGatewayId: 'tgw-1',
    });
    expect(missing(table)).toEqual(['ec2:SearchTransitGatewayRoutes']);
    const endpoint = (PrivateDnsEnabled: boolean) =>
      output('ec2:DescribeVpcEndpoints', 'VpcEndpoints', { VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', PrivateDnsEnabled });
    expect(missing(endpoint(true))).toEqual(['ec2:DescribeVpcAttribute']);
    expect(missing(endpoint(false))).toEqual([]);
  });
});

describe('Kubernetes kinds', () => {
  const list = (kind: string) => ({ kind: `${kind}List`, apiVersion: 'v1', items: [] });

  it('are missed by cluster', () => {
    const found = messages(snapshot([], [{ cluster: 'demo', objects: ['Pod', 'Namespace', 'NetworkPolicy', 'Node'].map(list) }]));
    expect(found.map((message) => /^No (\w+) list for cluster demo: /.exec(message)?.[1])).toEqual([
      'Service',
      'EndpointSlice',
      'DaemonSet',
      'ConfigMap',
    ]);
  });

  it('are fewer where there is no AWS data', () => {
    const bundle: Bundle = { ...snapshot([]), aws: [], kubernetes: [{ cluster: '', objects: [list('Pod')] }] };
    expect(messages(bundle).map((message) => message.split(':')[0])).toEqual([
      'No Namespace list for the cluster',
      'No NetworkPolicy list for the cluster',
    ]);
  });
});

describe('references out of the snapshot', () => {
  it('are summed up by kind', () => {
    const permission = {
      IpProtocol: '-1',
      UserIdGroupPairs: ['sg-f', 'sg-e', 'sg-d', 'sg-c', 'sg-b', 'sg-a', 'sg-1'].map((GroupId) => ({ GroupId })),
    };
    expect(
      messages(snapshot([output('ec2:DescribeSecurityGroups', 'SecurityGroups', { GroupId: 'sg-1', IpPermissions: [permission] })])),
    ).toEqual([
      'The snapshot refers to 6 security groups that are not in it (sg-a, sg-b, sg-c, sg-d, sg-e and 1 more): members in other accounts are unknown, and rules that name a group that is gone match nothing.',
    ]);
  });

  it('are told by what refers to them: interfaces, routes in force, active peerings', () => {
    const side = (VpcId: string) => ({ VpcId, OwnerId: '111122223333', Region: 'us-east-1' });
    const peering = (Code: string) =>
      output('ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnections', {
        VpcPeeringConnectionId: 'pcx-1',
        Status: { Code },
        RequesterVpcInfo: side('vpc-1'),
        AccepterVpcInfo: side('vpc-far'),
      });
    expect(messages(snapshot([peering('active')]))).toEqual([
      'The snapshot refers to 1 VPC that is not in it (vpc-far): traces that lead there end as unknown.',
    ]);
    expect(messages(snapshot([peering('deleted')]))).toEqual([]);
    const nats = output('ec2:DescribeNatGateways', 'NatGateways', { NatGatewayId: 'nat-2', VpcId: 'vpc-1' });
    expect(messages(snapshot([nats, routes(to({ NatGatewayId: 'nat-1' }))]))).toEqual([
      'The snapshot refers to 1 NAT gateway that is not in it (nat-1): traces that routes send there end as unknown.',
    ]);
    expect(messages(snapshot([nats, routes(to({ NatGatewayId: 'nat-1' }, 'blackhole'))]))).toEqual([]);
  });
});
