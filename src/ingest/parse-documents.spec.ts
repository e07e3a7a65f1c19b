/** JSON and YAML texts to documents, and their faults. */
import { describe, expect, it } from 'vitest';
import { parseJson, parseYaml } from './parse-documents.js';

describe('JSON', () => {
  it('takes one document and several', () => {
    expect(parseJson('{"a": 1}', 'f')).toEqual({ ok: true, documents: [{ a: 1 }] });
    expect(parseJson('{"a": 1}\n{"b": 2}[3]', 'f')).toEqual({ ok: true, documents: [{ a: 1 }, { b: 2 }, [3]] });
  });
  it('names file, line, column and pointer of a fault', () => {
    expect(parseJson('{"Vpcs": [\n  {"VpcId" "vpc-1"}\n]}', 'vpcs.json')).toMatchObject({
      ok: false,
      problem: {
        code: 'MALFORMED_JSON',
        file: 'vpcs.json',
        pointer: '/Vpcs/0',
        message: expect.stringContaining('line 2, column 12') as string,
      },
    });
    expect(parseJson('{"Vpcs": [{"VpcId": "v', 'vpcs.json')).toMatchObject({
      problem: { message: expect.stringContaining('cut off') as string },
    });
  });
  it('refuses nesting beyond any real output', () => {
    const nested = (levels: number) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels);
    expect(parseJson(nested(90), 'f').ok).toBe(true);
    expect(parseJson(nested(200_000), 'f')).toMatchObject({ ok: false, problem: { code: 'UPLOAD_TOO_LARGE', pointer: '/a'.repeat(100) } });
  });
});

describe('YAML', () => {
  it('takes several documents and leaves out empty ones', () => {
    expect(parseYaml('---\na: 1\n---\nb: "2"\n---\n', 'f')).toEqual({ ok: true, documents: [{ a: 1 }, { b: '2' }] });
  });
  it('keeps words that old YAML takes for booleans', () => {
    expect(parseYaml('a: no\nb: on\nc: 0x1f\nd: 2026-01-01', 'f')).toEqual({
      ok: true,
      documents: [{ a: 'no', b: 'on', c: 31, d: '2026-01-01' }],
    });
  });
  it('names the line of a fault', () => {
    expect(parseYaml('a: 1\nb: [1, 2\nc: 3\n', 'x.yaml')).toMatchObject({
      ok: false,
      problem: { code: 'MALFORMED_YAML', file: 'x.yaml', message: expect.stringMatching(/line [234]/) as string },
    });
  });
  it('stops aliases that multiply', () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 10; level += 1) lines.push(`a${level}: &a${level} [${`*a${level - 1}, `.repeat(9)}*a${level - 1}]`);
    expect(parseYaml(lines.join('\n'), 'bomb.yaml')).toMatchObject({ ok: false, problem: { code: 'MALFORMED_YAML' } });
  });
  it('refuses nesting that the parser could not take', () => {
    for (const opening of ['[', '{a: ', '- ', '? ']) {
      expect(parseYaml(opening.repeat(50_000), 'deep.yaml')).toMatchObject({ problem: { code: 'UPLOAD_TOO_LARGE' } });
    }
    expect(parseYaml(`${'['.repeat(150)}${']'.repeat(150)}`, 'deep.yaml')).toMatchObject({ problem: { code: 'UPLOAD_TOO_LARGE' } });
  });
  it('does not let a key set a prototype', () => {
    const parsed = parseYaml('__proto__:\n  polluted: true\n', 'f');
    expect(parsed.ok && (parsed.documents[0] as { polluted?: boolean }).polluted).toBeUndefined();
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
