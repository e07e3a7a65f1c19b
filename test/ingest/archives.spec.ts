/** Archives: good ones of each format, and those that try something. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackFiles } from '../../src/ingest/archives.js';
import { DEFAULT_INGEST_LIMITS, type IngestLimits } from '../../src/ingest/ingest-limits.js';
import { tar, zip, type Entry } from './archive-writers.js';

const MEBIBYTE = 2 ** 20;

async function unpack(bytes: Buffer, limits: Partial<IngestLimits> = {}, name = '') {
  const result = await unpackFiles([{ name, bytes }], { ...DEFAULT_INGEST_LIMITS, ...limits });
  return result.ok ? result.files.map((file) => [file.name, file.bytes.toString()]) : [result.problem.code, result.problem.message];
}

const FORMATS: readonly (readonly [string, (entries: readonly Entry[]) => Buffer])[] = [
  ['tar', tar],
  ['tar.gz', (entries) => gzipSync(tar(entries))],
  ['zip', zip],
];

describe.each(FORMATS)('%s', (_format, write) => {
  it('gives its files', async () => {
    const entries = [
      { path: './a/vpcs.json', content: '{}' },
      { path: 'b.json', content: 'x'.repeat(2000) },
    ];
    expect(await unpack(write(entries))).toEqual([
      ['a/vpcs.json', '{}'],
      ['b.json', 'x'.repeat(2000)],
    ]);
  });

  it('gives gzipped files unpacked', async () => {
    expect(await unpack(write([{ path: 'pods.json.gz', content: gzipSync('{}') }]))).toEqual([['pods.json', '{}']]);
  });

  it.each(['../x.json', 'a/../../x.json', '/etc/x.json', 'C:/x.json', 'a\\..\\..\\x.json'])('refuses the path %s', async (path) => {
    expect(
      await unpack(
        write([
          { path: 'good.json', content: '{}' },
          { path, content: '{}' },
        ]),
      ),
    ).toEqual(['ARCHIVE_UNSAFE', expect.any(String)]);
  });

  it('takes names that only look like a way out', async () => {
    expect(await unpack(write([{ path: 'a..b/..c.json', content: '{}' }]))).toEqual([['a..b/..c.json', '{}']]);
  });

  it('refuses links', async () => {
    const link = { path: 'link.json', content: '/etc/passwd', type: '2', mode: 0o120777 };
    expect(await unpack(write([link]))).toEqual(['ARCHIVE_UNSAFE', expect.stringContaining('link.json')]);
  });

  it('stops at the limit on entries', async () => {
    const entries = Array.from({ length: 11 }, (_, index) => ({ path: `${index}.json`, content: '{}' }));
    expect(await unpack(write(entries), { maxEntries: 10 })).toEqual(['UPLOAD_TOO_LARGE', expect.stringContaining('10')]);
    expect(await unpack(write(entries), { maxEntries: 11 })).toHaveLength(11);
  });

  it('stops at the limit on bytes', async () => {
    const bytes = write([{ path: 'bomb.json', content: Buffer.alloc(8 * MEBIBYTE) }]);
    expect(await unpack(bytes, { maxDecompressedBytes: MEBIBYTE })).toEqual(['UPLOAD_TOO_LARGE', expect.stringContaining('1 MiB')]);
  });

  it('stops at the limit on bytes of files gzipped inside', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * MEBIBYTE));
    const bytes = write([1, 2, 3].map((index) => ({ path: `${index}.json.gz`, content: bomb })));
    expect(await unpack(bytes, { maxDecompressedBytes: 17 * MEBIBYTE })).toEqual(['UPLOAD_TOO_LARGE', expect.any(String)]);
    expect(await unpack(bytes, { maxDecompressedBytes: 25 * MEBIBYTE })).toHaveLength(3);
  });

  it('refuses archives inside archives', async () => {
    const inside = write([{ path: 'a.json', content: '{}' }]);
    expect(await unpack(write([{ path: 'inner', content: inside }]))).toEqual(['ARCHIVE_UNSAFE', expect.stringContaining('inside')]);
  });

  it('refuses one that was cut off', async () => {
    const bytes = write([{ path: 'a.json', content: Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 7919) % 251)) }]);
    expect((await unpack(bytes.subarray(0, Math.floor(bytes.length * 0.7))))[0]).toBe('ARCHIVE_UNREADABLE');
  });
});

it.each(['pax', 'gnu'] as const)('reads long paths of tar as %s writes them', async (form) => {
  const path = `${'directory/'.repeat(20)}vpcs.json`;
  expect(
    await unpack(
      tar(
        [
          { path, content: '{}' },
          { path: 'b', content: '1' },
        ],
        form,
      ),
    ),
  ).toEqual([
    [path, '{}'],
    ['b', '1'],
  ]);
});

it('refuses a way out in a long path of tar', async () => {
  expect((await unpack(tar([{ path: `${'x/'.repeat(60)}${'../'.repeat(61)}y` }])))[0]).toBe('ARCHIVE_UNSAFE');
});

it('refuses a tar that was cut between two files', async () => {
  const whole = tar([
    { path: 'a', content: '1' },
    { path: 'b', content: '2' },
  ]);
  expect((await unpack(whole.subarray(0, 1024)))[0]).toBe('ARCHIVE_UNREADABLE');
  expect(await unpack(whole.subarray(0, 2048 + 512))).toHaveLength(2);
});

it('does not trust the size that zip claims', async () => {
  const bytes = zip([{ path: 'a.json', content: Buffer.alloc(MEBIBYTE), claimedSize: 10 }]);
  expect((await unpack(bytes))[0]).toBe('ARCHIVE_UNREADABLE');
});

it('unpacks a gzipped file that is no archive', async () => {
  expect(await unpack(gzipSync('{"schemaVersion":1}'), {}, 'bundle.json.gz')).toEqual([['bundle.json', '{"schemaVersion":1}']]);
  expect(await unpack(gzipSync('{}').subarray(0, 15))).toEqual(['ARCHIVE_UNREADABLE', expect.stringContaining('cut off')]);
});

it('counts plain files, too', async () => {
  expect((await unpack(Buffer.alloc(100, 'x'), { maxDecompressedBytes: 99 }))[0]).toBe('UPLOAD_TOO_LARGE');
  expect((await unpack(Buffer.alloc(99, 'x'), { maxDecompressedBytes: 99 }))[0]).toEqual(['', 'x'.repeat(99)]);
});

it('names the files of an archive among others after it', async () => {
  expect(await unpack(zip([{ path: 'a.json', content: '{}' }]), {}, 'capture.zip')).toEqual([['capture.zip/a.json', '{}']]);
});
