/**
 * The network that most stories start from: a shop on EKS, in names that a person would give. A story changes the one thing it is about.
 *
 *   vpc-shop 10.20.0.0/16  zone a: subnet-pub-a 10.20.0.0/24, subnet-prv-a 10.20.16.0/20, subnet-db-a 10.20.64.0/24
 *                          zone b: subnet-pub-b 10.20.1.0/24, subnet-prv-b 10.20.32.0/20, subnet-db-b 10.20.65.0/24
 *                          rtb-public: igw-shop, rtb-private: nat-shop (10.20.0.50, public 203.0.113.50), rtb-data: local only
 *   cluster prod           node-a 10.20.16.10 with pod shop/cart 10.20.16.21, node-b 10.20.32.10 with shop/web 10.20.32.22 and CoreDNS
 *                          10.20.32.12; all carry sg-nodes; control plane 10.20.16.200 and 10.20.32.200 with sg-cluster
 *   rds/orders             10.20.65.40:5432 in subnet-db-b, sg-orders-db lets 5432 in from sg-nodes
 */
import type { RegionSketch } from '../../sketch/aws-shapes.js';
import { newSketch, type Sketch } from '../../sketch/bundle.js';
import { newCluster } from '../../sketch/cluster.js';
import { addDatabase } from '../../sketch/databases.js';
import { addInternetGateway, addNatGateway } from '../../sketch/gateways.js';
import type { ClusterSketch, CniSketch, ProxySketch } from '../../sketch/kubernetes-shapes.js';
import { addNode } from '../../sketch/nodes.js';
import { addPod } from '../../sketch/pods.js';
import { addRouteTable, routes } from '../../sketch/route-table.js';
import { addSecurityGroup, allow, any, tcp } from '../../sketch/security-group.js';
import { addCoreDns } from '../../sketch/system.js';
import { addSubnet, addVpc } from '../../sketch/vpc.js';

export interface Shop extends Sketch {
  readonly cluster: ClusterSketch;
}

interface ShopOptions {
  cni?: Partial<CniSketch>;
  proxy?: Partial<ProxySketch>;
}

/** The shop, as a sketch to change. */
export function shop(options: ShopOptions = {}): Shop {
  const sketch = newSketch('shop');
  const { region } = sketch;
  addNetwork(region);
  const controlPlane = { 'subnet-prv-a': '10.20.16.200', 'subnet-prv-b': '10.20.32.200' };
  const cluster = newCluster(region, { name: 'prod', vpc: 'vpc-shop', controlPlane, ...options });
  sketch.clusters.push(cluster);
  addSecurityGroup(region, { id: 'sg-nodes', name: 'nodes', vpc: 'vpc-shop', ingress: [any('self'), any('sg-cluster')] });
  allow(region, 'sg-cluster', tcp(443, 'sg-nodes'));
  const groups = ['sg-nodes'];
  addNode(cluster, { id: 'node-a', subnet: 'subnet-prv-a', ip: '10.20.16.10', groups });
  addNode(cluster, { id: 'node-b', subnet: 'subnet-prv-b', ip: '10.20.32.10', groups });
  addPod(cluster, { id: 'shop/cart', node: 'node-a', ip: '10.20.16.21', labels: { app: 'cart' } });
  const ports = [{ name: 'http', containerPort: 8080 }];
  addPod(cluster, { id: 'shop/web', node: 'node-b', ip: '10.20.32.22', labels: { app: 'web' }, ports });
  addCoreDns(cluster, [{ name: 'coredns-1', node: 'node-b', ip: '10.20.32.12' }]);
  addSecurityGroup(region, { id: 'sg-orders-db', name: 'orders-db', vpc: 'vpc-shop', ingress: [tcp(5432, 'sg-nodes')] });
  const subnets = ['subnet-db-a', 'subnet-db-b'];
  addDatabase(region, { id: 'orders', subnet: 'subnet-db-b', subnets, ip: '10.20.65.40', groups: ['sg-orders-db'] });
  return Object.assign(sketch, { cluster });
}

function addNetwork(region: RegionSketch): void {
  addVpc(region, { id: 'vpc-shop', name: 'shop', cidr: '10.20.0.0/16' });
  const vpc = 'vpc-shop';
  addSubnet(region, { id: 'subnet-pub-a', name: 'public-a', vpc, cidr: '10.20.0.0/24', mapPublicIp: true });
  addSubnet(region, { id: 'subnet-pub-b', name: 'public-b', vpc, cidr: '10.20.1.0/24', zone: 'b', mapPublicIp: true });
  addSubnet(region, { id: 'subnet-prv-a', name: 'private-a', vpc, cidr: '10.20.16.0/20' });
  addSubnet(region, { id: 'subnet-prv-b', name: 'private-b', vpc, cidr: '10.20.32.0/20', zone: 'b' });
  addSubnet(region, { id: 'subnet-db-a', name: 'data-a', vpc, cidr: '10.20.64.0/24' });
  addSubnet(region, { id: 'subnet-db-b', name: 'data-b', vpc, cidr: '10.20.65.0/24', zone: 'b' });
  addInternetGateway(region, { id: 'igw-shop', name: 'shop', vpc });
  const inPublic = routes({ '0.0.0.0/0': 'igw-shop' });
  addRouteTable(region, { id: 'rtb-public', name: 'public', vpc, subnets: ['subnet-pub-a', 'subnet-pub-b'], routes: inPublic });
  const inPrivate = routes({ '0.0.0.0/0': 'nat-shop' });
  addRouteTable(region, { id: 'rtb-private', name: 'private', vpc, subnets: ['subnet-prv-a', 'subnet-prv-b'], routes: inPrivate });
  addRouteTable(region, { id: 'rtb-data', name: 'data', vpc, subnets: ['subnet-db-a', 'subnet-db-b'] });
  addNatGateway(region, { id: 'nat-shop', name: 'shop', subnet: 'subnet-pub-a', ip: '10.20.0.50', publicIp: '203.0.113.50' });
}
