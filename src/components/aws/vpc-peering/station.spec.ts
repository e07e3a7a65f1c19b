// Peering: both sides, only between addresses of the two VPCs, replies by the same connection.
import { describe, expect, it } from 'vitest';
import { ask, brief, decisive, passed } from '../../../../test/support/ask.js';
import { awsFixture } from '../../../../test/sketch/aws-fixture.js';
import type { RegionSketch } from '../../../../test/sketch/aws-shapes.js';
import type { Sketch } from '../../../../test/sketch/bundle.js';
import { newRegion } from '../../../../test/sketch/region.js';
import { addNatGateway } from '../../../../test/sketch/gateways.js';
import { addGatewayEndpoint, addInterfaceEndpoint } from '../../../../test/sketch/endpoints.js';
import { addInstance } from '../../../../test/sketch/instances.js';
import { addPeering } from '../../../../test/sketch/peering.js';
import { addRoutes, addRouteTable, removeRoutes, routes } from '../../../../test/sketch/route-table.js';
import { addSecurityGroup, allow, tcp } from '../../../../test/sketch/security-group.js';
import { addSubnet, addVpc } from '../../../../test/sketch/vpc.js';
import { pathMtuOf } from '../../../explain/outlook.js';
import type { Trace, TraceRequest } from '../../../trace/trace-flow.js';

const toB: TraceRequest = { from: 'instance/i-app', to: 'instance/i-b', port: 443 };

/** Routes both ways over pcx-ab, and 443 open in vpc-b. */
function peered(): Sketch {
  const sketch = awsFixture();
  addRoutes(sketch.region, 'rtb-prv', { '10.1.0.0/16': 'pcx-ab' });
  addRoutes(sketch.region, 'rtb-b', { '10.0.0.0/16': 'pcx-ab' });
  allow(sketch.region, 'sg-b', tcp(443, '10.0.0.0/16'));
  return sketch;
}

function asked(change: (region: RegionSketch, sketch: Sketch) => void, request: TraceRequest = toB): Trace {
  const sketch = peered();
  change(sketch.region, sketch);
  return ask(sketch.bundle(), request);
}

function onlyGroup(region: RegionSketch, group: string, ...rules: Parameters<typeof allow>[2][]): void {
  const found = region.securityGroups.get(group);
  if (found !== undefined) found.ingress = [...rules];
}

describe('between two VPCs', () => {
  it.each<[string, (region: RegionSketch) => void, string]>([
    ['routes both ways', () => undefined, 'reachable'],
    ['no route back', (region) => removeRoutes(region, 'rtb-b', '10.0.0.0/16'), 'blocked RETURN_NO_ROUTE return'],
    ['pending', (region) => Object.assign(region.peerings.get('pcx-ab') ?? {}, { status: 'pending-acceptance' }), 'blocked BAD_STATE'],
    [
      'a rule for the sender’s group',
      (region) => onlyGroup(region, 'sg-b', tcp(443, { group: 'sg-app', vpc: 'vpc-a', peering: 'pcx-ab' })),
      'reachable',
    ],
    [
      'a rule for another group',
      (region) => onlyGroup(region, 'sg-b', tcp(443, { group: 'sg-db', vpc: 'vpc-a', peering: 'pcx-ab' })),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'a stale reference',
      (region) => onlyGroup(region, 'sg-b', tcp(443, { group: 'sg-app', vpc: 'vpc-a', peering: 'pcx-ab', status: 'deleted' })),
      'blocked ENI_SG_RULES_MISMATCH',
    ],
  ])('%s', (_name, change, expected) => {
    expect(brief(asked(change))).toBe(expected);
  });

  it('shows the connection on both legs, and says why a pending one carries nothing', () => {
    const open = asked(() => undefined);
    expect(passed(open, 'forward')).toContain('pcx-ab');
    expect(passed(open, 'return')).toContain('pcx-ab');
    expect(open.conversations[0] && pathMtuOf(open.conversations[0]).bytes).toBe(9001);
    const pending = asked((region) => Object.assign(region.peerings.get('pcx-ab') ?? {}, { status: 'pending-acceptance' }));
    expect(decisive(pending)?.finding.resource.id).toBe('pcx-ab');
    expect(decisive(pending)?.finding.say()).toBe('Peering connection pcx-ab is pending-acceptance, so it carries nothing.');
  });
});

