/** Object metadata as the API server fills it in. */
import { rendered, type RawFields, type Tags } from './collection.js';
import { uuid } from './ids.js';
import type { ClusterSketch, KubernetesObject } from './kubernetes-shapes.js';

export const CREATED = '2026-11-02T07:30:00Z';

interface MetadataSpec {
  labels?: Tags;
  annotations?: Tags;
  generateName?: string;
  owner?: { apiVersion: string; kind: string; name: string };
}

/** Metadata of an object: `id` is `namespace/name`, or the name alone for a kind without namespaces. */
export function metadata(cluster: ClusterSketch, kind: string, id: string, spec: MetadataSpec = {}): KubernetesObject['metadata'] {
  const [namespace, name] = splitId(id);
  const owner = spec.owner && {
    apiVersion: spec.owner.apiVersion,
    blockOwnerDeletion: true,
    controller: true,
    kind: spec.owner.kind,
    name: spec.owner.name,
    uid: objectUid(cluster, spec.owner.kind, namespace === undefined ? spec.owner.name : `${namespace}/${spec.owner.name}`),
  };
  const fields: RawFields = rendered({
    annotations: spec.annotations,
    creationTimestamp: CREATED,
    generateName: spec.generateName,
    labels: spec.labels,
    namespace,
    ownerReferences: owner && [owner],
    resourceVersion: '48213',
    uid: objectUid(cluster, kind, id),
  });
  return { name, ...fields };
}

/** The uid of an object, the same wherever it is referred to. */
export function objectUid(cluster: ClusterSketch, kind: string, id: string): string {
  return uuid(`${cluster.name}/${kind}/${id}`);
}

/** `shop/web` as namespace and name; the namespace is undefined where the id has none. */
export function splitId(id: string): [namespace: string | undefined, name: string] {
  const slash = id.indexOf('/');
  return slash < 0 ? [undefined, id] : [id.slice(0, slash), id.slice(slash + 1)];
}

/** Adds an object of any kind, printed as it stands apart from the metadata that is filled in. */
export function addObject(cluster: ClusterSketch, apiVersion: string, kind: string, id: string, fields: RawFields): KubernetesObject {
  const { labels, annotations, ...rest } = fields as RawFields & { labels?: Tags; annotations?: Tags };
  const object = { apiVersion, kind, metadata: metadata(cluster, kind, id, { labels, annotations }), ...rest };
  cluster.objects.push(object);
  return object;
}
