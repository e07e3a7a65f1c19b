/** JSON as it lies in the store: gzipped. Packed off the event loop, at the level that is quickest for its size. */
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** A value as gzipped JSON, with the length of the JSON in bytes. */
export async function packJson(value: unknown): Promise<{ packed: Buffer; bytes: number }> {
  const json = Buffer.from(JSON.stringify(value));
  return { packed: await pack(json, { level: 1 }), bytes: json.length };
}

/** The bytes that were packed. */
export async function unpackBytes(packed: Buffer): Promise<Buffer> {
  return unpack(packed);
}

/** The value of gzipped JSON that this service wrote. */
export async function unpackJson(packed: Buffer): Promise<unknown> {
  return JSON.parse((await unpack(packed)).toString('utf8'));
}
