// Load balancers in front of a cluster: what pods see behind node ports and as address targets, health by design, what the controller should have done, and large groups.
import { describe, expect, it } from 'vitest';
import { addWebBalancer } from '../../../../test/sketch/eks-lab-parts.js';
import { eksLab } from '../../../../test/sketch/eks-lab.js';
import { balancerName } from '../../../../test/sketch/load-balancer-documents.js';
import { addNetworkAcl, allowEntry } from '../../../../test/sketch/network-acl.js';
import { addFargatePod } from '../../../../test/sketch/policies.js';
import { removeRoutes } from '../../../../test/sketch/route-table.js';
import { addSecurityGroup, allow, tcp } from '../../../../test/sketch/security-group.js';
import { addTargetGroupBinding } from '../../../../test/sketch/services.js';
import { take } from '../../../../test/sketch/collection.js';
import { asked } from '../../../../test/support/asked.js';

const CLIENT = 'internet/203.0.113.9';
const toNlb = { from: CLIENT, to: 'lb/nlb', port: 80 };

function withNlb(targets: 'instance' | 'ip', withGroups = true) {
  const lab = eksLab();
  const balancer = addWebBalancer(lab, { type: 'network', targets, withGroups });
  const [group] = lab.region.targetGroups.values();
  if (group === undefined) throw new Error('The balancer has a group.');
  for (const one of lab.region.loadBalancers.values()) one.attributes['load_balancing.cross_zone.enabled'] = 'true';
  return { lab, balancer, group };
}

describe('what pods see', () => {
  it.each([
    ['instance', 'true', 'Local', ['203.0.113.9']],
    ['instance', 'false', 'Local', ['10.0.0.60', '10.0.1.60']],
    ['instance', 'true', 'Cluster', ['10.0.16.10', '10.0.32.10']],
    ['instance', 'false', 'Cluster', ['10.0.16.10', '10.0.32.10']],
    ['ip', 'false', 'Cluster', ['10.0.0.60', '10.0.1.60']],
    ['ip', 'true', 'Cluster', ['203.0.113.9']],
  ] as const)('%s targets, preserve_client_ip.enabled %s, policy %s', (type, preserve, policy, seen) => {
    const { lab, group } = withNlb(type);
    group.attributes['preserve_client_ip.enabled'] = preserve;
    take(lab.cluster.services, 'prod/web').externalTrafficPolicy = policy;
    expect(asked(lab.bundle(), toNlb)).toMatchObject({ verdict: 'reachable', sourcesSeen: seen });
  });

  it('needs clients in the rules of nodes where the load balancer has no groups and keeps addresses', () => {
    const { lab, group } = withNlb('instance', false);
    const node = take(lab.region.securityGroups, 'sg-node');
    node.ingress = [...node.ingress.filter(({ from }) => from !== 30080), tcp(30080, '10.0.0.0/23')];
    take(lab.cluster.services, 'prod/web').externalTrafficPolicy = 'Local';
    expect(asked(lab.bundle(), toNlb).causes).toEqual(['ENI_SG_RULES_MISMATCH']);
    group.attributes['preserve_client_ip.enabled'] = 'false';
    expect(asked(lab.bundle(), toNlb)).toMatchObject({ verdict: 'reachable', sourcesSeen: ['10.0.0.60', '10.0.1.60'] });
  });

  it('shows the address of the client to the ACL of the pods', () => {
    const asking = (preserve: string) => {
      const { lab, group } = withNlb('ip');
      group.attributes['preserve_client_ip.enabled'] = preserve;
      const outbound = [allowEntry(100, 'all', '0.0.0.0/0')];
      addNetworkAcl(lab.region, {
        id: 'acl-p',
        vpc: 'vpc-a',
        subnets: ['sn-prv-a', 'sn-prv-b'],
        inbound: [allowEntry(100, 'tcp', '10.0.0.0/23')],
        outbound,
      });
      return asked(lab.bundle(), toNlb);
    };
    expect(asking('true').finding('SUBNET_ACL_RESTRICTION')).toMatchObject({ leg: 'forward', resource: 'acl-p' });
    expect(asking('false').verdict).toBe('reachable');
  });

  it('brings replies back through the load balancer, whatever the route table of the targets says', () => {
    const { lab, group } = withNlb('ip');
    group.attributes['preserve_client_ip.enabled'] = 'true';
    removeRoutes(lab.region, 'rtb-prv', '0.0.0.0/0');
    expect(asked(lab.bundle(), toNlb).verdict).toBe('reachable');
    removeRoutes(lab.region, 'rtb-pub', '0.0.0.0/0');
    expect(asked(lab.bundle(), toNlb).causes[0]).toBe('LB_SUBNET_NOT_PUBLIC');
  });
});

