/** What every Kubernetes reader begins with: name, namespace and labels of each object of a kind, and its place in the upload. */
import type { KubernetesObject, OwnerReference } from '../../model/kubernetes/cluster.js';
import { objectKey } from '../../model/network.js';
import type { Documents, KubernetesItem, Reading } from '../reader.js';
import { labelsAt, listAt, recordAt, textAt, type Here, type Raw } from './fields.js';

/** One object with its parts opened. */
export interface OpenedObject {
  readonly here: Here;
  readonly object: KubernetesObject;
  readonly metadata: Raw;
  readonly spec: Raw;
  readonly status: Raw;
  /** The object as it was uploaded, for kinds without a spec. */
  readonly item: Raw;
}

export type Scope = 'namespaced' | 'cluster';

/** Null when the object has no name: that is refused. A namespaced object without a namespace is in `default`, as kubectl would put it. */
export function openObject({ cluster, item, pointer }: KubernetesItem, reading: Reading, scope: Scope): OpenedObject | null {
  const here = { reading, pointer };
  const metadata = recordAt(here, item['metadata'], 'metadata');
  const name = metadata['name'];
  if (typeof name !== 'string' || name === '') {
    reading.refuse(`${pointer}/metadata/name`, 'the name of the object', name);
    return null;
  }
  const object = {
    cluster,
    namespace: scope === 'cluster' ? '' : (textAt(here, metadata['namespace'], 'metadata/namespace') ?? 'default'),
    name,
    labels: labelsAt(here, metadata['labels'], 'metadata/labels'),
    annotations: labelsAt(here, metadata['annotations'], 'metadata/annotations'),
  };
  const spec = recordAt(here, item['spec'], 'spec');
  return { here, object, metadata, spec, status: recordAt(here, item['status'], 'status'), item };
}

/** Every readable object of a kind by objectKey; the last one wins where a snapshot holds an object twice. */
export function readObjects<T extends KubernetesObject>(
  documents: Documents,
  reading: Reading,
  kind: string,
  scope: Scope,
  read: (opened: OpenedObject) => T | null,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const item of documents.objects(kind)) {
    const opened = openObject(item, reading, scope);
    const entry = opened === null ? null : read(opened);
    if (entry !== null) found.set(objectKey(entry), entry);
  }
  return found;
}

/** The controller that owns an object, else its first owner. */
export function ownerOf({ here, metadata }: OpenedObject): OwnerReference | null {
  let first: OwnerReference | null = null;
  for (const reference of listAt(here, metadata['ownerReferences'], 'metadata/ownerReferences')) {
    const { kind, name, controller } = recordAt(here, reference, 'metadata/ownerReferences');
    if (typeof kind !== 'string' || typeof name !== 'string') continue;
    if (controller === true) return { kind, name };
    first ??= { kind, name };
  }
  return first;
}
