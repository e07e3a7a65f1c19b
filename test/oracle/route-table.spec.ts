// The choice of a route, as the tables of the VPC user guide state it.
import { describe, expect, it } from 'vitest';
import { address } from './addresses.js';
import { chooseRoute } from './route-table.js';
import { addPrefixList } from './sketch-gateways.js';
import { bundleOf, sketch, type Json } from './sketch.js';
import { addTable, addVpc, route } from './sketch-vpc.js';

const PROPAGATED = { Origin: 'EnableVgwRoutePropagation' };

function winner(routes: readonly Json[], destination: string, lists: Readonly<Record<string, readonly string[] | null>> = {}): string {
  const drawn = sketch();
  addVpc(drawn, 'vpc-a', ['10.0.0.0/16']);
  const table = addTable(drawn, 'rtb-1', 'vpc-a', [], routes);
  for (const [id, cidrs] of Object.entries(lists)) addPrefixList(drawn, id, cidrs);
  const choice = chooseRoute(bundleOf(drawn), table, address(destination));
  if (choice.outcome === 'route') return choice.target.id;
  return choice.outcome === 'unknown' ? choice.code : choice.outcome;
}

describe('chooseRoute', () => {
  const list = { 'pl-1': ['203.0.113.0/24'] };
  it.each([
    ['longest', [route('172.31.0.0/16', 'pcx-1'), route('0.0.0.0/0', 'igw-1')], '172.31.5.5', 'pcx-1', {}],
    ['local', [route('172.31.0.0/16', 'pcx-1'), route('0.0.0.0/0', 'igw-1')], '10.0.9.9', 'local', {}],
    ['static before propagated', [route('172.31.0.0/24', 'vgw-1', PROPAGATED), route('172.31.0.0/24', 'igw-1')], '172.31.0.9', 'igw-1', {}],
    ['longer propagated', [route('172.31.0.0/24', 'igw-1'), route('172.31.0.0/25', 'vgw-1', PROPAGATED)], '172.31.0.9', 'vgw-1', {}],
    ['propagated inside local', [route('10.0.3.0/24', 'vgw-1', PROPAGATED)], '10.0.3.30', 'local', {}],
    ['static inside local', [route('10.0.3.0/24', 'eni-fw')], '10.0.3.30', 'eni-fw', {}],
    ['static before list', [route('pl-1', 'tgw-1'), route('203.0.113.0/24', 'igw-1')], '203.0.113.7', 'igw-1', list],
    ['list before propagated', [route('203.0.113.0/24', 'vgw-1', PROPAGATED), route('pl-1', 'tgw-1')], '203.0.113.7', 'tgw-1', list],
    [
      'two lists',
      [route('pl-1', 'tgw-1'), route('pl-2', 'igw-1')],
      '203.0.113.7',
      'ROUTE_AMBIGUOUS',
      { ...list, 'pl-2': ['203.0.113.0/24'] },
    ],
    ['missing list', [route('pl-1', 'tgw-1'), route('0.0.0.0/0', 'igw-1')], '203.0.113.7', 'PREFIX_LIST_MISSING', { 'pl-1': null }],
    ['missing list, local destination', [route('pl-1', 'tgw-1')], '10.0.3.30', 'local', { 'pl-1': null }],
    ['blackhole', [route('0.0.0.0/0', 'igw-1'), route('198.18.0.0/15', 'nat-1', { State: 'blackhole' })], '198.18.1.1', 'blackhole', {}],
    ['other family', [route('0.0.0.0/0', 'igw-1')], '2001:db8:1::1', 'none', {}],
    ['reserved link-local', [route('169.254.0.0/16', 'eni-x')], '169.254.169.254', 'none', {}],
  ] as const)('%s', (_, routes, destination, expected, lists) => {
    expect(winner(routes, destination, lists)).toBe(expected);
  });
});
