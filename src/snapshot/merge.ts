/** Puts the recognised pieces of an upload together into one canonical bundle. */
import type { Bundle, SnapshotWarning } from './bundle.js';
import type { InputProblem } from './input-problem.js';
import { mergeAws } from './merge-aws.js';
import { mergeKubernetes } from './merge-kubernetes.js';
import type { Pieces, UploadFields } from './pieces.js';

export type MergeResult =
  | { readonly ok: true; readonly bundle: Bundle; readonly warnings: readonly SnapshotWarning[] }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/**
 * Builds the bundle, not yet redacted. `fields` fill what the content doesn't say; `capturedAt` is the time to take when neither says one.
 * The result doesn't depend on the order of captures, calls or kinds in the upload.
 */
export function mergePieces(pieces: Pieces, fields: UploadFields, capturedAt: string): MergeResult {
  const aws = mergeAws(pieces.aws, fields);
  const kubernetes = mergeKubernetes(pieces.kubernetes, fields);
  if (kubernetes.problems.length > 0) return { ok: false, problems: kubernetes.problems };
  const bundle: Bundle = {
    schemaVersion: 1,
    name: pieces.name ?? fields.name ?? 'default',
    capturedAt: pieces.capturedAt ?? fields.capturedAt ?? capturedAt,
    aws: aws.captures,
    kubernetes: kubernetes.captures,
  };
  return { ok: true, bundle, warnings: [...pieces.warnings, ...aws.warnings, ...kubernetes.warnings] };
}
