// Application load balancers in front of a cluster: two connections, rules, errors that they answer with, and public subnets.
import { describe, expect, it } from 'vitest';
import { addWebBalancer } from '../../../../test/sketch/eks-lab-parts.js';
import { eksLab } from '../../../../test/sketch/eks-lab.js';
import { balancerName } from '../../../../test/sketch/load-balancer-documents.js';
import { addTargetGroup } from '../../../../test/sketch/load-balancers.js';
import { addRouteTable, removeRoutes, routes } from '../../../../test/sketch/route-table.js';
import { tcp } from '../../../../test/sketch/security-group.js';
import { addIngress } from '../../../../test/sketch/services.js';
import { asked } from '../../../../test/support/asked.js';

const CLIENT = 'internet/203.0.113.9';

function withAlb() {
  const lab = eksLab();
  const balancer = addWebBalancer(lab, { type: 'application', targets: 'ip' });
  const [listener] = lab.region.listeners.values();
  const [group] = lab.region.targetGroups.values();
  if (listener === undefined || group === undefined) throw new Error('The balancer has a listener and a group.');
  return { lab, balancer, listener, group };
}

describe('an application load balancer', () => {
  it('opens a connection of its own to each target, from each of its nodes', () => {
    const { lab } = withAlb();
    const trace = asked(lab.bundle(), { from: CLIENT, to: 'alb/alb' });
    expect([trace.verdict, trace.sourcesSeen]).toEqual(['reachable', ['10.0.0.70', '10.0.1.70']]);
    expect(trace.scope).toMatchObject({ over: 'targets', failing: 0, of: 4 });
    expect(trace.finding('CLIENT_ADDRESS_LOST').text).toContain('X-Forwarded-For');
  });

  it("is judged at the targets by its group, and by its own group's outbound rules", () => {
    const closed = withAlb();
    const node = closed.lab.region.securityGroups.get('sg-node');
    if (node !== undefined) node.ingress = node.ingress.filter(({ peer }) => peer !== 'sg-be');
    const refused = asked(closed.lab.bundle(), { from: CLIENT, to: 'lb/alb', port: 80 });
    expect([refused.verdict, refused.causes, refused.finding('ENI_SG_RULES_MISMATCH').resource]).toEqual([
      'blocked',
      ['ENI_SG_RULES_MISMATCH'],
      'sg-node',
    ]);
  });

  it('answers 503 for an empty group', () => {
    const { lab, group } = withAlb();
    group.targets = [];
    const trace = asked(lab.bundle(), { from: CLIENT, to: 'lb/alb', port: 80 });
    expect([trace.verdict, trace.finding('ELBV2_LISTENER_HAS_NO_TG').symptom]).toEqual(['blocked', 'http-503']);
  });

  it('is found by its DNS name, in any case and with the prefix of dual-stack names', () => {
    const { lab, balancer } = withAlb();
    const name = balancerName(lab.region, balancer);
    for (const to of [name, name.toUpperCase(), `dualstack.${name}`])
      expect(asked(lab.bundle(), { from: CLIENT, to, port: 80 }).verdict).toBe('reachable');
    const other = asked(lab.bundle(), { from: CLIENT, to: `other.${name}`, port: 80 });
    expect(other.trace.to.destination?.resource.kind).not.toBe('load-balancer');
    expect(() => asked(lab.bundle(), { from: CLIENT, to: 'nlb/alb', port: 80 })).toThrow('ENDPOINT_NOT_FOUND');
  });
});

describe('rules', () => {
  function withRules() {
    const made = withAlb();
    made.listener.rules.push({ host: 'shop.example.com', path: '/api/*', targetGroup: made.group.id });
    made.listener.targetGroup = null;
    return made;
  }
  const question = { from: CLIENT, to: 'lb/alb', port: 80 };

  it.each([
    ['unknown host and path', {}, 'reachable'],
    ['both fit', { host: 'shop.example.com', path: '/api/x' }, 'reachable'],
    ['another path', { host: 'shop.example.com', path: '/admin' }, 'blocked'],
    ['another host', { host: 'other.example.com' }, 'blocked'],
  ])('%s', (_name, http, verdict) => {
    const trace = asked(withRules().lab.bundle(), { ...question, ...http });
    expect([trace.verdict, trace.causes]).toEqual([verdict, verdict === 'blocked' ? ['LISTENER_RULE_NO_MATCH'] : []]);
  });

  it('names what was asked for and what answers', () => {
    const { text } = asked(withRules().lab.bundle(), { ...question, path: '/admin' }).finding('LISTENER_RULE_NO_MATCH');
    expect(text).toBe(
      'No rule of listener HTTP:80 of application load balancer alb takes path /admin, so the default action answers with 404.',
    );
  });

  it('ends at the load balancer where it answers every request by itself', () => {
    const { lab, listener } = withAlb();
    listener.targetGroup = null;
    const trace = asked(lab.bundle(), question);
    expect([trace.verdict, trace.sourcesSeen]).toEqual(['reachable', ['203.0.113.9']]);
    expect(asked(lab.bundle(), { ...question, path: '/' }).causes).toEqual(['LISTENER_RULE_NO_MATCH']);
  });

  it('does not know where requests go without its rules', () => {
    const trace = asked(withAlb().lab.without('elbv2:DescribeRules').bundle(), question);
    expect([trace.verdict, trace.finding('MISSING_CALL').missing]).toEqual([
      'unknown',
      expect.stringContaining('elbv2:DescribeRules for ') as string,
    ]);
  });

  it('sends nothing to groups of weight zero', () => {
    const { lab, listener, group } = withAlb();
    const other = addTargetGroup(lab.region, { name: 'none', vpc: 'vpc-a', type: 'ip', port: 8080, protocol: 'HTTP' });
    const weighted = (weight: number) => ({
      DefaultActions: [
        {
          Type: 'forward',
          ForwardConfig: {
            TargetGroups: [
              { TargetGroupArn: group.id, Weight: 1 },
              { TargetGroupArn: other.id, Weight: weight },
            ],
          },
        },
      ],
    });
    const asking = (weight: number) => {
      listener.raw = weighted(weight);
      const bundle = lab.bundle();
      const aws = bundle.aws.map((capture) => ({
        ...capture,
        calls: capture.calls.map((call) => (call.operation === 'elbv2:DescribeRules' ? { ...call, output: { Rules: [] } } : call)),
      }));
      return asked({ ...bundle, aws }, question);
    };
    expect(asking(0).verdict).toBe('reachable');
    expect(asking(1).causes).toEqual(['ELBV2_LISTENER_HAS_NO_TG']);
  });
});

