/** Deployments with their ReplicaSets, StatefulSets, DaemonSets and Jobs. */
import { put, type RawFields } from './collection.js';
import type { ClusterSketch, ContainerPortSketch, KubernetesObject, PodSketch, WorkloadSketch } from './kubernetes-shapes.js';
import { metadata, splitId } from './metadata.js';
import { addPod, ownerOf } from './pods.js';
import { nameSuffix } from './ids.js';

/** A pod of a workload: on which node, with which address; its name is made up unless given. */
interface Replica extends Partial<PodSketch> {
  node: string;
  ip?: string;
  name?: string;
  interface?: string;
}

interface WorkloadSpec {
  /** `namespace/name`. */
  id: string;
  kind?: WorkloadSketch['kind'];
  labels?: Record<string, string>;
  ports?: ContainerPortSketch[];
  pods?: readonly Replica[];
  podSpec?: RawFields;
}

/** Adds a workload (a Deployment unless said) with its pods. Its labels, `app: NAME` unless given, select them. */
export function addWorkload(cluster: ClusterSketch, spec: WorkloadSpec): WorkloadSketch {
  const [namespace = 'default', name] = splitId(spec.id);
  const labels = spec.labels ?? { app: name };
  const kind = spec.kind ?? 'Deployment';
  const workload = put<WorkloadSketch>(cluster.workloads, {
    id: `${kind} ${spec.id}`,
    kind,
    labels,
    selector: labels,
    replicas: spec.pods?.length ?? 0,
    podSpec: { containers: [{ name, image: `registry.example/${name}:1.4.2`, ports: spec.ports }], ...spec.podSpec },
  });
  (spec.pods ?? []).forEach((replica, index) => {
    const { name: podName, ...own } = replica;
    addPod(cluster, {
      ports: spec.ports ?? [],
      ...own,
      id: `${namespace}/${podName ?? madeUpName(kind, spec.id, index)}`,
      labels: { ...labels, ...own.labels },
      owner: workload.id,
    });
  });
  return workload;
}

function madeUpName(kind: WorkloadSketch['kind'], id: string, index: number): string {
  const [, name] = splitId(id);
  if (kind === 'StatefulSet') return `${name}-${index}`;
  const hash = kind === 'Deployment' ? `-${nameSuffix(`template/${id}`, 9)}` : '';
  return `${name}${hash}-${nameSuffix(`${id}/${index}`)}`;
}

/** The objects of all workloads, ReplicaSets included. */
export function workloadObjects(cluster: ClusterSketch): KubernetesObject[] {
  const replicaSets = new Map<string, KubernetesObject>();
  for (const pod of cluster.pods.values()) {
    const owner = ownerOf(pod);
    const [namespace] = splitId(pod.id);
    const id = `${namespace}/${owner?.name}`;
    if (owner?.kind === 'ReplicaSet' && !replicaSets.has(id)) replicaSets.set(id, replicaSetObject(cluster, id, pod));
  }
  return [...[...cluster.workloads.values()].map((workload) => workloadObject(cluster, workload)), ...replicaSets.values()];
}

function workloadObject(cluster: ClusterSketch, workload: WorkloadSketch): KubernetesObject {
  const id = workload.id.slice(workload.kind.length + 1);
  const [, name] = splitId(id);
  const template = { metadata: { labels: workload.selector }, spec: workload.podSpec };
  const object = {
    apiVersion: workload.kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind: workload.kind,
    metadata: metadata(cluster, workload.kind, id, { labels: workload.labels, annotations: workload.annotations }),
    spec: {
      replicas: workload.replicas,
      selector: { matchLabels: workload.selector },
      template,
      ...(workload.kind === 'StatefulSet' ? { serviceName: name } : {}),
    },
    status: { replicas: workload.replicas, readyReplicas: workload.replicas },
  };
  return { ...object, ...workload.raw };
}

function replicaSetObject(cluster: ClusterSketch, id: string, pod: PodSketch): KubernetesObject {
  const owner = ownerOf(pod);
  const [namespace] = splitId(id);
  const workload = cluster.workloads.get(`Deployment ${namespace}/${owner?.workload}`);
  const labels = { ...workload?.selector, 'pod-template-hash': owner?.templateHash ?? '' };
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: metadata(cluster, 'ReplicaSet', id, {
      labels,
      owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: owner?.workload ?? '' },
    }),
    spec: { replicas: workload?.replicas, selector: { matchLabels: labels } },
    status: { replicas: workload?.replicas, readyReplicas: workload?.replicas },
  };
}
