/** Where malformed JSON goes wrong, as a client reads it. */
import { HttpException } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { errorPosition, parseJson } from './parse-json.js';

describe('errorPosition', () => {
  it.each([
    ['{"a":1,}', 7],
    ['abc', 0],
    ['{"a":1 "b":2}', 7],
    ['[1,2', 4],
    ['{"a": nulx}', 9],
    ['{"a": "x', 8],
    ['{"a":1}}', 7],
    ["{'a':1}", 1],
    ['{"a": .5}', 6],
    ['{"a": "b\\x"}', 9],
    ['[1,\n 2,\n oops]', 9],
  ])('%j goes wrong at %i', (text, position) => expect(errorPosition(text)).toBe(position));
});

describe('parseJson', () => {
  it('reads JSON with a byte order mark', () => {
    expect(parseJson(Buffer.from('\uFEFF{"a":"ü"}'))).toEqual({ a: 'ü' });
  });

  it('names line and column and repeats nothing', () => {
    try {
      parseJson(Buffer.from('{\n  "password": hunter2\n}'));
      expect.unreachable();
    } catch (error) {
      const body = JSON.stringify((error as HttpException).getResponse());
      expect(body).toContain('line 2, column 15');
      expect(body).not.toContain('hunter2');
    }
  });

  it('refuses an empty body', () => {
    expect(() => parseJson(Buffer.from(' '))).toThrow(HttpException);
  });
});
