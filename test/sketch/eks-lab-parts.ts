/** Parts that only some examples add to the lab: pod subnets, a node for branch pods, neighbour networks, load balancers, an IPv6 cluster. */
import type { LoadBalancerSketch } from './aws-service-shapes.js';
import { newSketch } from './bundle.js';
import { newCluster } from './cluster.js';
import { take } from './collection.js';
import type { ClusterLab } from './eks-lab.js';
import { addEgressOnlyGateway, addInternetGateway } from './gateways.js';
import { addInstance } from './instances.js';
import { addListener, addLoadBalancer, addTargetGroup } from './load-balancers.js';
import { addNode } from './nodes.js';
import { addPeering } from './peering.js';
import { addPod } from './pods.js';
import { addBranchPod, addTrunk } from './policies.js';
import { addRouteTable, addRoutes, routes } from './route-table.js';
import { addSecurityGroup, allow, any, tcp } from './security-group.js';
import { addTransitGateway, attachVpc, attachVpn } from './transit-gateway.js';
import { addSubnet, addVpc } from './vpc.js';

/** Gives the VPC 100.64.0.0/16 with sn-pod-a 100.64.0.0/18 and sn-pod-b 100.64.64.0/18, routed like the private subnets. */
export function addPodSubnets(lab: ClusterLab): void {
  const vpc = take(lab.region.vpcs, 'vpc-a');
  vpc.secondaryCidrs.push('100.64.0.0/16');
  addSubnet(lab.region, { id: 'sn-pod-a', vpc: 'vpc-a', cidr: '100.64.0.0/18' });
  addSubnet(lab.region, { id: 'sn-pod-b', vpc: 'vpc-a', cidr: '100.64.64.0/18', zone: 'b' });
  take(lab.region.routeTables, 'rtb-prv').subnets.push('sn-pod-a', 'sn-pod-b');
}

/** Adds node-c (10.0.20.10 on eni-c0, trunk eni-ctr 10.0.21.10) with pod prod/pay-c on branch eni-br1 10.0.22.5, VLAN 1, sg-pay. */
export function addBranchNode(lab: ClusterLab): void {
  const { cluster, region } = lab;
  const node = addNode(cluster, { id: 'node-c', subnet: 'sn-prv-a', ip: '10.0.20.10', groups: ['sg-node'], interface: 'eni-c0' });
  addTrunk(cluster, node, 'eni-ctr', '10.0.21.10');
  if (cluster.cni) cluster.cni.env['ENABLE_POD_ENI'] = 'true';
  addSecurityGroup(region, { id: 'sg-pay', vpc: 'vpc-a', ingress: [tcp(8080, 'sg-node')] });
  addBranchPod(cluster, {
    id: 'prod/pay-c',
    node: 'node-c',
    ip: '10.0.22.5',
    interface: 'eni-br1',
    groups: ['sg-pay'],
    subnet: 'sn-prv-a',
    vlan: 1,
    labels: { app: 'pay' },
    ports: [{ name: 'http', containerPort: 8080 }],
  });
}

/** Adds the peer VPC 10.8.0.0/16 (eni-peer 10.8.1.5 in sn-peer, pcx-peer) and 192.168.0.0/16 behind tgw-1, with routes both ways. */
export function addNeighbours(lab: ClusterLab): void {
  const { region } = lab;
  addVpc(region, { id: 'vpc-peer', cidr: '10.8.0.0/16' });
  addSubnet(region, { id: 'sn-peer', vpc: 'vpc-peer', cidr: '10.8.1.0/24' });
  addSecurityGroup(region, { id: 'sg-peer', vpc: 'vpc-peer', ingress: [any('10.0.0.0/16')] });
  addInstance(region, { id: 'i-peer', subnet: 'sn-peer', ip: '10.8.1.5', groups: ['sg-peer'] });
  addPeering(region, { id: 'pcx-peer', requester: 'vpc-a', accepter: 'vpc-peer' });
  addRouteTable(region, { id: 'rtb-peer', vpc: 'vpc-peer', subnets: ['sn-peer'], routes: routes({ '10.0.0.0/16': 'pcx-peer' }) });
  addTransitGateway(region, { id: 'tgw-1', defaultTable: 'tgwrt-1' });
  attachVpc(region, {
    id: 'att-a',
    transitGateway: 'tgw-1',
    vpc: 'vpc-a',
    interfaces: { 'sn-prv-a': '10.0.16.4', 'sn-prv-b': '10.0.32.4' },
  });
  attachVpn(region, { id: 'att-vpn', transitGateway: 'tgw-1', vpn: 'vpn-1', announces: ['192.168.0.0/16'] });
  addRoutes(region, 'rtb-prv', { '10.8.0.0/16': 'pcx-peer', '192.168.0.0/16': 'tgw-1' });
}

interface BalancerOptions {
  type: 'application' | 'network';
  targets: 'instance' | 'ip';
  /** Without groups a network load balancer filters nothing. */
  withGroups?: boolean;
}

