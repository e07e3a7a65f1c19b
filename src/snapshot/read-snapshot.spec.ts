// Whole bundles: counts, what is collected, refusals by place, old outputs, and snapshots of policies alone.
import { describe, expect, it } from 'vitest';
import { collectedCall, collectedKind } from '../model/network.js';
import type { AwsCall, Bundle } from './bundle.js';
import { readSnapshot } from './read-snapshot.js';

const HOME = { accountId: '111122223333', region: 'eu-west-1' };
const bundle = (more: Partial<Bundle>): Bundle => ({
  schemaVersion: 1,
  name: 'test',
  capturedAt: '2026-11-20T10:00:00Z',
  aws: [],
  kubernetes: [],
  ...more,
});
const capture = (calls: readonly AwsCall[], home = HOME): Bundle => bundle({ aws: [{ ...home, calls }] });
const pod = (name: string) => ({ metadata: { namespace: 'shop', name }, spec: {}, status: { phase: 'Running' } });

/** One VPC with an instance, as the CLI printed it in 2017: no owners of VPCs that are accounts, no zone ids, no states of associations. */
const OLD_CALLS: readonly AwsCall[] = [
  {
    operation: 'ec2:DescribeVpcs',
    output: {
      Vpcs: [
        { VpcId: 'vpc-1', CidrBlock: '192.168.0.0/16', DhcpOptionsId: 'dopt-1', IsDefault: false, State: 'available', OwnerId: '111234' },
      ],
    },
  },
  {
    operation: 'ec2:DescribeSubnets',
    output: {
      Subnets: [
        {
          SubnetId: 'subnet-1',
          VpcId: 'vpc-1',
          CidrBlock: '192.168.1.0/24',
          AvailabilityZone: 'us-west-2a',
          State: 'available',
          OwnerId: '111122223333',
        },
      ],
    },
  },
  {
    operation: 'ec2:DescribeRouteTables',
    output: {
      RouteTables: [
        {
          RouteTableId: 'rtb-1',
          VpcId: 'vpc-1',
          Associations: [{ Main: true, RouteTableAssociationId: 'rtbassoc-1', RouteTableId: 'rtb-1' }],
          PropagatingVgws: [],
          Routes: [
            { DestinationCidrBlock: '192.168.0.0/16', GatewayId: 'local', Origin: 'CreateRouteTable', State: 'active' },
            { DestinationCidrBlock: '0.0.0.0/0', NatGatewayId: 'nat-1', Origin: 'CreateRoute', State: 'blackhole' },
          ],
        },
      ],
    },
  },
  {
    operation: 'ec2:DescribeNetworkAcls',
    output: {
      NetworkAcls: [
        {
          NetworkAclId: 'acl-1',
          VpcId: 'vpc-1',
          IsDefault: true,
          Associations: [{ SubnetId: 'subnet-1' }],
          Entries: [{ CidrBlock: '0.0.0.0/0', Egress: false, Protocol: '-1', RuleAction: 'allow', RuleNumber: 100 }],
        },
      ],
    },
  },
  {
    operation: 'ec2:DescribeSecurityGroups',
    output: { SecurityGroups: [{ GroupId: 'sg-1', GroupName: 'default', VpcId: 'vpc-1', IpPermissions: [], IpPermissionsEgress: [] }] },
  },
  {
    operation: 'ec2:DescribeNetworkInterfaces',
    output: {
      NetworkInterfaces: [
        {
          NetworkInterfaceId: 'eni-1',
          VpcId: 'vpc-1',
          SubnetId: 'subnet-1',
          AvailabilityZone: 'us-west-2a',
          InterfaceType: 'interface',
          PrivateIpAddress: '192.168.1.10',
          PrivateIpAddresses: [{ Primary: true, PrivateIpAddress: '192.168.1.10' }],
          Groups: [{ GroupId: 'sg-1', GroupName: 'default' }],
          Attachment: { InstanceId: 'i-1', DeviceIndex: 0, Status: 'attached' },
          Ipv6Addresses: [],
          TagSet: [],
          Status: 'in-use',
        },
      ],
    },
  },
  {
    operation: 'ec2:DescribeInstances',
    output: {
      Reservations: [{ Groups: [], Instances: [{ InstanceId: 'i-1', State: { Code: 80, Name: 'stopped' }, NetworkInterfaces: [] }] }],
    },
  },
  { operation: 'ec2:DescribeAddresses', output: { Addresses: [{ AllocationId: 'eipalloc-1', Domain: 'vpc', PublicIp: '198.51.100.1' }] } },
  { operation: 'ec2:DescribeDhcpOptions', output: { DhcpOptions: [{ DhcpOptionsId: 'dopt-1', DhcpConfigurations: [] }] } },
  { operation: 'ec2:DescribeCustomerGateways', output: { CustomerGateways: [{ CustomerGatewayId: 'cgw-1' }] } },
  { operation: 'ec2:DescribeVpcEndpoints', output: { VpcEndpoints: [] } },
];