describe('an Ingress', () => {
  function withIngress(path: string, loadBalancerHost?: string) {
    const made = withAlb();
    made.listener.rules.push({ path: '/shop', targetGroup: made.group.id });
    made.listener.targetGroup = null;
    addIngress(made.lab.cluster, 'prod/web', {
      service: 'web',
      port: 80,
      path,
      loadBalancerHost: loadBalancerHost ?? balancerName(made.lab.region, made.balancer),
    });
    return made.lab.bundle();
  }
  const question = { from: CLIENT, to: 'ingress/prod/web', port: 80 };

  it('asks its load balancer for its own path', () => {
    expect(asked(withIngress('/shop'), question).verdict).toBe('reachable');
    expect(asked(withIngress('/other'), question).causes).toEqual(['LISTENER_RULE_NO_MATCH']);
    expect(asked(withIngress('/other'), { ...question, path: '/shop' }).verdict).toBe('reachable');
  });

  it('leads nowhere without a load balancer of the snapshot', () => {
    expect(() => asked(withIngress('/shop', 'gone.elb.example'), question)).toThrow(
      'its load balancer gone.elb.example is not in this snapshot',
    );
    expect(() => asked(withIngress('/shop'), { ...question, to: 'ingress/prod/other' })).toThrow('There is no ingress prod/other');
  });
});

describe('subnets that are not public', () => {
  it.each([
    ['no default route', {}, 'RETURN_NO_ROUTE'],
    ['a NAT gateway', { '0.0.0.0/0': 'nat-a' }, 'RETURN_WRONG_TARGET'],
  ])('%s loses the replies of its node', (_name, targets, then) => {
    const { lab } = withAlb();
    addRouteTable(lab.region, { id: 'rtb-closed', vpc: 'vpc-a', subnets: [], routes: routes(targets) });
    const table = lab.region.routeTables.get('rtb-pub');
    const closed = lab.region.routeTables.get('rtb-closed');
    if (table !== undefined) table.subnets = table.subnets.filter((id) => id !== 'sn-pub-b');
    closed?.subnets.push('sn-pub-b');
    const trace = asked(lab.bundle(), { from: CLIENT, to: 'lb/alb', port: 80 });
    expect([trace.verdict, trace.causes]).toEqual(['partial', ['LB_SUBNET_NOT_PUBLIC', then]]);
    expect(trace.finding('LB_SUBNET_NOT_PUBLIC')).toMatchObject({ leg: 'return', resource: 'sn-pub-b' });
    expect(trace.scope).toMatchObject({ over: 'balancer nodes', failing: 1, of: 2 });
    expect(asked(lab.bundle(), { from: 'lb/alb', to: 'pod/prod/web-a1' }).verdict).toBe('reachable');
  });

  it('does not matter to clients inside the VPC at the private address', () => {
    const { lab } = withAlb();
    removeRoutes(lab.region, 'rtb-pub', '0.0.0.0/0');
    expect(asked(lab.bundle(), { from: 'node/node-a', to: '10.0.1.70', port: 80 }).has('LB_SUBNET_NOT_PUBLIC')).toBe(false);
  });
});

describe('a caller in the VPC', () => {
  it('takes the public address, and arrives as the NAT gateway', () => {
    const { lab } = withAlb();
    const front = lab.region.securityGroups.get('sg-fe');
    if (front !== undefined) front.ingress = [tcp(80, '10.0.0.0/16')];
    const trace = asked(lab.bundle(), { from: 'pod/prod/cli-a', to: 'lb/alb', port: 80 });
    expect([trace.verdict, trace.causes]).toEqual(['blocked', ['ENI_SG_RULES_MISMATCH']]);
    expect(trace.finding('ENI_SG_RULES_MISMATCH').text).toContain('198.51.100.10');
    if (front !== undefined) front.ingress = [tcp(80, '198.51.100.10/32')];
    expect(asked(lab.bundle(), { from: 'pod/prod/cli-a', to: 'lb/alb', port: 80 }).verdict).toBe('reachable');
  });
});
