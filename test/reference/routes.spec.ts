// Route tables, subnets and addresses of the VPC itself: which table, which route wins, and what a winner without a way leads to.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../sketch/aws-fixture.js';
import { take } from '../sketch/collection.js';
import { addPrefixList } from '../sketch/endpoints.js';
import { addVpnGateway } from '../sketch/hybrid.js';
import { addPeering } from '../sketch/peering.js';
import { addRoutes, removeRoutes, routes, useRouteTable } from '../sketch/route-table.js';
import { ask, findingsOf } from '../support/ask.js';
import { appliance, eni, open, route, useTable, withoutRoute } from './changes.js';
import { checkRows, tcp, type Change } from './table.js';

/** The id that the first route hop of a flow from eni-app names, or the code that ends it. */
function winner(destination: string, ...changes: readonly Change[]): string {
  const sketch = awsFixture();
  addVpnGateway(sketch.region, { id: 'vgw-a', vpc: 'vpc-a' });
  for (const change of changes) change(sketch.region);
  const trace = ask(sketch.bundle(), tcp('eni/eni-app', destination, 443));
  const hop = trace.conversations[0]?.forward.hops.find(({ station }) => station === 'route-table');
  return hop?.action === 'drop' ? (hop.findings?.[0]?.code ?? '') : (hop?.rule?.text.split(' -> ')[1]?.replace(/ .*/, '') ?? 'no lookup');
}

function list(id: string, ...cidrs: string[]): Change {
  return (region) => addPrefixList(region, { id, cidrs });
}
/** The table of eni-app has these routes besides the local ones; `propagated` come from the VPN gateway. */
function table(own: Readonly<Record<string, string>>, propagated: readonly string[] = []): Change {
  return (region) => {
    take(region.routeTables, 'rtb-prv').routes = [...routes(own), ...propagated.map((to) => ({ to, via: 'vgw-a', propagated: true }))];
  };
}

describe('the route that wins', () => {
  const other: Change = (region) => addPeering(region, { id: 'pcx-other', requester: 'vpc-a', accepter: 'vpc-c' });
  const plain = table({ '172.31.0.0/16': 'pcx-other', '0.0.0.0/0': 'nat-a' });
  it.each<[string, string, readonly Change[], string]>([
    ['the longest', '172.31.5.5', [other, plain], 'pcx-other'],
    ['the local one for the VPC', '10.0.9.9', [other, plain], 'local'],
    ['static before propagated (#15)', '172.31.0.9', [table({ '172.31.0.0/24': 'nat-a' }, ['172.31.0.0/24'])], 'nat-a'],
    ['a longer propagated one', '172.31.0.9', [table({ '172.31.0.0/24': 'nat-a' }, ['172.31.0.0/25'])], 'vgw-a'],
    ['local before longer propagated ones (#16)', '10.0.3.30', [table({}, ['10.0.3.0/24'])], 'local'],
    ['a longer static one before local', '10.0.3.30', [appliance(), table({ '10.0.3.0/24': 'eni-fw' })], 'eni-fw'],
    [
      'static before a prefix list',
      '203.0.113.7',
      [list('pl-1', '203.0.113.0/24'), table({ 'pl-1': 'tgw-1', '203.0.113.0/24': 'nat-a' })],
      'nat-a',
    ],
    [
      'a prefix list before propagated',
      '203.0.113.7',
      [list('pl-1', '203.0.113.0/24'), table({ 'pl-1': 'tgw-1' }, ['203.0.113.0/24'])],
      'tgw-1',
    ],
    [
      'nobody where two prefix lists tie (#22)',
      '203.0.113.7',
      [list('pl-1', '203.0.113.0/24'), list('pl-2', '203.0.113.0/24'), table({ 'pl-1': 'tgw-1', 'pl-2': 'nat-a' })],
      'ROUTE_AMBIGUOUS',
    ],
    [
      'the longer of two prefix lists',
      '203.0.113.7',
      [list('pl-1', '203.0.113.0/24'), list('pl-2', '203.0.113.0/25'), table({ 'pl-1': 'tgw-1', 'pl-2': 'nat-a' })],
      'nat-a',
    ],
    ['no lookup for a link-local service', '169.254.169.254', [appliance(), table({ '169.254.0.0/16': 'eni-fw' })], 'no lookup'],
  ])('is %s', (_, destination, changes, expected) => {
    expect(winner(destination, ...changes)).toBe(expected);
  });

  it('is not asked for inside a subnet', () => {
    expect(winner('10.0.2.21', appliance(), table({ '10.0.2.0/24': 'eni-fw' }))).toBe('no lookup');
  });
});

