/** The scanner: where documents end and where they go wrong; on good text it agrees with JSON.parse. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from './scan-json.js';

const faultOf = (text: string) => {
  const scan = scanJson(text);
  return scan.ok ? null : scan.fault;
};

describe('faults', () => {
  it.each([
    ['{"a": 1,}', 1, 9, '/a', 'a key'],
    ['{"a": [1, 2,\n {"b": tru}]}', 2, 8, '/a/2/b', 'a value'],
    ['{"a": 1 "b": 2}', 1, 9, '/a', '"," or "}"'],
    ['[1 2]', 1, 4, '/0', '"," or "]"'],
    ["{'a': 1}", 1, 2, '', 'a key in double quotes'],
    ['{"a" 1}', 1, 6, '', '":"'],
    ['{"a/b": {"c~d": nope}}', 1, 17, '/a~1b/c~0d', 'a value'],
    ['[01]', 1, 2, '/0', 'a value'],
    ['["a\nb"]', 1, 4, '/0', 'line break'],
    ['["\\x"]', 1, 3, '/0', 'escape'],
    ['{"Vpcs": []}\n]', 2, 1, '', 'a value'],
    ['NaN', 1, 1, '', 'a value'],
  ])('%j', (text, line, column, pointer, expected) => {
    expect(faultOf(text)).toMatchObject({ line, column, pointer, expected: expect.stringContaining(expected) as string, truncated: false });
  });

  it.each(['{"Vpcs": [{"VpcId": "vpc-', '{"Vpcs": [{"VpcId": "vpc-1"}', '{"Vpcs":', '{"Vpcs": [', '{', '{"Vpcs"'])(
    'sees that %j was cut off',
    (text) => {
      expect(faultOf(text)).toMatchObject({ truncated: true });
    },
  );
});

it('takes a document of any depth without recursion', () => {
  const depth = 200_000;
  expect(scanJson('['.repeat(depth) + ']'.repeat(depth)).ok).toBe(true);
});

it('finds the documents of concatenated JSON', () => {
  fc.assert(
    fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 4 }), fc.constantFrom('\n', ' ', '\r\n\t'), (values, blank) => {
      const text = values.map((value) => JSON.stringify(value, null, 1)).join(blank);
      const scan = scanJson(text);
      expect(scan.ok && scan.documents.map(({ start, end }) => JSON.parse(text.slice(start, end)) as unknown)).toEqual(
        values.map((value) => JSON.parse(JSON.stringify(value)) as unknown),
      );
    }),
  );
});

it('accepts a single document exactly when JSON.parse does', () => {
  const mutated = fc
    .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', ',', '}', ']', '{', '\\', '0', ' ', 'e'))
    .map(([value, at, character]) => {
      const text = JSON.stringify(value);
      const position = at % (text.length + 1);
      return text.slice(0, position) + character + text.slice(position + 1);
    });
  fc.assert(
    fc.property(mutated, (text) => {
      const scan = scanJson(text);
      let parses = true;
      try {
        JSON.parse(text);
      } catch {
        parses = false;
      }
      expect(scan.ok && scan.documents.length === 1).toBe(parses);
    }),
    { numRuns: 500 },
  );
});
