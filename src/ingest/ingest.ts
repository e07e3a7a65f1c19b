/** An upload to a redacted bundle that is ready to be stored: unpacked, read, merged, redacted, hashed and compressed. All of it or nothing. */
import type { Bundle, SnapshotWarning } from '../snapshot/bundle.js';
import { compareText } from '../snapshot/compare-text.js';
import { placeInUpload, pointerPart, type InputProblem } from '../snapshot/input-problem.js';
import { mergePieces } from '../snapshot/merge.js';
import { originOf } from '../snapshot/origin.js';
import type { Pieces } from '../snapshot/pieces.js';
import { redactBundle } from '../snapshot/redact.js';
import { uploadFieldsSchema } from '../snapshot/upload-schema.js';
import { unpackFiles } from './archives.js';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from './ingest-limits.js';
import { packBundle } from './pack-bundle.js';
import { joinReadings, readFile, type FileReading } from './read-file.js';
import type { UploadedFile } from './uploaded-file.js';

export type { UploadedFile } from './uploaded-file.js';

/** What the form says beside the files, as it was sent; empty and absent fields count the same. */
export type RawUploadFields = Readonly<Partial<Record<'name' | 'capturedAt' | 'cluster' | 'accountId' | 'region', string>>>;

/**
 * The three ways to send a snapshot. Compression is seen in the bytes themselves, so a gzipped bundle, file or archive needs no mark;
 * a body that turns out to be raw output instead of a bundle is taken as well.
 */
export type Upload =
  | { readonly kind: 'bundle'; readonly bytes: Buffer; readonly fields?: RawUploadFields }
  | { readonly kind: 'archive'; readonly bytes: Buffer; readonly fields?: RawUploadFields }
  | { readonly kind: 'files'; readonly files: readonly UploadedFile[]; readonly fields?: RawUploadFields };

export interface IngestOptions {
  /** RFC 3339, UTC: the time of capture where the upload doesn't say one. */
  readonly now: string;
  /** Limit on the bytes of all files after decompression. */
  readonly maxBytes?: number;
  readonly limits?: Partial<IngestLimits>;
}

/** Why an upload was refused. `path` names the file and the JSON pointer in it: `vpcs.json#/Vpcs/3`; a pointer alone for a request's body. */
export interface IngestFailure {
  readonly code: string;
  readonly message: string;
  readonly errors: readonly { readonly path: string; readonly message: string }[];
}

export type IngestResult =
  | {
      readonly ok: true;
      /** Redacted and canonical. */
      readonly bundle: Bundle;
      readonly warnings: readonly SnapshotWarning[];
      /** `sha256:…`; equal for equal content, whatever the order of files and keys. */
      readonly contentHash: string;
      /** gzip of the bundle's JSON. */
      readonly compressed: Buffer;
      /** Length of that JSON. */
      readonly bytes: number;
    }
  | { readonly ok: false; readonly failure: IngestFailure };

const ERRORS_SHOWN = 50;

/** Reads an upload. Never throws for what is in it; nothing is kept of a refused one. */
export async function ingestUpload(upload: Upload, options: IngestOptions): Promise<IngestResult> {
  const assembled = await assemble(upload, options);
  if (!assembled.ok) return refuse(assembled.problems);
  const bundle = redactBundle(assembled.merged);
  const packed = await packBundle(bundle, assembled.capturedAt);
  return { ok: true, bundle, warnings: assembled.warnings, ...packed };
}

/**
 * Where in the upload the things stand that these pointers find in its bundle: `vpcs.json#/Vpcs/0/CidrBlock` for
 * `/aws/0/calls/3/output/Vpcs/0/CidrBlock`. For the readers' refusals, which are rare: the upload is read a second time,
 * so that its raw values need not be held in memory for every one. A pointer without one origin comes back as it is.
 */
export async function placesInUpload(upload: Upload, options: IngestOptions, pointers: readonly string[]): Promise<readonly string[]> {
  const assembled = await assemble(upload, options);
  if (!assembled.ok) return pointers;
  const forms = { merged: assembled.merged, redacted: redactBundle(assembled.merged) };
  return pointers.map((pointer) => originOf(pointer, forms, assembled.pieces) ?? pointer);
}

