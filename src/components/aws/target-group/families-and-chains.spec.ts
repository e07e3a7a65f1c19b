// Clients of the other family than the targets, and an application load balancer behind a network load balancer.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../../../../test/sketch/aws-fixture.js';
import { take } from '../../../../test/sketch/collection.js';
import { addListener, addLoadBalancer, addTargetGroup } from '../../../../test/sketch/load-balancers.js';
import { addSecurityGroup, allow, allowOut, any, tcp } from '../../../../test/sketch/security-group.js';
import { asked } from '../../../../test/support/asked.js';

describe('an IPv6 client of a dual-stack network load balancer', () => {
  function dualStack() {
    const sketch = awsFixture();
    const { region } = sketch;
    const nodes = [{ subnet: 'sn-pub-a', ip: '10.0.1.200', ipv6: '2001:db8:a:1::200' }];
    const balancer = addLoadBalancer(region, { name: 'nlb-1', type: 'network', nodes, ipAddressType: 'dualstack', crossZone: true });
    const group = addTargetGroup(region, { name: 'tg-1', vpc: 'vpc-a', type: 'instance', port: 8080, targets: [{ id: 'i-app' }] });
    addListener(region, { loadBalancer: balancer.id, port: 80, protocol: 'TCP', targetGroup: group.id });
    take(region.interfaces, 'eni-db').ipv6.push('2001:db8:a:3::30');
    allowOut(region, 'sg-db', any('::/0'));
    return sketch;
  }

  it("is replaced by the node's own IPv4 address toward an IPv4 target, though addresses are kept", () => {
    const sketch = dualStack();
    allow(sketch.region, 'sg-app', tcp(8080, '10.0.1.0/24'));
    const six = asked(sketch.bundle(), { from: 'instance/i-db', to: 'lb/nlb-1', family: 'ipv6' });
    expect([six.verdict, six.sourcesSeen]).toEqual(['reachable', ['10.0.1.200']]);
    expect(asked(sketch.bundle(), { from: 'instance/i-db', to: 'lb/nlb-1', family: 'ipv4' }).causes).toEqual(['ENI_SG_RULES_MISMATCH']);
  });
});

describe('an application load balancer behind a network load balancer', () => {
  function chain(front: string) {
    const sketch = awsFixture();
    const { region } = sketch;
    addSecurityGroup(region, { id: 'sg-alb', vpc: 'vpc-a', ingress: [tcp(80, front)] });
    allow(region, 'sg-app', tcp(8080, 'sg-alb'));
    const alb = addLoadBalancer(region, {
      name: 'alb-1',
      type: 'application',
      nodes: [
        { subnet: 'sn-prv-b', ip: '10.0.3.210' },
        { subnet: 'sn-prv-a', ip: '10.0.2.210' },
      ],
      groups: ['sg-alb'],
    });
    const web = addTargetGroup(region, {
      name: 'web',
      vpc: 'vpc-a',
      type: 'instance',
      port: 8080,
      protocol: 'HTTP',
      targets: [{ id: 'i-app' }],
    });
    addListener(region, { loadBalancer: alb.id, port: 80, protocol: 'HTTP', targetGroup: web.id });
    const nlb = addLoadBalancer(region, {
      name: 'nlb-1',
      type: 'network',
      nodes: [
        { subnet: 'sn-pub-a', ip: '10.0.1.200' },
        { subnet: 'sn-prv-b', ip: '10.0.3.200' },
      ],
      crossZone: true,
    });
    const toAlb = addTargetGroup(region, { name: 'to-alb', vpc: 'vpc-a', type: 'ip', port: 80, targets: [{ id: alb.id }] });
    toAlb.raw = { TargetType: 'alb' };
    addListener(region, { loadBalancer: nlb.id, port: 443, protocol: 'TCP', targetGroup: toAlb.id });
    return asked(sketch.bundle(), { from: 'instance/i-db', to: 'nlb/nlb-1' });
  }

  it('sees the client, and asks its own targets by itself', () => {
    expect(chain('10.0.3.30/32')).toMatchObject({ verdict: 'reachable', sourcesSeen: ['10.0.2.210', '10.0.3.210'] });
  });

  it("is not reached by a rule for the network load balancer's subnet", () => {
    expect(chain('10.0.1.0/24').causes).toEqual(['ENI_SG_RULES_MISMATCH']);
  });
});
