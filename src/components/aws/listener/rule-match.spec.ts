// Listener rules: wildcards, host and path conditions, what the question leaves open, and the order of priorities.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { oneAddress } from '../../../net/interval-set.js';
import type { PacketSet } from '../../../net/packet-set.js';
import { ALL_PORTS, ALL_PROTOCOLS } from '../../../net/port.js';
import type { Listener, ListenerRule } from '../../../model/aws/services.js';
import { choicesOf, fitsPattern, ruleFits, ruleText } from './rule-match.js';

const packets: PacketSet = [
  {
    protocols: ALL_PROTOCOLS,
    sources: oneAddress(parseAddress('10.0.2.20') ?? 0n),
    destinations: oneAddress(parseAddress('10.0.1.70') ?? 0n),
    sourcePorts: ALL_PORTS,
    destinationPorts: ALL_PORTS,
  },
];
const rule = (priority: number | 'default', ...conditions: [string, ...string[]][]): ListenerRule => ({
  arn: `rule-${priority}`,
  priority,
  conditions: conditions.map(([field, ...values]) => ({ field, values })),
  actions: [{ type: 'forward', targets: [{ targetGroupArn: `tg-${priority}`, weight: 1 }] }],
});

describe('patterns', () => {
  it.each([
    ['/api/*', '/api/', true],
    ['/api/*', '/api', false],
    ['/a?c', '/abc', true],
    ['/a?c', '/ac', false],
    ['*.example.com', 'shop.example.com', true],
    ['*.example.com', 'example.com', false],
    ['*a*b*', 'xxaxxbxx', true],
    ['*a*b', 'xxbxxa', false],
    ['/x', '/X', false],
    ['/a.c', '/abc', false],
    ['', '', true],
    ['*', '', true],
  ])('%s on %s: %s', (pattern, text, fits) => expect(fitsPattern(pattern, text)).toBe(fits));

  it('agrees with a regular expression', () => {
    const word = fc.stringMatching(/^[ab*?]{0,8}$/);
    const text = fc.stringMatching(/^[ab]{0,8}$/);
    fc.assert(
      fc.property(word, text, (pattern, value) => {
        const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(fitsPattern(pattern, value)).toBe(expression.test(value));
      }),
    );
  });
});

describe('conditions', () => {
  const both = rule(1, ['host-header', 'Shop.example.com'], ['path-pattern', '/api/*', '/v2/*']);
  it.each([
    [{ host: 'shop.EXAMPLE.com', path: '/v2/x' }, 'yes'],
    [{ host: 'shop.example.com:8443', path: '/api/x?y=1' }, 'yes'],
    [{ host: 'shop.example.com', path: '/' }, 'no'],
    [{ host: 'other.example.com', path: null }, 'no'],
    [{ host: 'shop.example.com', path: null }, 'maybe'],
    [{ host: null, path: null }, 'maybe'],
  ] as const)('%o: %s', (http, fit) => expect(ruleFits(both, http, packets)).toBe(fit));

  it.each([
    [['source-ip', '10.0.2.0/24'], 'yes'],
    [['source-ip', '10.0.3.0/24'], 'no'],
    [['http-header', 'X-Mode: beta'], 'maybe'],
    [['http-request-method', 'POST'], 'maybe'],
    [['path-pattern-regex', '^/a'], 'maybe'],
  ] as [[string, ...string[]], string][])('%o: %s', (condition, fit) => {
    expect(ruleFits(rule(1, condition), { host: 'a', path: '/a' }, packets)).toBe(fit);
  });
});

describe('choices', () => {
  const listener = (...rules: ListenerRule[]): Listener => ({
    id: 'listener',
    name: null,
    home: { accountId: '1', region: 'r' },
    tags: {},
    loadBalancerArn: 'lb',
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'fixed-response', status: '404' }],
    rules,
  });
  const names = (http: { host: string | null; path: string | null }, ...rules: ListenerRule[]) =>
    choicesOf(listener(...rules), http, packets).map((choice) => ruleText(choice.rule));

  it('stops at the first rule that takes the request for certain', () => {
    expect(names({ host: null, path: '/api/x' }, rule(1, ['path-pattern', '/api/*']), rule(2, ['path-pattern', '/*']))).toEqual([
      'rule 1: path-pattern /api/*',
    ]);
  });

  it('keeps all that may take it, and the default action behind them', () => {
    expect(names({ host: null, path: '/x' }, rule(1, ['host-header', 'a']), rule(2, ['path-pattern', '/y']), rule('default'))).toEqual([
      'rule 1: host-header a',
      'default action',
    ]);
  });
});
