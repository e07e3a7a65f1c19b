// Pods with security groups of their own, in both enforcing modes: T070 to T093, and the worked examples of node-c.
import { describe } from 'vitest';
import { addPod } from '../sketch/pods.js';
import { addSecurityGroupPolicy } from '../sketch/policies.js';
import { any, tcp, udp } from '../sketch/security-group.js';
import {
  branchNode,
  CLI,
  externalSnat,
  flow,
  host,
  inOf,
  into,
  neighbours,
  normalPodOnC,
  outOf,
  PAY,
  publicNode,
  SERVER,
  standardMode,
} from './lab-changes.js';
import { checkLab, type LabChange } from './lab-table.js';

const strict = [branchNode];
const standard = [branchNode, standardMode];
const noDemux: LabChange = ({ cluster }) => {
  Object.assign(cluster.cni?.initEnv ?? {}, { DISABLE_TCP_EARLY_DEMUX: 'true' });
};
const probe = flow('node/node-c', PAY);
const out = flow(PAY, SERVER, 443);
const database = (peer: string): LabChange => host('sn-prv-b', '10.0.40.5', tcp(5432, peer));
const toDatabase = (from: string) => flow(from, 'ip/10.0.40.5', 5432);
const onlyPay = outOf('sg-pay', tcp(8080, '10.0.0.0/16'));
const dns = { from: PAY, to: 'ip/172.20.0.10', protocol: 'udp', port: 53 };
const hostPodOnC: LabChange = ({ cluster }) => {
  addPod(cluster, { id: 'prod/host-c', node: 'node-c', hostNetwork: true, labels: { app: 'pay' } });
  addSecurityGroupPolicy(cluster, 'prod/pay', { app: 'pay' }, ['sg-pay']);
};