describe('routes', () => {
  const blackhole: Change = (region) => {
    take(region.routeTables, 'rtb-prv').routes.push({ to: '198.18.0.0/15', via: 'nat-gone', state: 'blackhole' });
  };
  const mainHasDefault: Change = (region) => {
    addRoutes(region, 'rtb-main-vpc-a', { '0.0.0.0/0': 'nat-a' });
    removeRoutes(region, 'rtb-prv', '0.0.0.0/0');
  };
  const byMain: Change = (region) => {
    useRouteTable(region, 'sn-prv-a', 'rtb-prv');
    take(region.routeTables, 'rtb-prv').subnets = ['sn-prv-b'];
  };
  checkRows([
    [
      'an explicit table without a default route (#14)',
      [mainHasDefault],
      tcp('eni/eni-app', 'internet/203.0.113.9', 443),
      'blocked NO_ROUTE_TO_DESTINATION',
    ],
    ['the main table where no other is associated', [mainHasDefault, byMain], tcp('eni/eni-app', 'internet/203.0.113.9', 443), 'reachable'],
    ['a blackhole before the default route (#21)', [blackhole], tcp('eni/eni-app', 'ip/198.18.1.1', 443), 'blocked BAD_STATE_ROUTE'],
    [
      'a tie (#22)',
      [list('pl-1', '203.0.113.0/24'), list('pl-2', '203.0.113.0/24'), route('rtb-prv', { 'pl-1': 'tgw-1', 'pl-2': 'nat-a' })],
      tcp('eni/eni-app', 'ip/203.0.113.7', 443),
      'unknown ROUTE_AMBIGUOUS',
    ],
    [
      'a prefix list without entries in the snapshot',
      [route('rtb-prv', { 'pl-gone': 'tgw-1' })],
      tcp('eni/eni-app', 'ip/203.0.113.7', 443),
      'unknown PREFIX_LIST_MISSING',
    ],
    [
      '0.0.0.0/0 takes no IPv6',
      [
        eni('eni-web', { ipv6: ['2001:db8:a:1::10'] }),
        open('sg-web'),
        (region) => take(region.securityGroups, 'sg-web').egress.push({ protocol: '-1', peer: '::/0' }),
      ],
      tcp('ip/2001:db8:a:1::10', 'ip/2001:db8:1::1', 443),
      'blocked NO_ROUTE_TO_DESTINATION',
    ],
    [
      'local before a longer propagated route (#16)',
      [
        open('sg-db'),
        (region) => addVpnGateway(region, { id: 'vgw-a', vpc: 'vpc-a' }),
        (region) => take(region.routeTables, 'rtb-prv').routes.push({ to: '10.0.3.0/24', via: 'vgw-a', propagated: true }),
      ],
      tcp('eni/eni-app', 'ip/10.0.3.30', 5432),
      'reachable',
    ],
    [
      'a target that is not in the snapshot',
      [withoutRoute('rtb-prv', '0.0.0.0/0'), route('rtb-prv', { '0.0.0.0/0': 'nat-other' })],
      tcp('eni/eni-app', 'internet/203.0.113.9', 443),
      'unknown UNKNOWN_RESOURCE',
    ],
    [
      'a kind of target that is not analysed',
      [withoutRoute('rtb-prv', '0.0.0.0/0'), route('rtb-prv', { '0.0.0.0/0': 'lgw-1' })],
      tcp('eni/eni-app', 'internet/203.0.113.9', 443),
      'unknown UNSUPPORTED_COMPONENT',
    ],
    [
      'the answering subnet has a table of its own',
      [open('sg-db'), useTable('sn-prv-b', 'rtb-main-vpc-a')],
      tcp('eni/eni-app', 'ip/10.0.3.30', 5432),
      'reachable',
    ],
  ]);
});

describe('subnets and the addresses that nobody has', () => {
  it.each([
    '10.0.1.0',
    '10.0.1.1',
    '10.0.1.2',
    '10.0.1.3',
    '10.0.1.255',
    '10.0.4.16',
    '10.0.4.19',
    '10.0.4.31',
    '2001:db8:a:1::',
    '2001:db8:a:1::3',
    '2001:db8:a:1:ffff:ffff:ffff:ffff',
  ])('%s is reserved', (address) => {
    const sketch = awsFixture();
    Object.assign(take(sketch.region.interfaces, 'eni-app'), { ipv6: ['2001:db8:a:2::20'] });
    take(sketch.region.securityGroups, 'sg-app').egress.push({ protocol: '-1', peer: '::/0' });
    const from = address.includes(':') ? 'ip/2001:db8:a:2::20' : 'eni/eni-app';
    const [first] = findingsOf(ask(sketch.bundle(), tcp(from, `ip/${address}`, 80)));
    expect(first?.finding.code).toBe('NO_POSSIBLE_DESTINATION');
    expect(first?.finding.say()).toContain('reserves');
  });
  it.each(['10.0.1.4', '10.0.1.254', '10.0.4.30'])('%s is usable, though nobody has it', (address) => {
    const [first] = findingsOf(ask(awsFixture().bundle(), tcp('eni/eni-app', `ip/${address}`, 80)));
    expect(first?.finding.say()).toContain('no network interface has that address');
  });
  checkRows([
    [
      'a subnet that is not available',
      [open('sg-db'), (region) => (take(region.subnets, 'sn-prv-b').raw = { State: 'pending' })],
      tcp('eni/eni-app', 'ip/10.0.3.30', 80),
      'blocked BAD_STATE',
    ],
    [
      'IPv6 to a VPC without',
      [(region) => (take(region.vpcs, 'vpc-b').raw = {}), eni('eni-app', { ipv6: ['2001:db8:a:2::20'] })],
      tcp('eni/eni-app', 'eni/eni-b', 80, { family: 'ipv6' }),
      'blocked IPV6_NOT_ENABLED',
    ],
  ]);
});
