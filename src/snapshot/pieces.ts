/** The recognised parts of an upload before they are put together: each knows the file it came from and what the upload said of its origin. */
import type { SnapshotWarning } from './bundle.js';
import { placeInUpload } from './input-problem.js';
import type { KubernetesPart, RecognisedCall } from './recognised.js';

export interface AwsPiece {
  readonly call: RecognisedCall;
  readonly file: string;
  /** What a directory or the bundle says; null where neither does. */
  readonly accountId: string | null;
  readonly region: string | null;
  /** Pieces of one group were captured together: the files of one directory, or one entry of a bundle's `aws`. */
  readonly group: string;
}

export interface KubernetesPiece {
  readonly part: KubernetesPart;
  readonly file: string;
  /** JSON pointer of the list or object in the file. */
  readonly pointer: string;
  /** What the bundle says; null for a bare file. */
  readonly cluster: string | null;
}

/** All that an upload holds. `name` and `capturedAt` are null where no bundle says them. */
export interface Pieces {
  readonly aws: readonly AwsPiece[];
  readonly kubernetes: readonly KubernetesPiece[];
  readonly name: string | null;
  readonly capturedAt: string | null;
  readonly warnings: readonly SnapshotWarning[];
}

/** What the uploader says beside the content: it fills what the content doesn't say. */
export interface UploadFields {
  readonly name?: string;
  readonly capturedAt?: string;
  readonly cluster?: string;
  readonly accountId?: string;
  readonly region?: string;
}

/** Where a call stands in the upload: `vpcs.json`, or `/aws/0/calls/3/output` of a bundle in the body. */
export function placeOfCall(piece: AwsPiece): string {
  return placeInUpload(piece.file, piece.call.pointer);
}

export function warning(code: string, message: string, path: string | null): SnapshotWarning {
  return { code, message, path };
}
