/** Decompression of gzip within a budget of bytes: a bomb is stopped at the limit, not after it has filled the memory. */
import { constants } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { describeBytes, type ByteBudget, type IngestLimits } from './ingest-limits.js';
import { refuseFile, type Unpacked, type UploadedFile } from './uploaded-file.js';

const unpack = promisify(gunzip);

/** Larger steps than zlib's own: captures are large, and every step is a buffer. */
const CHUNK_BYTES = 256 * 1024;

export function isGzip(bytes: Buffer): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** The one file inside, under the same name without `.gz`. Takes its size from the budget. */
export async function gunzipFile(file: UploadedFile, budget: ByteBudget, limits: IngestLimits): Promise<Unpacked> {
  const maxOutputLength = Math.max(1, Math.min(budget.remaining, constants.MAX_LENGTH));
  try {
    const bytes = await unpack(file.bytes, { chunkSize: CHUNK_BYTES, maxOutputLength });
    budget.remaining -= bytes.length;
    return { ok: true, files: [{ name: file.name.replace(/\.gz$/i, ''), bytes }] };
  } catch (error) {
    if (hasCode(error, 'ERR_BUFFER_TOO_LARGE')) return tooLarge(file.name, limits);
    if (hasCode(error, 'Z_BUF_ERROR'))
      return refuseFile('ARCHIVE_UNREADABLE', file.name, 'The gzip data end too early. Was the file cut off?');
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      return refuseFile('ARCHIVE_UNREADABLE', file.name, 'The gzip data are damaged.');
    }
    throw error;
  }
}

/** The refusal of an upload that would be larger than the limit when unpacked. */
export function tooLarge(
  name: string,
  limits: IngestLimits,
): { readonly ok: false; readonly problem: Extract<Unpacked, { ok: false }>['problem'] } {
  const message = `The upload is larger than ${describeBytes(limits.maxDecompressedBytes)} after decompression.`;
  return refuseFile('UPLOAD_TOO_LARGE', name, message);
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
