// VPN connections: static routes, tunnels, and the gateway at either kind of end.
import { expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readVpnConnections } from './read.js';

const vpn = (more: object) =>
  call('ec2:DescribeVpnConnections', { VpnConnections: [{ VpnConnectionId: 'vpn-1', State: 'available', ...more }] });

it('reads tunnels and static routes', () => {
  const read = readOne(
    readVpnConnections,
    vpn({
      VpnGatewayId: 'vgw-1',
      CustomerGatewayId: 'cgw-1',
      Options: { StaticRoutesOnly: true },
      Routes: [{ DestinationCidrBlock: '192.168.0.0/16', State: 'available' }],
      VgwTelemetry: [{ Status: 'UP', AcceptedRouteCount: 5 }, { Status: 'DOWN' }],
    }),
  );
  expect(read).toMatchObject({ vpnGatewayId: 'vgw-1', transitGatewayId: null, customerGatewayId: 'cgw-1', staticRoutesOnly: true });
  expect(read.routes.map(({ prefix, state }) => [prefix.length, state])).toEqual([[16, 'available']]);
  expect(read.tunnels).toEqual([
    { status: 'UP', acceptedRoutes: 5 },
    { status: 'DOWN', acceptedRoutes: null },
  ]);
});

it('reads one on a transit gateway that says little', () => {
  expect(readOne(readVpnConnections, vpn({ TransitGatewayId: 'tgw-1' }))).toMatchObject({
    vpnGatewayId: null,
    transitGatewayId: 'tgw-1',
    staticRoutesOnly: false,
    routes: [],
    tunnels: [],
  });
});

it('refuses a route that is none', () => {
  expect(refusalsOf(readVpnConnections, vpn({ Routes: [{ DestinationCidrBlock: 'all' }] }))).toEqual([
    '/aws/0/calls/0/output/VpnConnections/0/Routes/0/DestinationCidrBlock: a CIDR such as 10.0.0.0/16',
  ]);
});
