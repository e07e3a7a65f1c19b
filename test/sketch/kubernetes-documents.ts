/** Raw Kubernetes objects and AWS outputs as the readers are given them, and a list of what the readers said. */
import type { Documents, KubernetesItem, Reading } from '../../src/components/reader.js';

export type RawObject = Readonly<Record<string, unknown>> & { readonly kind: string };

/** The pointer of the object at `index` is `/items/INDEX`, that of an output `/calls/INDEX/output`. */
export function documentsOf(
  objects: readonly RawObject[],
  outputs: readonly { operation: string; output: Record<string, unknown>; input?: Record<string, unknown> }[] = [],
  cluster = 'demo',
): Documents {
  const items = objects.map((item, index): KubernetesItem & { kind: string } => ({
    kind: item.kind,
    cluster,
    item,
    pointer: `/items/${index}`,
  }));
  return {
    clusters: [cluster],
    objects: (kind) => items.filter((item) => item.kind === kind),
    outputs: (operation) =>
      outputs.flatMap(({ operation: name, input, output }, index) =>
        name === operation
          ? [{ home: { accountId: '111122223333', region: 'eu-west-1' }, input: input ?? {}, output, pointer: `/calls/${index}/output` }]
          : [],
      ),
  };
}

export interface RecordedReading extends Reading {
  /** `POINTER: expected …`. */
  readonly refused: string[];
  /** `CODE POINTER`. */
  readonly warned: string[];
}

export function recordReading(): RecordedReading {
  const refused: string[] = [];
  const warned: string[] = [];
  return {
    refused,
    warned,
    refuse: (path, expected) => void refused.push(`${path}: expected ${expected}`),
    warn: (code, _message, path) => void warned.push(`${code} ${path}`),
  };
}

/** The one entry of a collection. Throws when there are none or several. */
export function onlyEntry<T>(collection: ReadonlyMap<string, T>): T {
  const [entry, ...others] = collection.values();
  if (entry === undefined || others.length > 0) throw new Error(`expected one entry, got ${collection.size}`);
  return entry;
}