describe('hairpins through a node', () => {
  it('fails for a pod when the load balancer picks its own node', () => {
    const { lab, balancer } = withNlb('instance');
    balancer.scheme = 'internal';
    const trace = asked(lab.bundle(), { from: 'pod/prod/cli-a', to: 'lb/nlb', port: 80 });
    expect([trace.verdict, trace.scope]).toMatchObject(['partial', { over: 'targets', failing: 1, of: 2 }]);
    expect(trace.finding('NLB_HAIRPIN_CLIENT_IP').text).toContain('node/node-a:30080');
  });
});

describe('health by design', () => {
  it('says that nodes without a pod of a Service with policy Local are out as they should be', () => {
    const { lab, balancer, group } = withNlb('instance');
    const service = take(lab.cluster.services, 'prod/web');
    Object.assign(service, {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      healthCheckNodePort: 31000,
      loadBalancerHost: balancerName(lab.region, balancer),
    });
    for (const id of ['prod/web-b1', 'prod/web-b2']) lab.cluster.pods.delete(id);
    addTargetGroupBinding(lab.cluster, 'prod/web', 'web', 80, group.id);
    group.targets = [{ id: 'i-node-a' }, { id: 'i-node-b', state: 'unhealthy', reason: 'Target.ResponseCodeMismatch' }];
    const trace = asked(lab.bundle(), toNlb);
    expect([trace.verdict, trace.sourcesSeen]).toEqual(['reachable', ['203.0.113.9']]);
    expect(trace.finding('TARGETS_UNHEALTHY').text).toMatch(
      /This is by design: Service prod\/web has externalTrafficPolicy Local.*healthCheckNodePort 31000/,
    );
    service.externalTrafficPolicy = 'Cluster';
    expect(asked(lab.bundle(), toNlb).finding('TARGETS_UNHEALTHY').text).not.toContain('by design');
  });
});

describe('what the controller should have done', () => {
  function bound(type: 'instance' | 'ip') {
    const made = withNlb(type);
    addTargetGroupBinding(made.lab.cluster, 'prod/web', 'web', 80, made.group.id);
    return made;
  }

  it('names ready pods that are not registered', () => {
    const { lab, group } = bound('ip');
    group.targets = [];
    const trace = asked(lab.bundle(), toNlb);
    expect(trace.causes).toEqual(['TARGET_NOT_REGISTERED', 'ELBV2_LISTENER_HAS_NO_TG']);
    expect(trace.finding('TARGET_NOT_REGISTERED').text).toContain('pod/prod/web-a1 (10.0.16.11)');
  });

  it('names the Service that has nobody to register', () => {
    const { lab, group } = bound('ip');
    group.targets = [];
    take(lab.cluster.services, 'prod/web').selector = { app: 'web-svc' };
    const trace = asked(lab.bundle(), toNlb);
    expect(trace.causes).toEqual(['SERVICE_HAS_NO_ENDPOINTS', 'ELBV2_LISTENER_HAS_NO_TG']);
    expect(trace.finding('SERVICE_HAS_NO_ENDPOINTS').text).toContain('app is web, not web-svc');
  });

  it('says who did not manage the rules of the targets', () => {
    const { lab } = bound('ip');
    const node = take(lab.region.securityGroups, 'sg-node');
    node.ingress = node.ingress.filter(({ from }) => from !== 8080);
    const trace = asked(lab.bundle(), toNlb);
    expect(trace.causes).toEqual(['LB_BACKEND_RULES_NOT_MANAGED', 'ENI_SG_RULES_MISMATCH']);
    expect(trace.finding('LB_BACKEND_RULES_NOT_MANAGED').text).toContain('TargetGroupBinding prod/web has no networking rules');
    allow(lab.region, 'sg-node', tcp(8080, 'sg-be'));
    expect(asked(lab.bundle(), toNlb).causes).toEqual([]);
  });

  it('tells clients that a rule of another Service lets in', () => {
    const asking = (sourceRanges: string[]) => {
      const { lab } = bound('ip');
      Object.assign(take(lab.cluster.services, 'prod/web'), { type: 'LoadBalancer', sourceRanges });
      return asked(lab.bundle(), toNlb);
    };
    expect(asking(['198.51.100.0/24']).finding('SOURCE_RANGE_WIDENED').text).toContain('203.0.113.9 is outside loadBalancerSourceRanges');
    expect(asking(['203.0.113.0/24']).has('SOURCE_RANGE_WIDENED')).toBe(false);
  });
});

