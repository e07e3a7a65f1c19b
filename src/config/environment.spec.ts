/** What the settings become, and what the operator reads when one of them is wrong. */
import { describe, expect, it } from 'vitest';
import { isLoopback, readEnvironment } from './environment.js';

function read(source: Record<string, string>) {
  const result = readEnvironment(source, false);
  if (!result.ok) throw new Error(result.problems.join('; '));
  return result.environment;
}

function problems(source: Record<string, string>): readonly string[] {
  const result = readEnvironment(source, false);
  return result.ok ? [] : result.problems;
}

describe('readEnvironment', () => {
  it('has the documented defaults', () => {
    expect(read({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      database: { dialect: 'sqlite', file: './data/packetpath.sqlite' },
      role: 'all',
      apiKeys: [],
      openWithoutKeys: false,
      maxUploadBytes: 2 ** 30,
      logLevel: 'info',
      logFormat: 'json',
    });
  });

  it('takes an empty variable as absent and pretty logs on a terminal', () => {
    const result = readEnvironment({ PORT: '', HOST: ' ' }, true);
    expect(result).toMatchObject({ ok: true, environment: { port: 3000, host: '127.0.0.1', logFormat: 'pretty' } });
  });

  it.each([
    ['512MiB', 512 * 2 ** 20],
    ['1.5 GB', 1.5e9],
    ['1048576', 2 ** 20],
    ['2kib', 2048],
  ])('reads the size %s', (text, bytes) => {
    expect(read({ PACKETPATH_MAX_UPLOAD: text }).maxUploadBytes).toBe(bytes);
  });

  it.each(['', '10 parsecs', '-1', '0', 'GiB'].filter((text) => text !== ''))('refuses the size %s', (text) => {
    expect(problems({ PACKETPATH_MAX_UPLOAD: text })[0]).toMatch(/^PACKETPATH_MAX_UPLOAD: must be a size/);
  });

  it('reads keys with their roles', () => {
    expect(read({ PACKETPATH_API_KEYS: 'reader:abc, writer:d:e:f,' }).apiKeys).toEqual([
      { role: 'reader', key: 'abc' },
      { role: 'writer', key: 'd:e:f' },
    ]);
  });

  it('names the place of a bad key pair without repeating the secret', () => {
    const [problem] = problems({ PACKETPATH_API_KEYS: 'reader:abc,hunter2' });
    expect(problem).toBe('PACKETPATH_API_KEYS: pair 2 is not ROLE:KEY with the role reader, writer or admin');
  });

  it('reads both kinds of database and repeats no password of a bad one', () => {
    expect(read({ DATABASE_URL: 'postgres://a:b@db/x' }).database).toEqual({ dialect: 'postgres', url: 'postgres://a:b@db/x' });
    expect(read({ DATABASE_URL: 'sqlite:/tmp/x.sqlite' }).database).toEqual({ dialect: 'sqlite', file: '/tmp/x.sqlite' });
    expect(problems({ DATABASE_URL: 'mysql://root:secret@db/x' })[0]).not.toContain('secret');
    expect(problems({ DATABASE_URL: 'sqlite::memory:' })).toHaveLength(1);
  });

  it.each(['65536', '-1', 'http', '3000.5'])('refuses the port %s', (port) => {
    expect(problems({ PORT: port })[0]).toMatch(/^PORT: must be/);
  });

  it('names every wrong variable at once', () => {
    expect(problems({ PORT: 'x', LOG_LEVEL: 'loud' })).toHaveLength(2);
  });

  it('refuses an open listener beyond loopback unless told in words', () => {
    expect(problems({ HOST: '0.0.0.0' })[0]).toContain('PACKETPATH_API_KEYS');
    expect(problems({ HOST: '0.0.0.0', PACKETPATH_OPEN: 'true' })[0]).toContain('yes-without-keys');
    expect(problems({ HOST: '0.0.0.0', PACKETPATH_OPEN: 'yes-without-keys' })).toEqual([]);
    expect(problems({ HOST: '0.0.0.0', PACKETPATH_API_KEYS: 'reader:k' })).toEqual([]);
  });
});

describe('isLoopback', () => {
  it.each(['127.0.0.1', '127.9.9.9', '::1', 'localhost'])('%s is loopback', (host) => expect(isLoopback(host)).toBe(true));
  it.each(['0.0.0.0', '::', '10.0.0.1', '127.example.org', 'localhost.example.org'])('%s is not', (host) =>
    expect(isLoopback(host)).toBe(false),
  );
});
