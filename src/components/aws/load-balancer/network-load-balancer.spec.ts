// Network load balancers on the small AWS estate: whose address targets see, which groups judge it, zones, health, hairpins, and the way back.
import { describe, expect, it } from 'vitest';
import { addNetworkAcl, allowEntry } from '../../../../test/sketch/network-acl.js';
import { awsFixture } from '../../../../test/sketch/aws-fixture.js';
import { addListener, addLoadBalancer, addTargetGroup } from '../../../../test/sketch/load-balancers.js';
import { addRoutes } from '../../../../test/sketch/route-table.js';
import { addSecurityGroup, allow, tcp, udp } from '../../../../test/sketch/security-group.js';
import type { Sketch } from '../../../../test/sketch/bundle.js';
import { asked as ask } from '../../../../test/support/asked.js';

interface Options {
  groups?: string[];
  nodes?: { subnet: string; ip: string }[];
  crossZone?: boolean;
  type?: 'instance' | 'ip';
  protocol?: string;
  targets?: { id: string; zone?: string; state?: string; reason?: string }[];
  attributes?: Record<string, string>;
  allowed?: string;
}

/** nlb-1, internal, node 10.0.1.200 in sn-pub-a, listener 80 → port 8080 of i-app (10.0.2.20), unless told otherwise. */
function withBalancer(options: Options = {}): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  const protocol = options.protocol ?? 'TCP';
  const type = options.type ?? 'instance';
  const nodes = options.nodes ?? [{ subnet: 'sn-pub-a', ip: '10.0.1.200' }];
  for (const id of options.groups ?? []) addSecurityGroup(region, { id, vpc: 'vpc-a', ingress: [tcp(80, '10.0.0.0/16')] });
  const balancer = addLoadBalancer(region, {
    name: 'nlb-1',
    type: 'network',
    nodes,
    groups: options.groups,
    crossZone: options.crossZone ?? true,
  });
  const targets = options.targets ?? [type === 'ip' ? { id: '10.0.2.20', zone: 'a' } : { id: 'i-app' }];
  const group = addTargetGroup(region, {
    name: 'tg-1',
    vpc: 'vpc-a',
    type,
    port: 8080,
    protocol,
    targets,
    attributes: options.attributes,
  });
  addListener(region, { loadBalancer: balancer.id, port: 80, protocol, targetGroup: group.id });
  const rule = protocol === 'UDP' ? udp : tcp;
  for (const id of ['sg-app', 'sg-db']) allow(region, id, rule(8080, options.allowed ?? '10.0.0.0/16'));
  return sketch;
}
const fromDatabase = { from: 'instance/i-db', to: 'lb/nlb-1', port: 80 };

describe('whose address the target sees', () => {
  it.each([
    ['instance target, on by default', {}, '10.0.3.30'],
    ['instance target, switched off', { attributes: { 'preserve_client_ip.enabled': 'false' } }, '10.0.1.200'],
    ['address target, off by default', { type: 'ip' as const }, '10.0.1.200'],
    ['address target, switched on', { type: 'ip' as const, attributes: { 'preserve_client_ip.enabled': 'true' } }, '10.0.3.30'],
  ])('%s', (_name, options, seen) => {
    const asked = ask(withBalancer(options).bundle(), fromDatabase);
    expect([asked.verdict, asked.sourcesSeen]).toEqual(['reachable', [seen]]);
    expect(asked.has('CLIENT_ADDRESS_LOST')).toBe(seen === '10.0.1.200');
  });

  it('keeps it for UDP whatever the attribute says', () => {
    const options = { protocol: 'UDP', type: 'ip' as const, attributes: { 'preserve_client_ip.enabled': 'false' } };
    const asked = ask(withBalancer(options).bundle(), { ...fromDatabase, protocol: 'udp' });
    expect([asked.verdict, asked.sourcesSeen]).toEqual(['reachable', ['10.0.3.30']]);
  });

  it.each([
    ['instance', 'ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED'],
    ['ip', 'ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED'],
  ] as const)('says which default it took for %s targets without attributes', (type, code) => {
    const asked = ask(withBalancer({ type }).without('elbv2:DescribeTargetGroupAttributes').bundle(), fromDatabase);
    expect([asked.verdict, asked.has(code), asked.has('MISSING_TARGET_GROUP_ATTRIBUTES')]).toEqual(['reachable', true, true]);
    expect(ask(withBalancer({ type }).bundle(), fromDatabase).has(code)).toBe(false);
  });
});

