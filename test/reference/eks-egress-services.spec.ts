// Which address endpoints, metadata, other networks and load balancers see of a pod: T032 to T045, and what people get wrong about it.
import { describe, expect, it } from 'vitest';
import { addInstance } from '../sketch/instances.js';
import { take } from '../sketch/collection.js';
import { any, tcp } from '../sketch/security-group.js';
import {
  CLI,
  customNetworking,
  env,
  exclude,
  externalSnat,
  flow,
  inOf,
  into,
  neighbours,
  publicNode,
  SERVER,
  tableOf,
} from './lab-changes.js';
import {
  out,
  outOfP,
  toPeer,
  s3,
  toS3,
  noNat,
  podSubnet,
  sts,
  secondCidr,
  spoke,
  highPorts,
  hopLimit,
  hostPod,
  nlb,
  windows,
  onprem,
} from './lab-networks.js';
import type { TraceRequest } from '../../src/trace/trace-flow.js';
import { askLab, backBy, checkLab, type LabChange } from './lab-table.js';

describe('egress to services and networks (17.2)', () => {
  checkLab([
    [
      'a gateway endpoint in the table of the pods (T032)',
      [podSubnet, tableOf('sn-pod-a', {}), noNat, s3('rtb-sn-pod-a')],
      toS3('pod/prod/p'),
      'blocked NO_ROUTE_TO_DESTINATION | 100.64.0.11 => 10.0.16.10 | eni-a0',
    ],
    [
      'a gateway endpoint in the table of the pods: external (T032)',
      [podSubnet, tableOf('sn-pod-a', {}), noNat, s3('rtb-sn-pod-a'), externalSnat],
      toS3('pod/prod/p'),
      'reachable | 100.64.0.11 | eni-a1',
    ],
    [
      'a gateway endpoint in the table of the pods: in the node’s table (T032)',
      [podSubnet, tableOf('sn-pod-a', {}), noNat, s3('rtb-prv')],
      toS3('pod/prod/p'),
      'reachable | 100.64.0.11 => 10.0.16.10 | eni-a0',
    ],
    [
      'T032, in the node’s table, external',
      [podSubnet, tableOf('sn-pod-a', {}), noNat, s3('rtb-prv'), externalSnat],
      toS3('pod/prod/p'),
      'blocked NO_ROUTE_TO_DESTINATION | 100.64.0.11 | eni-a1',
    ],
    [
      'an interface endpoint sees the groups of pods (T033)',
      [customNetworking, sts(tcp(443, 'sg-node'))],
      flow('pod/prod/p', 'ip/10.0.32.100', 443),
      'blocked ENI_SG_RULES_MISMATCH | 100.64.0.11 | eni-a1',
    ],
    [
      'an interface endpoint sees the groups of pods: the pods’ group (T033)',
      [customNetworking, sts(tcp(443, 'sg-pods'))],
      flow('pod/prod/p', 'ip/10.0.32.100', 443),
      'reachable | 100.64.0.11 | eni-a1 eni-vpce-sts-sn-prv-b',
    ],
    [
      'a peer that calls a pod (T034)',
      [neighbours, into('sg-node', tcp(8080, '10.8.0.0/16'))],
      flow('ip/10.8.1.5', CLI),
      'reachable | 10.8.1.5 | eni-peer eni-a1',
    ],
    [
      'a pod that is called from on-premises (T035)',
      [neighbours, customNetworking, into('sg-pods', tcp(8080, '192.168.0.0/16'))],
      flow(onprem, 'pod/prod/p'),
      'reachable | 192.168.4.4 | eni-a1',
    ],
    [
      'T036',
      [
        secondCidr,
        ({ region }) => {
          addInstance(region, { id: 'i-20', subnet: 'sn-20', ip: '10.20.1.1', groups: ['sg-node'] });
        },
      ],
      flow(CLI, 'ip/10.20.1.1'),
      'reachable | 10.0.17.12 | eni-a1 eni-20',
    ],
    ['another VPC of the account (T037)', [spoke], flow(CLI, 'ip/10.30.1.5'), 'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0 eni-30'],
    [
      'another VPC of the account: the pod’s address (T037)',
      [spoke, externalSnat],
      flow(CLI, 'ip/10.30.1.5'),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.12 | eni-a1',
    ],
    [
      'return ports that the node draws (T038)',
      [highPorts],
      out,
      'partial NACL_BLOCKS_RETURN_PORTS return | 10.0.17.12 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 | eni-a0',
    ],
    [
      'return ports that the node draws: a process of the node (T038)',
      [highPorts],
      flow('node/node-a', SERVER, 443),
      'partial NACL_BLOCKS_RETURN_PORTS return | 10.0.16.10 => 10.0.0.50 => 198.51.100.10 | eni-a0',
    ],
    [
      'return ports that the node keeps (T039)',
      [highPorts, env({ AWS_VPC_K8S_CNI_RANDOMIZESNAT: 'none' })],
      out,
      'reachable | 10.0.17.12 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 | eni-a0',
    ],
    [
      'return ports that the node keeps: external (T039)',
      [highPorts, externalSnat],
      out,
      'reachable | 10.0.17.12 => 10.0.0.50 => 198.51.100.10 | eni-a1',
    ],
    ['metadata, one hop (T040)', [hopLimit(1)], flow(CLI, 'ip/169.254.169.254', 80), 'blocked IMDS_HOP_LIMIT | 10.0.17.12 |'],
    ['metadata, one hop: two hops (T040)', [hopLimit(2)], flow(CLI, 'ip/169.254.169.254', 80), 'reachable | 10.0.17.12 => 10.0.16.10 |'],
    [
      'metadata for the host’s network, one hop (T041)',
      [hopLimit(1), hostPod],
      flow('pod/prod/host-a', 'ip/169.254.169.254', 80),
      'reachable | 10.0.16.10 |',
    ],
    [
      'a public load balancer of the cluster (T042)',
      [nlb],
      flow(CLI, 'ip/198.51.100.60', 80),
      'reachable | 10.0.17.12 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 => 10.0.0.60 | eni-a0 eni-nlb-sn-pub-a',
    ],
    [
      'a public load balancer of the cluster: the address of the NAT gateway (T042)',
      [nlb, inOf('sg-fe', tcp(80, '198.51.100.10/32'))],
      flow(CLI, 'ip/198.51.100.60', 80),
      'reachable | 10.0.17.12 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 => 10.0.0.60 | eni-a0 eni-nlb-sn-pub-a',
    ],
    [
      'a public load balancer that lets the VPC in only (T043)',
      [nlb, inOf('sg-fe', tcp(80, '10.0.0.0/16'))],
      flow(CLI, 'ip/198.51.100.60', 80),
      'blocked ENI_SG_RULES_MISMATCH | 10.0.17.12 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 => 10.0.0.60 | eni-a0 eni-nlb-sn-pub-a',
    ],
    ['everything is excluded (T044)', [exclude('0.0.0.0/0')], out, 'reachable | 10.0.17.12 => 10.0.0.50 => 198.51.100.10 | eni-a1'],
    [
      'everything is excluded: public subnet (T044)',
      [exclude('0.0.0.0/0'), publicNode('198.51.100.20')],
      out,
      'blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS | 10.0.17.12 | eni-a1',
    ],
    ['a Windows pod (T045)', [neighbours, windows], toPeer, 'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0 eni-peer'],
    [
      'a Windows pod: settings have no effect (T045)',
      [neighbours, windows, externalSnat],
      toPeer,
      'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0 eni-peer',
    ],
  ]);
});