describe('nothing beyond the two VPCs', () => {
  it.each<[string, (region: RegionSketch) => void, TraceRequest, string]>([
    [
      'a third VPC',
      (region) => addRoutes(region, 'rtb-prv', { '10.2.0.0/16': 'pcx-ab' }),
      { from: 'instance/i-app', to: 'instance/i-c', port: 443 },
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'the internet by the peer',
      (region) => addRoutes(region, 'rtb-b', { '0.0.0.0/0': 'pcx-ab' }),
      { from: 'instance/i-b', to: 'internet/203.0.113.9', port: 443 },
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'the peer’s gateway endpoint',
      (region) => {
        addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] });
        addRoutes(region, 'rtb-b', { '52.216.0.0/15': 'pcx-ab' });
      },
      { from: 'instance/i-b', to: 'ip/52.216.1.1', port: 443 },
      'blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR',
    ],
    [
      'the peer’s interface endpoint, which has an address there',
      (region) => {
        addSecurityGroup(region, { id: 'sg-vpce', vpc: 'vpc-a' });
        allow(region, 'sg-vpce', tcp(443, '10.1.0.0/16'));
        addInterfaceEndpoint(region, {
          id: 'vpce-sqs',
          vpc: 'vpc-a',
          service: 'sqs',
          interfaces: { 'sn-prv-b': '10.0.3.50' },
          groups: ['sg-vpce'],
        });
      },
      { from: 'instance/i-b', to: 'ip/10.0.3.50', port: 443 },
      'reachable',
    ],
  ])('%s', (_name, change, request, expected) => {
    expect(brief(asked(change, request))).toBe(expected);
  });

  it('names the address that is in neither VPC', () => {
    const trace = asked((region) => addRoutes(region, 'rtb-prv', { '10.2.0.0/16': 'pcx-ab' }), {
      from: 'instance/i-app',
      to: 'instance/i-c',
      port: 443,
    });
    expect(decisive(trace)?.finding.say()).toMatch(
      /Peering pcx-ab carries only traffic between its two VPCs; 10\.2\.1\.10 is not an address of vpc-b/,
    );
  });
});

describe('replies', () => {
  /** Two VPCs of one range peered with vpc-a, whose table prefers the second for all but one address. */
  function twins(client: string): Trace {
    return asked(
      (region) => {
        for (const [letter, ip] of [
          ['b1', client],
          ['b2', '10.5.1.9'],
        ] as const) {
          addVpc(region, { id: `vpc-${letter}`, cidr: '10.5.0.0/16' });
          addSubnet(region, { id: `sn-${letter}`, vpc: `vpc-${letter}`, cidr: '10.5.1.0/24' });
          addPeering(region, { id: `pcx-${letter}`, requester: 'vpc-a', accepter: `vpc-${letter}` });
          addRouteTable(region, {
            id: `rtb-${letter}`,
            vpc: `vpc-${letter}`,
            subnets: [`sn-${letter}`],
            routes: routes({ '10.0.0.0/16': `pcx-${letter}` }),
          });
          addSecurityGroup(region, { id: `sg-${letter}`, vpc: `vpc-${letter}` });
          addInstance(region, { id: `i-${letter}`, subnet: `sn-${letter}`, ip, groups: [`sg-${letter}`] });
        }
        addRoutes(region, 'rtb-prv', { '10.5.0.0/16': 'pcx-b2', '10.5.1.7/32': 'pcx-b1' });
        allow(region, 'sg-app', tcp(443, '10.5.0.0/16'));
      },
      { from: 'instance/i-b1', to: 'instance/i-app', port: 443 },
    );
  }

  it('go wrong by the other of two peers with one range', () => {
    const trace = twins('10.5.1.8');
    expect(brief(trace)).toBe('blocked RETURN_WRONG_TARGET return');
    expect(decisive(trace)?.finding.say()).toContain('leaves by pcx-b2 to vpc-b2, but the request came by pcx-b1 from vpc-b1');
    expect(brief(twins('10.5.1.7'))).toBe('reachable');
  });

  it('to a NAT gateway come back without a route', () => {
    const byNat = (region: RegionSketch): void => {
      removeRoutes(region, 'rtb-prv', '10.1.0.0/16');
      removeRoutes(region, 'rtb-b', '10.0.0.0/16');
      addRoutes(region, 'rtb-pub', { '10.1.0.0/16': 'pcx-ab' });
    };
    expect(brief(asked(byNat))).toBe('reachable');
    expect(brief(asked(byNat, { from: 'nat/nat-a', to: 'instance/i-b', port: 443 }))).toBe('reachable');
    // An ordinary sender in the same subnet gets no such reply.
    expect(brief(asked(byNat, { from: 'instance/i-web', to: 'instance/i-b', port: 443 }))).toBe('blocked RETURN_NO_ROUTE return');
  });

  it('do not let a NAT gateway serve packets that came by peering', () => {
    const trace = asked(
      (region) => {
        addNatGateway(region, { id: 'nat-b', subnet: 'sn-b', ip: '10.1.1.5' });
        addRoutes(region, 'rtb-b', { '10.2.0.0/16': 'nat-b' });
        addRoutes(region, 'rtb-prv', { '10.2.0.0/16': 'pcx-ab' });
      },
      { from: 'instance/i-app', to: 'instance/i-c', port: 443 },
    );
    expect(brief(trace)).toBe('blocked PCX_REQUIRES_ADDRESS_IN_VPC_CIDR');
  });
});

