/** What a log line looks like on a terminal. */
import { expect, it } from 'vitest';
import { prettyLine } from './pretty-log.js';

it('shows time, level, message and the rest as pairs', () => {
  const line = JSON.stringify({
    level: 40,
    time: Date.UTC(2026, 10, 20, 9, 8, 7),
    pid: 1,
    hostname: 'h',
    status: 404,
    path: '/v1',
    msg: 'GET',
  });
  expect(prettyLine(line)).toBe('09:08:07 warn  GET status=404 path=/v1\n');
});

it('leaves alone what is no JSON', () => {
  expect(prettyLine('plain\n')).toBe('plain\n');
});
