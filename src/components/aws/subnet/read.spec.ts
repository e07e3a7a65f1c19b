// Subnets: both families, zones, and the Region of a capture that doesn't say it.
import { expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readSubnets } from './read.js';

const subnets = (found: object, home?: { accountId: string; region: string }) =>
  call('ec2:DescribeSubnets', { Subnets: [found] }, {}, home);
const subnet = { SubnetId: 'subnet-1', VpcId: 'vpc-1', CidrBlock: '10.0.1.0/24', AvailabilityZone: 'eu-west-1a', State: 'available' };

it('reads a subnet with its zone, free addresses and associated IPv6 ranges', () => {
  const ranges = [
    { Ipv6CidrBlock: '2001:db8:0:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
    { Ipv6CidrBlock: '2001:db8:0:2::/64', Ipv6CidrBlockState: { State: 'disassociated' } },
  ];
  const more = { AvailabilityZoneId: 'euw1-az1', AvailableIpAddressCount: 7, EnableDns64: true, MapPublicIpOnLaunch: true };
  const read = readOne(readSubnets, subnets({ ...subnet, ...more, Ipv6CidrBlockAssociationSet: ranges }));
  expect(read).toMatchObject({ zone: 'eu-west-1a', zoneId: 'euw1-az1', freeAddresses: 7, dns64: true, mapPublicIp: true });
  expect(read.ipv6.map(formatPrefix)).toEqual(['2001:db8:0:1::/64']);
});

it('reads a subnet that has IPv6 only', () => {
  const { CidrBlock: _none, ...native } = subnet;
  expect(readOne(readSubnets, subnets({ ...native, Ipv6Native: true })).ipv4).toBeNull();
});

it('takes the Region from the zone, also of a Local Zone, where the capture has none', () => {
  const placeless = { accountId: 'unknown', region: 'unknown' };
  expect(readOne(readSubnets, subnets({ ...subnet, OwnerId: '111122223333' }, placeless)).home).toEqual({
    accountId: '111122223333',
    region: 'eu-west-1',
  });
  const local = { ...subnet, AvailabilityZone: 'us-west-2-lax-1a' };
  expect(readOne(readSubnets, subnets(local, placeless)).home.region).toBe('us-west-2');
});

it('refuses a subnet without its VPC', () => {
  expect(refusalsOf(readSubnets, subnets({ SubnetId: 'subnet-1', CidrBlock: '10.0.1.0/24' }))).toEqual([
    '/aws/0/calls/0/output/Subnets/0/VpcId: a VPC id',
  ]);
});
