// Transit gateways as hubs: central egress, inspection, gateways of other Regions, and what a snapshot lacks.
import { describe, expect, it } from 'vitest';
import { ask, brief, caveatsOf, decisive } from '../../../../test/support/ask.js';
import { entry, meshed, transitTable } from '../../../../test/support/roads.js';
import type { RegionSketch } from '../../../../test/sketch/aws-shapes.js';
import type { Sketch } from '../../../../test/sketch/bundle.js';
import { addInstance } from '../../../../test/sketch/instances.js';
import { newRegion } from '../../../../test/sketch/region.js';
import { addRoutes, addRouteTable, removeRoutes, routes } from '../../../../test/sketch/route-table.js';
import { addSecurityGroup, allow, any, tcp } from '../../../../test/sketch/security-group.js';
import { addTransitGateway, addTransitRouteTable, associate, attach, attachVpc } from '../../../../test/sketch/transit-gateway.js';
import { addSubnet, addVpc } from '../../../../test/sketch/vpc.js';
import type { Trace, TraceRequest } from '../../../trace/trace-flow.js';

const toB: TraceRequest = { from: 'instance/i-app', to: 'instance/i-b', port: 443 };
type Change = (region: RegionSketch) => void;

function asked(change: Change, request: TraceRequest = toB): Trace {
  const sketch = meshed();
  change(sketch.region);
  return ask(sketch.bundle(), request);
}

describe('a hub', () => {
  /** vpc-b goes to the internet by the NAT gateway of vpc-a. */
  const central: Change = (region) => {
    addRoutes(region, 'rtb-b', { '0.0.0.0/0': 'tgw-1' });
    addRoutes(region, 'rtb-tgw', { '0.0.0.0/0': 'nat-a' });
    addRoutes(region, 'rtb-pub', { '10.1.0.0/16': 'tgw-1' });
    transitTable(region).routes.push({ to: '0.0.0.0/0', attachments: ['att-a'] });
  };
  const out: TraceRequest = { from: 'instance/i-b', to: 'internet/203.0.113.9', port: 443 };

  it('with a NAT gateway', () => {
    expect(brief(asked(central, out))).toBe('reachable');
    const noReturn = asked((region) => {
      central(region);
      removeRoutes(region, 'rtb-pub', '10.1.0.0/16');
    }, out);
    expect(brief(noReturn)).toBe('blocked RETURN_NO_ROUTE return');
    const noNat = asked((region) => {
      central(region);
      removeRoutes(region, 'rtb-tgw', '0.0.0.0/0');
    }, out);
    expect(brief(noNat)).toBe('blocked NO_ROUTE_TO_DESTINATION');
    expect(decisive(noNat)?.finding.resource.id).toBe('rtb-tgw');
  });

  /** Both VPCs reach one another through appliances in both zones of an inspection VPC; `to`: a receiver in vpc-b. */
  function inspected(applianceMode: boolean, to: 'i-b' | 'i-b-b'): Trace {
    return asked(
      (region) => {
        addVpc(region, { id: 'vpc-i', cidr: '10.7.0.0/16' });
        const interfaces = { 'sn-i-a': '10.7.0.4', 'sn-i-b': '10.7.1.4' };
        for (const zone of ['a', 'b']) {
          const cidr = zone === 'a' ? '10.7.0' : '10.7.1';
          addSubnet(region, { id: `sn-i-${zone}`, vpc: 'vpc-i', cidr: `${cidr}.0/28`, zone });
          addSubnet(region, { id: `sn-fw-${zone}`, vpc: 'vpc-i', cidr: `${cidr}.16/28`, zone });
          addSecurityGroup(region, { id: `sg-fw-${zone}`, vpc: 'vpc-i' });
          allow(region, `sg-fw-${zone}`, any('10.0.0.0/8'));
          addInstance(region, { id: `i-fw-${zone}`, subnet: `sn-fw-${zone}`, ip: `${cidr}.20`, groups: [`sg-fw-${zone}`] });
          entry(region.interfaces, `eni-fw-${zone}`).sourceDestCheck = false;
          addRouteTable(region, {
            id: `rtb-i-${zone}`,
            vpc: 'vpc-i',
            subnets: [`sn-i-${zone}`],
            routes: routes({ '10.0.0.0/8': `eni-fw-${zone}` }),
          });
          addRouteTable(region, {
            id: `rtb-fw-${zone}`,
            vpc: 'vpc-i',
            subnets: [`sn-fw-${zone}`],
            routes: routes({ '10.0.0.0/8': 'tgw-1' }),
          });
        }
        attachVpc(region, { id: 'att-i', transitGateway: 'tgw-1', vpc: 'vpc-i', interfaces, applianceMode });
        addTransitRouteTable(region, {
          id: 'tgwrt-spokes',
          transitGateway: 'tgw-1',
          routes: [{ to: '0.0.0.0/0', attachments: ['att-i'] }],
        });
        associate(region, 'att-a', 'tgwrt-spokes');
        associate(region, 'att-b', 'tgwrt-spokes');
        addInstance(region, { id: 'i-b-b', subnet: 'sn-b-b', ip: '10.1.2.10', groups: ['sg-b'] });
      },
      { from: 'instance/i-app', to: `instance/${to}`, port: 443 },
    );
  }

  it('with appliances between zones needs appliance mode', () => {
    const within = inspected(false, 'i-b');
    expect(brief(within)).toBe('reachable');
    expect(caveatsOf(within)).toContain('TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED');
    const across = inspected(false, 'i-b-b');
    expect(brief(across)).toBe('blocked ASYMMETRIC_MIDDLEBOX return');
    expect(caveatsOf(across)).toContain('TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED');
  });

  it('with appliance mode keeps a connection in one zone', () => {
    const across = inspected(true, 'i-b-b');
    expect(brief(across)).toBe('reachable');
    expect(caveatsOf(across)).not.toContain('TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED');
    // Either zone may be chosen, and the reply keeps to it.
    expect(across.conversations).toHaveLength(2);
    for (const { forward, back } of across.conversations) {
      const appliances = (hops: typeof forward.hops): string[] =>
        hops.flatMap(({ resource }) => (resource.id.includes('fw') ? [resource.id] : []));
      expect(new Set(appliances(back?.hops ?? []).map((id) => id.slice(-1)))).toEqual(
        new Set(appliances(forward.hops).map((id) => id.slice(-1))),
      );
    }
  });
});

