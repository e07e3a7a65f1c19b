// Pods, nodes and host processes of one VPC: T001 to T015, and the worked examples of where a pod lives.
import { describe } from 'vitest';
import { addPodSubnets } from '../sketch/eks-lab-parts.js';
import { take } from '../sketch/collection.js';
import { allowEntry, denyEntry } from '../sketch/network-acl.js';
import { addPod } from '../sketch/pods.js';
import { addSecurityGroup, tcp } from '../sketch/security-group.js';
import { aclIn, CLI, flow, inOf, outOf } from './lab-changes.js';
import { checkLab, type LabChange } from './lab-table.js';

const toB1 = flow(CLI, 'pod/prod/web-b1');
const everything = allowEntry(100, 'all', '0.0.0.0/0');
const prefixes: LabChange = ({ region, cluster }) => {
  take(region.interfaces, 'eni-a0').prefixes.push('10.0.16.32/28');
  addPod(cluster, { id: 'prod/pfx', node: 'node-a', ip: '10.0.16.37' });
};
const discovered: LabChange = (lab) => {
  addPodSubnets(lab);
  lab.cluster.pods.delete('prod/web-a2');
  lab.cluster.pods.delete('prod/cli-a');
  Object.assign(take(lab.region.interfaces, 'eni-a1'), { subnet: 'sn-pod-a', ip: '100.64.0.10', secondary: ['100.64.0.11'] });
  addPod(lab.cluster, { id: 'prod/p', node: 'node-a', ip: '100.64.0.11' });
};
const hostPodOnB: LabChange = ({ cluster }) => {
  addPod(cluster, {
    id: 'prod/exporter',
    node: 'node-b',
    hostNetwork: true,
    labels: { app: 'exporter' },
    ports: [{ containerPort: 9100 }],
  });
};
const waiting: LabChange = ({ cluster }) => {
  addPod(cluster, { id: 'prod/new', node: 'node-a', phase: 'Pending', ready: false });
};
/** A pod whose address no interface holds. */
const strayed: LabChange = ({ cluster, region }) => {
  addPod(cluster, { id: 'prod/stray', node: 'node-a', ip: '10.244.3.7' });
  const first = take(region.interfaces, 'eni-a0');
  first.secondary = first.secondary.filter((ip) => ip !== '10.244.3.7');
};

/** The second interface of node-a has a group that lets nothing in. */
const sealed: LabChange = ({ region }) => {
  addSecurityGroup(region, { id: 'sg-sealed', vpc: 'vpc-a' });
  take(region.interfaces, 'eni-a1').groups = ['sg-sealed'];
};