describe('readSnapshot', () => {
  it('reads outputs of 2017 and counts what they hold', () => {
    const { counts, errors, warnings } = readSnapshot(capture(OLD_CALLS));
    expect(errors).toEqual([]);
    expect(warnings).toEqual([]);
    expect(counts).toEqual({
      vpc: 1,
      subnet: 1,
      'route-table': 1,
      'network-acl': 1,
      'security-group': 1,
      eni: 1,
      instance: 1,
      'customer-gateway': 1,
      'dhcp-options': 1,
    });
  });

  it('reads an empty bundle, and one with policies alone', () => {
    expect(readSnapshot(bundle({}))).toMatchObject({ counts: {}, errors: [], warnings: [] });
    const lists = ['Pod', 'Namespace', 'NetworkPolicy'].map((kind) => ({ kind: `${kind}List`, apiVersion: 'v1', items: [] }));
    expect(readSnapshot(bundle({ kubernetes: [{ cluster: 'demo', objects: lists }] })).warnings).toEqual([]);
  });

  it('reads items of a typed list, which leave their kind out', () => {
    const objects = [{ kind: 'PodList', apiVersion: 'v1', items: [pod('cart-0'), pod('cart-1')] }];
    expect(readSnapshot(bundle({ kubernetes: [{ cluster: 'demo', objects }] })).counts).toMatchObject({ pod: 2 });
  });

  it('counts kinds that share a collection apart', () => {
    const calls: AwsCall[] = [
      { operation: 'ec2:DescribeInternetGateways', output: { InternetGateways: [{ InternetGatewayId: 'igw-1' }] } },
      { operation: 'ec2:DescribeVpnGateways', output: { VpnGateways: [{ VpnGatewayId: 'vgw-1' }, { VpnGatewayId: 'vgw-2' }] } },
      { operation: 'rds:DescribeDBInstances', output: { DBInstances: [{ DBInstanceIdentifier: 'orders' }] } },
      { operation: 'elasticache:DescribeCacheClusters', output: { CacheClusters: [{ CacheClusterId: 'orders' }] } },
    ];
    expect(readSnapshot(capture(calls)).counts).toEqual({ 'internet-gateway': 1, 'vpn-gateway': 2, rds: 1, elasticache: 1 });
  });

  it('names every place that it refuses, with the value where it is short', () => {
    const Vpcs = [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/33' }, { CidrBlock: '10.0.0.0/16' }, { VpcId: 'vpc-2', CidrBlock: 7 }];
    const { errors } = readSnapshot(
      capture([
        { operation: 'ec2:DescribeVpcs', output: { Vpcs } },
        { operation: 'ec2:DescribeSubnets', output: { Subnets: { none: true } } },
      ]),
    );
    expect(errors).toEqual([
      { path: '/aws/0/calls/1/output/Subnets', message: 'Expected a list.' },
      { path: '/aws/0/calls/0/output/Vpcs/0/CidrBlock', message: 'Expected a CIDR such as 10.0.0.0/16.', value: '10.0.0.0/33' },
      { path: '/aws/0/calls/0/output/Vpcs/1/VpcId', message: 'Expected a VPC id.' },
      { path: '/aws/0/calls/0/output/Vpcs/2/CidrBlock', message: 'Expected a text.', value: 7 },
    ]);
  });

  it('stops listing places after the first hundred', () => {
    const Vpcs = Array.from({ length: 300 }, () => ({ CidrBlock: 'x'.repeat(500) }));
    const { errors } = readSnapshot(capture([{ operation: 'ec2:DescribeVpcs', output: { Vpcs } }]));
    expect(errors).toHaveLength(100);
    expect(errors.every(({ value }) => value === undefined || (typeof value === 'string' && value.length <= 101))).toBe(true);
  });
});

describe('collected', () => {
  const collected = (one: Bundle) => readSnapshot(one).network.collected;

  it('holds calls by account and Region, kinds by cluster, also empty lists', () => {
    const objects = [
      { kind: 'PodList', apiVersion: 'v1', items: [] },
      { kind: 'List', apiVersion: 'v1', items: [] },
    ];
    const keys = collected({
      ...capture([{ operation: 'ec2:DescribeVpcs', output: { Vpcs: [] } }]),
      kubernetes: [{ cluster: 'demo', objects }],
    });
    expect([...keys].sort()).toEqual([collectedCall('ec2:DescribeVpcs', HOME), collectedKind('Pod', 'demo')].sort());
  });

  it('leaves out a call of which pages are missing, and counts one whose last page is there', () => {
    const page = (id: string, NextToken?: string): AwsCall => ({
      operation: 'ec2:DescribeSecurityGroups',
      output: { SecurityGroups: [{ GroupId: id }], ...(NextToken === undefined ? {} : { NextToken }) },
    });
    const key = collectedCall('ec2:DescribeSecurityGroups', HOME);
    expect(collected(capture([page('sg-1', 'more')])).has(key)).toBe(false);
    expect(collected(capture([page('sg-1', 'more'), page('sg-2')])).has(key)).toBe(true);
  });

  it('gives the calls of a capture without place to the accounts and Regions that its content names', () => {
    const keys = collected(capture(OLD_CALLS, { accountId: 'unknown', region: 'unknown' }));
    expect(keys.has(collectedCall('ec2:DescribeNetworkAcls', { accountId: '111122223333', region: 'us-west-2' }))).toBe(true);
    expect(keys.has(collectedCall('ec2:DescribeNetworkAcls', HOME))).toBe(false);
  });

  it('keeps them apart from accounts that have a capture of their own', () => {
    const placeless = { accountId: 'unknown', region: 'unknown', calls: OLD_CALLS };
    const owner = { accountId: '111122223333', region: 'us-west-2', calls: [] as AwsCall[] };
    const keys = collected(bundle({ aws: [owner, placeless] }));
    expect(keys.has(collectedCall('ec2:DescribeNetworkAcls', { accountId: '111122223333', region: 'us-west-2' }))).toBe(false);
  });
});