describe('groups that can not be filled', () => {
  function emptied(type: 'ClusterIP' | 'NodePort') {
    const { lab, group } = withNlb('instance');
    group.targets = [];
    take(lab.cluster.services, 'prod/web').type = type;
    addTargetGroupBinding(lab.cluster, 'prod/web', 'web', 80, group.id);
    return lab;
  }

  it('names nodes that are not registered, and Services without node ports', () => {
    expect(asked(emptied('NodePort').bundle(), toNlb).finding('TARGET_NOT_REGISTERED').text).toContain('node/node-a (i-node-a)');
    const lab = emptied('ClusterIP');
    for (const port of take(lab.cluster.services, 'prod/web').ports) delete port.nodePort;
    expect(asked(lab.bundle(), toNlb).finding('TARGET_NOT_REGISTERED').text).toContain('has no node port (type ClusterIP)');
  });

  it('says that pods on Fargate have no node to register', () => {
    const lab = emptied('NodePort');
    expect(asked(lab.bundle(), toNlb).has('INSTANCE_TARGETS_NEED_NODES')).toBe(false);
    lab.cluster.pods.clear();
    addFargatePod(lab.cluster, {
      id: 'prod/web-f',
      subnet: 'sn-prv-a',
      ip: '10.0.18.5',
      labels: { app: 'web' },
      ports: [{ name: 'http', containerPort: 8080 }],
    });
    expect(asked(lab.bundle(), toNlb).causes[0]).toBe('INSTANCE_TARGETS_NEED_NODES');
  });
});

describe('groups of an interface', () => {
  it('says that two of them carry the tag of the cluster, where that leaves a rule out', () => {
    const { lab, group } = withNlb('ip');
    addTargetGroupBinding(lab.cluster, 'prod/web', 'web', 80, group.id);
    const tags = { 'kubernetes.io/cluster/lab': 'owned' };
    addSecurityGroup(lab.region, { id: 'sg-extra', vpc: 'vpc-a', tags });
    const node = take(lab.region.securityGroups, 'sg-node');
    node.tags = tags;
    node.ingress = node.ingress.filter(({ from }) => from !== 8080);
    for (const balancer of lab.region.loadBalancers.values()) balancer.groups = [];
    for (const eni of lab.region.interfaces.values()) if (eni.groups.includes('sg-node')) eni.groups.push('sg-extra');
    const trace = asked(lab.bundle(), toNlb);
    expect([trace.verdict, trace.finding('MULTIPLE_CLUSTER_TAGGED_GROUPS').effect]).toEqual(['blocked', 'caveat']);
    node.tags = {};
    expect(asked(lab.bundle(), toNlb).has('MULTIPLE_CLUSTER_TAGGED_GROUPS')).toBe(false);
  });
});

it('refuses traffic that the group of the listener does not take', () => {
  const { lab, group } = withNlb('ip');
  group.raw = { Protocol: 'UDP' };
  expect(asked(lab.bundle(), toNlb).causes).toEqual(['ELBV2_LISTENER_REQUIRES_TG_ACCEPT']);
});

describe('large groups', () => {
  it('judges targets that nothing tells apart once, and counts all of them', () => {
    const { lab, group } = withNlb('ip');
    const nodeA = take(lab.region.interfaces, 'eni-a0');
    const many = Array.from({ length: 200 }, (_, index) => `10.0.18.${index + 10}`);
    nodeA.secondary.push(...many);
    group.targets = [...group.targets, ...many.map((id) => ({ id, zone: 'a' }))];
    const trace = asked(lab.bundle(), { from: CLIENT, to: '198.51.100.60', port: 80 });
    expect(trace.trace.conversations.length).toBeLessThan(20);
    expect(trace.scope.of).toBe(204);
  });
});