/**
 * Adds an internet-facing load balancer before prod/web on port 80: `nlb` at 10.0.0.60 and 10.0.1.60 (public 198.51.100.60 and .61) or
 * `alb` at .70; sg-fe lets 80 in from everywhere, sg-be is the group that nodes let in on the target port.
 */
export function addWebBalancer(lab: ClusterLab, options: BalancerOptions): LoadBalancerSketch {
  const { region } = lab;
  const application = options.type === 'application';
  const withGroups = options.withGroups ?? true;
  const port = options.targets === 'ip' ? 8080 : 30080;
  const host = application ? 70 : 60;
  addSecurityGroup(region, { id: 'sg-fe', vpc: 'vpc-a', ingress: [tcp(80, '0.0.0.0/0')] });
  addSecurityGroup(region, { id: 'sg-be', vpc: 'vpc-a' });
  allow(region, 'sg-node', withGroups ? tcp(port, 'sg-be') : tcp(port, '0.0.0.0/0'));
  const balancer = addLoadBalancer(region, {
    name: application ? 'alb' : 'nlb',
    type: options.type,
    scheme: 'internet-facing',
    groups: withGroups ? ['sg-fe', 'sg-be'] : [],
    nodes: [
      { subnet: 'sn-pub-a', ip: `10.0.0.${host}`, publicIp: `198.51.100.${host}` },
      { subnet: 'sn-pub-b', ip: `10.0.1.${host}`, publicIp: `198.51.100.${host + 1}` },
    ],
  });
  const targets =
    options.targets === 'instance'
      ? [{ id: 'i-node-a' }, { id: 'i-node-b' }]
      : [...lab.cluster.pods.values()]
          .filter((pod) => pod.labels['app'] === 'web')
          .map((pod) => ({ id: pod.ip ?? '', zone: lab.cluster.nodes.get(pod.node)?.zone }));
  const protocol = application ? 'HTTP' : 'TCP';
  const group = addTargetGroup(region, { name: 'web', vpc: 'vpc-a', type: options.targets, port, protocol, targets });
  addListener(region, { loadBalancer: balancer.id, port: 80, protocol, targetGroup: group.id });
  return balancer;
}

/**
 * The IPv6 cluster: VPC 2001:db8:1::/56, node-a at 2001:db8:1:10::a and 10.0.16.10 with prefix 2001:db8:1:10:abcd::/80,
 * pod prod/web-a at 2001:db8:1:10:abcd::2, services fd12:3456:789a::/108, and an egress-only gateway.
 */
export function ipv6Lab(): ClusterLab {
  const sketch = newSketch('ipv6-lab');
  const { region } = sketch;
  const vpc = 'vpc-a';
  addVpc(region, { id: vpc, cidr: '10.0.0.0/16', ipv6Cidrs: ['2001:db8:1::/56'] });
  addSubnet(region, { id: 'sn-prv-a', vpc, cidr: '10.0.16.0/20', ipv6Cidr: '2001:db8:1:10::/64' });
  addSubnet(region, { id: 'sn-prv-b', vpc, cidr: '10.0.32.0/20', ipv6Cidr: '2001:db8:1:20::/64', zone: 'b' });
  addInternetGateway(region, { id: 'igw-a', vpc });
  addEgressOnlyGateway(region, { id: 'eigw-a', vpc });
  addRouteTable(region, { id: 'rtb-prv', vpc, subnets: ['sn-prv-a', 'sn-prv-b'], routes: routes({ '::/0': 'eigw-a' }) });
  const cluster = newCluster(region, {
    name: 'lab6',
    vpc,
    ipFamily: 'ipv6',
    serviceCidr: 'fd12:3456:789a::/108',
    controlPlane: { 'sn-prv-a': '10.0.16.200', 'sn-prv-b': '10.0.32.200' },
    controlPlaneIpv6: { 'sn-prv-a': '2001:db8:1:10::c8', 'sn-prv-b': '2001:db8:1:20::c8' },
  });
  sketch.clusters.push(cluster);
  const egress = [any('0.0.0.0/0'), any('::/0')];
  addSecurityGroup(region, { id: 'sg-node', vpc, ingress: [any('self'), any('sg-cluster')], egress });
  allow(region, 'sg-cluster', tcp(443, 'sg-node'));
  addNode(cluster, {
    id: 'node-a',
    subnet: 'sn-prv-a',
    ip: '10.0.16.10',
    ipv6: '2001:db8:1:10::a',
    ipv6Prefixes: ['2001:db8:1:10:abcd::/80'],
    groups: ['sg-node'],
    interface: 'eni-a0',
  });
  addPod(cluster, { id: 'prod/web-a', node: 'node-a', ip: '2001:db8:1:10:abcd::2', labels: { app: 'web' } });
  return Object.assign(sketch, { cluster });
}
