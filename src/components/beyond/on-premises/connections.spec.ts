// Sites behind transit gateways and Direct Connect: states, ways in and out, replies by the same connection.
import { describe, expect, it } from 'vitest';
import { ask, brief } from '../../../../test/support/ask.js';
import { entry } from '../../../../test/support/roads.js';
import { awsFixture } from '../../../../test/sketch/aws-fixture.js';
import type { RegionSketch } from '../../../../test/sketch/aws-shapes.js';
import { addVpn, addVpnGateway } from '../../../../test/sketch/hybrid.js';
import { addRoutes, removeRoutes } from '../../../../test/sketch/route-table.js';
import { allow, tcp } from '../../../../test/sketch/security-group.js';
import { attach } from '../../../../test/sketch/transit-gateway.js';
import { pathMtuOf } from '../../../explain/outlook.js';
import type { Trace, TraceRequest } from '../../../trace/trace-flow.js';

type Change = (region: RegionSketch) => void;
const inward: TraceRequest = { from: 'onprem/192.168.10.5', to: 'instance/i-app', port: 22 };
const outward: TraceRequest = { from: 'instance/i-app', to: 'onprem/192.168.10.5', port: 443 };

/** A route of the private subnets to the gateway, learnt from it. */
function learns(region: RegionSketch, to = '192.168.0.0/16'): void {
  entry(region.routeTables, 'rtb-prv').routes.push({ to, via: 'vgw-1', propagated: true });
}

const forget: Change = (region) => removeRoutes(region, 'rtb-prv', '192.168.0.0/16');
/** The default route would take replies to the NAT gateway. */
const noDefault: Change = (region) => removeRoutes(region, 'rtb-prv', '0.0.0.0/0');

/** A VPN on the transit gateway that announces 192.168.0.0/16. */
function overTransit(change: Change, request: TraceRequest): Trace {
  const sketch = awsFixture();
  const { region } = sketch;
  addVpn(region, { id: 'vpn-2', gateway: 'tgw-1' });
  attach(region, { id: 'att-vpn', transitGateway: 'tgw-1', type: 'vpn', resource: 'vpn-2', announces: ['192.168.0.0/16'] });
  addRoutes(region, 'rtb-prv', { '192.168.0.0/16': 'tgw-1' });
  allow(region, 'sg-app', tcp(22, '192.168.0.0/16'));
  change(region);
  return ask(sketch.bundle(), request);
}

describe('a VPN on a transit gateway', () => {
  it.each<[string, Change, TraceRequest, string]>([
    ['from the site', () => undefined, inward, 'reachable'],
    ['to the site', () => undefined, outward, 'reachable'],
    ['tunnels down', (region) => (entry(region.vpnConnections, 'vpn-2').tunnels = ['DOWN', 'DOWN']), outward, 'blocked TGW_BAD_STATE_VPN'],
    [
      'tunnels down, from the site',
      (region) => (entry(region.vpnConnections, 'vpn-2').tunnels = ['DOWN', 'DOWN']),
      inward,
      'blocked TGW_BAD_STATE_VPN',
    ],
    ['no route back in the VPC', (region) => (forget(region), noDefault(region)), inward, 'blocked RETURN_NO_ROUTE return'],
    [
      'not propagated, no static route: no way back',
      (region) => (entry(region.transitRouteTables, 'tgwrt-1').propagations = ['att-a', 'att-b', 'att-c']),
      inward,
      'blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT return',
    ],
    [
      'the VPN’s own attachment has no table',
      (region) => (entry(region.transitRouteTables, 'tgwrt-1').associations = ['att-a', 'att-b', 'att-c']),
      inward,
      'blocked TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION',
    ],
    [
      'the internet by the hub’s NAT gateway',
      (region) => {
        addRoutes(region, 'rtb-tgw', { '0.0.0.0/0': 'nat-a' });
        addRoutes(region, 'rtb-pub', { '192.168.0.0/16': 'tgw-1' });
        entry(region.transitRouteTables, 'tgwrt-1').routes.push({ to: '0.0.0.0/0', attachments: ['att-a'] });
      },
      { ...inward, to: 'internet/203.0.113.9', port: 443 },
      'reachable',
    ],
  ])('%s', (_name, change, request, expected) => {
    expect(brief(overTransit(change, request))).toBe(expected);
  });

  it('replies by another connection do not get back', () => {
    const trace = overTransit(
      (region) => {
        addVpn(region, { id: 'vpn-3', gateway: 'tgw-1' });
        attach(region, { id: 'att-vpn-3', transitGateway: 'tgw-1', type: 'vpn', resource: 'vpn-3', announces: ['10.250.0.0/16'] });
        entry(region.transitRouteTables, 'tgwrt-1').associations = ['att-a', 'att-b', 'att-c', 'att-vpn-3'];
      },
      { ...inward, from: 'onprem/10.250.0.5' },
    );
    // 10.250.0.5 comes in by vpn-3; the VPC has no route for it but the default one.
    expect(brief(trace)).toBe('blocked ENI_SG_RULES_MISMATCH');
    const both = overTransit((region) => {
      addVpnGateway(region, { id: 'vgw-1', vpc: 'vpc-a' });
      addVpn(region, { id: 'vpn-1', gateway: 'vgw-1', staticRoutes: ['192.168.10.0/24'] });
    }, inward);
    // The site may use either; the VPC answers by the transit gateway only.
    expect(brief(both)).toBe('partial RETURN_WRONG_TARGET return');
    expect(both.scope).toMatchObject({ over: 'sources', failing: 1, of: 2 });
  });
});

