// The source that the internet and peers see of a pod, and the interface it leaves by: T020 to T031.
import { describe } from 'vitest';
import { addRoutes } from '../sketch/route-table.js';
import { any } from '../sketch/security-group.js';
import { customNetworking, exclude, externalSnat, flow, inOf, neighbours, publicNode, tableOf } from './lab-changes.js';
import { out, outOfP, toPeer, peerAllows } from './lab-networks.js';
import { checkLab } from './lab-table.js';

describe('egress and source NAT (17.2)', () => {
  checkLab([
    ['to the internet as the node (T020)', [], out, 'reachable | 10.0.17.12 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 | eni-a0'],
    [
      'to the internet as the pod, external SNAT (T021)',
      [externalSnat],
      out,
      'reachable | 10.0.17.12 => 10.0.0.50 => 198.51.100.10 | eni-a1',
    ],
    ['from a public node (T022)', [publicNode('198.51.100.20')], out, 'reachable | 10.0.17.12 => 10.0.16.10 => 198.51.100.20 | eni-a0'],
    [
      'from a public node as the pod (T023)',
      [publicNode('198.51.100.20'), externalSnat],
      out,
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS | 10.0.17.12 | eni-a1',
    ],
    [
      'from a node without a public address (T024)',
      [publicNode()],
      out,
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS | 10.0.17.12 => 10.0.16.10 | eni-a0',
    ],
    [
      'from a node without a public address: external (T024)',
      [publicNode(), externalSnat],
      out,
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS | 10.0.17.12 | eni-a1',
    ],
    [
      'the peer sees the node (T025)',
      [neighbours, peerAllows('10.0.17.0/24')],
      toPeer,
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.12 => 10.0.16.10 | eni-a0',
    ],
    [
      'the peer sees the node: the node is allowed (T025)',
      [neighbours, peerAllows('10.0.16.10/32')],
      toPeer,
      'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0 eni-peer',
    ],
    [
      'the peer is excluded (T026)',
      [neighbours, peerAllows('10.0.17.0/24'), exclude('10.8.0.0/16')],
      toPeer,
      'reachable | 10.0.17.12 | eni-a1 eni-peer',
    ],
    [
      'the peer is excluded: another range (T026)',
      [neighbours, peerAllows('10.0.17.0/24'), exclude('10.9.0.0/16')],
      toPeer,
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.12 => 10.0.16.10 | eni-a0',
    ],
    [
      'the peer sees the pod, external SNAT (T027)',
      [neighbours, peerAllows('10.0.17.0/24'), externalSnat],
      toPeer,
      'reachable | 10.0.17.12 | eni-a1 eni-peer',
    ],
    [
      'a peer that knows no pod range (T028)',
      [neighbours, customNetworking],
      flow('pod/prod/p', 'ip/10.8.1.5', 5432),
      'reachable | 100.64.0.11 => 10.0.16.10 | eni-a0 eni-peer',
    ],
    [
      'T029',
      [neighbours, customNetworking, externalSnat, inOf('sg-peer', any('100.64.0.0/16'))],
      flow('pod/prod/p', 'ip/10.8.1.5', 5432),
      'blocked RETURN_NO_ROUTE return | 100.64.0.11 | eni-a1 eni-peer',
    ],
    [
      'T029, by exclusion',
      [neighbours, customNetworking, exclude('10.8.0.0/16'), inOf('sg-peer', any('100.64.0.0/16'))],
      flow('pod/prod/p', 'ip/10.8.1.5', 5432),
      'blocked RETURN_NO_ROUTE return | 100.64.0.11 | eni-a1 eni-peer',
    ],
    [
      'T029, with the route',
      [
        neighbours,
        customNetworking,
        externalSnat,
        inOf('sg-peer', any('100.64.0.0/16')),
        ({ region }) => {
          addRoutes(region, 'rtb-peer', { '100.64.0.0/16': 'pcx-peer' });
        },
      ],
      flow('pod/prod/p', 'ip/10.8.1.5', 5432),
      'reachable | 100.64.0.11 | eni-a1 eni-peer',
    ],
    [
      'the table of the node decides (T030)',
      [customNetworking, tableOf('sn-pod-a', {})],
      outOfP,
      'reachable | 100.64.0.11 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 | eni-a0',
    ],
    [
      'the table of the pods decides, external SNAT (T031)',
      [customNetworking, tableOf('sn-pod-a', {}), externalSnat],
      outOfP,
      'blocked NO_ROUTE_TO_DESTINATION | 100.64.0.11 | eni-a1',
    ],
  ]);
});
