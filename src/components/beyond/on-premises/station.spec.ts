// Sites outside AWS: out and in by virtual private gateways, VPNs, Direct Connect and transit gateways.
import { describe, expect, it } from 'vitest';
import { ask, brief, caveatsOf, decisive, passed } from '../../../../test/support/ask.js';
import { entry } from '../../../../test/support/roads.js';
import { awsFixture } from '../../../../test/sketch/aws-fixture.js';
import type { RegionSketch } from '../../../../test/sketch/aws-shapes.js';
import { addGatewayEndpoint, addInterfaceEndpoint } from '../../../../test/sketch/endpoints.js';
import { addVpn, addVpnGateway } from '../../../../test/sketch/hybrid.js';
import { addRoutes, addRouteTable, removeRoutes } from '../../../../test/sketch/route-table.js';
import { addSecurityGroup, allow, tcp } from '../../../../test/sketch/security-group.js';
import type { Sketch } from '../../../../test/sketch/bundle.js';
import { pathMtuOf } from '../../../explain/outlook.js';
import type { Trace, TraceRequest } from '../../../trace/trace-flow.js';

type Change = (region: RegionSketch) => void;
const inward: TraceRequest = { from: 'onprem/192.168.10.5', to: 'instance/i-app', port: 22 };
const outward: TraceRequest = { from: 'instance/i-app', to: 'onprem/192.168.10.5', port: 443 };

/** A route of the private subnets to the gateway, learnt from it. */
function learns(region: RegionSketch, to = '192.168.0.0/16'): void {
  entry(region.routeTables, 'rtb-prv').routes.push({ to, via: 'vgw-1', propagated: true });
}

/** vpc-a with a virtual private gateway and a BGP VPN whose routes the private subnets take; 22 open for the site. */
function connected(): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  addVpnGateway(region, { id: 'vgw-1', vpc: 'vpc-a' });
  addVpn(region, { id: 'vpn-1', gateway: 'vgw-1' });
  learns(region);
  allow(region, 'sg-app', tcp(22, '192.168.0.0/16'));
  return sketch;
}

function asked(change: Change, request: TraceRequest): Trace {
  const sketch = connected();
  change(sketch.region);
  return ask(sketch.bundle(), request);
}

const forget: Change = (region) => removeRoutes(region, 'rtb-prv', '192.168.0.0/16');
const down: Change = (region) => (entry(region.vpnConnections, 'vpn-1').tunnels = ['DOWN', 'DOWN']);
/** The default route would take replies to the NAT gateway. */
const noDefault: Change = (region) => removeRoutes(region, 'rtb-prv', '0.0.0.0/0');

describe('a VPN on a virtual private gateway', () => {
  it.each<[string, Change, TraceRequest, string]>([
    ['from the site', () => undefined, inward, 'reachable'],
    ['to the site', () => undefined, outward, 'reachable'],
    ['another port from the site', () => undefined, { ...inward, port: 23 }, 'blocked ENI_SG_RULES_MISMATCH'],
    ['no propagation and no route: no way back', (region) => (forget(region), noDefault(region)), inward, 'blocked RETURN_NO_ROUTE return'],
    ['both tunnels down, from the site', down, inward, 'blocked BAD_STATE_VPN'],
    ['both tunnels down, to the site', down, outward, 'blocked BAD_STATE_VPN'],
    ['both tunnels down, only to be told', down, { ...inward, onDownTunnels: 'caveat' }, 'reachable'],
    ['one tunnel down', (region) => (entry(region.vpnConnections, 'vpn-1').tunnels = ['DOWN', 'UP']), inward, 'reachable'],
    ['a deleted connection', (region) => (entry(region.vpnConnections, 'vpn-1').state = 'deleted'), outward, 'blocked BAD_STATE_VPN'],
    [
      'static routes at both ends',
      (region) => {
        forget(region);
        entry(region.vpnConnections, 'vpn-1').staticRoutes = ['192.168.0.0/16'];
        addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'vgw-1' });
      },
      outward,
      'reachable',
    ],
    [
      'a static VPN that lacks the range',
      (region) => {
        forget(region);
        entry(region.vpnConnections, 'vpn-1').staticRoutes = ['192.168.99.0/24'];
        addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'vgw-1' });
      },
      outward,
      'blocked VGW_PREFIX_UNKNOWN',
    ],
    [
      'a static route and BGP that nothing shows',
      (region) => {
        forget(region);
        addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'vgw-1' });
      },
      outward,
      'unknown VGW_PREFIX_UNKNOWN',
    ],
    [
      'a static route for what BGP does not announce',
      (region) => {
        forget(region);
        learns(region, '172.20.0.0/16');
        addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'vgw-1' });
      },
      outward,
      'blocked VGW_PREFIX_UNKNOWN',
    ],
    [
      'detached',
      (region) => (entry(region.vpnGateways, 'vgw-1').raw = { VpcAttachments: [{ VpcId: 'vpc-a', State: 'detached' }] }),
      outward,
      'blocked BAD_STATE_ATTACHMENT',
    ],
    [
      'the static route of the VPC goes elsewhere',
      (region) => addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'nat-a' }),
      inward,
      'blocked RETURN_WRONG_TARGET return',
    ],
    ['IPv6', () => undefined, { from: 'onprem/2001:db8:ff::5', to: 'ip/2001:db8:a:2::14', port: 22 }, 'blocked PROTOCOL_RESTRICTION'],
  ])('%s', (_name, change, request, expected) => {
    expect(brief(asked(change, request))).toBe(expected);
  });

  it('names what it passes, says that the far side is unknown, and carries 1500 bytes', () => {
    const out = asked(() => undefined, outward);
    expect(passed(out, 'forward').slice(-3)).toEqual(['vgw-1', 'vpn-1', '192.168.10.5']);
    expect(passed(out, 'return').slice(0, 3)).toEqual(['192.168.10.5', 'vpn-1', 'vgw-1']);
    expect(caveatsOf(out)).toContain('UNKNOWN_DESTINATION');
    expect(out.conversations[0] && pathMtuOf(out.conversations[0])).toEqual({ bytes: 1500, at: 'vpn-1' });
    expect(decisive(asked(down, inward))?.finding.say()).toBe('VPN vpn-1 carries nothing: all 2 tunnels are down.');
    expect(caveatsOf(asked(down, { ...inward, onDownTunnels: 'caveat' }))).toContain('BAD_STATE_VPN');
  });

  it('says what would tell whether a prefix is known', () => {
    const trace = asked((region) => (forget(region), addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'vgw-1' })), outward);
    expect(decisive(trace)?.finding.missing).toContain('vpn-1 announces by BGP');
  });
});

