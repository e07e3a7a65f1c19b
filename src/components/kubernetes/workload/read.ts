/** The workloads that own pods: a Deployment owns its pods by way of a ReplicaSet. */
import type { Workload } from '../../../model/kubernetes/cluster.js';
import { workloadKey } from '../../../model/network.js';
import type { Documents, Reading } from '../../reader.js';
import { ownerOf, readObjects } from '../objects.js';

const KINDS: readonly (readonly [string, Workload['kind']])[] = [
  ['Deployment', 'deployment'],
  ['StatefulSet', 'statefulset'],
  ['DaemonSet', 'daemonset'],
  ['Job', 'job'],
  ['ReplicaSet', 'replicaset'],
];

/** By workloadKey: workloads of two kinds may share a name. */
export function readWorkloads(documents: Documents, reading: Reading): Map<string, Workload> {
  const workloads = new Map<string, Workload>();
  for (const [kind, name] of KINDS) {
    const found = readObjects<Workload>(documents, reading, kind, 'namespaced', (opened) => ({
      ...opened.object,
      kind: name,
      owner: ownerOf(opened),
    }));
    for (const workload of found.values()) workloads.set(workloadKey(workload), workload);
  }
  return workloads;
}
