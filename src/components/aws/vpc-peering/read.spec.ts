// Peering connections: CIDRs only while active, and two ends that list one connection.
import { expect, it } from 'vitest';
import { call, HOME, OTHER_HOME, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { formatPrefix } from '../../../net/prefix.js';
import { readPeerings } from './read.js';

const side = (VpcId: string, OwnerId: string, more: object = {}) => ({ VpcId, OwnerId, Region: 'eu-west-1', ...more });
const peering = (requester: object | undefined, accepter: object, status = 'active', home = HOME) =>
  call(
    'ec2:DescribeVpcPeeringConnections',
    {
      VpcPeeringConnections: [
        { VpcPeeringConnectionId: 'pcx-1', Status: { Code: status }, RequesterVpcInfo: requester, AccepterVpcInfo: accepter },
      ],
    },
    {},
    home,
  );
const ranges = {
  CidrBlock: '10.0.0.0/16',
  CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.5.0.0/16' }],
  Ipv6CidrBlockSet: [{ Ipv6CidrBlock: '2001:db8::/56' }],
};

it('reads both sides with all their ranges', () => {
  const read = readOne(
    readPeerings,
    peering(side('vpc-1', '111122223333', ranges), side('vpc-2', '444455556666', { CidrBlock: '10.1.0.0/16' })),
  );
  expect(read).toMatchObject({ status: 'active', home: HOME, requester: { vpcId: 'vpc-1', region: 'eu-west-1', dnsResolution: null } });
  expect(read.requester.cidrs.map(formatPrefix)).toEqual(['10.0.0.0/16', '10.5.0.0/16', '2001:db8::/56']);
  expect(read.accepter.cidrs.map(formatPrefix)).toEqual(['10.1.0.0/16']);
});

it('has no ranges while the connection is not active', () => {
  const read = readOne(readPeerings, peering(side('vpc-1', '111122223333'), side('vpc-2', '444455556666'), 'pending-acceptance'));
  expect([read.status, read.requester.cidrs, read.accepter.cidrs]).toEqual(['pending-acceptance', [], []]);
});

it("joins what each end says of its own side's DNS option", () => {
  const option = { PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true } };
  const requesters = peering(side('vpc-1', '111122223333', option), side('vpc-2', '444455556666'));
  const accepters = peering(side('vpc-1', '111122223333'), side('vpc-2', '444455556666', option), 'active', OTHER_HOME);
  for (const calls of [[requesters, accepters] as const, [accepters, requesters] as const]) {
    expect(readOne(readPeerings, ...calls)).toMatchObject({
      requester: { dnsResolution: true },
      accepter: { dnsResolution: true },
      home: HOME,
    });
  }
});

it('refuses a connection with one side', () => {
  expect(refusalsOf(readPeerings, peering(undefined, side('vpc-2', '444455556666')))).toEqual([
    '/aws/0/calls/0/output/VpcPeeringConnections/0/RequesterVpcInfo: one side of the peering connection',
  ]);
});
