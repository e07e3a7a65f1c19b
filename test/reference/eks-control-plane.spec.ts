// DNS and the control plane: T190 to T200 and T215, and the minimum rules of a cluster between its parts.
import { describe } from 'vitest';
import { addPod } from '../sketch/pods.js';
import { addGatewayEndpoint } from '../sketch/endpoints.js';
import { addSecurityGroup, allow, any, tcp, udp } from '../sketch/security-group.js';
import { take } from '../sketch/collection.js';
import { addWorkload } from '../sketch/workloads.js';
import { branchNode, neighbours, PAY } from './lab-changes.js';
import { checkLab, type LabChange } from './lab-table.js';

const CLI = 'pod/prod/cli-a';
const API = 'service/default/kubernetes';
const S3 = 's3.eu-west-1.amazonaws.com';

const cache: LabChange = ({ cluster }) => {
  addWorkload(cluster, { id: 'kube-system/node-local-dns', kind: 'DaemonSet', labels: { 'k8s-app': 'node-local-dns' } });
};
/** The group of the nodes lets in what is said, and nothing else. */
const admits =
  (...ingress: ReturnType<typeof tcp>[]): LabChange =>
  ({ region }) => {
    take(region.securityGroups, 'sg-node').ingress = ingress;
  };
const resolverOff: LabChange = ({ region }) => {
  take(region.vpcs, 'vpc-a').dnsSupport = false;
};
const noServer: LabChange = ({ cluster }) => {
  take(cluster.pods, 'kube-system/dns-b').ready = false;
};
const publicOnly =
  (...publicAccessCidrs: string[]): LabChange =>
  ({ cluster }) => {
    Object.assign(cluster, { publicAccess: true, privateAccess: false, publicAccessCidrs });
  };
const privateOnly: LabChange = ({ cluster }) => {
  Object.assign(cluster, { publicAccess: false, privateAccess: true });
};
const webhook: LabChange = ({ cluster }) => {
  addPod(cluster, { id: 'kube-system/hook', node: 'node-a', ip: '10.0.16.15', ports: [{ containerPort: 9443 }] });
};
const noWayOut: LabChange = ({ region }) => {
  take(region.routeTables, 'rtb-prv').routes = [];
};
const s3Endpoint: LabChange = ({ region }) => {
  addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: ['rtb-prv'] });
};
const s3Names: LabChange = ({ region }) => {
  addGatewayEndpoint(region, { id: 'vpce-s3', vpc: 'vpc-a', service: 's3', routeTables: [] });
};
const allowPay: LabChange = ({ region }) => {
  allow(region, 'sg-cluster', tcp(443, 'sg-pay'));
};
const ownNodes: LabChange = ({ region }) => {
  addSecurityGroup(region, { id: 'sg-own', vpc: 'vpc-a', ingress: [any('self')] });
  for (const id of ['eni-a0', 'eni-a1', 'eni-b0', 'eni-b1']) take(region.interfaces, id).groups = ['sg-own'];
};

describe('DNS', () => {
  const dns = { from: CLI, to: 'dns' };
  const both = admits(udp(53, '10.0.0.0/16'), tcp(53, '10.0.0.0/16'));
  checkLab([
    [
      'T190 the servers admit UDP 53 only, and a cache on the node',
      [cache, admits(udp(53, '10.0.0.0/16'))],
      dns,
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    ['T190 without the cache', [admits(udp(53, '10.0.0.0/16'))], dns, 'reachable'],
    ['T190 without the cache, TCP', [admits(udp(53, '10.0.0.0/16'))], { ...dns, protocol: 'tcp' }, 'blocked ENI_SG_RULES_MISMATCH'],
    ['T190 both protocols', [cache, both], dns, 'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0 eni-b0'],
    [
      'T191 enableDnsSupport off, a public name',
      [resolverOff],
      { from: CLI, to: 'www.partner.example', port: 443 },
      'blocked VPC_DNS_ATTRIBUTE_OFF',
    ],
    [
      'T191 enableDnsSupport off, a name of the cluster',
      [resolverOff],
      { from: CLI, to: 'web.prod.svc.cluster.local', port: 80 },
      'reachable',
    ],
    ['T192 no ready server', [noServer], dns, 'blocked SERVICE_HAS_NO_ENDPOINTS'],
  ]);
});

describe('the API server', () => {
  const join = { from: 'node/node-a', to: 'eks/lab', port: 443 };
  checkLab([
    ['T193 public only, the NAT address not listed', [publicOnly('203.0.113.0/24')], join, 'blocked ENDPOINT_CIDR_NOT_ALLOWED'],
    ['T193 listed', [publicOnly('198.51.100.0/28')], join, 'reachable'],
    [
      'T194 the cluster IP does not care',
      [publicOnly('203.0.113.0/24')],
      { from: CLI, to: API, port: 443 },
      'reachable | 10.0.17.12 | eni-a1 eni-api-sn-prv-a',
    ],
    ['T195 private only, a laptop outside', [privateOnly], { ...join, from: 'internet/203.0.113.9' }, 'blocked ENDPOINT_ACCESS_DISABLED'],
    [
      'T196 private only, on-premises, group without it',
      [neighbours, privateOnly],
      { ...join, from: 'onprem/192.168.1.9' },
      'blocked ENI_SG_RULES_MISMATCH',
    ],
    [
      'T196 group with it',
      [neighbours, privateOnly, ({ region }) => allow(region, 'sg-cluster', tcp(443, '192.168.0.0/16'))],
      { ...join, from: 'onprem/192.168.1.9' },
      'reachable',
    ],
    ['T215 a branch pod that the group does not know', [branchNode], { from: PAY, to: API, port: 443 }, 'blocked ENI_SG_RULES_MISMATCH'],
    ['T215 and that it knows', [branchNode, allowPay], { from: PAY, to: API, port: 443 }, 'reachable'],
  ]);
});

describe('from the control plane', () => {
  const kubelet = { from: 'eks/lab', to: 'node/node-a', port: 10250 };
  const hook = { from: 'eks/lab', to: 'pod/kube-system/hook', port: 9443 };
  checkLab([
    ['T198 nodes with a group that admits itself alone', [ownNodes], kubelet, 'blocked ENI_SG_RULES_MISMATCH'],
    [
      'T198 10250 from the cluster group',
      [ownNodes, ({ region }) => allow(region, 'sg-own', tcp(10250, 'sg-cluster'))],
      kubelet,
      'reachable',
    ],
    ['T199 a webhook on 9443 that is not admitted', [webhook, admits(tcp(10250, 'sg-cluster'))], hook, 'blocked ENI_SG_RULES_MISMATCH'],
    ['T199 and that is', [webhook, admits(tcp(9443, 'sg-cluster'))], hook, 'reachable'],
  ]);
});

describe('a private cluster and S3', () => {
  const layers = { from: 'node/node-a', to: S3, port: 443 };
  checkLab([
    ['T200 no gateway endpoint', [noWayOut, s3Names], layers, 'blocked NO_ROUTE_TO_DESTINATION'],
    ['T200 with one', [noWayOut, s3Endpoint], layers, 'reachable'],
  ]);
});
