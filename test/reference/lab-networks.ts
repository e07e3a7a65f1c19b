/** Questions and networks of the tables about egress from the cluster lab. */
import { addGatewayEndpoint, addInterfaceEndpoint } from '../sketch/endpoints.js';
import { take } from '../sketch/collection.js';
import { addWebBalancer, addPodSubnets } from '../sketch/eks-lab-parts.js';
import { allowEntry } from '../sketch/network-acl.js';
import { addPod } from '../sketch/pods.js';
import { addRoutes, removeRoutes } from '../sketch/route-table.js';
import { attachVpc } from '../sketch/transit-gateway.js';
import { addSubnet, addVpc } from '../sketch/vpc.js';
import { addInstance } from '../sketch/instances.js';
import { addSecurityGroup, any, tcp } from '../sketch/security-group.js';
import { aclIn, CLI, flow, inOf, neighbours, SERVER, tableOf } from './lab-changes.js';
import type { LabChange } from './lab-table.js';

export const out = flow(CLI, SERVER, 443);
export const outOfP = flow('pod/prod/p', SERVER, 443);
export const toPeer = flow(CLI, 'ip/10.8.1.5', 5432);
export const peerAllows = (range: string): LabChange => inOf('sg-peer', tcp(5432, range));
export const s3 =
  (...routeTables: string[]): LabChange =>
  ({ region }) => {
    addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables });
  };
export const toS3 = (from: string) => flow(from, 'ip/3.5.64.9', 443);
export const noNat: LabChange = ({ region }) => {
  removeRoutes(region, 'rtb-prv', '0.0.0.0/0');
};
/** The interface of pods stands in sn-pod-a by subnet discovery. */
export const podSubnet: LabChange = (lab) => {
  addPodSubnets(lab);
  lab.cluster.pods.delete('prod/web-a2');
  lab.cluster.pods.delete('prod/cli-a');
  Object.assign(take(lab.region.interfaces, 'eni-a1'), { subnet: 'sn-pod-a', ip: '100.64.0.10', secondary: ['100.64.0.11'] });
  addPod(lab.cluster, { id: 'prod/p', node: 'node-a', ip: '100.64.0.11' });
};
export const sts =
  (...ingress: ReturnType<typeof tcp>[]): LabChange =>
  ({ region }) => {
    addSecurityGroup(region, { id: 'sg-sts', vpc: 'vpc-a', ingress });
    addInterfaceEndpoint(region, {
      id: 'vpce-sts',
      vpc: 'vpc-a',
      service: 'sts',
      groups: ['sg-sts'],
      interfaces: { 'sn-prv-b': '10.0.32.100' },
    });
  };
export const secondCidr: LabChange = ({ region }) => {
  take(region.vpcs, 'vpc-a').secondaryCidrs.push('10.20.0.0/16');
  addSubnet(region, { id: 'sn-20', vpc: 'vpc-a', cidr: '10.20.1.0/24' });
};
export const spoke: LabChange = (lab) => {
  const { region } = lab;
  neighbours(lab);
  addVpc(region, { id: 'vpc-30', cidr: '10.30.0.0/16' });
  addSubnet(region, { id: 'sn-30', vpc: 'vpc-30', cidr: '10.30.1.0/24' });
  addSecurityGroup(region, { id: 'sg-30', vpc: 'vpc-30', ingress: [any('10.0.16.10/32')] });
  addInstance(region, { id: 'i-30', subnet: 'sn-30', ip: '10.30.1.5', groups: ['sg-30'] });
  attachVpc(region, { id: 'att-30', transitGateway: 'tgw-1', vpc: 'vpc-30', interfaces: { 'sn-30': '10.30.1.4' } });
  addRoutes(region, 'rtb-prv', { '10.30.0.0/16': 'tgw-1' });
  tableOf('sn-30', { '10.0.0.0/16': 'tgw-1' })(lab);
};
export const highPorts = aclIn('sn-prv-a', allowEntry(100, 'tcp', '0.0.0.0/0', [32768, 60999]));
export const hopLimit =
  (limit: number): LabChange =>
  ({ region }) => {
    take(region.instances, 'i-node-a').hopLimit = limit;
  };
export const hostPod: LabChange = ({ cluster }) => {
  addPod(cluster, { id: 'prod/host-a', node: 'node-a', hostNetwork: true });
};
export const nlb: LabChange = (lab) => {
  addWebBalancer(lab, { type: 'network', targets: 'ip' });
};
export const windows: LabChange = ({ cluster }) => {
  take(cluster.nodes, 'node-a').labels['kubernetes.io/os'] = 'windows';
};
export const onprem = 'onprem/192.168.4.4';
