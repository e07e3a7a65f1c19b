/** What parsed values are taken for: every operation by its keys, Kubernetes lists of every form, and the things that only look like output. */
import { describe, expect, it } from 'vitest';
import { commandFor } from './aws-operation-index.js';
import { AWS_OPERATIONS } from './aws-operations.js';
import { recognise } from './recognise.js';

const ARN = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';

/** The operations that a value is recognised as, with their inputs. */
function callsOf(value: unknown): readonly (readonly [string, unknown])[] {
  const found = recognise(value);
  return found.what === 'aws' ? found.calls.map(({ operation, input }) => [operation.operation, input] as const) : [];
}

/** One item that shows where an operation's list comes from, for keys that several share. */
const SHOWN_BY: Readonly<Record<string, object>> = {
  'ec2:DescribePrefixLists': { PrefixListId: 'pl-1', Cidrs: [] },
  'ec2:DescribeManagedPrefixLists': { PrefixListId: 'pl-1', State: 'create-complete' },
  'elbv2:DescribeTargetGroupAttributes': { Key: 'deregistration_delay.timeout_seconds', Value: '300' },
  'elbv2:DescribeLoadBalancerAttributes': { Key: 'deletion_protection.enabled', Value: 'false' },
  'elbv2:DescribeTags': { ResourceArn: `${ARN}:loadbalancer/app/web/1` },
  'elb:DescribeTags': { LoadBalancerName: 'old' },
};

describe('AWS output', () => {
  it.each(AWS_OPERATIONS.map((operation) => [operation.operation, operation] as const))('recognises %s', (name, operation) => {
    const content = operation.shape === 'object' ? { a: 1 } : name in SHOWN_BY ? [SHOWN_BY[name]] : [];
    const found = recognise({ [operation.keys[0] as string]: content });
    expect(found.what === 'aws' ? found.calls.map((call) => call.operation.operation) : found).toEqual([name]);
  });

  it('gives the command that prints an output', () => {
    const commands = AWS_OPERATIONS.map(commandFor);
    expect(commands).toContain('aws ec2 describe-vpcs --output json');
    expect(commands).toContain('aws rds describe-db-instances --output json');
    expect(commands).toContain('aws ec2 get-subnet-cidr-reservations --output json');
  });

  it('takes an empty list of an unshared key as a list of nothing, but not one of a shared key', () => {
    expect(callsOf({ Vpcs: [] })).toEqual([['ec2:DescribeVpcs', null]]);
    expect(recognise({ PrefixLists: [] }).what).toBe('unread');
    expect(recognise({ Attributes: [] }).what).toBe('unread');
  });

  it('splits an object that holds several outputs and names the fields that belong to none', () => {
    const found = recognise({ Vpcs: [], Subnets: [], Note: 'x', NextToken: null });
    expect(found.what === 'aws' && found.calls.map(({ operation }) => operation.operation)).toEqual([
      'ec2:DescribeVpcs',
      'ec2:DescribeSubnets',
    ]);
    expect(found.what === 'aws' && found.ignored).toEqual(['Note']);
  });

  it('takes what an output is about from its content where that says it', () => {
    const rule = (listener: string) => ({ RuleArn: `${ARN}:listener-rule/app/web/1/${listener}/9` });
    expect(callsOf({ Rules: [rule('a'), rule('a')] })).toEqual([['elbv2:DescribeRules', { ListenerArn: `${ARN}:listener/app/web/1/a` }]]);
    expect(callsOf({ Rules: [rule('a'), rule('b')] })).toEqual([['elbv2:DescribeRules', null]]);
    expect(callsOf({ addon: { clusterName: 'demo', addonName: 'vpc-cni' } })).toEqual([
      ['eks:DescribeAddon', { clusterName: 'demo', addonName: 'vpc-cni' }],
    ]);
    expect(callsOf({ VpcId: 'vpc-1', EnableDnsSupport: { Value: true } })).toEqual([
      ['ec2:DescribeVpcAttribute', { VpcId: 'vpc-1', Attribute: 'enableDnsSupport' }],
    ]);
  });

  it('takes it from a wrapping', () => {
    const value = { input: { TargetGroupArn: 'arn:tg' }, output: { TargetHealthDescriptions: [] } };
    expect(callsOf(value)).toEqual([['elbv2:DescribeTargetHealth', { TargetGroupArn: 'arn:tg' }]]);
  });

  it.each(['NextToken', 'NextMarker', 'Marker'])('sees by %s that more pages follow', (token) => {
    const completeOf = (value: unknown) => {
      const found = recognise({ DBInstances: [], [token]: value });
      return found.what === 'aws' && found.calls[0]?.complete;
    };
    expect(completeOf('abc')).toBe(false);
    expect(completeOf(null)).toBe(true);
    expect(completeOf('')).toBe(true);
  });

  it('names the place of a wrong shape', () => {
    expect(recognise({ Vpcs: ['vpc-1'] })).toMatchObject({ what: 'invalid', pointer: '/Vpcs/0' });
    expect(recognise({ Subnets: { SubnetId: 'x' } })).toMatchObject({ what: 'invalid', pointer: '/Subnets' });
    expect(recognise({ cluster: [] })).toMatchObject({ what: 'invalid', pointer: '/cluster' });
  });

  it('does not take keys of the same name in other outputs', () => {
    expect(recognise({ Rules: [{ Name: 'cron', Arn: 'arn:aws:events:…' }] }).what).toBe('unread');
    expect(recognise({ Volumes: [] }).what).toBe('unread');
  });
});