describe('groups', () => {
  it("judges the client's address at an instance target that lets the load balancer's subnet in only", () => {
    const asked = ask(withBalancer({ allowed: '10.0.1.0/24' }).bundle(), fromDatabase);
    expect([asked.verdict, asked.causes]).toEqual(['blocked', ['ENI_SG_RULES_MISMATCH']]);
    expect(asked.finding('ENI_SG_RULES_MISMATCH')).toMatchObject({ leg: 'forward', resource: 'sg-app' });
    expect(asked.finding('ENI_SG_RULES_MISMATCH').text).toContain('TCP 8080 from 10.0.3.30');
  });

  it('lets the same in at an address target, where the node asks', () => {
    expect(ask(withBalancer({ allowed: '10.0.1.0/24', type: 'ip' }).bundle(), fromDatabase).verdict).toBe('reachable');
  });

  it("matches references to the load balancer's group though the client's address is kept", () => {
    expect(ask(withBalancer({ groups: ['sg-nlb'], allowed: 'sg-nlb' }).bundle(), fromDatabase)).toMatchObject({
      verdict: 'reachable',
      sourcesSeen: ['10.0.3.30'],
    });
    expect(ask(withBalancer({ groups: ['sg-nlb'], allowed: 'sg-web' }).bundle(), fromDatabase).causes).toEqual(['ENI_SG_RULES_MISMATCH']);
  });

  it("needs an outbound rule of the load balancer's group toward targets", () => {
    const sketch = withBalancer({ groups: ['sg-nlb'] });
    const group = sketch.region.securityGroups.get('sg-nlb');
    if (group !== undefined) group.egress = [];
    const asked = ask(sketch.bundle(), fromDatabase);
    expect([asked.verdict, asked.causes, asked.finding('SG_HAS_NO_RULES').resource]).toEqual(['blocked', ['SG_HAS_NO_RULES'], 'sg-nlb']);
  });

  it('does not ask the inbound rules about what the nodes themselves send', () => {
    const sketch = withBalancer({ groups: ['sg-nlb'] });
    const group = sketch.region.securityGroups.get('sg-nlb');
    if (group !== undefined) group.ingress = [];
    expect(ask(sketch.bundle(), { from: 'lb/nlb-1', to: 'instance/i-app', port: 8080 })).toMatchObject({
      verdict: 'reachable',
      sourcesSeen: ['10.0.1.200'],
    });
    expect(ask(sketch.bundle(), fromDatabase).causes).toEqual(['SG_HAS_NO_RULES']);
  });
});

describe('zones', () => {
  const inB = { targets: [{ id: 'i-db' }] };
  const asking = { from: 'instance/i-app', to: 'lb/nlb-1', port: 80 };
  const both = [
    { subnet: 'sn-pub-a', ip: '10.0.1.200' },
    { subnet: 'sn-prv-b', ip: '10.0.3.200' },
  ];

  it('serves only targets of its own zone while cross-zone balancing is off', () => {
    const asked = ask(withBalancer({ ...inB, crossZone: false }).bundle(), asking);
    expect([asked.verdict, asked.causes]).toEqual(['blocked', ['ELB_NOT_CROSSZONE']]);
    expect(asked.finding('ELB_NOT_CROSSZONE').text).toContain('instance/i-db:8080 in eu-west-1b');
    const twin = withBalancer({ ...inB, nodes: both });
    expect(ask(twin.bundle(), asking).verdict).toBe('reachable');
  });

  it('sends nothing to a zone that is not enabled', () => {
    expect(ask(withBalancer(inB).bundle(), asking).causes).toEqual(['ELB_INSTALLED_AZ_RESTRICTION']);
  });

  it('lets a group override the load balancer', () => {
    const attributes = { 'load_balancing.cross_zone.enabled': 'true' };
    const sketch = withBalancer({ ...inB, nodes: both, crossZone: false, attributes });
    expect(ask(sketch.bundle(), { ...asking, to: '10.0.1.200' }).verdict).toBe('reachable');
    expect(ask(withBalancer({ ...inB, nodes: both, crossZone: false }).bundle(), { ...asking, to: '10.0.1.200' }).causes).toEqual([
      'ELB_NOT_CROSSZONE',
    ]);
  });

  it('leaves a zone without healthy targets out of the name, and serves it by the other', () => {
    const asked = ask(withBalancer({ ...inB, nodes: both, crossZone: false }).bundle(), asking);
    expect([asked.verdict, asked.scope.of]).toEqual(['reachable', 1]);
  });

  it('does not know where cross-zone balancing decides and is not captured', () => {
    const sketch = withBalancer({ ...inB, nodes: both }).without('elbv2:DescribeLoadBalancerAttributes');
    const asked = ask(sketch.bundle(), { ...asking, to: '10.0.1.200' });
    expect([asked.verdict, asked.finding('MISSING_CALL').missing]).toEqual(['unknown', 'elbv2:DescribeLoadBalancerAttributes for nlb-1']);
    const own = withBalancer({ targets: [{ id: 'i-app2' }, { id: 'i-db' }], nodes: both }).without('elbv2:DescribeLoadBalancerAttributes');
    expect(ask(own.bundle(), { ...asking, to: '10.0.1.200' })).toMatchObject({ verdict: 'reachable' });
  });
});

