// Route tables: every kind of target, origins, dead targets, and associations in force.
import { describe, expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readRouteTables } from './read.js';

const tables = (more: object) => call('ec2:DescribeRouteTables', { RouteTables: [{ RouteTableId: 'rtb-1', VpcId: 'vpc-1', ...more }] });
const route = (more: object) =>
  readOne(readRouteTables, tables({ Routes: [{ DestinationCidrBlock: '0.0.0.0/0', Origin: 'CreateRoute', State: 'active', ...more }] }))
    .routes[0];

describe('targets', () => {
  it.each([
    [{ GatewayId: 'local', Origin: 'CreateRouteTable' }, 'local', ''],
    [{ GatewayId: 'igw-1' }, 'internet-gateway', 'igw-1'],
    [{ GatewayId: 'vgw-1' }, 'vpn-gateway', 'vgw-1'],
    [{ GatewayId: 'vpce-1' }, 'vpc-endpoint', 'vpce-1'],
    [{ GatewayId: 'xyz-1' }, 'unsupported', 'xyz-1'],
    [{ EgressOnlyInternetGatewayId: 'eigw-1' }, 'egress-only-internet-gateway', 'eigw-1'],
    [{ NatGatewayId: 'nat-1' }, 'nat-gateway', 'nat-1'],
    [{ TransitGatewayId: 'tgw-1' }, 'transit-gateway', 'tgw-1'],
    [{ VpcPeeringConnectionId: 'pcx-1' }, 'vpc-peering', 'pcx-1'],
    [{ NetworkInterfaceId: 'eni-1', InstanceId: 'i-1' }, 'eni', 'eni-1'],
    [{ InstanceId: 'i-1' }, 'instance', 'i-1'],
    [{ LocalGatewayId: 'lgw-1' }, 'unsupported', 'lgw-1'],
    [{ CarrierGatewayId: 'cagw-1' }, 'unsupported', 'cagw-1'],
    [
      { CoreNetworkArn: 'arn:aws:networkmanager::111122223333:core-network/c' },
      'unsupported',
      'arn:aws:networkmanager::111122223333:core-network/c',
    ],
    [{ OdbNetworkArn: 'arn:odb' }, 'unsupported', 'arn:odb'],
    [{ State: 'blackhole' }, 'none', ''],
  ])('decodes %j', (more, kind, id) => {
    expect(route(more)?.target).toEqual({ kind, id });
  });

  it('keeps a blackhole whose target is gone', () => {
    expect(route({ State: 'blackhole' })).toMatchObject({ state: 'blackhole', text: '0.0.0.0/0 -> a target that no longer exists' });
    expect(route({ State: 'blackhole', NatGatewayId: 'nat-1' })).toMatchObject({ state: 'blackhole', text: '0.0.0.0/0 -> nat-1' });
  });
});

describe('origins', () => {
  it.each([
    [{ GatewayId: 'local', Origin: 'CreateRouteTable' }, 'local'],
    [{ NetworkInterfaceId: 'eni-1', Origin: 'CreateRouteTable' }, 'static'],
    [{ GatewayId: 'vgw-1', Origin: 'EnableVgwRoutePropagation' }, 'propagated'],
    [{ NetworkInterfaceId: 'eni-1', Origin: 'Advertisement' }, 'advertised'],
    [{ GatewayId: 'igw-1', Origin: undefined }, 'static'],
  ])('%j is %s', (more, origin) => {
    expect(route(more)?.origin).toBe(origin);
  });
});

it('reads destinations of all three kinds', () => {
  const Routes = [
    { DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local' },
    { DestinationIpv6CidrBlock: '2001:db8::/56', GatewayId: 'local' },
    { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1' },
  ];
  expect(readOne(readRouteTables, tables({ Routes })).routes.map(({ text }) => text)).toEqual([
    '10.0.0.0/16 -> local',
    '2001:db8::/56 -> local',
    'pl-1 -> vpce-1',
  ]);
});

it('counts only associations in force', () => {
  const Associations = [
    { Main: true },
    { Main: false, SubnetId: 'subnet-1' },
    { Main: false, SubnetId: 'subnet-2', AssociationState: { State: 'associated' } },
    { Main: false, SubnetId: 'subnet-3', AssociationState: { State: 'disassociating' } },
    { Main: false, GatewayId: 'igw-1', AssociationState: { State: 'associated' } },
  ];
  const PropagatingVgws = [{ GatewayId: 'vgw-1' }];
  expect(readOne(readRouteTables, tables({ Associations, PropagatingVgws }))).toMatchObject({
    main: true,
    subnetIds: ['subnet-1', 'subnet-2'],
    gatewayIds: ['igw-1'],
    propagatingGatewayIds: ['vgw-1'],
  });
  expect(readOne(readRouteTables, tables({ Associations: Associations.slice(1) })).main).toBe(false);
});

it('refuses a route without or with an unreadable destination', () => {
  const place = '/aws/0/calls/0/output/RouteTables/0/Routes/0';
  expect(refusalsOf(readRouteTables, tables({ Routes: [{ GatewayId: 'igw-1' }] }))).toEqual([
    `${place}: a route with a destination CIDR or prefix list`,
  ]);
  expect(refusalsOf(readRouteTables, tables({ Routes: [{ DestinationCidrBlock: 'default', GatewayId: 'igw-1' }] }))).toEqual([
    `${place}/DestinationCidrBlock: a CIDR such as 10.0.0.0/16`,
  ]);
});
