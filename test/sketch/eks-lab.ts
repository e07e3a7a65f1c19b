/**
 * The EKS cluster that worked examples are told in. All that belongs to the cluster may talk to one another; nothing else may.
 *
 *   vpc-a 10.0.0.0/16  zone a: sn-pub-a 10.0.0.0/24, sn-prv-a 10.0.16.0/20; zone b: sn-pub-b 10.0.1.0/24, sn-prv-b 10.0.32.0/20
 *                      rtb-pub: igw-a, rtb-prv: nat-a (10.0.0.50, public 198.51.100.10)
 *   node-a  eni-a0 10.0.16.10 (.11-.19), eni-a1 10.0.17.10 (.11-.19): pods prod/web-a1 10.0.16.11, web-a2 10.0.17.11, cli-a 10.0.17.12
 *   node-b  eni-b0 10.0.32.10 (.11-.18, .20), eni-b1 10.0.33.10 (.11-.19): prod/web-b1 10.0.32.11, web-b2 10.0.33.11, CoreDNS dns-b 10.0.32.20
 *   Service prod/web 172.20.50.5:80 to 8080, node port 30080; kube-dns 172.20.0.10; control plane 10.0.16.200 and 10.0.32.200
 */
import { ipv4At } from './addresses.js';
import type { RegionSketch } from './aws-shapes.js';
import { newSketch, type Sketch } from './bundle.js';
import { newCluster } from './cluster.js';
import { addInternetGateway, addNatGateway } from './gateways.js';
import type { ClusterSketch, CniSketch, ProxySketch } from './kubernetes-shapes.js';
import { addNode } from './nodes.js';
import { addPod } from './pods.js';
import { addRouteTable, routes } from './route-table.js';
import { addSecurityGroup, allow, any, tcp } from './security-group.js';
import { addService } from './services.js';
import { addCoreDns } from './system.js';
import { addSubnet, addVpc } from './vpc.js';

/** A sketch with one cluster. */
export interface ClusterLab extends Sketch {
  readonly cluster: ClusterSketch;
}

interface LabOptions {
  cni?: Partial<CniSketch>;
  proxy?: Partial<ProxySketch>;
}

/** The lab, as a sketch to change. */
export function eksLab(options: LabOptions = {}): ClusterLab {
  const sketch = newSketch('eks-lab');
  const { region } = sketch;
  addNetwork(region);
  const controlPlane = { 'sn-prv-a': '10.0.16.200', 'sn-prv-b': '10.0.32.200' };
  const cluster = newCluster(region, { name: 'lab', vpc: 'vpc-a', controlPlane, cni: options.cni, proxy: options.proxy });
  sketch.clusters.push(cluster);
  addSecurityGroup(region, { id: 'sg-node', vpc: 'vpc-a', ingress: [any('self'), any('sg-cluster')] });
  allow(region, 'sg-cluster', tcp(443, 'sg-node'));
  addLabNode(cluster, 'a', '10.0.16.10', '10.0.17.10', 9);
  addLabNode(cluster, 'b', '10.0.32.10', '10.0.33.10', 8);
  const ports = [{ name: 'http', containerPort: 8080 }];
  const web = { labels: { app: 'web' }, ports };
  addPod(cluster, { id: 'prod/web-a1', node: 'node-a', ip: '10.0.16.11', ...web });
  addPod(cluster, { id: 'prod/web-a2', node: 'node-a', ip: '10.0.17.11', ...web });
  addPod(cluster, { id: 'prod/cli-a', node: 'node-a', ip: '10.0.17.12', labels: { app: 'cli' } });
  addPod(cluster, { id: 'prod/web-b1', node: 'node-b', ip: '10.0.32.11', ...web });
  addPod(cluster, { id: 'prod/web-b2', node: 'node-b', ip: '10.0.33.11', ...web });
  addCoreDns(cluster, [{ name: 'dns-b', node: 'node-b', ip: '10.0.32.20', interface: 'eni-b0' }]);
  const servicePorts = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }];
  addService(cluster, { id: 'prod/web', type: 'NodePort', clusterIP: '172.20.50.5', ports: servicePorts });
  return Object.assign(sketch, { cluster });
}

function addNetwork(region: RegionSketch): void {
  addVpc(region, { id: 'vpc-a', cidr: '10.0.0.0/16' });
  const vpc = 'vpc-a';
  const forBalancers = { 'kubernetes.io/role/elb': '1' };
  const forInternal = { 'kubernetes.io/role/internal-elb': '1' };
  addSubnet(region, { id: 'sn-pub-a', vpc, cidr: '10.0.0.0/24', mapPublicIp: true, tags: forBalancers });
  addSubnet(region, { id: 'sn-prv-a', vpc, cidr: '10.0.16.0/20', tags: forInternal });
  addSubnet(region, { id: 'sn-pub-b', vpc, cidr: '10.0.1.0/24', zone: 'b', mapPublicIp: true, tags: forBalancers });
  addSubnet(region, { id: 'sn-prv-b', vpc, cidr: '10.0.32.0/20', zone: 'b', tags: forInternal });
  addInternetGateway(region, { id: 'igw-a', vpc });
  addRouteTable(region, { id: 'rtb-pub', vpc, subnets: ['sn-pub-a', 'sn-pub-b'], routes: routes({ '0.0.0.0/0': 'igw-a' }) });
  addRouteTable(region, { id: 'rtb-prv', vpc, subnets: ['sn-prv-a', 'sn-prv-b'], routes: routes({ '0.0.0.0/0': 'nat-a' }) });
  addNatGateway(region, { id: 'nat-a', subnet: 'sn-pub-a', ip: '10.0.0.50', publicIp: '198.51.100.10' });
}

/** A node whose second interface holds nine addresses for pods, as many as fit on an m5.large, and the first one `onFirst`. */
function addLabNode(cluster: ClusterSketch, letter: string, first: string, second: string, onFirst: number): void {
  const after = (ip: string, count: number): string[] => Array.from({ length: count }, (_, index) => ipv4At(ip, index + 1));
  addNode(cluster, {
    id: `node-${letter}`,
    subnet: `sn-prv-${letter}`,
    ip: first,
    groups: ['sg-node'],
    interface: `eni-${letter}0`,
    secondary: after(first, onFirst),
    further: [{ id: `eni-${letter}1`, ip: second, secondary: after(second, 9) }],
  });
}
