/** Traces over HTTP on the sample network: the answer in its forms, what is refused and where, batches, and reading a trace again. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TraceAnswerDto } from '../../src/api/traces/trace-answer.dto.js';
import { startService, type TestService } from './support/service.js';

let service: TestService;
let snapshotId: string;
let question: { from: string; to: string; protocol: string; port: number };

beforeAll(async () => {
  service = await startService();
  question = JSON.parse(await readFile('samples/shop/question.json', 'utf8'));
  const bundle = await readFile('samples/shop/bundle.json', 'utf8');
  const answer = await service.http.post('/v1/snapshots').set('content-type', 'application/json').send(bundle).expect(201);
  snapshotId = answer.body.id;
});
afterAll(() => service.stop());

const ask = (body: object, snapshot = 'shop@latest') => service.http.post(`/v1/snapshots/${snapshot}/traces`).send(body);

describe('a trace', () => {
  it('names the rule that blocks the sample question', async () => {
    const { body } = await ask(question).expect(200).expect('content-type', 'application/json; charset=utf-8');
    expect(TraceAnswerDto.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({
      snapshot: { id: snapshotId, name: 'shop' },
      flow: { from: { ref: question.from }, to: { ref: question.to }, protocol: 'tcp', port: '5432' },
      verdict: 'blocked',
      causes: [{ code: 'SUBNET_ACL_RESTRICTION', leg: 'return', resource: { kind: 'network-acl' } }],
    });
    expect(body.headline).toMatch(/^Blocked: /);
    expect(body.engineMicroseconds).toBeGreaterThan(0);
  });

  it('takes an object for a reference, and gives the same answer', async () => {
    const [kind, namespace, name] = question.from.split('/');
    const { body: asObject } = await ask({ ...question, from: { kind, namespace, name } }).expect(200);
    const { body: asText } = await ask(question).expect(200);
    const { id: _, engineMicroseconds: __, ...first } = asObject;
    expect(asText).toMatchObject(first);
  });

  it('leaves the hops out when asked to', async () => {
    const { body } = await ask({ ...question, detail: 'summary' }).expect(200);
    expect(body.paths.flatMap((path: { forward?: unknown[] }) => path.forward ?? [])).toEqual([]);
    expect(body.causes).toHaveLength(1);
  });

  it.each([
    ['text/plain', undefined, 'text/plain; charset=utf-8'],
    ['text/markdown', undefined, 'text/markdown; charset=utf-8'],
    ['application/json', 'text', 'text/plain; charset=utf-8'],
    ['*/*', 'markdown', 'text/markdown; charset=utf-8'],
    ['text/plain', 'json', 'application/json; charset=utf-8'],
  ])('comes as Accept %s and ?format=%s ask', async (accept, format, type) => {
    const answer = await ask(question)
      .set('accept', accept)
      .query(format === undefined ? {} : { format })
      .expect(200)
      .expect('content-type', type);
    expect(answer.text).toContain('Blocked');
    expect(answer.headers['vary']).toContain('accept');
  });

  it('comes in no other form', async () => {
    expect((await ask(question).set('accept', 'image/png').expect(406)).body.code).toBe('NOT_ACCEPTABLE');
    expect((await ask(question).query({ format: 'pdf' }).expect(400)).body.errors[0].path).toBe('/format');
  });
});