describe('of another account', () => {
  const owner = '444455556666';

  /** The VPCs' account sees the shared gateway and its attachments, but neither associations nor routes; its owner sees those. */
  function shared(withOwner: boolean): Trace {
    const bundle = meshed().bundle();
    const capture = bundle.aws[0];
    if (capture === undefined) throw new Error('no capture');
    const owned = capture.calls.filter(({ operation }) => operation.includes('TransitGateway'));
    const ownersOf = (text: string): string =>
      text.replaceAll(`"TransitGatewayOwnerId":"${capture.accountId}"`, `"TransitGatewayOwnerId":"${owner}"`);
    const seen = JSON.parse(ownersOf(JSON.stringify(owned)).replaceAll(/"Association":\{[^}]*\},/g, '')) as typeof owned;
    const tables = /RouteTable|SearchTransit|PrefixListReferences/;
    const others = capture.calls.filter((call) => !owned.includes(call));
    const participant = { ...capture, calls: [...others, ...seen.filter(({ operation }) => !tables.test(operation))] };
    const holder = { ...capture, accountId: owner, calls: JSON.parse(ownersOf(JSON.stringify(owned))) as typeof owned };
    return ask({ ...bundle, aws: withOwner ? [participant, holder] : [participant] }, toB);
  }

  it('is whole once the owner is captured too, unknown before', () => {
    expect(brief(shared(true))).toBe('reachable');
    expect(brief(shared(false))).toBe('unknown MISSING_CALL');
    expect(decisive(shared(false))?.finding.missing).toContain('of the account that owns tgw-1');
  });
});

