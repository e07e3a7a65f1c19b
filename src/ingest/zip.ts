/** Reads zip archives that are in memory, by way of yauzl, which follows the central directory and checks names and sizes. */
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { tooLarge } from './gunzip.js';
import type { ByteBudget, IngestLimits } from './ingest-limits.js';
import { refuseFile, unsafePath, type Unpacked, type UploadedFile } from './uploaded-file.js';

export function isZip(bytes: Buffer): boolean {
  return bytes.length > 3 && (bytes.readUInt32BE(0) === 0x504b0304 || bytes.readUInt32BE(0) === 0x504b0506);
}

/** The files of an archive, decompressed within the budget. `name` is the archive's own, for messages. */
export async function readZip(name: string, bytes: Buffer, budget: ByteBudget, limits: IngestLimits): Promise<Unpacked> {
  try {
    const archive = await fromBufferPromise(bytes, { strictFileNames: false });
    if (archive.entryCount > limits.maxEntries) return tooManyEntries(name, limits);
    return await readEntries(name, archive, budget, limits);
  } catch (error) {
    // yauzl and zlib reject with plain errors that say what is wrong with the archive; there is nothing else in the block that throws.
    const reason = error instanceof Error ? error.message.slice(0, 300) : 'it is damaged';
    const unsafe = /^(?:invalid relative path|absolute path|invalid characters in fileName)/.test(reason);
    return refuseFile(unsafe ? 'ARCHIVE_UNSAFE' : 'ARCHIVE_UNREADABLE', name, `The zip archive can't be taken: ${reason}.`);
  }
}

async function readEntries(name: string, archive: ZipFile, budget: ByteBudget, limits: IngestLimits): Promise<Unpacked> {
  const files: UploadedFile[] = [];
  let entries = 0;
  for await (const entry of archive.eachEntry()) {
    entries += 1;
    if (entries > limits.maxEntries) return tooManyEntries(name, limits);
    const refusal = refuseEntry(name, entry);
    if (refusal !== null) return refusal;
    if (entry.fileName.endsWith('/')) continue;
    const content = await readEntry(archive, entry, budget);
    if (content === null) return tooLarge(name, limits);
    files.push({ name: entry.fileName.replace(/^(?:\.\/)+/, ''), bytes: content });
  }
  return { ok: true, files };
}

/** The content, or null when it doesn't fit into the budget. The declared size is not trusted: bytes are counted as they come. */
async function readEntry(archive: ZipFile, entry: Entry, budget: ByteBudget): Promise<Buffer | null> {
  if (entry.uncompressedSize > budget.remaining) return null;
  const stream = await archive.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    budget.remaining -= chunk.length;
    if (budget.remaining < 0) {
      stream.destroy();
      return null;
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function refuseEntry(name: string, entry: Entry): ReturnType<typeof refuseFile> | null {
  const path = JSON.stringify(entry.fileName.slice(0, 200));
  const unsafe = unsafePath(entry.fileName);
  if (unsafe !== null) return refuseFile('ARCHIVE_UNSAFE', name, `The archive has ${unsafe}: ${path}.`);
  if (entry.isEncrypted()) return refuseFile('ARCHIVE_UNREADABLE', name, `The archive has an encrypted file: ${path}.`);
  // The upper half of the attributes is the file's mode on Unix (zip's APPNOTE, "external file attributes"); 0o120000 marks a symbolic link.
  const kind = (entry.externalFileAttributes >>> 16) & 0o170000;
  const isPlain = kind === 0 || kind === 0o100000 || kind === 0o040000;
  return isPlain
    ? null
    : refuseFile('ARCHIVE_UNSAFE', name, `The archive has a link or device: ${path}. Only files and directories are taken.`);
}

function tooManyEntries(name: string, limits: IngestLimits): Unpacked {
  return refuseFile('UPLOAD_TOO_LARGE', name, `The archive has more than ${limits.maxEntries} entries.`);
}
