/** Kubernetes objects by the names that people use, so that a question never scans a cluster of 100,000 pods. */
import { objectKey, type Network } from '../model/network.js';
import type { Node, Pod, Workload } from '../model/kubernetes/cluster.js';
import { isFinished } from './cluster-objects.js';

export interface Names {
  /** By name, host name or instance id, in every cluster. */
  nodesNamed(name: string): readonly Node[];
  /** Workloads of a kind with this name, in every namespace. */
  workloadsNamed(kind: Workload['kind'], name: string): readonly Workload[];
  /** The pods that a workload owns, directly or through its ReplicaSets, without finished ones. */
  podsOwnedBy(workload: Workload): readonly Pod[];
}

function gather<T>(items: Iterable<T>, keysOf: (item: T) => readonly (string | null)[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      if (key === null) continue;
      const list = found.get(key);
      if (list === undefined) found.set(key, [item]);
      else list.push(item);
    }
  }
  return found;
}

function ownerKey(kind: string, { cluster, namespace }: { readonly cluster: string; readonly namespace: string }, name: string): string {
  return `${kind.toLowerCase()}|${objectKey({ cluster, namespace, name })}`;
}

/** Without the ReplicaSets: they are named after their Deployment, with one part of letters and digits more. */
function deploymentOf(replicaSet: string): string {
  return replicaSet.slice(0, Math.max(0, replicaSet.lastIndexOf('-')));
}

/** Whose pod it is: its owner, and behind a ReplicaSet the Deployment. */
function ownersOf(pod: Pod, sets: ReadonlyMap<string, Workload>): string[] {
  const { owner } = pod;
  if (owner === null || isFinished(pod)) return [];
  const own = ownerKey(owner.kind, pod, owner.name);
  if (owner.kind !== 'ReplicaSet') return [own];
  const set = sets.get(own);
  if (set === undefined) return [own, ownerKey('deployment', pod, deploymentOf(owner.name))];
  return set.owner?.kind === 'Deployment' ? [own, ownerKey('deployment', pod, set.owner.name)] : [own];
}

export function indexNames(network: Network): Names {
  const nodes = gather(network.nodes.values(), ({ name, hostname, instanceId }) => [name, hostname, instanceId]);
  const workloads = gather(network.workloads.values(), ({ kind, name }) => [`${kind}/${name}`]);
  const sets = new Map(
    [...network.workloads.values()].filter(({ kind }) => kind === 'replicaset').map((set) => [ownerKey('replicaset', set, set.name), set]),
  );
  const pods = gather(network.pods.values(), (pod) => ownersOf(pod, sets));
  return {
    nodesNamed: (name) => nodes.get(name) ?? [],
    workloadsNamed: (kind, name) => workloads.get(`${kind}/${name}`) ?? [],
    podsOwnedBy: (workload) => pods.get(ownerKey(workload.kind, workload, workload.name)) ?? [],
  };
}