type Assembled =
  | {
      readonly ok: true;
      readonly merged: Bundle;
      readonly pieces: Pieces;
      readonly warnings: readonly SnapshotWarning[];
      /** The time that the upload says; null when it was assumed. */
      readonly capturedAt: string | null;
    }
  | { readonly ok: false; readonly problems: readonly InputProblem[] };

/** Unpacks, reads and merges an upload; not yet redacted. */
async function assemble(upload: Upload, options: IngestOptions): Promise<Assembled> {
  const limits: IngestLimits = {
    ...DEFAULT_INGEST_LIMITS,
    ...(options.maxBytes === undefined ? {} : { maxDecompressedBytes: options.maxBytes }),
    ...options.limits,
  };
  const fields = uploadFieldsSchema.safeParse(upload.fields ?? {});
  if (!fields.success) return { ok: false, problems: fields.error.issues.map(fieldProblem) };
  const unpacked = await unpackFiles(filesOf(upload), limits);
  if (!unpacked.ok) return { ok: false, problems: [unpacked.problem] };
  const pieces = readFiles(unpacked.files, limits);
  if (pieces.problems.length > 0) return { ok: false, problems: pieces.problems };
  if (pieces.aws.length + pieces.kubernetes.length === 0 && !pieces.isBundle) return { ok: false, problems: nothingRecognised(pieces) };
  const result = mergePieces(pieces, fields.data, options.now);
  if (!result.ok) return result;
  const capturedAt = pieces.capturedAt ?? fields.data.capturedAt ?? null;
  return { ok: true, merged: result.bundle, pieces, warnings: result.warnings, capturedAt };
}

function fieldProblem({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): InputProblem {
  return { code: 'INVALID_FIELD', file: '', pointer: path.map((part) => pointerPart(String(part))).join(''), message };
}

function filesOf(upload: Upload): readonly UploadedFile[] {
  if (upload.kind !== 'files') return [{ name: '', bytes: upload.bytes }];
  return upload.files.map(({ name, bytes }) => ({ name: labelOf(name), bytes }));
}

const LABEL_CHARACTERS = 300;

/** A file's name as a label: one kind of slash, nothing that would break a line of a message. A file without a name is still a file. */
function labelOf(name: string): string {
  const label = name
    .replaceAll('\\', '/')
    .replace(/\p{Cc}/gu, '')
    .slice(-LABEL_CHARACTERS);
  return label === '' ? '(file without a name)' : label;
}

/** All files, in the order of their names, so that the result doesn't depend on the order in which they were sent. */
function readFiles(files: readonly UploadedFile[], limits: IngestLimits): FileReading {
  const ordered = [...files].sort((a, b) => compareText(a.name, b.name));
  const yamlBudget = { remaining: limits.maxYamlBytes };
  return joinReadings(ordered.map((file) => readFile(file, yamlBudget)));
}

function nothingRecognised(reading: FileReading): readonly InputProblem[] {
  const message =
    'Nothing in the upload is AWS output, Kubernetes objects or a bundle. Save the output of aws … describe-… --output json and kubectl get … -A -o json.';
  const reasons = reading.warnings.map((entry): InputProblem => ({
    code: 'NOTHING_RECOGNISED',
    file: entry.path ?? '',
    pointer: '',
    message: entry.message,
  }));
  return [{ code: 'NOTHING_RECOGNISED', file: '', pointer: '', message }, ...reasons];
}

function refuse(problems: readonly InputProblem[]): IngestResult {
  const [first] = problems as [InputProblem];
  const where = first.file === '' ? '' : `${first.file}: `;
  const more = problems.length > 1 && first.code !== 'NOTHING_RECOGNISED' ? ` (and ${problems.length - 1} more)` : '';
  const errors = problems.slice(0, ERRORS_SHOWN).map(({ file, pointer, message }) => ({ path: placeInUpload(file, pointer), message }));
  return { ok: false, failure: { code: first.code, message: `${where}${first.message}${more}`, errors } };
}
