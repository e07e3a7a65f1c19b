// Target groups: health and attributes from calls that don't name the group.
import { expect, it } from 'vitest';
import { awsDocuments, call, recorder, type RawCall } from '../../../../test/sketch/aws-documents.js';
import { readTargetGroups } from './read.js';

const arn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/web/1';
const groups = (more: object = {}) =>
  call('elbv2:DescribeTargetGroups', {
    TargetGroups: [
      { TargetGroupArn: arn, TargetGroupName: 'web', Protocol: 'HTTP', Port: 8080, TargetType: 'ip', LoadBalancerArns: ['lb-1'], ...more },
    ],
  });
const health = (found: object[], input: Record<string, unknown> = { TargetGroupArn: arn }) =>
  call('elbv2:DescribeTargetHealth', { TargetHealthDescriptions: found }, input);
function read(...calls: RawCall[]) {
  const reading = recorder();
  return { group: readTargetGroups(awsDocuments(calls), reading, new Map()).get(arn), refusals: reading.refusals };
}

it('joins targets by the group that the input names', () => {
  const targets = [
    { Target: { Id: '10.0.1.9', Port: 9090, AvailabilityZone: 'all' }, TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' } },
    { Target: { Id: '10.0.1.10' }, TargetHealth: { State: 'healthy' } },
  ];
  expect(read(groups(), health(targets)).group).toMatchObject({
    name: 'web',
    targetType: 'ip',
    targets: [
      { id: '10.0.1.9', port: 9090, zone: 'all', state: 'unhealthy', reason: 'Target.Timeout' },
      { id: '10.0.1.10', port: 8080, zone: null, state: 'healthy', reason: null },
    ],
  });
});

it('tells no targets from targets that are not known', () => {
  expect(read(groups(), health([])).group?.targets).toEqual([]);
  expect(read(groups()).group?.targets).toBeNull();
  expect(read(groups(), health([{ Target: { Id: 'i-1' } }], {})).group?.targets).toBeNull();
});

it('reads attributes, and takes an old group without type as one of instances', () => {
  const attributes = call(
    'elbv2:DescribeTargetGroupAttributes',
    { Attributes: [{ Key: 'preserve_client_ip.enabled', Value: 'false' }] },
    { TargetGroupArn: arn },
  );
  expect(read(groups({ TargetType: undefined }), attributes).group).toMatchObject({
    targetType: 'instance',
    attributes: { 'preserve_client_ip.enabled': 'false' },
    addressType: 'ipv4',
    healthCheck: { port: 'traffic-port', path: null },
  });
  expect(read(groups()).group?.attributes).toBeNull();
});

it('reads a group of a function, which has neither port nor protocol', () => {
  const lambda = groups({ TargetType: 'lambda', Protocol: undefined, Port: undefined });
  expect(read(lambda, health([{ Target: { Id: 'arn:aws:lambda:eu-west-1:111122223333:function:f' } }])).group).toMatchObject({
    targetType: 'lambda',
    port: null,
    protocol: '',
    targets: [{ port: 0, state: 'unknown' }],
  });
});

it('refuses health without a target', () => {
  expect(read(groups(), health([{ TargetHealth: { State: 'healthy' } }])).refusals).toEqual([
    '/aws/0/calls/1/output/TargetHealthDescriptions/0/Target: a target',
  ]);
});
