// NAT gateways: zonal and regional, public and private, with one address or several.
import { expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { formatAddress } from '../../../net/address.js';
import { readNatGateways } from './read.js';

const nat = (more: object) =>
  call('ec2:DescribeNatGateways', { NatGateways: [{ NatGatewayId: 'nat-1', VpcId: 'vpc-1', State: 'available', ...more }] });
const address = (PrivateIp: string, more: object = {}) => ({ PrivateIp, PublicIp: '198.51.100.5', NetworkInterfaceId: 'eni-1', ...more });

it('reads an old zonal gateway: public, its only address the primary one', () => {
  const read = readOne(readNatGateways, nat({ SubnetId: 'subnet-1', NatGatewayAddresses: [address('10.0.1.5')] }));
  expect(read).toMatchObject({
    subnetId: 'subnet-1',
    connectivity: 'public',
    regional: false,
    autoProvisionZones: false,
    routeTableId: null,
  });
  expect(read.addresses).toMatchObject([{ interfaceId: 'eni-1', primary: true, status: null }]);
});

it('keeps the address that is marked as primary, and the states of the others', () => {
  const NatGatewayAddresses = [
    address('10.0.1.6', { IsPrimary: false, Status: 'assigning' }),
    address('10.0.1.5', { IsPrimary: true, Status: 'succeeded' }),
  ];
  const read = readOne(readNatGateways, nat({ SubnetId: 'subnet-1', NatGatewayAddresses }));
  expect(
    read.addresses.map(({ privateAddress, primary, status }) => [privateAddress && formatAddress(privateAddress), primary, status]),
  ).toEqual([
    ['10.0.1.6', false, 'assigning'],
    ['10.0.1.5', true, 'succeeded'],
  ]);
});

it('reads a private and a regional gateway', () => {
  const lone = { NetworkInterfaceId: 'eni-1', PrivateIp: '10.0.1.5' };
  expect(readOne(readNatGateways, nat({ SubnetId: 'subnet-1', ConnectivityType: 'private', NatGatewayAddresses: [lone] }))).toMatchObject({
    connectivity: 'private',
    addresses: [{ publicAddress: null }],
  });
  const regional = { AvailabilityMode: 'regional', AutoProvisionZones: 'enabled', RouteTableId: 'rtb-9' };
  const zoned = { PublicIp: '198.51.100.6', AvailabilityZone: 'eu-west-1a', Status: 'succeeded' };
  expect(readOne(readNatGateways, nat({ ...regional, NatGatewayAddresses: [zoned] }))).toMatchObject({
    subnetId: null,
    regional: true,
    autoProvisionZones: true,
    routeTableId: 'rtb-9',
    addresses: [{ zone: 'eu-west-1a', privateAddress: null }],
  });
});

it('keeps a gateway that is gone, and refuses one without VPC', () => {
  expect(readOne(readNatGateways, nat({ State: 'deleted' })).state).toBe('deleted');
  expect(refusalsOf(readNatGateways, nat({ VpcId: undefined }))).toEqual(['/aws/0/calls/0/output/NatGateways/0/VpcId: a VPC id']);
});