describe('pods with groups of their own (17.4)', () => {
  checkLab([
    [
      'a probe needs the group of the pod, strict (T070)',
      [...strict, noDemux, inOf('sg-pay')],
      probe,
      'blocked SG_HAS_NO_RULES | 10.0.20.10 | eni-c0',
    ],
    [
      'a probe needs the group of the pod, strict: the group of the node is let in (T070)',
      [...strict, noDemux],
      probe,
      'reachable | 10.0.20.10 | eni-c0 eni-br1',
    ],
    ['a probe stays in the kernel, standard (T071)', [...standard, inOf('sg-pay')], probe, 'reachable | 10.0.20.10 |'],
    ['a TCP probe while early demux is on (T072)', strict, probe, 'blocked TCP_EARLY_DEMUX | 10.0.20.10 |'],
    [
      'a TCP probe while early demux is on: UDP (T072)',
      strict,
      { ...probe, protocol: 'udp' },
      'blocked ENI_SG_RULES_MISMATCH | 10.0.20.10 | eni-c0',
    ],
    ['a TCP probe while early demux is on: standard (T072)', standard, probe, 'reachable | 10.0.20.10 |'],
    [
      'a pod of the same node, strict (T073)',
      [...strict, normalPodOnC],
      flow(PAY, 'pod/prod/web-c'),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.22.5 | eni-br1',
    ],
    [
      'T073, the group of the pod is let in',
      [...strict, normalPodOnC, into('sg-node', tcp(8080, 'sg-pay'))],
      flow(PAY, 'pod/prod/web-c'),
      'reachable | 10.0.22.5 | eni-br1 eni-c0',
    ],
    ['a pod of the same node, standard (T074)', [...standard, normalPodOnC], flow(PAY, 'pod/prod/web-c'), 'reachable | 10.0.22.5 |'],
    ['to the internet, strict (T075)', strict, out, 'reachable | 10.0.22.5 => 10.0.0.50 => 198.51.100.10 | eni-br1'],
    [
      'to the internet, strict: the node may send nothing (T075)',
      [...strict, outOf('sg-node')],
      out,
      'reachable | 10.0.22.5 => 10.0.0.50 => 198.51.100.10 | eni-br1',
    ],
    [
      'to the internet from a public subnet, strict (T076)',
      [...strict, publicNode('198.51.100.20')],
      out,
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS | 10.0.22.5 | eni-br1',
    ],
    [
      'to the internet as the node, standard (T077)',
      [...standard, outOf('sg-pay')],
      out,
      'reachable | 10.0.22.5 => 10.0.20.10 => 10.0.0.50 => 198.51.100.10 | eni-c0',
    ],
    [
      'to the internet as the node, standard: strict (T077)',
      [...strict, outOf('sg-pay')],
      out,
      'blocked SG_HAS_NO_RULES | 10.0.22.5 => 10.0.0.50 => 198.51.100.10 |',
    ],
    [
      'to the internet as the pod, standard and external SNAT (T078)',
      [...standard, externalSnat, outOf('sg-pay')],
      out,
      'blocked SG_HAS_NO_RULES | 10.0.22.5 => 10.0.0.50 => 198.51.100.10 |',
    ],
    [
      'to the internet as the pod, standard and external SNAT: allowed (T078)',
      [...standard, externalSnat],
      out,
      'reachable | 10.0.22.5 => 10.0.0.50 => 198.51.100.10 | eni-br1',
    ],
    [
      'a database that lets the pod’s group in (T079)',
      [...strict, database('sg-pay')],
      toDatabase(PAY),
      'reachable | 10.0.22.5 | eni-br1 eni-host',
    ],
    [
      'a database that lets the pod’s group in: standard (T079)',
      [...standard, database('sg-pay')],
      toDatabase(PAY),
      'reachable | 10.0.22.5 | eni-br1 eni-host',
    ],
    [
      'another pod of the node (T080)',
      [...strict, normalPodOnC, database('sg-pay')],
      toDatabase('pod/prod/web-c'),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.20.12 | eni-c0',
    ],
    ['DNS without a rule for it (T081)', [...strict, onlyPay], dns, 'blocked ENI_SG_RULES_MISMATCH | 10.0.22.5 |'],
    [
      'DNS without a rule for it: the way out is open, the server lets sg-node in only (T081)',
      strict,
      dns,
      'blocked ENI_SG_RULES_MISMATCH | 10.0.22.5 | eni-br1',
    ],
    [
      'DNS without a rule for it: both sides (T081)',
      [...strict, into('sg-node', udp(53, 'sg-pay'))],
      dns,
      'reachable | 10.0.22.5 | eni-br1 eni-b0',
    ],
    [
      'NodeLocal DNS, strict (T082)',
      strict,
      { ...dns, to: 'ip/169.254.20.10' },
      'blocked NODE_LOCAL_UNREACHABLE_STRICT_MODE | 10.0.22.5 |',
    ],
    [
      'NodeLocal DNS, strict: the agent of Pod Identity (T082)',
      strict,
      flow(PAY, 'ip/169.254.170.23', 80),
      'blocked NODE_LOCAL_UNREACHABLE_STRICT_MODE | 10.0.22.5 |',
    ],
    ['NodeLocal DNS, strict: the agent, standard (T082)', standard, flow(PAY, 'ip/169.254.170.23', 80), 'reachable | 10.0.22.5 |'],
    [
      'a pod in the host’s network (T089)',
      [...strict, hostPodOnC, database('sg-pay')],
      toDatabase('pod/prod/host-c'),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.20.10 | eni-c0',
    ],
    [
      'a pod in the host’s network: the group of the node (T089)',
      [...strict, hostPodOnC, database('sg-node')],
      toDatabase('pod/prod/host-c'),
      'reachable | 10.0.20.10 | eni-c0 eni-host',
    ],
    [
      'the kubelet of the own node while early demux is on (T092)',
      [...strict, into('sg-node', tcp(10250, 'sg-pay'))],
      flow(PAY, 'node/node-c', 10250),
      'blocked TCP_EARLY_DEMUX | 10.0.22.5 |',
    ],
    [
      'the kubelet of the own node while early demux is on: early demux is off (T092)',
      [...strict, noDemux, into('sg-node', tcp(10250, 'sg-pay'))],
      flow(PAY, 'node/node-c', 10250),
      'reachable | 10.0.22.5 | eni-br1 eni-c0',
    ],
    [
      'the kubelet of the own node while early demux is on: another node (T092)',
      [...strict, into('sg-node', tcp(10250, 'sg-pay'))],
      flow(PAY, 'node/node-b', 10250),
      'reachable | 10.0.22.5 | eni-br1 eni-b0',
    ],
    [
      'a peer that let the pod in refuses it in standard mode, strict',
      [...strict, neighbours, inOf('sg-peer', any('10.0.22.5/32'))],
      flow(PAY, 'ip/10.8.1.5', 443),
      'reachable | 10.0.22.5 | eni-br1 eni-peer',
    ],
    [
      'a peer that let the pod in refuses it in standard mode',
      [...standard, neighbours, inOf('sg-peer', any('10.0.22.5/32'))],
      flow(PAY, 'ip/10.8.1.5', 443),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.22.5 => 10.0.20.10 | eni-c0',
    ],
    ['from another node, strict', [...strict, inOf('sg-pay')], flow(CLI, PAY), 'blocked SG_HAS_NO_RULES | 10.0.17.12 | eni-a1'],
    ['from another node, standard', [...standard, inOf('sg-pay')], flow(CLI, PAY), 'blocked SG_HAS_NO_RULES | 10.0.17.12 | eni-a1'],
    [
      'from the pod’s node in standard mode, a closed group',
      [...standard, normalPodOnC, inOf('sg-pay')],
      flow('pod/prod/web-c', PAY),
      'reachable | 10.0.20.12 |',
    ],
    [
      'from the pod’s node in strict mode, a closed group',
      [...strict, normalPodOnC, inOf('sg-pay')],
      flow('pod/prod/web-c', PAY),
      'blocked SG_HAS_NO_RULES | 10.0.20.12 | eni-c0',
    ],
  ]);
});
