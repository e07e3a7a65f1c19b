// NetworkPolicies on the way of a packet: T170 to T186, by the addresses that the agent of EKS sees.
import { describe, expect, it } from 'vitest';
import { addWebBalancer, ipv6Lab } from '../sketch/eks-lab-parts.js';
import { addObject } from '../sketch/metadata.js';
import { addFargatePod, addNetworkPolicy } from '../sketch/policies.js';
import { addPod } from '../sketch/pods.js';
import { addService } from '../sketch/services.js';
import { tcp } from '../sketch/security-group.js';
import { ask, brief, caveatsOf } from '../support/ask.js';
import { CLI, enforced, env, flow, into, policy } from './lab-changes.js';
import { checkCaveats, checkLab, type LabChange } from './lab-table.js';

const web = { podSelector: { matchLabels: { app: 'web' } } };
const cli = { podSelector: { matchLabels: { app: 'cli' } } };
const denyWeb = policy('deny', { ...web, policyTypes: ['Ingress'] });
const webFrom = (...from: unknown[]): LabChange => policy('web', { ...web, policyTypes: ['Ingress'], ingress: [{ from }] });
const cliTo = (...to: unknown[]): LabChange => policy('cli', { ...cli, policyTypes: ['Egress'], egress: [{ to }] });
const toA1 = flow(CLI, 'pod/prod/web-a1');
const only =
  (...pods: string[]): LabChange =>
  ({ cluster }) => {
    for (const name of ['web-a1', 'web-a2', 'web-b1', 'web-b2']) if (!pods.includes(name)) cluster.pods.delete(`prod/${name}`);
  };
const versioned: LabChange = ({ cluster }) => {
  for (const pod of cluster.pods.values()) if (pod.labels['app'] === 'web') pod.labels['v'] = '2';
};
const v2 = { podSelector: { matchLabels: { app: 'web', v: '2' } } };
const service = flow(CLI, 'ip/172.20.50.5', 80);
const nlb =
  (preserve: boolean): LabChange =>
  (lab) => {
    addWebBalancer(lab, { type: 'network', targets: 'ip' });
    for (const group of lab.region.targetGroups.values()) group.attributes['preserve_client_ip.enabled'] = String(preserve);
    if (preserve) into('sg-node', tcp(8080, '203.0.113.0/24'))(lab);
  };
const fromOutside = flow('internet/203.0.113.9', 'lb/nlb', 80);
const hostMonitor: LabChange = ({ cluster }) => {
  addPod(cluster, { id: 'prod/monitor', node: 'node-b', hostNetwork: true, labels: { app: 'monitor' } });
};
const strictPolicies = env({ NETWORK_POLICY_ENFORCING_MODE: 'strict' });
const openCli = policy('open', { ...cli, policyTypes: ['Egress'], egress: [{}] });
const openDns: LabChange = ({ cluster }) => {
  addNetworkPolicy(cluster, 'kube-system/dns', { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] });
};
const dns = { from: CLI, to: 'ip/172.20.0.10', protocol: 'udp', port: 53 };
const admin: LabChange = ({ cluster }) => {
  const rule = { name: 'all', action: 'Accept', from: [{ namespaces: { matchLabels: {} } }] };
  const spec = { tier: 'Admin', priority: 10, subject: { namespaces: { matchLabels: {} } }, ingress: [rule] };
  addObject(cluster, 'networking.k8s.aws/v1alpha1', 'ClusterNetworkPolicy', 'admin', { spec });
};
const webhook: LabChange = ({ cluster }) => {
  addService(cluster, { id: 'prod/hook', selector: { app: 'web' }, ports: [{ port: 443, targetPort: 8080 }] });
};