describe('pod to pod, pod to node (17.1)', () => {
  checkLab([
    ['pods of one node meet no group (T001)', [], flow(CLI, 'pod/prod/web-a1'), 'reachable | 10.0.17.12 |'],
    ['not even a closed one (T002)', [inOf('sg-node'), outOf('sg-node')], flow(CLI, 'pod/prod/web-a1'), 'reachable | 10.0.17.12 |'],
    ['pods of two nodes keep their addresses (T003)', [], toB1, 'reachable | 10.0.17.12 | eni-a1 eni-b0'],
    [
      'a group that does not let itself in (T004)',
      [inOf('sg-node', tcp(443, 'self'))],
      toB1,
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.12 | eni-a1',
    ],
    ['a group that does not let itself in: no rules (T004)', [inOf('sg-node')], toB1, 'blocked SG_HAS_NO_RULES | 10.0.17.12 | eni-a1'],
    [
      'a group that does not let itself in: the rule is there (T004)',
      [inOf('sg-node', tcp(8080, 'self'))],
      toB1,
      'reachable | 10.0.17.12 | eni-a1 eni-b0',
    ],
    [
      'the ACL of another subnet (T005)',
      [aclIn('sn-prv-b', denyEntry(90, 'tcp', '0.0.0.0/0', 8080), everything)],
      toB1,
      'blocked SUBNET_ACL_RESTRICTION | 10.0.17.12 | eni-a1 eni-b0',
    ],
    [
      'the ACL of another subnet: another port (T005)',
      [aclIn('sn-prv-b', denyEntry(90, 'tcp', '0.0.0.0/0', 8081), everything)],
      toB1,
      'reachable | 10.0.17.12 | eni-a1 eni-b0',
    ],
    [
      'return ports are those of the pod (T006)',
      [aclIn('sn-prv-a', allowEntry(100, 'tcp', '0.0.0.0/0', [32768, 60999]))],
      { ...toB1, sourcePort: 41000 },
      'reachable | 10.0.17.12 | eni-a1 eni-b0',
    ],
    [
      'return ports are those of the pod: all client ports (T006)',
      [aclIn('sn-prv-a', allowEntry(100, 'tcp', '0.0.0.0/0', [32768, 60999]))],
      toB1,
      'reachable | 10.0.17.12 | eni-a1 eni-b0',
    ],
    [
      'T006, a port outside',
      [aclIn('sn-prv-a', allowEntry(100, 'tcp', '0.0.0.0/0', [32768, 60999]))],
      { ...toB1, sourcePort: 61000 },
      'blocked SUBNET_ACL_RESTRICTION return | 10.0.17.12 | eni-a1 eni-b0',
    ],
    ['the kubelet port of another node (T007)', [], flow(CLI, 'node/node-b', 10250), 'reachable | 10.0.17.12 | eni-a1 eni-b0'],
    [
      'the kubelet port of another node: not allowed (T007)',
      [inOf('sg-node', tcp(10250, '10.0.16.10/32'))],
      flow(CLI, 'node/node-b', 10250),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.12 | eni-a1',
    ],
    [
      'an agent of the pod’s own node (T008)',
      [inOf('sg-node'), outOf('sg-node')],
      flow(CLI, 'node/node-a', 9100),
      'reachable | 10.0.17.12 |',
    ],
    [
      'a probe of the kubelet (T009)',
      [inOf('sg-node'), outOf('sg-node')],
      flow('node/node-a', 'pod/prod/web-a2'),
      'reachable | 10.0.16.10 |',
    ],
    ['a process of another node (T010)', [], flow('node/node-b', 'pod/prod/web-a2'), 'reachable | 10.0.32.10 | eni-b0 eni-a1'],
    [
      'a process of another node: the group of the pod’s interface (T010)',
      [inOf('sg-node', tcp(8080, '10.0.33.10/32'))],
      flow('node/node-b', 'pod/prod/web-a2'),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.32.10 | eni-b0',
    ],
    [
      'a pod in the host’s network (T011)',
      [hostPodOnB],
      flow('pod/prod/exporter', 'pod/prod/web-a2'),
      'reachable | 10.0.32.10 | eni-b0 eni-a1',
    ],
    [
      'an address of a delegated prefix (T012)',
      [prefixes],
      flow('pod/prod/web-b1', 'pod/prod/pfx'),
      'reachable | 10.0.32.11 | eni-b0 eni-a0',
    ],
    [
      'an address of a delegated prefix: out (T012)',
      [prefixes],
      flow('pod/prod/pfx', 'pod/prod/web-b1'),
      'reachable | 10.0.16.37 | eni-a0 eni-b0',
    ],
    [
      'an address that no interface holds (T013)',
      [strayed],
      flow('pod/prod/web-b1', 'pod/prod/stray'),
      'unknown POD_ADDRESS_NOT_IN_VPC | 10.0.32.11 |',
    ],
    [
      'an address that no interface holds: as the caller (T013)',
      [strayed],
      flow('pod/prod/stray', 'pod/prod/web-b1'),
      'unknown POD_ADDRESS_NOT_IN_VPC | 10.244.3.7 |',
    ],
    [
      'T014',
      [discovered, aclIn('sn-pod-a', denyEntry(90, 'tcp', '0.0.0.0/0', 8080), everything)],
      flow('pod/prod/web-b1', 'pod/prod/p'),
      'blocked SUBNET_ACL_RESTRICTION | 10.0.32.11 | eni-b0 eni-a1',
    ],
    [
      'T014, the node’s subnet does not count',
      [discovered, aclIn('sn-prv-a', denyEntry(90, 'tcp', '0.0.0.0/0', 8080), everything)],
      flow('pod/prod/web-b1', 'pod/prod/p'),
      'reachable | 10.0.32.11 | eni-b0 eni-a1',
    ],
    ['a pod that waits for an address (T015)', [waiting], flow(CLI, 'pod/prod/new'), 'blocked POD_HAS_NO_ADDRESS | 10.0.17.12 |'],
    [
      'a pod that waits for an address: as the caller (T015)',
      [waiting],
      flow('pod/prod/new', 'pod/prod/web-b1'),
      'blocked POD_HAS_NO_ADDRESS | :: |',
    ],
  ]);
});

describe('where a pod lives (2.1, 2.2, 2.6)', () => {
  checkLab([
    ['a pod on the first interface', [], flow('pod/prod/web-a1', 'pod/prod/web-b1'), 'reachable | 10.0.16.11 | eni-a0 eni-b0'],
    [
      'each interface has groups of its own',
      [sealed],
      flow('pod/prod/web-b1', 'pod/prod/web-a2'),
      'blocked SG_HAS_NO_RULES | 10.0.32.11 | eni-b0',
    ],
    [
      'the groups of the first interface do not count there',
      [sealed],
      flow('pod/prod/web-b1', 'pod/prod/web-a1'),
      'reachable | 10.0.32.11 | eni-b0 eni-a0',
    ],
    [
      'an address of the next block',
      [
        prefixes,
        ({ cluster }) => {
          take(cluster.pods, 'prod/pfx').ip = '10.0.16.48';
        },
      ],
      flow('pod/prod/web-b1', 'pod/prod/pfx'),
      'unknown POD_ADDRESS_NOT_IN_VPC | 10.0.32.11 |',
    ],
    [
      'host network on another node',
      [hostPodOnB],
      flow('pod/prod/web-a2', 'pod/prod/exporter', 9100),
      'reachable | 10.0.17.11 | eni-a1 eni-b0',
    ],
    [
      'host network, the node’s group closed',
      [hostPodOnB, inOf('sg-node', tcp(8080, 'self'))],
      flow('pod/prod/web-a2', 'pod/prod/exporter', 9100),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.11 | eni-a1',
    ],
  ]);
});