it('asks the route table at the edge for what comes in', () => {
  const trace = asked((region) => addRouteTable(region, { id: 'rtb-edge', vpc: 'vpc-a', gateways: ['vgw-1'] }), inward);
  expect(brief(trace)).toBe('reachable');
  expect(passed(trace, 'forward')).toContain('rtb-edge');
  expect(
    passed(
      asked(() => undefined, inward),
      'forward',
    ),
  ).not.toContain('rtb-edge');
});

describe('nothing beyond the VPC', () => {
  it.each<[string, Change, TraceRequest, string]>([
    [
      'the internet by its NAT gateway',
      () => undefined,
      { ...inward, to: 'internet/203.0.113.9', port: 443 },
      'blocked VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
    ],
    [
      'a gateway endpoint',
      (region) => addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] }),
      { ...inward, to: 'ip/52.216.1.1', port: 443 },
      'blocked VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
    ],
    [
      'a peered VPC',
      (region) => addRoutes(region, 'rtb-prv', { '10.1.0.0/16': 'pcx-ab' }),
      { ...inward, to: 'instance/i-b' },
      'blocked VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS',
    ],
    ['an address that nobody has', () => undefined, { ...inward, to: 'ip/10.0.2.99' }, 'blocked VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS'],
    [
      'an interface endpoint, which has an address in the VPC',
      (region) => {
        addSecurityGroup(region, { id: 'sg-vpce', vpc: 'vpc-a' });
        allow(region, 'sg-vpce', tcp(443, '192.168.0.0/16'));
        addInterfaceEndpoint(region, {
          id: 'vpce-sqs',
          vpc: 'vpc-a',
          service: 'sqs',
          interfaces: { 'sn-prv-b': '10.0.3.50' },
          groups: ['sg-vpce'],
        });
      },
      { ...inward, to: 'ip/10.0.3.50', port: 443 },
      'reachable',
    ],
  ])('%s', (_name, change, request, expected) => {
    expect(brief(asked(change, request))).toBe(expected);
  });
});

describe('no connection at all', () => {
  it('is a block where the snapshot would show one, unknown where not', () => {
    expect(brief(ask(awsFixture().bundle(), inward))).toBe('blocked NO_PATH');
    const unknown = ask(awsFixture().without('ec2:DescribeVpnGateways').bundle(), inward);
    expect(brief(unknown)).toBe('unknown MISSING_CALL');
    expect(decisive(unknown)?.finding.missing).toBe('ec2:DescribeVpnGateways');
  });

  it('an address inside a VPC that nobody has is no site', () => {
    expect(brief(ask(connected().bundle(), { ...inward, from: 'ip/10.0.2.77' }))).toBe('blocked UNASSOCIATED_COMPONENT');
  });
});
