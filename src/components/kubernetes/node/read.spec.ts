// Nodes by compute type, and namespaces with the label that the API server gives them.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { documentsOf, onlyEntry, recordReading } from '../../../../test/sketch/kubernetes-documents.js';
import { readNamespaces, readNodes } from './read.js';

const read = (name: string, providerID: string | undefined, labels: Record<string, string> = {}, more: Record<string, unknown> = {}) =>
  onlyEntry(readNodes(documentsOf([{ kind: 'Node', metadata: { name, labels }, spec: { providerID }, ...more }]), recordReading()));

describe('readNodes', () => {
  it('reads an EC2 node', () => {
    const node = read(
      'ip-10-0-16-10.ec2.internal',
      'aws:///eu-west-1a/i-0abc',
      { 'kubernetes.io/os': 'linux', 'topology.kubernetes.io/zone': 'eu-west-1a' },
      {
        status: {
          addresses: [
            { type: 'InternalIP', address: '10.0.16.10' },
            { type: 'ExternalIP', address: '198.51.100.7' },
            { type: 'Hostname', address: 'ip-10-0-16-10' },
          ],
          allocatable: { pods: '29' },
          conditions: [{ type: 'Ready', status: 'True' }],
          nodeInfo: { kernelVersion: '6.1.148' },
        },
      },
    );
    expect(node).toMatchObject({
      cluster: 'demo',
      namespace: '',
      instanceId: 'i-0abc',
      addresses: [parseAddress('10.0.16.10')],
      hostname: 'ip-10-0-16-10',
      zone: 'eu-west-1a',
      computeType: 'ec2',
      operatingSystem: 'linux',
      ready: true,
      allocatablePods: 29,
      kernelVersion: '6.1.148',
    });
  });

  it.each([
    ['fargate-ip-10-0-32-77.ec2.internal', 'aws:///eu-west-1a/0a1b2c-3d/fargate-ip-10-0-32-77.ec2.internal', {}, 'fargate', null],
    ['n', undefined, { 'eks.amazonaws.com/compute-type': 'fargate' }, 'fargate', null],
    ['i-0def', 'aws:///eu-west-1a/i-0def', { 'eks.amazonaws.com/compute-type': 'auto' }, 'auto', 'i-0def'],
    ['mi-0123', 'eks-hybrid:///eu-west-1/demo/mi-0123', {}, 'hybrid', null],
    ['n', undefined, {}, 'ec2', null],
  ])('%s %s is told by its label, name or provider', (name, providerId, labels, computeType, instanceId) => {
    expect(read(name, providerId, labels as Record<string, string>)).toMatchObject({ computeType, instanceId });
  });

  it('tells Windows, a node that is not ready, and taints', () => {
    const status = { conditions: [{ type: 'Ready', status: 'Unknown' }], nodeInfo: { operatingSystem: 'windows' } };
    const taints = [
      { key: 'dedicated', value: 'db', effect: 'NoSchedule' },
      { key: 'karpenter.sh/disrupted', effect: 'NoSchedule' },
    ];
    expect(read('w', undefined, {}, { spec: { taints }, status })).toMatchObject({
      operatingSystem: 'windows',
      ready: false,
      taints: ['dedicated=db:NoSchedule', 'karpenter.sh/disrupted:NoSchedule'],
    });
  });
});

it('labels a namespace with its name', () => {
  const found = onlyEntry(
    readNamespaces(documentsOf([{ kind: 'Namespace', metadata: { name: 'dev', labels: { team: 'x' } } }]), recordReading()),
  );
  expect(found.labels).toEqual({ team: 'x', 'kubernetes.io/metadata.name': 'dev' });
});
