// Appliances, NAT instances and edge associations on the small AWS estate: what passes them, both ways.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../sketch/aws-fixture.js';
import { take } from '../sketch/collection.js';
import { addRouteTable, routes } from '../sketch/route-table.js';
import { tcp as tcpRule } from '../sketch/security-group.js';
import { ask, caveatsOf, decisive, passed } from '../support/ask.js';
import { appliance, eni, into, open, outOf, route, useTable, withoutRoute } from './changes.js';
import { checkRows, tcp, type Change } from './table.js';

const toDb = tcp('eni/eni-app', 'ip/10.0.3.30', 5432);
const OUTSIDE = 'internet/203.0.113.9';
const inFromOutside = tcp(OUTSIDE, 'ip/198.51.100.10', 443);
const there = route('rtb-prv', { '10.0.3.0/24': 'eni-fw' });
/** The database's subnet has a table of its own, with the way back through the appliance. */
function back(own: Readonly<Record<string, string>>): Change {
  return (region) => addRouteTable(region, { id: 'rtb-db', vpc: 'vpc-a', subnets: ['sn-prv-b'], routes: routes(own) });
}
const around = back({ '10.0.2.0/24': 'eni-fw' });
const byAddress = into('sg-db', tcpRule(5432, '10.0.2.0/24'));

describe('appliances', () => {
  checkRows([
    ['both ways, rule by address (#17)', [appliance(), there, around, byAddress], toDb, 'reachable'],
    ['by a route to the instance', [appliance(), route('rtb-prv', { '10.0.3.0/24': 'i-fw' }), around, byAddress], toDb, 'reachable'],
    [
      'rule by reference (#18)',
      [appliance(), there, around, into('sg-db', tcpRule(5432, 'sg-app'))],
      toDb,
      'blocked SG_REFERENCES_NOT_PRESERVED',
    ],
    [
      'with the source/destination check on (#19)',
      [appliance({ sourceDestCheck: true }), there, around, byAddress],
      toDb,
      'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION',
    ],
    ['on the way there only (#20)', [appliance(), there, back({}), byAddress], toDb, 'blocked ASYMMETRIC_MIDDLEBOX return'],
    ['on the way back only', [appliance(), around, byAddress], toDb, 'blocked ASYMMETRIC_MIDDLEBOX return'],
    ['its group lets nothing in', [appliance({ groups: ['sg-web'] }), there, around, byAddress], toDb, 'blocked SG_HAS_NO_RULES'],
    ['its group lets nothing out', [appliance(), outOf('sg-fw'), there, around, byAddress], toDb, 'blocked SG_HAS_NO_RULES'],
    [
      'stopped',
      [appliance(), (region) => (take(region.instances, 'i-fw').state = 'stopped'), there, around, byAddress],
      toDb,
      'blocked BAD_STATE',
    ],
    [
      'not inside one subnet',
      [appliance(), route('rtb-prv', { '10.0.2.0/24': 'eni-fw' }), open('sg-app')],
      tcp('eni/eni-app', 'ip/10.0.2.21', 80),
      'reachable',
    ],
    [
      'whose own table leads back to it',
      [appliance(), there, around, byAddress, route('rtb-tgw', { '10.0.3.0/24': 'eni-fw' })],
      toDb,
      'blocked ROUTE_LOOP',
    ],
    [
      'an address of its own',
      [appliance({ secondary: ['10.0.4.9'] }), into('sg-fw', tcpRule(80, '0.0.0.0/0'))],
      tcp('eni/eni-app', 'ip/10.0.4.9', 80),
      'reachable',
    ],
  ]);

  it('says that it is assumed to forward', () => {
    const sketch = awsFixture();
    for (const change of [appliance(), there, around, byAddress]) change(sketch.region);
    const trace = ask(sketch.bundle(), toDb);
    expect(passed(trace, 'forward')).toContain('eni-fw');
    expect(passed(trace, 'return')).toContain('eni-fw');
    expect(caveatsOf(trace)).toContain('STATE_ASSUMED');
  });

  it('names the appliance that the reply does not pass', () => {
    const sketch = awsFixture();
    for (const change of [appliance(), there, back({}), byAddress]) change(sketch.region);
    const finding = decisive(ask(sketch.bundle(), toDb))?.finding;
    expect(finding?.resource.id).toBe('eni-fw');
    expect(finding?.say()).toContain('Requests pass i-fw at eni-fw, replies to 10.0.2.20 do not');
  });
});

