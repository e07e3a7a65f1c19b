/** A bundle as it is stored: canonical JSON, hashed and gzipped in one pass over its text, piece by piece, so that no second copy of it is needed. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { createGzip, gunzip } from 'node:zlib';
import type { Bundle, KubernetesList } from '../snapshot/bundle.js';

export interface PackedBundle {
  /** `sha256:…` of the content. */
  readonly contentHash: string;
  /** gzip of the JSON. */
  readonly compressed: Buffer;
  /** Length of the JSON in bytes. */
  readonly bytes: number;
}

/** About as much text as goes to the hash and the compressor at once. */
const PIECE_CHARACTERS = 2 ** 20;
const ITEMS_AT_ONCE = 500;

/**
 * Packs a redacted bundle. `capturedAt` is the time that the upload says, or null: a time that was assumed is not part of the content,
 * or the same files posted twice would be two snapshots. Compression runs on another thread while the next piece is written.
 */
export async function packBundle(bundle: Bundle, capturedAt: string | null): Promise<PackedBundle> {
  const hash = createHash('sha256').update(headOf(bundle.name, capturedAt));
  const gzip = createGzip({ level: 1, chunkSize: PIECE_CHARACTERS });
  const chunks: Buffer[] = [];
  gzip.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = once(gzip, 'end');
  const head = Buffer.from(headOf(bundle.name, bundle.capturedAt));
  gzip.write(head);
  let bytes = head.length;
  for (const text of inPieces(bodyOf(bundle))) {
    const piece = Buffer.from(text);
    hash.update(piece);
    bytes += piece.length;
    if (!gzip.write(piece)) await once(gzip, 'drain');
  }
  gzip.end();
  await ended;
  return { contentHash: `sha256:${hash.digest('hex')}`, compressed: Buffer.concat(chunks), bytes };
}

const unpack = promisify(gunzip);

/** The bundle that `packBundle` packed. Throws when the stored bytes are damaged or would take more than `maxBytes`. */
export async function decompressBundle(compressed: Buffer, maxBytes: number): Promise<Bundle> {
  const json = await unpack(compressed, { maxOutputLength: maxBytes });
  return JSON.parse(json.toString('utf8')) as Bundle;
}

function headOf(name: string, capturedAt: string | null): string {
  return `{"schemaVersion":1,"name":${JSON.stringify(name)},"capturedAt":${JSON.stringify(capturedAt)},`;
}

/** The rest of the JSON, in the order and form of JSON.stringify. */
function* bodyOf(bundle: Bundle): Generator<string> {
  yield '"aws":[';
  for (const [index, { accountId, region, calls }] of bundle.aws.entries()) {
    yield `${index === 0 ? '' : ','}{"accountId":${JSON.stringify(accountId)},"region":${JSON.stringify(region)},"calls":[`;
    for (const [place, call] of calls.entries()) yield (place === 0 ? '' : ',') + JSON.stringify(call);
    yield ']}';
  }
  yield '],"kubernetes":[';
  for (const [index, { cluster, objects }] of bundle.kubernetes.entries()) {
    yield `${index === 0 ? '' : ','}{"cluster":${JSON.stringify(cluster)},"objects":[`;
    for (const [place, list] of objects.entries()) {
      if (place > 0) yield ',';
      yield* listText(list);
    }
    yield ']}';
  }
  yield ']}';
}

function* listText({ kind, apiVersion, items }: KubernetesList): Generator<string> {
  yield `{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},"items":[`;
  for (let start = 0; start < items.length; start += ITEMS_AT_ONCE) {
    yield (start === 0 ? '' : ',') + JSON.stringify(items.slice(start, start + ITEMS_AT_ONCE)).slice(1, -1);
  }
  yield ']}';
}

/** Joins short texts, so that thousands of small calls don't make thousands of steps. */
function* inPieces(texts: Iterable<string>): Generator<string> {
  let joined = '';
  for (const text of texts) {
    joined += text;
    if (joined.length < PIECE_CHARACTERS) continue;
    yield joined;
    joined = '';
  }
  if (joined !== '') yield joined;
}
