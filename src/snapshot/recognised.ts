/** The outcomes of recognition: what one parsed value of an upload turned out to be. */
import type { AwsOperation } from './aws-operations.js';
import type { Json } from './input-problem.js';

/** One answer of one AWS operation. */
export interface RecognisedCall {
  readonly operation: AwsOperation;
  /** What was asked for; null where nothing says it. */
  readonly input: Json | null;
  /** The fields of the output that belong to the operation. */
  readonly output: Json;
  /** False when the output says that more pages follow. */
  readonly complete: boolean;
  /** JSON pointer of the output in its file. */
  readonly pointer: string;
}

/** The objects of one kind from one list or object. */
export interface KubernetesPart {
  /** The kind of the items: `Pod`. */
  readonly kind: string;
  readonly apiVersion: string;
  readonly items: readonly Json[];
  /** The list, of whatever kinds, or the single object that they were found in. */
  readonly source: Json;
}

/** The right thing in a wrong shape: refused, naming the place. */
export interface Invalid {
  readonly what: 'invalid';
  readonly pointer: string;
  readonly message: string;
}

export type Recognised =
  /** One or several AWS outputs; `ignored` are top-level fields that belong to none of them. */
  | { readonly what: 'aws'; readonly calls: readonly RecognisedCall[]; readonly ignored: readonly string[] }
  /** Kubernetes objects, one part for each kind; no part at all for an empty `kind: List`, which says nothing. */
  | { readonly what: 'kubernetes'; readonly parts: readonly KubernetesPart[]; readonly incomplete: boolean }
  | { readonly what: 'bundle'; readonly value: Json }
  | Invalid
  /** Looks like output but can't be used: refused, with the command that gives the right file. */
  | { readonly what: 'look-alike'; readonly message: string }
  /** Nothing that packetpath reads: ignored, with a warning. */
  | { readonly what: 'unread'; readonly message: string };