describe('Direct Connect', () => {
  /** A Direct Connect gateway on the VPC's virtual private gateway, with a private virtual interface. */
  function direct(vif: object, association: object = {}): Trace {
    const sketch = awsFixture();
    const { region } = sketch;
    addVpnGateway(region, { id: 'vgw-1', vpc: 'vpc-a' });
    learns(region);
    allow(region, 'sg-app', tcp(22, '192.168.0.0/16'));
    const bundle = sketch.bundle();
    const answers: Record<string, object> = {
      'directconnect:DescribeDirectConnectGateways': {
        directConnectGateways: [
          { directConnectGatewayId: 'dxgw-1', directConnectGatewayState: 'available', ownerAccount: region.accountId },
        ],
      },
      'directconnect:DescribeDirectConnectGatewayAssociations': {
        directConnectGatewayAssociations: [
          {
            directConnectGatewayId: 'dxgw-1',
            associatedGateway: { id: 'vgw-1', type: 'virtualPrivateGateway' },
            associationState: 'associated',
            allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.0.0/16' }],
            ...association,
          },
        ],
      },
      'directconnect:DescribeVirtualInterfaces': {
        virtualInterfaces: [
          {
            virtualInterfaceId: 'dxvif-1',
            virtualInterfaceType: 'private',
            directConnectGatewayId: 'dxgw-1',
            virtualInterfaceState: 'available',
            mtu: 8500,
            bgpPeers: [{ bgpStatus: 'up' }],
            ...vif,
          },
        ],
      },
    };
    for (const call of bundle.aws[0]?.calls ?? []) Object.assign(call.output, answers[call.operation] ?? {});
    return ask(bundle, inward);
  }

  it.each<[string, () => Trace, string]>([
    ['up', () => direct({}), 'reachable'],
    ['the interface is down', () => direct({ virtualInterfaceState: 'down' }), 'blocked BAD_STATE'],
    ['BGP is down', () => direct({ bgpPeers: [{ bgpStatus: 'down' }] }), 'blocked BAD_STATE'],
    ['not associated', () => direct({}, { associationState: 'disassociating' }), 'blocked BAD_STATE'],
    [
      'a range that AWS does not announce',
      () => direct({}, { allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.99.0/24' }] }),
      'reachable',
    ],
  ])('%s', (_name, trace, expected) => {
    expect(brief(trace())).toBe(expected);
  });

  it('carries as much as its virtual interface, and says what it does not announce', () => {
    const trace = direct({});
    expect(trace.conversations[0] && pathMtuOf(trace.conversations[0])).toEqual({ bytes: 8500, at: 'dxgw-1' });
    const told = (one: Trace): string[] => one.conversations.flatMap(({ findings }) => findings.map(({ finding }) => finding.say()));
    expect(told(direct({}, { allowedPrefixesToDirectConnectGateway: [{ cidr: '10.0.99.0/24' }] })).join(' ')).toContain(
      'AWS does not announce it',
    );
    expect(told(trace).join(' ')).not.toContain('AWS does not announce it');
  });
});
