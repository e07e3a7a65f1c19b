// The whole Kubernetes part of a snapshot: keys, clusters apart, and many pods.
import { expect, it } from 'vitest';
import { documentsOf, recordReading } from '../../../test/sketch/kubernetes-documents.js';
import { readKubernetes } from './read-kubernetes.js';

const named = (kind: string, name: string, more: Record<string, unknown> = {}) => ({
  kind,
  metadata: { name, namespace: 'shop' },
  ...more,
});

it('keys every collection, and keeps workloads of two kinds with one name', () => {
  const read = readKubernetes(
    documentsOf([
      named('Pod', 'web-1'),
      named('Deployment', 'web'),
      named('ReplicaSet', 'web', {
        metadata: { name: 'web', namespace: 'shop', ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }] },
      }),
      named('Service', 'web'),
      named('Node', 'node-a'),
      named('NetworkPolicy', 'np'),
    ]),
    recordReading(),
  );
  expect([...read.pods.keys()]).toEqual(['demo|shop|web-1']);
  expect([...read.nodes.keys()]).toEqual(['demo||node-a']);
  expect([...read.services.keys(), ...read.networkPolicies.keys()]).toEqual(['demo|shop|web', 'demo|shop|np']);
  expect([...read.workloads].map(([key, { kind, owner }]) => [key, kind, owner?.name])).toEqual([
    ['deployment|demo|shop|web', 'deployment', undefined],
    ['replicaset|demo|shop|web', 'replicaset', 'web'],
  ]);
  expect(read.clusterSettings.get('demo')).toMatchObject({
    cluster: 'demo',
    cni: { found: false },
    proxy: { found: false },
    otherCnis: [],
  });
});

it('reads an empty snapshot', () => {
  const read = readKubernetes({ clusters: [], objects: () => [], outputs: () => [] }, recordReading());
  expect(Object.values(read).every(({ size }) => size === 0)).toBe(true);
});
