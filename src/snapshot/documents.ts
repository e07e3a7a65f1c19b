/** The documents of a bundle, indexed once by what they are: AWS outputs by operation, Kubernetes objects by kind. */
import type { AwsOutput, Documents, KubernetesItem } from '../components/reader.js';
import type { Bundle, KubernetesList } from './bundle.js';
import { itemKindOfList } from './kubernetes-kinds.js';

const NONE: readonly never[] = [];

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

function indexOutputs(bundle: Bundle): Map<string, AwsOutput[]> {
  const outputs = new Map<string, AwsOutput[]>();
  for (const [captureIndex, { accountId, region, calls }] of bundle.aws.entries()) {
    const home = { accountId, region };
    for (const [callIndex, { operation, input, output }] of calls.entries()) {
      const pointer = `/aws/${captureIndex}/calls/${callIndex}/output`;
      push(outputs, operation, { home, input: input ?? {}, output, pointer });
    }
  }
  return outputs;
}

/** The kind of an item: its own, or that of its typed list, whose items leave kind and version out. */
export function kindOfItem(list: KubernetesList, item: Readonly<Record<string, unknown>>): string {
  return typeof item['kind'] === 'string' ? item['kind'] : (itemKindOfList(list.kind) ?? '');
}

function indexObjects(bundle: Bundle): Map<string, KubernetesItem[]> {
  const objects = new Map<string, KubernetesItem[]>();
  for (const [captureIndex, { cluster, objects: lists }] of bundle.kubernetes.entries()) {
    for (const [listIndex, list] of lists.entries()) {
      for (const [itemIndex, raw] of list.items.entries()) {
        const kind = kindOfItem(list, raw);
        const item = raw['apiVersion'] === undefined ? { ...raw, apiVersion: list.apiVersion, kind } : raw;
        push(objects, kind, { cluster, item, pointer: `/kubernetes/${captureIndex}/objects/${listIndex}/items/${itemIndex}` });
      }
    }
  }
  return objects;
}

export function indexDocuments(bundle: Bundle): Documents {
  const outputs = indexOutputs(bundle);
  const objects = indexObjects(bundle);
  return {
    outputs: (operation) => outputs.get(operation) ?? NONE,
    objects: (kind) => objects.get(kind) ?? NONE,
    clusters: [...new Set(bundle.kubernetes.map(({ cluster }) => cluster))],
  };
}
