/** Writes small tar and zip archives for tests, hostile ones included: no tool would make those. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface Entry {
  readonly path: string;
  readonly content?: string | Buffer;
  /** tar's type flag; '0' is a file, '2' a symbolic link. */
  readonly type?: string;
  /** Unix mode with its file type for zip: 0o120777 is a symbolic link. */
  readonly mode?: number;
  /** What zip's directory claims the size to be. */
  readonly claimedSize?: number;
}

const BLOCK = 512;

function tarHeader(path: string, size: number, type: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(path.slice(0, 100), 0);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** A pax record counts its own length. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length;
  return `${length}${rest}`;
}

/** A tar archive; `longNames` says how paths beyond 100 characters are written. */
export function tar(entries: readonly Entry[], longNames: 'pax' | 'gnu' = 'pax'): Buffer {
  const blocks = entries.flatMap(({ path, content = '', type = '0' }) => {
    const bytes = Buffer.from(content);
    const own = [tarHeader(path, bytes.length, type), padded(bytes)];
    if (path.length <= 100) return own;
    const long = Buffer.from(longNames === 'pax' ? paxRecord('path', path) : `${path}\0`);
    return [tarHeader('long', long.length, longNames === 'pax' ? 'x' : 'L'), padded(long), ...own];
  });
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A zip archive with deflated entries. */
export function zip(entries: readonly Entry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { path, content = '', mode = 0o100644, claimedSize } of entries) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const name = Buffer.from(path);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x0800, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(claimedSize ?? bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, tail, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
