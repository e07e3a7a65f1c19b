/** Takes a bundle apart into recognised pieces, checking its outer shape; every fault is named with its JSON pointer. */
import type { z } from 'zod';
import type { SnapshotWarning } from './bundle.js';
import { placeInUpload, pointerPart, type InputProblem, type Json } from './input-problem.js';
import { warning, type AwsPiece, type KubernetesPiece, type Pieces } from './pieces.js';
import { recogniseNamedOutput } from './recognise-aws.js';
import { recogniseKubernetes } from './recognise-kubernetes.js';
import type { RecognisedCall } from './recognised.js';
import { bundleSchema } from './upload-schema.js';

export type ReadResult =
  { readonly ok: true; readonly pieces: Pieces } | { readonly ok: false; readonly problems: readonly InputProblem[] };

interface Reading {
  readonly file: string;
  readonly problems: InputProblem[];
  readonly warnings: SnapshotWarning[];
}

/** Reads the bundle of `file` (empty for a request's body). Unknown operations, kinds and fields are left out with a warning; wrong shapes are problems. */
export function readBundle(value: Json, file: string): ReadResult {
  const parsed = bundleSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problems: parsed.error.issues.map((issue) => shapeProblem(issue, file)) };
  const reading: Reading = { file, problems: [], warnings: [...unknownFields(value, file)] };
  const aws = (parsed.data.aws ?? []).flatMap((capture, index) => readAws(capture, index, reading));
  const kubernetes = (parsed.data.kubernetes ?? []).flatMap((capture, index) =>
    capture.objects.flatMap((object, place) =>
      readObject(object, `/kubernetes/${index}/objects/${place}`, capture.cluster ?? null, reading),
    ),
  );
  if (reading.problems.length > 0) return { ok: false, problems: reading.problems };
  const { name = null, capturedAt = null } = parsed.data;
  return { ok: true, pieces: { aws, kubernetes, name, capturedAt, warnings: reading.warnings } };
}

type Capture = NonNullable<z.infer<typeof bundleSchema>['aws']>[number];

function readAws(capture: Capture, index: number, reading: Reading): readonly AwsPiece[] {
  const unread: string[] = [];
  const pieces = capture.calls.flatMap(({ operation, input, output }, place) => {
    const pointer = `/aws/${index}/calls/${place}/output`;
    const found = recogniseNamedOutput(operation, output, input ?? null, pointer);
    if (found === null) unread.push(operation);
    else if (found === 'empty') reading.warnings.push(emptyOutput(operation, placeInUpload(reading.file, pointer)));
    else if (isCall(found)) return [pieceOf(found, capture, index, reading.file)];
    else reading.problems.push({ code: 'INVALID_OUTPUT', file: reading.file, pointer: found.pointer, message: found.message });
    return [];
  });
  if (unread.length > 0) reading.warnings.push(unreadOperations(unread, placeInUpload(reading.file, `/aws/${index}/calls`)));
  return pieces;
}

function isCall(found: object): found is RecognisedCall {
  return 'operation' in found;
}

function pieceOf(call: RecognisedCall, capture: Capture, index: number, file: string): AwsPiece {
  return { call, file, group: `${file}#/aws/${index}`, accountId: known(capture.accountId), region: known(capture.region) };
}

/** An exported bundle says `unknown` for what its upload didn't say. */
function known(value: string | null | undefined): string | null {
  return value === undefined || value === 'unknown' ? null : value;
}

function readObject(object: Json, pointer: string, cluster: string | null, reading: Reading): readonly KubernetesPiece[] {
  const found = typeof object.kind === 'string' ? recogniseKubernetes(object) : null;
  if (found?.what === 'kubernetes') {
    const place = placeInUpload(reading.file, pointer);
    if (found.parts.length === 0) reading.warnings.push(emptyList(place));
    if (found.incomplete) reading.warnings.push(kubernetesPage(place));
    return found.parts.map((part) => ({ part, file: reading.file, pointer, cluster: cluster === '' ? null : cluster }));
  }
  const inside = found?.what === 'invalid' ? found.pointer : '';
  const message =
    found !== null && 'message' in found ? found.message : 'expected what kubectl get -o json prints: an object with apiVersion and kind';
  reading.problems.push({ code: 'INVALID_BUNDLE', file: reading.file, pointer: pointer + inside, message });
  return [];
}

function shapeProblem(issue: z.core.$ZodIssue, file: string): InputProblem {
  const pointer = issue.path.map((part) => pointerPart(String(part))).join('');
  return { code: 'INVALID_BUNDLE', file, pointer, message: issue.message };
}

const BUNDLE_FIELDS: ReadonlySet<string> = new Set(['schemaVersion', 'name', 'capturedAt', 'aws', 'kubernetes']);

function unknownFields(value: Json, file: string): readonly SnapshotWarning[] {
  const unknown = Object.keys(value).filter((key) => !BUNDLE_FIELDS.has(key) && !key.startsWith('$'));
  return unknown.length === 0 ? [] : [fieldsIgnored(unknown, placeInUpload(file, ''))];
}

/** The warning about top-level fields that belong to nothing that is read. */
export function fieldsIgnored(fields: readonly string[], place: string): SnapshotWarning {
  const names = fields.slice(0, 5).map((field) => field.slice(0, 80));
  return warning(
    'FIELD_IGNORED',
    `Fields that packetpath does not read are left out: ${names.join(', ')}${fields.length > 5 ? ', …' : ''}.`,
    place,
  );
}

/** The warning about `{"kind": "List", "items": []}`: kubectl prints it for any kind of which there is none. */
export function emptyList(place: string): SnapshotWarning {
  const message =
    'An empty List does not say of which kind there is none, so its kinds count as not collected. A typed list says it: kubectl get --raw /api/v1/pods prints a PodList.';
  return warning('EMPTY_LIST', message, place);
}

/** The warning about a Kubernetes list that goes on elsewhere. */
export function kubernetesPage(place: string): SnapshotWarning {
  return warning(
    'PAGE_MISSING',
    'The list ends with a continue token: the rest of it is not in the upload. Ask for it without limit.',
    place,
  );
}

function emptyOutput(operation: string, place: string): SnapshotWarning {
  return warning('OUTPUT_EMPTY', `The output of ${operation} is empty: it counts as not collected.`, place);
}

function unreadOperations(operations: readonly string[], place: string): SnapshotWarning {
  const names = [...new Set(operations.map((operation) => operation.slice(0, 80)))];
  return warning('OPERATION_IGNORED', `packetpath does not read ${names.join(', ')}: these outputs are dropped.`, place);
}