describe('NAT instances', () => {
  const nat: readonly Change[] = [
    withoutRoute('rtb-prv', '0.0.0.0/0'),
    route('rtb-prv', { '0.0.0.0/0': 'eni-fw' }),
    route('rtb-tgw', { '0.0.0.0/0': 'igw-a' }),
  ];
  checkRows([
    ['out with a public address', [appliance({ publicIp: '198.51.100.77' }), ...nat], tcp('eni/eni-app', OUTSIDE, 443), 'reachable'],
    ['out without one', [appliance(), ...nat], tcp('eni/eni-app', OUTSIDE, 443), 'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS'],
    [
      'with the check on',
      [appliance({ publicIp: '198.51.100.77', sourceDestCheck: true }), ...nat],
      tcp('eni/eni-app', OUTSIDE, 443),
      'blocked ENI_SOURCE_DEST_CHECK_RESTRICTION',
    ],
    [
      'without a way to the internet gateway',
      [appliance({ publicIp: '198.51.100.77' }), ...nat.slice(0, 2)],
      tcp('eni/eni-app', OUTSIDE, 443),
      'blocked NO_ROUTE_TO_DESTINATION',
    ],
  ]);

  it('says that it is assumed to rewrite the source', () => {
    const sketch = awsFixture();
    for (const change of [appliance({ publicIp: '198.51.100.77' }), ...nat]) change(sketch.region);
    const trace = ask(sketch.bundle(), tcp('eni/eni-app', OUTSIDE, 443));
    const hop = trace.conversations[0]?.forward.hops.find(({ station }) => station === 'appliance');
    expect(hop?.action).toBe('translate');
    expect(hop?.explain()).toContain('assumed to rewrite the source 10.0.2.20 to its own 10.0.4.8');
  });
});

describe('edge associations', () => {
  const web = into('sg-web', tcpRule(443, '0.0.0.0/0'));
  const edge: Change = (region) =>
    addRouteTable(region, { id: 'rtb-edge', vpc: 'vpc-a', gateways: ['igw-a'], routes: routes({ '10.0.1.0/24': 'eni-fw' }) });
  const inspected: readonly Change[] = [web, edge, route('rtb-tgw', { '0.0.0.0/0': 'igw-a' })];
  const both: readonly Change[] = [...inspected, withoutRoute('rtb-pub', '0.0.0.0/0'), route('rtb-pub', { '0.0.0.0/0': 'eni-fw' })];
  const fw = appliance({ publicIp: '198.51.100.77' });
  checkRows([
    ['in, past the appliance both ways', [fw, ...both], inFromOutside, 'reachable'],
    ['out, past the appliance both ways', [fw, ...both], tcp('eni/eni-web', OUTSIDE, 443), 'reachable'],
    ['to an appliance without a public address (#34)', [appliance(), ...both], inFromOutside, 'blocked INGRESS_RTB_NO_PUBLIC_IP'],
    ['out by the direct route (#35)', [fw, ...inspected], tcp('eni/eni-web', OUTSIDE, 443), 'blocked INGRESS_RTB_TRAFFIC_REDIRECTION'],
    ['in, back by the direct route', [fw, ...inspected], inFromOutside, 'blocked INGRESS_RTB_TRAFFIC_REDIRECTION return'],
    [
      'a subnet that the edge table does not name',
      [
        fw,
        web,
        edge,
        useTable('sn-prv-a', 'rtb-pub'),
        eni('eni-app', { publicAddresses: [{ privateIp: '10.0.2.20', publicIp: '198.51.100.20' }] }),
      ],
      tcp('eni/eni-app', OUTSIDE, 443),
      'reachable',
    ],
  ]);
});
