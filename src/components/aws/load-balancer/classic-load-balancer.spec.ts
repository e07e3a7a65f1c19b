// Classic Load Balancers: instances asked by the node itself, the ACL inside one subnet, health without failing open, zones.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../../../../test/sketch/aws-fixture.js';
import { addInterface } from '../../../../test/sketch/interfaces.js';
import { addListener, addLoadBalancer, addTargetGroup } from '../../../../test/sketch/load-balancers.js';
import { addNetworkAcl, allowEntry, denyEntry } from '../../../../test/sketch/network-acl.js';
import { addSecurityGroup, allow, tcp } from '../../../../test/sketch/security-group.js';
import { asked } from '../../../../test/support/asked.js';
import type { Bundle } from '../../../snapshot/bundle.js';

describe('a Classic Load Balancer', () => {
  function classic(
    states: Record<string, string> | null = { 'i-app': 'InService' },
    crossZone = true,
  ): { bundle: Bundle; sketch: ReturnType<typeof awsFixture> } {
    const sketch = awsFixture();
    addSecurityGroup(sketch.region, { id: 'sg-clb', vpc: 'vpc-a', ingress: [tcp([80, 443], '10.0.0.0/16')] });
    allow(sketch.region, 'sg-app', tcp(8080, 'sg-clb'));
    addInterface(sketch.region, {
      id: 'eni-clb',
      subnet: 'sn-prv-a',
      ip: '10.0.2.200',
      groups: ['sg-clb'],
      description: 'ELB web',
      requester: 'amazon-elb',
      requesterManaged: true,
    });
    return { sketch, bundle: complete(sketch, states, crossZone) };
  }
  function complete(sketch: ReturnType<typeof awsFixture>, states: Record<string, string> | null, crossZone: boolean): Bundle {
    const bundle = sketch.bundle();
    const listener = { Protocol: 'HTTP', LoadBalancerPort: 80, InstanceProtocol: 'HTTP', InstancePort: 8080 };
    const description = {
      LoadBalancerName: 'web',
      DNSName: 'internal-web-1.eu-west-1.elb.amazonaws.com',
      Scheme: 'internal',
      VPCId: 'vpc-a',
      Subnets: ['sn-prv-a'],
      AvailabilityZones: ['eu-west-1a'],
      SecurityGroups: ['sg-clb'],
      Instances: Object.keys(states ?? { 'i-app': '' }).map((InstanceId) => ({ InstanceId })),
      ListenerDescriptions: [{ Listener: listener }],
    };
    const input = { LoadBalancerName: 'web' };
    const calls = (bundle.aws[0]?.calls ?? []).filter(({ operation }) => operation !== 'elb:DescribeLoadBalancers');
    calls.push({ operation: 'elb:DescribeLoadBalancers', output: { LoadBalancerDescriptions: [description] } });
    calls.push({
      operation: 'elb:DescribeLoadBalancerAttributes',
      input,
      output: { LoadBalancerAttributes: { CrossZoneLoadBalancing: { Enabled: crossZone } } },
    });
    if (states !== null)
      calls.push({
        operation: 'elb:DescribeInstanceHealth',
        input,
        output: { InstanceStates: Object.entries(states).map(([InstanceId, State]) => ({ InstanceId, State })) },
      });
    return { ...bundle, aws: [{ accountId: '111122223333', region: 'eu-west-1', calls }] };
  }
  const question = { from: 'instance/i-db', to: 'clb/web' };

  it('asks its instances by itself', () => {
    expect(asked(classic().bundle, question)).toMatchObject({ verdict: 'reachable', sourcesSeen: ['10.0.2.200'] });
    expect(asked(classic().bundle, { ...question, port: 443 }).causes).toEqual(['ELB_LISTENERS_MISMATCH']);
  });

  it('is held by the ACL of its subnet toward a neighbour, which an interface of its own kind is not', () => {
    const { sketch } = classic();
    const inbound = [allowEntry(100, 'all', '0.0.0.0/0')];
    const outbound = [denyEntry(50, 'tcp', '10.0.2.0/24', 8080), allowEntry(100, 'all', '0.0.0.0/0')];
    addNetworkAcl(sketch.region, { id: 'acl-1', vpc: 'vpc-a', subnets: ['sn-prv-a'], inbound, outbound });
    const trace = asked(complete(sketch, { 'i-app': 'InService' }, true), question);
    expect([trace.verdict, trace.causes, trace.finding('ELB_ACL_RESTRICTION').leg]).toEqual([
      'blocked',
      ['ELB_ACL_RESTRICTION'],
      'forward',
    ]);
    const alb = addLoadBalancer(sketch.region, {
      name: 'alb',
      type: 'application',
      nodes: [{ subnet: 'sn-prv-a', ip: '10.0.2.201' }],
      groups: ['sg-clb'],
    });
    const group = addTargetGroup(sketch.region, {
      name: 'tg',
      vpc: 'vpc-a',
      type: 'instance',
      port: 8080,
      protocol: 'HTTP',
      targets: [{ id: 'i-app' }],
    });
    addListener(sketch.region, { loadBalancer: alb.id, port: 80, protocol: 'HTTP', targetGroup: group.id });
    expect(asked(sketch.bundle(), { from: 'instance/i-db', to: 'lb/alb' }).verdict).toBe('reachable');
  });

  it('does not fail open, and takes instances as in service where health was not captured', () => {
    const sick = asked(classic({ 'i-app': 'OutOfService' }).bundle, question);
    expect([sick.verdict, sick.causes, sick.finding('TARGETS_UNHEALTHY').symptom]).toEqual(['blocked', ['TARGETS_UNHEALTHY'], 'http-503']);
    const assumed = asked(classic(null).bundle, question);
    expect([assumed.verdict, assumed.finding('STATE_ASSUMED').text]).toEqual([
      'reachable',
      expect.stringContaining('DescribeInstanceHealth') as string,
    ]);
  });

  it('sends nothing to zones that it has no node in', () => {
    expect(asked(classic({ 'i-db': 'InService' }, false).bundle, { ...question, from: 'instance/i-app' }).causes).toEqual([
      'ELB_NOT_CROSSZONE',
    ]);
    expect(asked(classic({ 'i-db': 'InService' }).bundle, { ...question, from: 'instance/i-app' }).causes).toEqual([
      'ELB_INSTALLED_AZ_RESTRICTION',
    ]);
  });
});