describe('which address is seen where (3.4 to 3.6)', () => {
  checkLab([
    [
      'only the pods’ subnet has a way out, default',
      [customNetworking, tableOf('sn-prv-a', {})],
      outOfP,
      'blocked NO_ROUTE_TO_DESTINATION | 100.64.0.11 => 10.0.16.10 | eni-a0',
    ],
    [
      'only the pods’ subnet has a way out, external',
      [customNetworking, tableOf('sn-prv-a', {}), externalSnat],
      outOfP,
      'reachable | 100.64.0.11 => 10.0.0.50 => 198.51.100.10 | eni-a1',
    ],
    ['gateway endpoint', [s3('rtb-prv')], toS3(CLI), 'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0'],
    ['gateway endpoint, external', [s3('rtb-prv'), externalSnat], toS3(CLI), 'reachable | 10.0.17.12 | eni-a1'],
    ['on-premises', [neighbours], flow(CLI, onprem), 'reachable | 10.0.17.12 => 10.0.16.10 | eni-a0'],
    ['on-premises, external', [neighbours, externalSnat], flow(CLI, onprem), 'reachable | 10.0.17.12 | eni-a1'],
    ['in the VPC, external', [externalSnat], flow(CLI, 'pod/prod/web-b1'), 'reachable | 10.0.17.12 | eni-a1 eni-b0'],
    ['same node, external', [externalSnat, inOf('sg-node')], flow(CLI, 'pod/prod/web-a1'), 'reachable | 10.0.17.12 |'],
    [
      'endpoint',
      [sts(tcp(443, '10.0.17.12/32'))],
      flow(CLI, 'ip/10.0.32.100', 443),
      'reachable | 10.0.17.12 | eni-a1 eni-vpce-sts-sn-prv-b',
    ],
    [
      'endpoint, external',
      [sts(tcp(443, '10.0.17.12/32')), externalSnat],
      flow(CLI, 'ip/10.0.32.100', 443),
      'reachable | 10.0.17.12 | eni-a1 eni-vpce-sts-sn-prv-b',
    ],
    [
      'reference to the pods’ group',
      [neighbours, customNetworking, inOf('sg-peer', any('sg-pods'))],
      flow('pod/prod/p', 'ip/10.8.1.5', 5432),
      'blocked ENI_SG_RULES_MISMATCH | 100.64.0.11 => 10.0.16.10 | eni-a0',
    ],
    [
      'reference to the nodes’ group',
      [neighbours, customNetworking, inOf('sg-peer', any('sg-node'))],
      flow('pod/prod/p', 'ip/10.8.1.5', 5432),
      'reachable | 100.64.0.11 => 10.0.16.10 | eni-a0 eni-peer',
    ],
    [
      'the groups of the pods’ interface do not matter',
      [customNetworking, ({ region }) => (take(region.securityGroups, 'sg-pods').egress = [])],
      outOfP,
      'reachable | 100.64.0.11 => 10.0.16.10 => 10.0.0.50 => 198.51.100.10 | eni-a0',
    ],
    [
      'unless external',
      [customNetworking, externalSnat, ({ region }) => (take(region.securityGroups, 'sg-pods').egress = [])],
      outOfP,
      'blocked SG_HAS_NO_RULES | 100.64.0.11 => 10.0.0.50 => 198.51.100.10 |',
    ],
  ]);
});

describe('replies', () => {
  it.each<[string, readonly LabChange[], TraceRequest, string]>([
    [
      'of a pod that a peer called leave by its own interface (T034)',
      [neighbours, into('sg-node', tcp(8080, '10.8.0.0/16'))],
      flow('ip/10.8.1.5', CLI),
      'eni-a1 eni-peer',
    ],
    ['to a pod that showed the node come in by the first interface (T020)', [], out, 'eni-a0'],
    ['to a pod that showed itself come in by its own (T021)', [externalSnat], out, 'eni-a1'],
  ])('%s', (_, changes, request, expected) => {
    expect(backBy(askLab(changes, request)).join(' ')).toBe(expected);
  });
});