describe('the other side', () => {
  it('in another Region loses group references and jumbo frames', () => {
    const apart = (peer: Parameters<typeof tcp>[1]): Trace => {
      const sketch = peered();
      const far = newRegion('us-east-1');
      sketch.regions.push(far);
      addVpc(far, { id: 'vpc-f', cidr: '10.9.0.0/16' });
      addSubnet(far, { id: 'sn-f', vpc: 'vpc-f', cidr: '10.9.1.0/24' });
      addRouteTable(far, { id: 'rtb-f', vpc: 'vpc-f', subnets: ['sn-f'], routes: routes({ '10.0.0.0/16': 'pcx-af' }) });
      addSecurityGroup(far, { id: 'sg-f', vpc: 'vpc-f' });
      addInstance(far, { id: 'i-f', subnet: 'sn-f', ip: '10.9.1.10', groups: ['sg-f'] });
      for (const region of [sketch.region, far]) addPeering(region, { id: 'pcx-af', requester: 'vpc-a', accepter: 'vpc-f' });
      addRoutes(sketch.region, 'rtb-prv', { '10.9.0.0/16': 'pcx-af' });
      allow(far, 'sg-f', tcp(443, peer));
      return ask(sketch.bundle(), { from: 'instance/i-app', to: 'instance/i-f', port: 443 });
    };
    expect(brief(apart({ group: 'sg-app', vpc: 'vpc-a', peering: 'pcx-af' }))).toBe('blocked ENI_SG_RULES_MISMATCH');
    const open = apart('10.0.0.0/16');
    expect(brief(open)).toBe('reachable');
    expect(open.conversations[0] && pathMtuOf(open.conversations[0])).toEqual({ bytes: 8500, at: 'pcx-af' });
  });

  it('in an account that was not captured is unknown, and named', () => {
    const trace = asked(
      (region) => {
        addPeering(region, {
          id: 'pcx-ax',
          requester: 'vpc-a',
          accepter: { vpc: 'vpc-x', account: '999988887777', region: 'eu-west-2', cidrs: ['10.8.0.0/16'] },
        });
        addRoutes(region, 'rtb-prv', { '10.8.0.0/16': 'pcx-ax' });
      },
      { from: 'instance/i-app', to: 'ip/10.8.1.1', port: 443 },
    );
    expect(brief(trace)).toBe('unknown UNKNOWN_RESOURCE');
    expect(decisive(trace)?.finding.missing).toContain('account 999988887777 in eu-west-2');
  });
});

describe('VPCs without a road between them', () => {
  const toC: TraceRequest = { from: 'instance/i-app', to: 'instance/i-c', port: 443 };
  const codes = (trace: Trace): string[] => trace.conversations.flatMap(({ findings }) => findings.map(({ finding }) => finding.code));

  it('are said to be disconnected, beside the missing route', () => {
    const trace = asked((region) => {
      removeRoutes(region, 'rtb-prv', '0.0.0.0/0');
      region.attachments.delete('att-c');
      for (const table of region.transitRouteTables.values()) {
        table.associations = table.associations.filter((id) => id !== 'att-c');
        table.propagations = table.propagations.filter((id) => id !== 'att-c');
      }
    }, toC);
    expect(codes(trace)).toEqual(['DISCONNECTED_VPCS', 'NO_ROUTE_TO_DESTINATION']);
  });

  it('are not where a transit gateway could join them', () => {
    expect(codes(asked((region) => removeRoutes(region, 'rtb-prv', '0.0.0.0/0'), toC))).toEqual(['NO_ROUTE_TO_DESTINATION']);
  });
});
