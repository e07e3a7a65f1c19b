// VPC endpoints: types, states in either case, and what counts as a full-access policy.
import { describe, expect, it } from 'vitest';
import { awsDocuments, call, readOne, recorder, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readVpcEndpoints } from './read.js';

const endpoint = (more: object) =>
  call('ec2:DescribeVpcEndpoints', { VpcEndpoints: [{ VpcEndpointId: 'vpce-1', VpcId: 'vpc-1', ...more }] });

it('reads an interface endpoint', () => {
  const read = readOne(
    readVpcEndpoints,
    endpoint({
      VpcEndpointType: 'Interface',
      ServiceName: 'com.amazonaws.eu-west-1.sts',
      State: 'available',
      SubnetIds: ['subnet-1'],
      Groups: [{ GroupId: 'sg-1', GroupName: 'endpoints' }],
      NetworkInterfaceIds: ['eni-1'],
      PrivateDnsEnabled: true,
      DnsEntries: [{ DnsName: 'vpce-1.sts.eu-west-1.vpce.amazonaws.com' }, { DnsName: 'sts.eu-west-1.amazonaws.com' }],
    }),
  );
  expect(read).toMatchObject({ endpointType: 'Interface', groupIds: ['sg-1'], interfaceIds: ['eni-1'], privateDnsEnabled: true });
  expect(read.dnsNames).toContain('sts.eu-west-1.amazonaws.com');
});

it('reads a gateway endpoint of 2017, which has no type', () => {
  const old = endpoint({ ServiceName: 'com.amazonaws.us-west-2.s3', State: 'available', RouteTableIds: ['rtb-1'] });
  expect(readOne(readVpcEndpoints, old)).toMatchObject({ endpointType: 'Gateway', routeTableIds: ['rtb-1'], policyFullAccess: null });
});

it.each([
  ['Available', 'available'],
  ['available', 'available'],
  ['PendingAcceptance', 'pendingAcceptance'],
  ['deleted', 'deleted'],
])('reads state %s as %s', (State, state) => {
  expect(readOne(readVpcEndpoints, endpoint({ State })).state).toBe(state);
});

describe('policies', () => {
  const full = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  const read = (policy: unknown) => readOne(readVpcEndpoints, endpoint({ PolicyDocument: policy })).policyFullAccess;

  it.each([
    ['as the console makes it', { Version: '2008-10-17', Statement: [full] }, true],
    ['with lists and a principal by type', { Statement: { ...full, Principal: { AWS: ['*'] }, Action: ['*'], Resource: ['*'] } }, true],
    ['with further allowances', { Statement: [full, { ...full, Action: 's3:GetObject' }] }, true],
    ['for one action', { Statement: [{ ...full, Action: 's3:GetObject' }] }, false],
    ['for one account', { Statement: [{ ...full, Principal: { AWS: 'arn:aws:iam::111122223333:root' } }] }, false],
    ['under a condition', { Statement: [{ ...full, Condition: { StringEquals: {} } }] }, false],
    ['with a denial', { Statement: [full, { ...full, Effect: 'Deny', Action: 's3:*' }] }, false],
    ['empty', { Statement: [] }, false],
  ])('%s', (_what, policy, expected) => {
    expect(read(JSON.stringify(policy))).toBe(expected);
    expect(read(policy)).toBe(expected);
  });

  it('takes what is no JSON as not full access, with a warning', () => {
    const reading = recorder();
    const found = readVpcEndpoints(awsDocuments([endpoint({ PolicyDocument: '{Statement' })]), reading);
    expect(found.get('vpce-1')?.policyFullAccess).toBe(false);
    expect(reading.warnings[0]).toMatch(/^UNREADABLE_POLICY/);
    expect(reading.refusals).toEqual([]);
  });
});

it('refuses an endpoint without VPC', () => {
  expect(refusalsOf(readVpcEndpoints, endpoint({ VpcId: null }))).toEqual(['/aws/0/calls/0/output/VpcEndpoints/0/VpcId: a VPC id']);
});
