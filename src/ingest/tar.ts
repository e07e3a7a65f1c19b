/**
 * Reads tar archives that are in memory: the formats of POSIX (ustar and pax) and GNU. Only files are given out; links and devices are refused,
 * because nothing in a capture needs them.
 */
import type { IngestLimits } from './ingest-limits.js';
import { refuseFile, unsafePath, type Unpacked, type UploadedFile } from './uploaded-file.js';

const BLOCK = 512;

/** Entry types (pax manual, "ustar Header Block"): what each means here. */
const FILE_TYPES: ReadonlySet<string> = new Set(['0', '\0', '7']);
const LONG_NAME = 'L';
const PAX_HEADER = 'x';
const SKIPPED_TYPES: ReadonlySet<string> = new Set(['5', 'g', 'K', 'V']);
const TYPE_WORDS: ReadonlyMap<string, string> = new Map([
  ['1', 'a hard link'],
  ['2', 'a symbolic link'],
  ['3', 'a character device'],
  ['4', 'a block device'],
  ['6', 'a pipe'],
]);

interface Header {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

/** True when the first block is a tar header: its checksum fits. */
export function isTar(bytes: Buffer): boolean {
  return bytes.length >= BLOCK && readHeader(bytes.subarray(0, BLOCK)) !== null;
}

/** The files of an archive, as views on its bytes. `name` is the archive's own, for messages. */
export function readTar(name: string, bytes: Buffer, limits: IngestLimits): Unpacked {
  const files: UploadedFile[] = [];
  let entries = 0;
  // A long path comes as an entry of its own before the file that it belongs to.
  let pending: { path?: string; size?: number } = {};
  for (let position = 0; position + BLOCK <= bytes.length;) {
    const block = bytes.subarray(position, position + BLOCK);
    if (block.every((byte) => byte === 0)) return { ok: true, files };
    const header = readHeader(block);
    if (header === null) return refuseFile('ARCHIVE_UNREADABLE', name, `The tar archive is damaged at byte ${position}.`);
    const isMeta = header.type === LONG_NAME || header.type === PAX_HEADER;
    const size = isMeta ? header.size : (pending.size ?? header.size);
    const start = position + BLOCK;
    if (start + size > bytes.length) return refuseFile('ARCHIVE_UNREADABLE', name, 'The tar archive ends too early. Was the file cut off?');
    const content = bytes.subarray(start, start + size);
    position = start + Math.ceil(size / BLOCK) * BLOCK;
    if (isMeta) {
      pending = { ...pending, ...(header.type === LONG_NAME ? { path: textOf(content) } : readPax(content)) };
      continue;
    }
    const path = (pending.path ?? header.path).replace(/^(?:\.\/)+/, '');
    pending = {};
    entries += 1;
    if (entries > limits.maxEntries) return refuseFile('UPLOAD_TOO_LARGE', name, `The archive has more than ${limits.maxEntries} entries.`);
    const refusal = refuseEntry(name, path, header.type);
    if (refusal !== null) return refusal;
    if (FILE_TYPES.has(header.type) && !path.endsWith('/')) files.push({ name: path, bytes: content });
  }
  // Without its end mark an archive that was cut between two files would look complete.
  return refuseFile('ARCHIVE_UNREADABLE', name, 'The tar archive has no end mark. Was the file cut off?');
}

function refuseEntry(name: string, path: string, type: string): ReturnType<typeof refuseFile> | null {
  const unsafe = unsafePath(path);
  if (unsafe !== null) return refuseFile('ARCHIVE_UNSAFE', name, `The archive has ${unsafe}: ${JSON.stringify(path.slice(0, 200))}.`);
  if (FILE_TYPES.has(type) || SKIPPED_TYPES.has(type)) return null;
  const what = TYPE_WORDS.get(type) ?? 'an entry that is no file';
  return refuseFile(
    'ARCHIVE_UNSAFE',
    name,
    `The archive has ${what}: ${JSON.stringify(path.slice(0, 200))}. Only files and directories are taken.`,
  );
}

function readHeader(block: Buffer): Header | null {
  let sum = 0;
  for (let index = 0; index < BLOCK; index += 1) sum += index >= 148 && index < 156 ? 0x20 : (block[index] as number);
  if (sum !== readNumber(block.subarray(148, 156))) return null;
  const size = readNumber(block.subarray(124, 136));
  if (size === null) return null;
  const isPosix = block.toString('latin1', 257, 262) === 'ustar';
  // GNU uses the field of the prefix for times; its magic ends with a blank.
  const prefix = isPosix && block[262] === 0 ? textOf(block.subarray(345, 500)) : '';
  const path = textOf(block.subarray(0, 100));
  return { path: prefix === '' ? path : `${prefix}/${path}`, size, type: String.fromCharCode(block[156] as number) };
}

/** An octal number, or a binary one where the first bit says so (GNU tar manual, "Basic Tar Format"); null when it is neither. */
function readNumber(field: Buffer): number | null {
  const [first = 0] = field;
  if (first === 0x80) {
    const value = field.subarray(1).reduce((total, byte) => total * 256 + byte, 0);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = textOf(field).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
}

/** Records of the form `LENGTH KEY=VALUE\n`; only the path and the size matter here. */
function readPax(content: Buffer): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  for (let position = 0; position < content.length;) {
    const blank = content.indexOf(0x20, position);
    const length = Number.parseInt(content.toString('latin1', position, blank === -1 ? position : blank), 10);
    if (!(length > 0)) return found;
    const record = content.toString('utf8', blank + 1, position + length - 1);
    const equals = record.indexOf('=');
    const value = record.slice(equals + 1);
    if (record.startsWith('path=')) found.path = value;
    if (record.startsWith('size=') && /^\d{1,15}$/.test(value)) found.size = Number(value);
    position += length;
  }
  return found;
}

/** The text up to the first null byte. */
function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end === -1 ? field.length : end);
}
