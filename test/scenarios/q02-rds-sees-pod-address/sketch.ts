/** A VPC with a second range for pods, and a database whose group names the first range, both, or the pods' group. */
import { newSketch, type Sketch } from '../../sketch/bundle.js';
import { newCluster } from '../../sketch/cluster.js';
import { addDatabase } from '../../sketch/databases.js';
import { addInternetGateway, addNatGateway } from '../../sketch/gateways.js';
import { addNode } from '../../sketch/nodes.js';
import { addPod } from '../../sketch/pods.js';
import { addRouteTable, routes } from '../../sketch/route-table.js';
import { addSecurityGroup, any, tcp } from '../../sketch/security-group.js';
import { addSubnet, addVpc } from '../../sketch/vpc.js';
import type { Variants } from '../support/story.js';

function letIn(...peers: readonly string[]): Sketch {
  const sketch = newSketch('q02');
  const { region } = sketch;
  addVpc(region, { id: 'vpc-main', name: 'main', cidr: '192.168.0.0/16', secondaryCidrs: ['100.127.0.0/16'] });
  const vpc = 'vpc-main';
  addSubnet(region, { id: 'subnet-public', name: 'public', vpc, cidr: '192.168.0.0/24' });
  addSubnet(region, { id: 'subnet-nodes', name: 'nodes', vpc, cidr: '192.168.1.0/24' });
  addSubnet(region, { id: 'subnet-data', name: 'data', vpc, cidr: '192.168.9.0/24', zone: 'b' });
  addSubnet(region, { id: 'subnet-pods', name: 'pods', vpc, cidr: '100.127.0.0/17' });
  addInternetGateway(region, { id: 'igw-main', vpc });
  addNatGateway(region, { id: 'nat-main', subnet: 'subnet-public', ip: '192.168.0.9', publicIp: '203.0.113.9' });
  addRouteTable(region, { id: 'rtb-public', vpc, subnets: ['subnet-public'], routes: routes({ '0.0.0.0/0': 'igw-main' }) });
  const subnets = ['subnet-nodes', 'subnet-pods'];
  addRouteTable(region, { id: 'rtb-private', vpc, subnets, routes: routes({ '0.0.0.0/0': 'nat-main' }) });
  const cluster = newCluster(region, {
    name: 'prod',
    vpc,
    controlPlane: { 'subnet-nodes': '192.168.1.200' },
    cni: { env: { AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG: 'true' } },
  });
  sketch.clusters.push(cluster);
  addSecurityGroup(region, { id: 'sg-nodes', name: 'nodes', vpc, ingress: [any('self')] });
  const further = [{ id: 'eni-pods', ip: '100.127.35.10', subnet: 'subnet-pods', secondary: ['100.127.35.58'] }];
  addNode(cluster, { id: 'node-1', subnet: 'subnet-nodes', ip: '192.168.1.44', groups: ['sg-nodes'], further });
  addPod(cluster, { id: 'shop/orders-5f', node: 'node-1', ip: '100.127.35.58' });
  addPod(cluster, { id: 'shop/agent-x2', node: 'node-1', hostNetwork: true });
  addSecurityGroup(region, { id: 'sg-rds', name: 'orders-rds', vpc, ingress: peers.map((peer) => tcp(5432, peer)) });
  addDatabase(region, { id: 'orders', subnet: 'subnet-data', ip: '192.168.9.7', groups: ['sg-rds'] });
  return sketch;
}

const variants: Variants = {
  base: () => letIn('192.168.0.0/16'),
  'pod-range-allowed': () => letIn('192.168.0.0/16', '100.127.0.0/16'),
  'pods-group-allowed': () => letIn('sg-nodes'),
};
export default variants;