describe('network policies on the way (17.7)', () => {
  checkLab([
    ['closed (T170)', [enforced, denyWeb], toA1, 'blocked NETWORK_POLICY_INGRESS_DENY'],
    ['closed, on another node (T170)', [enforced, denyWeb], flow(CLI, 'pod/prod/web-b1'), 'blocked NETWORK_POLICY_INGRESS_DENY'],
    ['open without a policy (T170)', [enforced], toA1, 'reachable'],
    [
      'by the node port of the pod’s own node (T172)',
      [enforced, denyWeb, only('web-a1')],
      flow('node/node-b', 'ip/10.0.16.10', 30080),
      'reachable | 10.0.32.10 => 10.0.16.10 | eni-b0 eni-a0',
    ],
    [
      'by the node port of another node (T173)',
      [enforced, denyWeb, only('web-a1')],
      flow('node/node-a', 'ip/10.0.32.10', 30080),
      'blocked NETWORK_POLICY_INGRESS_DENY | 10.0.16.10 => 10.0.32.10 | eni-a0 eni-b0',
    ],
    [
      'by the node port of another node, from a third address (T173)',
      [enforced, denyWeb, only('web-a1')],
      flow(CLI, 'ip/10.0.32.10', 30080),
      'blocked NETWORK_POLICY_INGRESS_DENY | 10.0.17.12 => 10.0.32.10 | eni-a1 eni-b0 eni-a0',
    ],
    ['no rule for DNS (T174)', [enforced, cliTo(web)], dns, 'blocked NETWORK_POLICY_EGRESS_DENY'],
    [
      'DNS allowed (T174)',
      [enforced, cliTo(web, { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } })],
      dns,
      'reachable',
    ],
    [
      'a block of the VPC, by name (T175)',
      [enforced, cliTo({ ipBlock: { cidr: '10.0.0.0/16' } })],
      service,
      'blocked NETWORK_POLICY_EGRESS_DENY',
    ],
    ['a block of the VPC, by address (T175)', [enforced, cliTo({ ipBlock: { cidr: '10.0.0.0/16' } })], toA1, 'reachable'],
    ['a block of Services (T175)', [enforced, cliTo({ ipBlock: { cidr: '172.20.0.0/16' } })], service, 'reachable'],
    ['a selector that the Service has (T176)', [enforced, cliTo(web)], service, 'reachable'],
    ['a selector with more labels, by name (T177)', [enforced, versioned, cliTo(v2)], service, 'blocked NETWORK_POLICY_EGRESS_DENY'],
    ['a selector with more labels, by address (T177)', [enforced, versioned, cliTo(v2)], toA1, 'reachable'],
    [
      'the API server is in no namespace (T178)',
      [enforced, webhook, webFrom({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } })],
      flow('eks/lab', 'pod/prod/web-a1'),
      'blocked NETWORK_POLICY_INGRESS_DENY',
    ],
    [
      'the API server by its addresses (T178)',
      [enforced, webhook, webFrom({ ipBlock: { cidr: '10.0.16.200/32' } }, { ipBlock: { cidr: '10.0.32.200/32' } })],
      flow('eks/lab', 'pod/prod/web-a1'),
      'reachable',
    ],
    [
      'the address of the load balancer (T179)',
      [enforced, nlb(false), webFrom({ ipBlock: { cidr: '203.0.113.0/24' } })],
      fromOutside,
      'blocked NETWORK_POLICY_INGRESS_DENY',
    ],
    [
      'the subnets of the load balancer (T179)',
      [enforced, nlb(false), webFrom({ ipBlock: { cidr: '10.0.0.0/23' } })],
      fromOutside,
      'reachable',
    ],
    ['the address of the client (T180)', [enforced, nlb(true), webFrom({ ipBlock: { cidr: '203.0.113.0/24' } })], fromOutside, 'reachable'],
    [
      'strict, name servers without a policy (T181)',
      [enforced, strictPolicies, openCli],
      dns,
      'blocked NETWORK_POLICY_DEFAULT_DENY_STRICT',
    ],
    ['strict, name servers with a policy (T181)', [enforced, strictPolicies, openCli, openDns], dns, 'reachable'],
    ['the admin tier comes first (T185)', [enforced, admin, denyWeb], toA1, 'reachable'],
    [
      'a pod in the host’s network by its labels (T186)',
      [enforced, hostMonitor, webFrom({ podSelector: { matchLabels: { app: 'monitor' } } })],
      flow('pod/prod/monitor', 'pod/prod/web-a1'),
      'reachable | 10.0.32.10 | eni-b0 eni-a0',
    ],
    [
      'a pod in the host’s network with other labels (T186)',
      [enforced, hostMonitor, webFrom({ podSelector: { matchLabels: { app: 'other' } } })],
      flow('pod/prod/monitor', 'pod/prod/web-a1'),
      'blocked NETWORK_POLICY_INGRESS_DENY | 10.0.32.10 | eni-b0 eni-a0',
    ],
  ]);
});

const fargate: LabChange = ({ cluster }) => {
  addFargatePod(cluster, { id: 'prod/f', ip: '10.0.32.77', subnet: 'sn-prv-b', groups: ['sg-node'], labels: { app: 'web' } });
};

describe('policies that nothing enforces', () => {
  checkCaveats([
    ['without an engine (T171)', [denyWeb], toA1, 'reachable', 'NETWORK_POLICY_NOT_ENFORCED'],
    ['on Fargate (T183)', [enforced, denyWeb, fargate], flow(CLI, 'pod/prod/f'), 'reachable', 'NETWORK_POLICY_NOT_ENFORCED'],
  ]);

  it('on the IPv4 helper interface of an IPv6 pod (T184)', () => {
    const lab = ipv6Lab();
    enforced(lab);
    addNetworkPolicy(lab.cluster, 'prod/deny', { podSelector: {}, policyTypes: ['Egress'] });
    const trace = ask(lab.bundle(), flow('pod/prod/web-a', 'ip/10.0.16.200', 443));
    expect(brief(trace)).toBe('reachable');
    expect(caveatsOf(trace)).toContain('NETWORK_POLICY_NOT_ENFORCED');
    expect(brief(ask(lab.bundle(), flow('pod/prod/web-a', 'ip/2001:db8:1:10::c8', 443)))).toBe('blocked NETWORK_POLICY_EGRESS_DENY');
  });
});
