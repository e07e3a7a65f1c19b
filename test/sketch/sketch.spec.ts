/** Holds both fixtures, and every part that may be added to them, to agree with themselves. */
import { describe, expect, it } from 'vitest';
import { awsFixture } from './aws-fixture.js';
import type { Sketch } from './bundle.js';
import { take } from './collection.js';
import { contradictions, rowsOf, textsAt } from './consistency.js';
import { addCache, addDatabase } from './databases.js';
import { eksLab, type ClusterLab } from './eks-lab.js';
import { addBranchNode, addNeighbours, addPodSubnets, addWebBalancer, ipv6Lab } from './eks-lab-parts.js';
import { addEndpointService, addGatewayEndpoint, addInterfaceEndpoint } from './endpoints.js';
import { addVpnGateway } from './hybrid.js';
import { addInterface } from './interfaces.js';
import { addListener, addLoadBalancer, addTargetGroup } from './load-balancers.js';
import { addNetworkAcl, allowEntry } from './network-acl.js';
import { addFargatePod } from './policies.js';
import { allow, ruleId, tcp } from './security-group.js';

function changed(change: (lab: ClusterLab) => void): Sketch {
  const lab = eksLab();
  change(lab);
  return lab;
}

function fixtureWithServices(): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  addDatabase(region, { id: 'orders', subnet: 'sn-prv-b', ip: '10.0.3.40', groups: ['sg-db'], subnets: ['sn-prv-a', 'sn-prv-b'] });
  addCache(region, { id: 'sessions', subnet: 'sn-prv-b', ip: '10.0.3.41', groups: ['sg-db'] });
  addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] });
  addInterfaceEndpoint(region, {
    id: 'vpce-sts',
    vpc: 'vpc-a',
    service: 'sts',
    groups: ['sg-app'],
    interfaces: { 'sn-prv-a': '10.0.2.50' },
  });
  const balancer = addLoadBalancer(region, { name: 'inner', type: 'network', nodes: [{ subnet: 'sn-prv-a', ip: '10.0.2.60' }] });
  const group = addTargetGroup(region, { name: 'app', vpc: 'vpc-a', type: 'instance', port: 80, targets: [{ id: 'i-app' }] });
  addListener(region, { loadBalancer: balancer.id, port: 80, protocol: 'TCP', targetGroup: group.id });
  addEndpointService(region, { id: 'vpce-svc-app', loadBalancer: balancer.id });
  addVpnGateway(region, { id: 'vgw-a', vpc: 'vpc-a' });
  return sketch;
}

describe('the fixtures', () => {
  it.each<[string, () => Sketch]>([
    ['the AWS fixture', awsFixture],
    ['the AWS fixture with a database, endpoints and a load balancer', fixtureWithServices],
    ['the EKS lab', () => eksLab()],
    ['the EKS lab with pod subnets', () => changed(addPodSubnets)],
    ['the EKS lab with branch pods', () => changed(addBranchNode)],
    ['the EKS lab with neighbours', () => changed(addNeighbours)],
    ['the EKS lab behind an NLB', () => changed((lab) => addWebBalancer(lab, { type: 'network', targets: 'instance' }))],
    ['the EKS lab behind an ALB', () => changed((lab) => addWebBalancer(lab, { type: 'application', targets: 'ip' }))],
    [
      'the EKS lab with Fargate',
      () => changed((lab) => addFargatePod(lab.cluster, { id: 'prod/far', ip: '10.0.32.77', subnet: 'sn-prv-b' })),
    ],
    ['the IPv6 lab', ipv6Lab],
  ])('%s agrees with itself, and comes out the same twice', (_, make) => {
    expect(contradictions(make().bundle())).toEqual([]);
    expect(make().bundle()).toEqual(make().bundle());
  });

  it('is found out when it does not agree with itself', () => {
    const sketch = awsFixture();
    addInterface(sketch.region, { id: 'eni-stray', subnet: 'sn-prv-a', ip: '10.0.9.9', groups: ['sg-b'] });
    expect(contradictions(sketch.bundle())).toEqual([
      'eu-west-1: eni-stray: 10.0.9.9 is outside 10.0.2.0/24',
      'eu-west-1: eni-stray: sg-b is of another VPC',
    ]);
  });
});