describe('what the snapshot lacks', () => {
  const without = (operation: string): Trace => ask(meshed().without(operation).bundle(), toB);

  it.each<[string, () => Trace, string]>([
    ['the routes of the table', () => without('ec2:SearchTransitGatewayRoutes'), 'unknown TGW_RTB_ROUTES_ARE_UNKNOWN'],
    ['the subnets of attachments', () => without('ec2:DescribeTransitGatewayVpcAttachments'), 'unknown MISSING_CALL'],
    ['the gateways', () => without('ec2:DescribeTransitGateways'), 'unknown UNKNOWN_RESOURCE'],
    ['the tables', () => without('ec2:DescribeTransitGatewayRouteTables'), 'unknown TGW_RTB_ROUTES_ARE_UNKNOWN'],
  ])('%s', (_name, trace, expected) => {
    expect(brief(trace())).toBe(expected);
  });

  /** Rewrites the one search of the bundle. */
  function truncated(matching: boolean): Trace {
    const bundle = meshed().bundle();
    const search = bundle.aws[0]?.calls.find(({ operation }) => operation === 'ec2:SearchTransitGatewayRoutes');
    if (search === undefined) throw new Error('no search');
    Object.assign(search.output, { AdditionalRoutesAvailable: true, ...(matching ? {} : { Routes: [] }) });
    return ask(bundle, toB);
  }

  it('a part of the routes: unknown where none fits, a caveat where one does', () => {
    expect(brief(truncated(false))).toBe('unknown TGW_RTB_ROUTES_ARE_UNKNOWN');
    expect(decisive(truncated(false))?.finding.missing).toContain('ec2:SearchTransitGatewayRoutes for tgwrt-1');
    expect(brief(truncated(true))).toBe('reachable');
    expect(caveatsOf(truncated(true))).toContain('TGW_RTB_ROUTES_ARE_UNKNOWN');
  });
});

describe('gateways of two Regions', () => {
  /** vpc-a on tgw-1, vpc-f on tgw-2 of another Region; `back`: has the far gateway a route back? */
  function paired(back: boolean): Sketch {
    const sketch = meshed();
    const { region } = sketch;
    const far = newRegion('us-east-1');
    sketch.regions.push(far);
    addVpc(far, { id: 'vpc-f', cidr: '10.9.0.0/16' });
    addSubnet(far, { id: 'sn-f', vpc: 'vpc-f', cidr: '10.9.1.0/24' });
    addRouteTable(far, { id: 'rtb-f', vpc: 'vpc-f', subnets: ['sn-f'], routes: routes({ '10.0.0.0/16': 'tgw-2' }) });
    addSecurityGroup(far, { id: 'sg-f', vpc: 'vpc-f' });
    addInstance(far, { id: 'i-f', subnet: 'sn-f', ip: '10.9.1.10', groups: ['sg-f'] });
    allow(far, 'sg-f', tcp(443, '10.0.0.0/16'));
    addTransitGateway(far, { id: 'tgw-2', defaultTable: 'tgwrt-far' });
    attachVpc(far, { id: 'att-f', transitGateway: 'tgw-2', vpc: 'vpc-f', interfaces: { 'sn-f': '10.9.1.4' } });
    attach(region, { id: 'att-peer', transitGateway: 'tgw-1', type: 'peering', resource: 'tgw-2' });
    attach(far, { id: 'att-peer', transitGateway: 'tgw-2', type: 'peering', resource: 'tgw-1' });
    addRoutes(region, 'rtb-prv', { '10.9.0.0/16': 'tgw-1' });
    transitTable(region).routes.push({ to: '10.9.0.0/16', attachments: ['att-peer'] });
    if (back) transitTable(far, 'tgwrt-far').routes.push({ to: '10.0.0.0/16', attachments: ['att-peer'] });
    return sketch;
  }
  const toF: TraceRequest = { from: 'instance/i-app', to: 'instance/i-f', port: 443 };

  it('need static routes on both', () => {
    expect(brief(ask(paired(true).bundle(), toF))).toBe('reachable');
    const oneWay = ask(paired(false).bundle(), toF);
    expect(brief(oneWay)).toBe('blocked TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT return');
    expect(decisive(oneWay)?.finding.resource.id).toBe('tgwrt-far');
  });

  it('are unknown where the other one was not captured', () => {
    const sketch = paired(true);
    sketch.regions.pop();
    expect(brief(ask(sketch.bundle(), { ...toF, to: 'ip/10.9.1.10' }))).toBe('unknown UNKNOWN_RESOURCE');
  });
});

it('does not analyse Connect attachments', () => {
  const trace = asked(
    (region) => {
      const sdwan = attach(region, { id: 'att-sdwan', transitGateway: 'tgw-1', type: 'vpn', resource: 'att-a', announces: [] });
      sdwan.raw = { ResourceType: 'connect' };
      transitTable(region).routes.push({ to: '10.77.0.0/16', attachments: ['att-sdwan'] });
      addRoutes(region, 'rtb-prv', { '10.77.0.0/16': 'tgw-1' });
    },
    { from: 'instance/i-app', to: 'ip/10.77.0.1', port: 443 },
  );
  expect(brief(trace)).toBe('unknown UNSUPPORTED_COMPONENT');
});
