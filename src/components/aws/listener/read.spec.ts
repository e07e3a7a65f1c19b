// Listeners: actions in order, weights, rules joined by their ARNs, conditions old and new.
import { describe, expect, it } from 'vitest';
import { call, readOne, refusalsOf } from '../../../../test/sketch/aws-documents.js';
import { readListeners } from './read.js';

const base = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333';
const listenerArn = (kind = 'app') => `${base}:listener/${kind}/web/1/2`;
const listeners = (more: object = {}, kind = 'app') =>
  call('elbv2:DescribeListeners', {
    Listeners: [
      {
        ListenerArn: listenerArn(kind),
        LoadBalancerArn: `${base}:loadbalancer/${kind}/web/1`,
        Port: 443,
        Protocol: 'HTTPS',
        DefaultActions: [],
        ...more,
      },
    ],
  });
const rule = (Priority: unknown, more: object = {}) => ({
  RuleArn: `${base}:listener-rule/app/web/1/2/${String(Priority)}`,
  Priority,
  Conditions: [],
  Actions: [],
  ...more,
});
const rules = (...found: object[]) => call('elbv2:DescribeRules', { Rules: found }, { ListenerArn: listenerArn() });

describe('actions', () => {
  const actions = (...DefaultActions: object[]) => readOne(readListeners, listeners({ DefaultActions })).defaultActions;

  it('forwards by weight, or to the one group of older outputs', () => {
    const TargetGroups = [{ TargetGroupArn: 'tg-a', Weight: 0 }, { TargetGroupArn: 'tg-b' }];
    expect(actions({ Type: 'forward', ForwardConfig: { TargetGroups } })).toEqual([
      {
        type: 'forward',
        targets: [
          { targetGroupArn: 'tg-a', weight: 0 },
          { targetGroupArn: 'tg-b', weight: 1 },
        ],
      },
    ]);
    expect(actions({ Type: 'forward', TargetGroupArn: 'tg-a' })).toEqual([
      { type: 'forward', targets: [{ targetGroupArn: 'tg-a', weight: 1 }] },
    ]);
  });

  it('puts actions in their order', () => {
    const forward = { Type: 'forward', Order: 2, TargetGroupArn: 'tg-a' };
    expect(actions(forward, { Type: 'authenticate-oidc', Order: 1 }).map(({ type }) => type)).toEqual(['authenticate', 'forward']);
  });

  it('reads answers that the load balancer gives itself', () => {
    expect(
      actions(
        { Type: 'redirect', RedirectConfig: { StatusCode: 'HTTP_301' } },
        { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } },
      ),
    ).toEqual([
      { type: 'redirect', status: 'HTTP_301' },
      { type: 'fixed-response', status: '404' },
    ]);
  });
});

describe('rules', () => {
  it('joins rules by their ARNs and sorts them, the default one last', () => {
    const foreign = { ...rule(1), RuleArn: `${base}:listener-rule/app/other/1/2/1` };
    const read = readOne(readListeners, listeners(), rules(rule('default'), rule('20'), rule('3')), rules(foreign));
    expect(read.rules?.map(({ priority }) => priority)).toEqual([3, 20, 'default']);
  });

  it('tells no rules from rules that were not captured; only application load balancers have any', () => {
    expect(readOne(readListeners, listeners(), rules()).rules).toEqual([]);
    expect(readOne(readListeners, listeners()).rules).toBeNull();
    expect(readOne(readListeners, listeners({ Protocol: 'TCP' }, 'net')).rules).toEqual([]);
  });

  it.each([
    [{ Field: 'path-pattern', Values: ['/api/*'] }, 'path-pattern', ['/api/*']],
    [{ Field: 'host-header', Values: ['a.example'], HostHeaderConfig: { Values: ['a.example'] } }, 'host-header', ['a.example']],
    [{ Field: 'path-pattern', PathPatternConfig: { RegexValues: ['^/v[12]/'] } }, 'path-pattern-regex', ['^/v[12]/']],
    [{ Field: 'http-header', HttpHeaderConfig: { HttpHeaderName: 'X-Team', Values: ['blue'] } }, 'http-header', ['X-Team: blue']],
    [
      { Field: 'query-string', QueryStringConfig: { Values: [{ Key: 'v', Value: '1' }, { Value: 'beta' }] } },
      'query-string',
      ['v=1', 'beta'],
    ],
    [{ Field: 'source-ip', SourceIpConfig: { Values: ['203.0.113.0/24'] } }, 'source-ip', ['203.0.113.0/24']],
    [{ Field: 'http-request-method', HttpRequestMethodConfig: { Values: ['GET'] } }, 'http-request-method', ['GET']],
  ])('reads the condition %j', (condition, field, values) => {
    const read = readOne(readListeners, listeners(), rules(rule('1', { Conditions: [condition] })));
    expect(read.rules?.[0]?.conditions).toEqual([{ field, values }]);
  });
});

it('reads the listener of a Gateway Load Balancer, which has neither port nor protocol', () => {
  expect(readOne(readListeners, listeners({ Port: undefined, Protocol: undefined }, 'gwy'))).toMatchObject({
    port: 0,
    protocol: 'GENEVE',
    rules: [],
  });
});

it('refuses a listener without ARN and a priority that is none', () => {
  expect(refusalsOf(readListeners, listeners({ ListenerArn: '' }))).toEqual([
    '/aws/0/calls/0/output/Listeners/0/ListenerArn: the ARN of a listener',
  ]);
  expect(refusalsOf(readListeners, listeners(), rules(rule('first')))).toEqual([
    '/aws/0/calls/1/output/Rules/0/Priority: a number or default',
  ]);
});