describe('a sketch', () => {
  it('writes every call, and leaves out the one that is dropped', () => {
    const operations = (sketch: Sketch) => sketch.bundle().aws[0]?.calls.map((call) => call.operation) ?? [];
    expect(operations(awsFixture())).toContain('ec2:DescribeNetworkAcls');
    const all = new Set(operations(awsFixture()));
    const fewer = new Set(operations(awsFixture().without('ec2:DescribeNetworkAcls')));
    expect([...all].filter((operation) => !fewer.has(operation))).toEqual(['ec2:DescribeNetworkAcls']);
  });

  it('writes empty Kubernetes lists with their kind, and leaves out the one that is dropped', () => {
    const lists = eksLab().bundle().kubernetes[0]?.objects ?? [];
    expect(lists).toContainEqual({ kind: 'NetworkPolicyList', apiVersion: 'networking.k8s.io/v1', items: [] });
    const fewer = eksLab().without('NetworkPolicyList').bundle().kubernetes[0]?.objects ?? [];
    expect(fewer.map((list) => list.kind)).not.toContain('NetworkPolicyList');
  });

  it('puts a subnet under the ACL that names it, and takes it from the default one', () => {
    const sketch = awsFixture();
    addNetworkAcl(sketch.region, {
      id: 'acl-db',
      vpc: 'vpc-a',
      subnets: ['sn-prv-b'],
      inbound: [allowEntry(100, 'tcp', '10.0.2.0/24', 5432)],
    });
    const acls = rowsOf(sketch.bundle().aws[0] ?? { accountId: '', region: '', calls: [] }, 'ec2:DescribeNetworkAcls', 'NetworkAcls');
    const members = (id: string) =>
      textsAt(
        acls.find((acl) => acl['NetworkAclId'] === id),
        'Associations',
        'SubnetId',
      );
    expect(members('acl-db')).toEqual(['sn-prv-b']);
    expect(members('acl-default-vpc-a')).not.toContain('sn-prv-b');
  });

  it('prints a rule both in its group and as a row of its own', () => {
    const sketch = awsFixture();
    allow(sketch.region, 'sg-db', tcp(5432, 'sg-app', 'orders'));
    const capture = sketch.bundle().aws[0] ?? { accountId: '', region: '', calls: [] };
    const group = take(sketch.region.securityGroups, 'sg-db');
    const rows = rowsOf(capture, 'ec2:DescribeSecurityGroupRules', 'SecurityGroupRules');
    const id = ruleId(group, group.ingress[0] ?? tcp(0, ''), 'ingress');
    expect(rows.find((row) => row['SecurityGroupRuleId'] === id)).toMatchObject({ IsEgress: false, FromPort: 5432, ToPort: 5432 });
  });

  it('derives the endpoints of a Service from the pods that it selects', () => {
    const lists = eksLab().bundle().kubernetes[0]?.objects ?? [];
    const slices = lists.find((list) => list.kind === 'EndpointSliceList')?.items ?? [];
    const web = slices.find((slice) => textsAt(slice, 'metadata', 'labels', 'kubernetes.io/service-name')[0] === 'web');
    expect(textsAt(web, 'endpoints', 'addresses')).toEqual(['10.0.16.11', '10.0.17.11', '10.0.32.11', '10.0.33.11']);
    expect(web?.['ports']).toEqual([{ name: 'http', port: 8080, protocol: 'TCP' }]);
  });

  it('refuses an id that is taken, and names what it has when an id is not there', () => {
    const { region } = awsFixture();
    expect(() => addInterface(region, { id: 'eni-app', subnet: 'sn-prv-a', ip: '10.0.2.99' })).toThrow('eni-app is already');
    expect(() => take(region.subnets, 'sn-none')).toThrow('sn-none is not in the sketch; it has sn-pub-a');
  });
});