describe('health', () => {
  const sick = { state: 'unhealthy', reason: 'Target.Timeout' };

  it('fails open where nobody is healthy, and says so', () => {
    const asked = ask(withBalancer({ targets: [{ id: 'i-app', ...sick }] }).bundle(), fromDatabase);
    expect([asked.verdict, asked.finding('TARGETS_UNHEALTHY').effect]).toEqual(['reachable', 'caveat']);
    expect(asked.finding('TARGETS_UNHEALTHY').text).toContain('fails open');
    expect(ask(withBalancer().bundle(), fromDatabase).has('TARGETS_UNHEALTHY')).toBe(false);
  });

  it('sends nothing to the unhealthy while others are healthy', () => {
    const asked = ask(withBalancer({ targets: [{ id: 'i-app', ...sick }, { id: 'i-app2' }] }).bundle(), fromDatabase);
    expect([asked.verdict, asked.scope]).toMatchObject(['reachable', { over: 'targets', of: 1 }]);
    expect(asked.finding('TARGETS_UNHEALTHY').text).toContain('1 of 2 targets of tg-1 are not healthy');
  });

  it.each(['draining', 'unused'])('sends nothing to the only target when it is %s', (state) => {
    expect(ask(withBalancer({ targets: [{ id: 'i-app', state }] }).bundle(), fromDatabase).causes).toEqual(['ELBV2_NO_TARGETS_IN_AZ']);
  });

  it('blocks with an empty group, and does not know without health', () => {
    expect(ask(withBalancer({ targets: [] }).bundle(), fromDatabase).causes).toEqual(['ELBV2_LISTENER_HAS_NO_TG']);
    const unknown = ask(withBalancer().without('elbv2:DescribeTargetHealth').bundle(), fromDatabase);
    expect([unknown.verdict, unknown.finding('MISSING_CALL').missing]).toEqual(['unknown', 'elbv2:DescribeTargetHealth for tg-1']);
  });
});

describe('hairpins', () => {
  const itself = { from: 'instance/i-app', to: 'lb/nlb-1', port: 80 };

  it('fails when client and only target are one host', () => {
    const asked = ask(withBalancer().bundle(), itself);
    expect([asked.verdict, asked.causes, asked.finding('NLB_HAIRPIN_CLIENT_IP').effect]).toEqual([
      'blocked',
      ['NLB_HAIRPIN_CLIENT_IP'],
      'blocks',
    ]);
  });

  it('fails now and then with a second target', () => {
    const asked = ask(withBalancer({ targets: [{ id: 'i-app' }, { id: 'i-app2' }] }).bundle(), itself);
    expect([asked.verdict, asked.scope]).toMatchObject(['partial', { over: 'targets', failing: 1, of: 2 }]);
  });

  it("works without the client's address", () => {
    expect(ask(withBalancer({ type: 'ip' }).bundle(), itself).verdict).toBe('reachable');
  });
});

