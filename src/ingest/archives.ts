/** Unpacks what an upload holds: gzip, tar and zip by their content, whatever they are called, until only plain files are left. */
import { gunzipFile, isGzip, tooLarge } from './gunzip.js';
import { takeBytes, type ByteBudget, type IngestLimits } from './ingest-limits.js';
import { isTar, readTar } from './tar.js';
import { refuseFile, type Unpacked, type UploadedFile } from './uploaded-file.js';
import { isZip, readZip } from './zip.js';

/** The plain files of an upload, those inside archives included. All files share one budget; the first refusal ends it. */
export async function unpackFiles(files: readonly UploadedFile[], limits: IngestLimits): Promise<Unpacked> {
  const budget: ByteBudget = { remaining: limits.maxDecompressedBytes };
  const plain: UploadedFile[] = [];
  for (const file of files) {
    const isPlain = !isGzip(file.bytes) && !isZip(file.bytes);
    if (isPlain && !takeBytes(budget, file.bytes.length)) return tooLarge(file.name, limits);
    const unpacked = await unpackFile(file, budget, limits);
    if (!unpacked.ok) return unpacked;
    plain.push(...unpacked.files);
    if (plain.length > limits.maxEntries) return refuseFile('UPLOAD_TOO_LARGE', '', `The upload has more than ${limits.maxEntries} files.`);
  }
  return { ok: true, files: plain };
}

/** An archive's files, or the file itself; files inside an archive may be gzipped, but not be archives again. */
async function unpackFile(file: UploadedFile, budget: ByteBudget, limits: IngestLimits): Promise<Unpacked> {
  const opened = await openGzip(file, budget, limits);
  if (!opened.ok) return opened;
  const [outer] = opened.files as [UploadedFile];
  const inside = await openArchive(outer, budget, limits);
  if (inside === null) return opened;
  if (!inside.ok) return inside;
  const files: UploadedFile[] = [];
  for (const entry of inside.files) {
    const named = { name: outer.name === '' ? entry.name : `${outer.name}/${entry.name}`, bytes: entry.bytes };
    const plain = await openGzip(named, budget, limits);
    if (!plain.ok) return plain;
    const [{ name, bytes }] = plain.files as [UploadedFile];
    if (isTar(bytes) || isZip(bytes))
      return refuseFile('ARCHIVE_UNSAFE', name, 'This is an archive inside an archive: send its files themselves.');
    files.push({ name, bytes });
  }
  return { ok: true, files };
}

/** The content of a gzipped file, or the file as it is. */
async function openGzip(file: UploadedFile, budget: ByteBudget, limits: IngestLimits): Promise<Unpacked> {
  if (isGzip(file.bytes)) return gunzipFile(file, budget, limits);
  return { ok: true, files: [file] };
}

async function openArchive(file: UploadedFile, budget: ByteBudget, limits: IngestLimits): Promise<Unpacked | null> {
  if (isZip(file.bytes)) return readZip(file.name, file.bytes, budget, limits);
  return isTar(file.bytes) ? readTar(file.name, file.bytes, limits) : null;
}