describe('a trace that is refused', () => {
  it.each([
    [{ from: undefined }, '/from'],
    [{ to: '' }, '/to'],
    [{ to: 7 }, '/to'],
    [{ from: { namespace: 'shop' } }, '/from'],
    [{ protocol: 'tpc' }, '/protocol'],
    [{ protocol: 256 }, '/protocol'],
    [{ port: 65536 }, '/port'],
    [{ port: -1 }, '/port'],
    [{ port: '80-' }, '/port'],
    [{ port: null }, '/port'],
    [{ sourcePort: 'x-y' }, '/sourcePort'],
    [{ family: 'ipv5' }, '/family'],
    [{ path: 'no-slash' }, '/path'],
    [{ symptom: 'slow' }, '/symptom'],
    [{ prot: 'tcp' }, '/prot'],
    [{ '~a/b': 1 }, '/~0a~1b'],
    [{ icmp: { type: 8, kode: 0 }, protocol: 'icmp' }, '/icmp/kode'],
  ])('for %j, names the field', async (change, path) => {
    const { body, status } = await ask({ ...question, ...change });
    expect({ status, path: body.errors?.[0]?.path }).toEqual({ status: 400, path });
    expect(body).toMatchObject({ status: 400, title: expect.any(String), detail: expect.any(String), code: expect.any(String) });
  });

  it('names every bad field at once, with small values', async () => {
    const { body } = await ask({ from: question.from, protocol: 'tpc', prot: 1 }).expect(400);
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual(['/prot', '/protocol', '/to']);
    expect(body.errors.find(({ path }: { path: string }) => path === '/protocol').value).toBe('tpc');
  });

  it('for an end that is not there, suggests close names', async () => {
    const { body } = await ask({ ...question, to: 'rds/order' }).expect(422);
    expect(body).toMatchObject({ code: 'ENDPOINT_NOT_FOUND', errors: [{ path: '/to' }] });
    expect(body.suggestions).toContain('rds/orders');
  });

  it('for a port that nothing says', async () => {
    const { port: _, ...portless } = { ...question, to: '10.20.8.37' };
    const { body } = await ask(portless).expect(422);
    expect(body).toMatchObject({ code: 'PORT_REQUIRED', errors: [{ path: '/port' }] });
  });

  it('for a snapshot that is not there', async () => {
    expect((await ask(question, 'nobody@latest').expect(404)).body.code).toBe('SNAPSHOT_NOT_FOUND');
  });

  it.each([
    ['malformed JSON', '{"from": "pod/a/b", "to": }', 'application/json', 400, 'MALFORMED_JSON'],
    ['nothing', '', 'application/json', 400, 'MALFORMED_JSON'],
    ['a list', '[]', 'application/json', 400, 'INVALID_FIELD'],
    ['form fields', 'from=a', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['text', 'from', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['too much', `{"from":"${'x'.repeat(5_000_000)}"}`, 'application/json', 413, 'REQUEST_TOO_LARGE'],
  ])('for a body of %s', async (_what, text, type, status, code) => {
    const answer = await service.http.post('/v1/snapshots/latest/traces').set('content-type', type).send(text);
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status, code });
  });

  it('for a form', async () => {
    const answer = await service.http.post('/v1/snapshots/latest/traces').field('from', 'a');
    expect({ status: answer.status, code: answer.body.code }).toEqual({ status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' });
  });

  it('for a method that is not there', async () => {
    await service.http.get('/v1/snapshots/latest/traces').expect(405).expect('allow', 'POST');
    await service.http.put('/v1/snapshots/latest').expect(405).expect('allow', 'DELETE, GET');
  });
});

describe('a batch', () => {
  const batch = (traces: unknown) => service.http.post('/v1/snapshots/latest/traces/batch').send({ traces });

  it('answers in order, a bad one by an error in its place', async () => {
    const traces = [question, { ...question, to: 'rds/order' }, { ...question, prot: 1 }, 'text', null, { ...question, port: 22 }];
    const { body } = await batch(traces).expect(200);
    const outcomes = body.results.map((result: { verdict?: string; code?: string }) => result.verdict ?? result.code);
    expect(outcomes).toEqual(['blocked', 'ENDPOINT_NOT_FOUND', 'INVALID_FIELD', 'INVALID_FIELD', 'INVALID_FIELD', 'blocked']);
    expect(body.results[1]).toMatchObject({ status: 422, errors: [{ path: '/to' }] });
    expect(body.results[2]).toMatchObject({ status: 400, errors: [{ path: '/prot' }] });
  });

  it('takes a thousand and keeps each', async () => {
    const { body } = await batch(Array.from({ length: 1000 }, () => ({ ...question, detail: 'summary' }))).expect(200);
    expect(new Set(body.results.map(({ id }: { id: string }) => id)).size).toBe(1000);
    await service.http.get(`/v1/traces/${body.results[999].id}`).expect(200);
  });

  it.each([
    ['none', []],
    ['no list', undefined],
    ['a text', 'all'],
    ['too many', Array.from({ length: 1001 }, () => ({}))],
  ])('refuses %s', async (_what, traces) => {
    expect((await batch(traces).expect(400)).body.errors[0].path).toBe('/traces');
  });

  it('refuses a snapshot that is not there', async () => {
    await service.http
      .post('/v1/snapshots/nobody@latest/traces/batch')
      .send({ traces: [question] })
      .expect(404);
  });
});

describe('a finished trace', () => {
  it('can be read again, in every form', async () => {
    const { body } = await ask(question).expect(200);
    const again = await service.http.get(`/v1/traces/${body.id}`).expect(200);
    expect(again.body).toEqual(body);
    const text = await service.http.get(`/v1/traces/${body.id}`).set('accept', 'text/plain').expect(200);
    expect(text.text).toContain(body.headline);
    await service.http
      .get(`/v1/traces/${body.id}?format=markdown`)
      .expect(200)
      .expect('content-type', /^text\/markdown/);
  });

  it('outlives its snapshot', async () => {
    const bundle = JSON.parse(await readFile('samples/shop/bundle.json', 'utf8'));
    const { body: snapshot } = await service.http
      .post('/v1/snapshots')
      .send({ ...bundle, name: 'short-lived' })
      .expect(201);
    const { body } = await ask(question, snapshot.id).expect(200);
    await service.http.delete(`/v1/snapshots/${snapshot.id}`).expect(204);
    await ask(question, snapshot.id).expect(404);
    expect((await service.http.get(`/v1/traces/${body.id}`).expect(200)).body).toEqual(body);
  });

  it.each(['0195f0a0-0000-7000-8000-00000000abcd', 'latest', '%00'])('that is not there (%s) gets a 404', async (id) => {
    expect((await service.http.get(`/v1/traces/${id}`).expect(404)).body.code).toBe('TRACE_NOT_FOUND');
  });
});

describe('the catalogue', () => {
  it('explains every code of an answer', async () => {
    const { body } = await service.http.get('/v1/codes').expect(200);
    const { body: trace } = await ask(question).expect(200);
    const known = new Set(body.items.map(({ code }: { code: string }) => code));
    for (const { code } of [...trace.causes, ...trace.caveats]) expect(known).toContain(code);
    const one = await service.http.get('/v1/codes/SUBNET_ACL_RESTRICTION').expect(200);
    expect(one.body).toMatchObject({ code: 'SUBNET_ACL_RESTRICTION', meaning: expect.any(String), remedy: expect.any(String) });
    expect((await service.http.get('/v1/codes/NOTHING').expect(404)).body.code).toBe('CODE_NOT_FOUND');
  });
});

describe('metrics', () => {
  it('count traces by verdict', async () => {
    await ask(question).expect(200);
    const { text } = await service.http.get('/metrics').expect(200);
    expect(text).toMatch(/packetpath_traces_total\{verdict="blocked"\} [1-9]/);
  });
});