describe('where the address of the client can not be kept', () => {
  it('refuses a target behind a transit gateway', () => {
    const far = { type: 'ip' as const, targets: [{ id: '10.1.1.10', zone: 'all' }] };
    const over = (attributes: Record<string, string>) => {
      const sketch = withBalancer({ ...far, attributes });
      addRoutes(sketch.region, 'rtb-pub', { '10.1.0.0/16': 'tgw-1' });
      return ask(sketch.bundle(), fromDatabase);
    };
    const asked = over({ 'preserve_client_ip.enabled': 'true' });
    expect([asked.verdict, asked.causes]).toEqual(['blocked', ['CLIENT_IP_PRESERVATION_UNSUPPORTED']]);
    expect(asked.finding('CLIENT_IP_PRESERVATION_UNSUPPORTED').text).toContain('10.1.0.0/16 -> tgw-1');
    expect(over({ 'preserve_client_ip.enabled': 'false' }).causes).not.toContain('CLIENT_IP_PRESERVATION_UNSUPPORTED');
  });
});

describe('the way back', () => {
  it("asks the ACL of the target's subnet with the client's address", () => {
    const closed = (outbound: string) => {
      const sketch = withBalancer();
      const inbound = [allowEntry(100, 'all', '0.0.0.0/0')];
      addNetworkAcl(sketch.region, {
        id: 'acl-t',
        vpc: 'vpc-a',
        subnets: ['sn-prv-a'],
        inbound,
        outbound: [allowEntry(100, 'all', outbound)],
      });
      return ask(sketch.bundle(), fromDatabase);
    };
    const asked = closed('10.0.1.0/24');
    expect([asked.verdict, asked.causes, asked.finding('SUBNET_ACL_RESTRICTION').leg]).toEqual([
      'blocked',
      ['SUBNET_ACL_RESTRICTION'],
      'return',
    ]);
    expect(closed('10.0.3.0/24').verdict).toBe('reachable');
  });

  it("asks the ACL of the node's subnet about the reply", () => {
    const closed = (from: string) => {
      const sketch = withBalancer();
      const outbound = [allowEntry(100, 'all', '0.0.0.0/0')];
      const inbound = [allowEntry(100, 'tcp', '10.0.3.0/24', 80), allowEntry(110, 'tcp', from, [1024, 65535])];
      addNetworkAcl(sketch.region, { id: 'acl-n', vpc: 'vpc-a', subnets: ['sn-pub-a'], inbound, outbound });
      return ask(sketch.bundle(), fromDatabase);
    };
    expect(closed('10.0.3.0/24').finding('SUBNET_ACL_RESTRICTION')).toMatchObject({ leg: 'return' });
    expect(closed('10.0.2.0/24').verdict).toBe('reachable');
  });
});

describe('listeners', () => {
  it('has none for the port', () => {
    const asked = ask(withBalancer().bundle(), { ...fromDatabase, port: 443 });
    expect([asked.verdict, asked.causes]).toEqual(['blocked', ['ELBV2_LISTENERS_MISMATCH']]);
    expect(asked.finding('ELBV2_LISTENERS_MISMATCH').text).toContain('its listeners: TCP:80');
  });

  it('opens its own port of a range', () => {
    expect(ask(withBalancer().bundle(), { ...fromDatabase, port: '80-81' }).verdict).toBe('partial');
  });

  it('takes the only listener as the port that is meant', () => {
    expect(ask(withBalancer().bundle(), { from: 'instance/i-db', to: 'nlb/nlb-1' }).verdict).toBe('reachable');
  });

  it('does not know without describe-listeners', () => {
    const asked = ask(withBalancer().without('elbv2:DescribeListeners').bundle(), fromDatabase);
    expect([asked.verdict, asked.finding('MISSING_CALL').missing]).toEqual(['unknown', 'elbv2:DescribeListeners for nlb-1']);
  });

  it('does not know what a node does whose load balancer is not captured', () => {
    const asked = ask(withBalancer().without('elbv2:DescribeLoadBalancers').bundle(), { ...fromDatabase, to: '10.0.1.200' });
    expect(asked.verdict).toBe('unknown');
  });

  it('refuses all while it is not active', () => {
    const sketch = withBalancer();
    for (const balancer of sketch.region.loadBalancers.values()) balancer.raw = { State: { Code: 'failed' } };
    expect(ask(sketch.bundle(), fromDatabase).causes).toEqual(['BAD_STATE']);
  });
});
