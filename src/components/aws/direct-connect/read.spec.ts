// Direct Connect: three calls joined, both spellings of keys, and virtual interfaces without a Direct Connect gateway.
import { expect, it } from 'vitest';
import { call, readAll, readOne } from '../../../../test/sketch/aws-documents.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readDirectConnectGateways } from './read.js';

const gateways = call('directconnect:DescribeDirectConnectGateways', {
  directConnectGateways: [
    {
      directConnectGatewayId: 'dxgw-1',
      directConnectGatewayName: 'backbone',
      directConnectGatewayState: 'available',
      ownerAccount: '111122223333',
    },
  ],
});
const associations = call('directconnect:DescribeDirectConnectGatewayAssociations', {
  directConnectGatewayAssociations: [
    {
      directConnectGatewayId: 'dxgw-1',
      associationState: 'associated',
      associatedGateway: { id: 'tgw-1', type: 'transitGateway' },
      allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.0.0/8' }],
    },
    { directConnectGatewayId: 'dxgw-1', associationState: 'associated', virtualGatewayId: 'vgw-1' },
    { directConnectGatewayId: 'dxgw-other', associationState: 'associated', virtualGatewayId: 'vgw-2' },
  ],
});
const interfaces = (more: object) =>
  call('directconnect:DescribeVirtualInterfaces', {
    virtualInterfaces: [
      { virtualInterfaceId: 'dxvif-1', virtualInterfaceType: 'private', virtualInterfaceState: 'available', mtu: 8500, ...more },
    ],
  });

it('joins a gateway with its associations and virtual interfaces', () => {
  const up = interfaces({ directConnectGatewayId: 'dxgw-1', virtualGatewayId: '', bgpPeers: [{ bgpStatus: 'down' }, { bgpStatus: 'up' }] });
  const read = readOne(readDirectConnectGateways, gateways, associations, up);
  expect(read).toMatchObject({ id: 'dxgw-1', name: 'backbone', state: 'available' });
  expect(
    read.associations.map(({ gatewayId, gatewayType, allowedPrefixes }) => [gatewayId, gatewayType, ...allowedPrefixes.map(formatPrefix)]),
  ).toEqual([
    ['tgw-1', 'transitGateway', '10.0.0.0/8'],
    ['vgw-1', 'virtualPrivateGateway'],
  ]);
  expect(read.virtualInterfaces).toEqual([
    { id: 'dxvif-1', type: 'private', state: 'available', mtu: 8500, bgpUp: true, virtualGatewayId: null },
  ]);
});

it('tells BGP that is down from BGP of which nothing is said', () => {
  const bgp = (bgpPeers: object[]) =>
    readOne(readDirectConnectGateways, gateways, interfaces({ directConnectGatewayId: 'dxgw-1', bgpPeers })).virtualInterfaces[0]?.bgpUp;
  expect(bgp([{ bgpStatus: 'down' }])).toBe(false);
  expect(bgp([])).toBeNull();
});

it('takes Pascal case too, and lists twice what is one only once', () => {
  const pascal = call('directconnect:DescribeDirectConnectGateways', {
    DirectConnectGateways: [{ DirectConnectGatewayId: 'dxgw-1', DirectConnectGatewayState: 'deleting' }],
  });
  expect(readOne(readDirectConnectGateways, pascal).state).toBe('deleting');
  expect(readOne(readDirectConnectGateways, gateways, associations, associations).associations).toHaveLength(2);
});

it('keeps a virtual interface that ends at a virtual private gateway as a gateway of its own', () => {
  const read = readAll(readDirectConnectGateways, gateways, interfaces({ virtualGatewayId: 'vgw-7', virtualInterfaceName: 'old-line' }));
  expect(read.get('dxgw-1')?.virtualInterfaces).toEqual([]);
  expect(read.get('dxvif-1')).toMatchObject({
    name: 'old-line',
    associations: [{ gatewayId: 'vgw-7', gatewayType: 'virtualPrivateGateway', state: 'associated' }],
    virtualInterfaces: [{ id: 'dxvif-1', virtualGatewayId: 'vgw-7' }],
  });
});
