/** The published contract: every call is documented with an example, examples fit their schemas, and nothing changes by accident. */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerExample, questionExample } from '../../src/api/traces/trace.examples.js';
import { TraceAnswerDto } from '../../src/api/traces/trace-answer.dto.js';
import { TraceRequestDto } from '../../src/api/traces/trace-request.dto.js';
import { startService, type TestService } from './support/service.js';

const COMMITTED = 'test/contract/openapi.json';

interface Media {
  readonly schema?: unknown;
  readonly example?: unknown;
  readonly examples?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Record<string, Media> };
  readonly responses: Record<string, { readonly content?: Record<string, Media> }>;
}
interface Document {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, unknown> };
}

let service: TestService;
let document: Document;

beforeAll(async () => {
  service = await startService();
  document = (await service.http.get('/openapi.json')).body;
});
afterAll(() => service.stop());

function operations(): [string, Operation][] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${path}`, operation]),
  );
}

function hasExample(media: Media): boolean {
  return media.schema !== undefined && (media.example !== undefined || media.examples !== undefined);
}

describe('the OpenAPI document', () => {
  it('has an example for every body of every call', () => {
    const bare = operations().flatMap(([name, { requestBody, responses }]) => {
      const contents = [requestBody?.content, ...Object.values(responses).map(({ content }) => content)];
      const media = contents.flatMap((content) => Object.entries(content ?? {}));
      return media.filter(([, one]) => !hasExample(one)).map(([type]) => `${name} ${type}`);
    });
    expect(bare).toEqual([]);
  });

  it('describes a success and has a name and a summary for every call', () => {
    for (const [name, { operationId, summary, responses }] of operations()) {
      expect(summary, name).toBeTruthy();
      expect(operationId, name).toMatch(/^[a-z]+[A-Z]/);
      expect(
        Object.keys(responses).some((status) => status.startsWith('2')),
        name,
      ).toBe(true);
    }
    const ids = operations().map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('names exactly the parameters of each path', () => {
    for (const [name, { parameters }] of operations()) {
      const inPath = [...name.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
      expect(
        (parameters ?? []).filter((one) => one.in === 'path').map((one) => one.name),
        name,
      ).toEqual(inPath);
    }
  });

  it('refers only to schemas that are there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(references.filter((name) => !(name in document.components.schemas))).toEqual([]);
  });

  it('has examples that fit', () => {
    expect(TraceRequestDto.parse(questionExample)).toEqual(questionExample);
    expect(TraceAnswerDto.parse(answerExample)).toEqual(answerExample);
  });

  it('is the committed one; `npm run openapi` writes it anew', async () => {
    const options = await resolveConfig(COMMITTED);
    const text = await format(JSON.stringify(document), { ...options, parser: 'json' });
    if (process.env['UPDATE_OPENAPI'] === '1') await writeFile(COMMITTED, text);
    expect(text).toBe(await readFile(COMMITTED, 'utf8'));
  });
});