describe('Kubernetes', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'x' } };
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'x' } };
  const partsOf = (value: unknown) => {
    const found = recognise(value);
    return found.what === 'kubernetes' ? found.parts.map(({ kind, items }) => [kind, items.length]) : found;
  };

  it('takes single objects, typed lists and mixed lists', () => {
    expect(partsOf(pod)).toEqual([['Pod', 1]]);
    expect(partsOf({ apiVersion: 'v1', kind: 'PodList', items: [{ metadata: { name: 'a' } }] })).toEqual([['Pod', 1]]);
    expect(partsOf({ apiVersion: 'v1', kind: 'List', items: [pod, service, pod] })).toEqual([
      ['Pod', 2],
      ['Service', 1],
    ]);
  });

  it('tells an empty typed list, which says that there are none, from an empty List, which says nothing', () => {
    expect(partsOf({ apiVersion: 'v1', kind: 'PodList', items: [] })).toEqual([['Pod', 0]]);
    expect(partsOf({ apiVersion: 'v1', kind: 'PodList', items: null })).toEqual([['Pod', 0]]);
    expect(partsOf({ apiVersion: 'v1', kind: 'List', items: [] })).toEqual([]);
  });

  it('sees a list that goes on', () => {
    const found = recognise({ apiVersion: 'v1', kind: 'PodList', metadata: { continue: 'abc' }, items: [] });
    expect(found).toMatchObject({ what: 'kubernetes', incomplete: true });
  });

  it('names the place of a wrong item', () => {
    expect(recognise({ apiVersion: 'v1', kind: 'PodList', items: [pod, {}] })).toMatchObject({ pointer: '/items/1/metadata/name' });
    expect(recognise({ apiVersion: 'v1', kind: 'List', items: [{ metadata: { name: 'a' } }] })).toMatchObject({
      what: 'invalid',
      pointer: '/items/0',
    });
    expect(recognise({ apiVersion: 'v1', kind: 'List', items: 'many' })).toMatchObject({ what: 'invalid', pointer: '/items' });
  });

  it('refuses lists inside lists inside lists', () => {
    const nest = (levels: number): object => (levels === 0 ? pod : { apiVersion: 'v1', kind: 'List', items: [nest(levels - 1)] });
    expect(recognise(nest(2)).what).toBe('kubernetes');
    expect(recognise(nest(5)).what).toBe('invalid');
  });
});

describe('what only looks like output', () => {
  it.each([
    [[{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16' }], 'aws ec2 describe-vpcs'],
    [[{ SubnetId: 'subnet-1', VpcId: 'vpc-1' }], 'aws ec2 describe-subnets'],
    [{ NetworkInterfaceId: 'eni-1', SubnetId: 'subnet-1', VpcId: 'vpc-1' }, 'aws ec2 describe-network-interfaces'],
    [['vpc-1', 'vpc-2'], 'without --query'],
    [[{ kind: 'Pod', apiVersion: 'v1' }], 'kubectl get'],
    [{ kind: 'Table', apiVersion: 'meta.k8s.io/v1', rows: [] }, 'kubectl get'],
    [{ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden' }, 'Forbidden'],
    [{ Error: { Code: 'UnauthorizedOperation', Message: 'no' } }, 'UnauthorizedOperation'],
    [{ __type: 'AccessDeniedException', message: 'no' }, 'AccessDeniedException'],
    [{ metadata: { name: 'a' } }, 'kubectl get'],
  ])('is refused with the command that helps: %j', (value, hint) => {
    const found = recognise(value);
    expect(found.what).toBe('look-alike');
    expect('message' in found && found.message).toContain(hint);
  });

  it.each([[{ name: 'package', version: '1' }], ['text'], [7], [null], [{ kind: 'x' }], [{}]])('is ignored: %j', (value) => {
    expect(recognise(value).what).toBe('unread');
  });

  it('takes a hostile key for nothing', () => {
    expect(recognise(JSON.parse('{"__proto__": {"Vpcs": []}}')).what).toBe('unread');
    expect(recognise(JSON.parse('{"constructor": [], "hasOwnProperty": 1}')).what).toBe('unread');
  });
});

it('recognises a bundle by any of its marks', () => {
  expect(recognise({ schemaVersion: 1 }).what).toBe('bundle');
  expect(recognise({ aws: [] }).what).toBe('bundle');
  expect(recognise({ kubernetes: [] }).what).toBe('bundle');
});
