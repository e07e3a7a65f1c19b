/** Snapshots over HTTP: every way to send one, every way to name one, and what is refused without leaving a trace. */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from './support/service.js';
import { bundle, namespaces, vpcs } from './support/small-network.js';
import { storedZip } from './support/stored-zip.js';

const MOST_BYTES = 2 ** 20;

let service: TestService;
beforeAll(async () => {
  service = await startService({ maxUploadBytes: MOST_BYTES });
});
afterAll(() => service.stop());

const post = (type: string, body: string | Buffer) =>
  service.http
    .post('/v1/snapshots')
    .set('content-type', type)
    .serialize((value) => value as unknown as string)
    .send(body);

async function count(): Promise<number> {
  const answer = await service.http.get('/v1/snapshots?limit=500').expect(200);
  return answer.body.items.length;
}

/** Sends what must be refused, and checks that it left nothing. */
async function refused(sent: ReturnType<typeof post>, status: number, code: string) {
  const before = await count();
  const answer = await sent;
  expect({ status: answer.status, code: answer.body.code, type: answer.headers['content-type'] }).toEqual({
    status,
    code,
    type: 'application/problem+json; charset=utf-8',
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/\.ts:|\.js:|node_modules/);
  expect(await count()).toBe(before);
  return answer.body;
}

describe('sending a snapshot', () => {
  it('as a JSON bundle', async () => {
    const answer = await post('application/json', JSON.stringify(bundle({ name: 'as-json' }))).expect(201);
    expect(answer.headers['location']).toBe(`/v1/snapshots/${answer.body.id}`);
    expect(answer.body).toMatchObject({
      name: 'as-json',
      capturedAt: '2026-11-20T10:00:00Z',
      contentHash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
      counts: { vpc: 2, namespace: 1 },
    });
    expect(answer.body.warnings).toContainEqual(
      expect.objectContaining({ code: expect.any(String), message: expect.any(String), path: null }),
    );
    const again = await service.http.get(answer.headers['location'] ?? '').expect(200);
    expect(again.body).toEqual(answer.body);
  });

  it('as a gzipped JSON bundle', async () => {
    const body = gzipSync(JSON.stringify(bundle({ name: 'as-gzip' })));
    const answer = await post('application/json', body).set('content-encoding', 'gzip').expect(201);
    expect(answer.body).toMatchObject({ name: 'as-gzip', counts: { vpc: 2, namespace: 1 } });
  });

  it('as raw files in a form', async () => {
    const answer = await service.http
      .post('/v1/snapshots')
      .field('name', 'as-files')
      .field('capturedAt', '2026-11-20T12:00:00+02:00')
      .field('cluster', 'demo')
      .attach('a', Buffer.from(JSON.stringify(vpcs)), { filepath: 'captures/111122223333/eu-west-1/whatever.txt' } as never)
      .attach('b', Buffer.from(`apiVersion: v1\nkind: NamespaceList\nitems:\n- metadata:\n    name: shop\n`), 'namespaces.yaml')
      .expect(201);
    expect(answer.body).toMatchObject({ name: 'as-files', capturedAt: '2026-11-20T10:00:00Z', counts: { vpc: 2, namespace: 1 } });
    const exported = await service.http.get(`/v1/snapshots/${answer.body.id}/export`).expect(200);
    expect(exported.body.aws[0]).toMatchObject({ accountId: '111122223333', region: 'eu-west-1' });
  });

  it('as a gzip and as a zip archive, with the rest in the query', async () => {
    const gzip = await post('application/gzip', gzipSync(JSON.stringify(vpcs)))
      .query({ name: 'as-gz' })
      .expect(201);
    expect(gzip.body).toMatchObject({ name: 'as-gz', counts: { vpc: 2 } });
    const archive = storedZip({ 'aws/vpcs.json': JSON.stringify(vpcs), 'k8s/namespaces.json': JSON.stringify(namespaces) });
    const zip = await post('application/zip', archive).query({ name: 'as-zip', accountId: '111122223333' }).expect(201);
    expect(zip.body).toMatchObject({ name: 'as-zip', counts: { vpc: 2, namespace: 1 } });
  });

  it('again gives the snapshot that is there', async () => {
    const text = JSON.stringify(bundle({ name: 'twice' }));
    const first = await post('application/json', text).expect(201);
    const second = await post('application/json', gzipSync(text)).set('content-encoding', 'gzip').expect(200);
    expect(second.body).toEqual(first.body);
    expect(second.headers['location']).toBe(first.headers['location']);
  });

  it('many times at once keeps it once', async () => {
    const text = JSON.stringify(bundle({ name: 'at-once' }));
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('application/json', text)));
    expect(answers.map(({ status }) => status).filter((status) => status === 201)).toHaveLength(1);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });
});

describe('what is refused', () => {
  it('malformed JSON, with its place and without its text', async () => {
    const problem = await refused(post('application/json', '{\n  "aws": [],\n  "secret-word": oops\n}'), 400, 'MALFORMED_JSON');
    expect(problem.detail).toMatch(/line 3/);
    expect(JSON.stringify(problem)).not.toContain('oops');
  });

  it('an empty body', async () => {
    const answer = await post('application/json', '').expect(400);
    expect(answer.body.code).toMatch(/^[A-Z_]+$/);
  });

  it.each(['[]', '"text"', '7', 'null'])('the JSON %s', async (text) => {
    const answer = await post('application/json', text).expect(400);
    expect(answer.body.errors).toBeInstanceOf(Array);
  });

  it('a bundle of a wrong shape, naming each place', async () => {
    const wrong = bundle({ aws: [{ accountId: 'x', region: 'y', calls: 'none' }], capturedAt: 'yesterday' });
    const problem = await refused(post('application/json', JSON.stringify(wrong)), 400, 'INVALID_BUNDLE');
    expect(problem.errors.map(({ path }: { path: string }) => path)).toEqual(expect.arrayContaining(['/aws/0/calls', '/capturedAt']));
  });

  it('an output that holds no address where one belongs', async () => {
    const calls = [
      { operation: 'ec2:DescribeVpcs', output: { Vpcs: [{ ...vpcs.Vpcs[0], CidrBlock: '10.0.0.0/99', CidrBlockAssociationSet: [] }] } },
    ];
    const wrong = bundle({ aws: [{ accountId: '111122223333', region: 'eu-west-1', calls }] });
    const problem = await refused(post('application/json', JSON.stringify(wrong)), 400, 'INVALID_OUTPUT');
    expect(problem.errors[0].path).toMatch(/^\/aws\/0\/calls\/0\/output\/Vpcs\/0/);
  });

  it('one bad file among good ones', async () => {
    const form = service.http
      .post('/v1/snapshots')
      .attach('a', Buffer.from(JSON.stringify(vpcs)), 'vpcs.json')
      .attach('b', Buffer.from('{"Subnets": [}'), 'subnets.json');
    const problem = await refused(form, 400, 'MALFORMED_JSON');
    expect(problem.detail).toContain('subnets.json');
  });

  it('a form without files, or with a field that does not exist', async () => {
    await refused(service.http.post('/v1/snapshots').field('name', 'nothing'), 400, 'NOTHING_RECOGNISED');
    const form = service.http
      .post('/v1/snapshots')
      .field('nmae', 'x')
      .attach('a', Buffer.from(JSON.stringify(vpcs)), 'vpcs.json');
    const problem = await refused(form, 400, 'INVALID_FIELD');
    expect(problem.errors[0].path).toBe('/nmae');
  });

  it('a form that ends too early', async () => {
    const answer = await post(
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="a"; filename="a.json"\r\n\r\n{"Vpcs"',
    );
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  });

  it('an unknown query field', async () => {
    const problem = await refused(post('application/json', JSON.stringify(bundle())).query({ nmae: 'x' }), 400, 'INVALID_FIELD');
    expect(problem.errors).toEqual([{ path: '/nmae', message: 'There is no such field.' }]);
  });

  it.each(['text/csv', 'application/xml', 'application/x-www-form-urlencoded'])('the content type %s', async (type) => {
    await refused(post(type, 'a,b'), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('a content coding that is not read', async () => {
    await refused(post('application/json', '{}').set('content-encoding', 'br'), 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it('too many bytes, announced or not, packed or in a form', async () => {
    const large = JSON.stringify(bundle({ padding: 'x'.repeat(MOST_BYTES) }));
    await refused(post('application/json', large), 413, 'UPLOAD_TOO_LARGE');
    await refused(post('application/json', gzipSync(large)).set('content-encoding', 'gzip'), 413, 'UPLOAD_TOO_LARGE');
    await refused(post('application/gzip', gzipSync(large)), 413, 'UPLOAD_TOO_LARGE');
    await refused(service.http.post('/v1/snapshots').attach('a', Buffer.from(large), 'a.json'), 413, 'UPLOAD_TOO_LARGE');
  });
});

describe('naming a snapshot', () => {
  it('works in every form', async () => {
    const times = ['2026-11-20T08:00:00Z', '2026-11-20T09:00:00Z', '2026-11-20T23:59:59Z'];
    const ids: string[] = [];
    for (const capturedAt of times) {
      const answer = await post('application/json', JSON.stringify(bundle({ name: 'named', capturedAt }))).expect(201);
      ids.push(answer.body.id);
    }
    const idOf = async (reference: string): Promise<string> => (await service.http.get(`/v1/snapshots/${reference}`).expect(200)).body.id;
    expect(await idOf(ids[0] ?? '')).toBe(ids[0]);
    expect(await idOf('latest')).toBe(ids[2]);
    expect(await idOf('named@latest')).toBe(ids[2]);
    expect(await idOf('named@2026-11-20T09:30Z')).toBe(ids[1]);
    expect(await idOf('named%402026-11-20T08%3A00Z')).toBe(ids[0]);
  });

  it.each([
    'nobody@latest',
    'named@2020-01-01T00:00Z',
    'named',
    '00000000-0000-7000-8000-000000000000',
    'a%00b@latest',
    '%F0%9F%90%8B@latest',
  ])('that is not there (%s) gets a 404', async (reference) => {
    for (const path of ['', '/export', '/resources', '/resources/pod/a/b']) {
      const answer = await service.http.get(`/v1/snapshots/${reference}${path}`).expect(404);
      expect(answer.body.code).toBe('SNAPSHOT_NOT_FOUND');
    }
  });
});

describe('lists, export and delete', () => {
  it('lists page by page', async () => {
    const all = await service.http.get('/v1/snapshots?limit=500').expect(200);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string> = { limit: '4', ...(cursor === null ? {} : { cursor }) };
      const page = await service.http.get('/v1/snapshots').query(query).expect(200);
      expect(page.body.items.length).toBeLessThanOrEqual(4);
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.nextCursor;
    } while (cursor !== null);
    expect(seen).toEqual(all.body.items.map(({ id }: { id: string }) => id));
  });

  it.each(['limit=0', 'limit=501', 'limit=x', 'limit=1.5', 'cursor=abc', 'page=2', 'limit=1&limit=2'])('refuses ?%s', async (query) => {
    const answer = await service.http.get(`/v1/snapshots?${query}`).expect(400);
    expect(answer.body).toMatchObject({ code: 'INVALID_FIELD', errors: [{ path: `/${query.split('=')[0]}` }] });
  });

  it('exports a bundle that gives the same snapshot again', async () => {
    const { body: first } = await post('application/json', JSON.stringify(bundle({ name: 'round "trip"' }))).expect(201);
    const plain = await service.http.get(`/v1/snapshots/${first.id}/export`).set('accept-encoding', 'identity').expect(200);
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.headers['content-disposition']).toBe('attachment; filename="round_trip_-2026-11-20T100000Z.json"');
    const packed = await service.http.get(`/v1/snapshots/${first.id}/export`).set('accept-encoding', 'gzip').expect(200);
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.body).toEqual(plain.body);
    const again = await post('application/json', JSON.stringify(plain.body)).expect(200);
    expect(again.body.id).toBe(first.id);
  });

  it('deletes', async () => {
    const { body } = await post('application/json', JSON.stringify(bundle({ name: 'gone' }))).expect(201);
    await service.http.get(`/v1/snapshots/${body.id}/resources`).expect(200);
    await service.http.delete(`/v1/snapshots/${body.id}`).expect(204);
    await service.http.get(`/v1/snapshots/${body.id}`).expect(404);
    await service.http.get(`/v1/snapshots/${body.id}/resources`).expect(404);
    await service.http.delete(`/v1/snapshots/${body.id}`).expect(404);
    await post('application/json', JSON.stringify(bundle({ name: 'gone' }))).expect(201);
  });
});

describe('resources', () => {
  it('are searched by kind and text, page by page, and shown one by one', async () => {
    const { body } = await post('application/json', JSON.stringify(bundle({ name: 'searched' }))).expect(201);
    const at = `/v1/snapshots/${body.id}/resources`;
    const found = await service.http.get(at).query({ kind: 'vpc' }).expect(200);
    expect(found.body.items.map(({ id }: { id: string }) => id)).toEqual(['vpc-0aaaaaaaaaaaaaaa1', 'vpc-0aaaaaaaaaaaaaaa2']);
    const page = await service.http.get(at).query({ kind: 'vpc', limit: '1' }).expect(200);
    const next = await service.http.get(at).query({ kind: 'vpc', limit: '1', cursor: page.body.nextCursor }).expect(200);
    expect([...page.body.items, ...next.body.items]).toEqual(found.body.items);
    expect(next.body.nextCursor).toBeNull();
    expect((await service.http.get(at).query({ q: 'AAA2' }).expect(200)).body.items).toHaveLength(1);
    const one = await service.http.get(`${at}/vpc/vpc-0aaaaaaaaaaaaaaa1`).expect(200);
    expect(one.body).toMatchObject({ kind: 'vpc', id: 'vpc-0aaaaaaaaaaaaaaa1' });
    const encoded = await service.http.get(`${at}/vpc%2Fvpc-0aaaaaaaaaaaaaaa1`).expect(200);
    expect(encoded.body).toEqual(one.body);
    const missing = await service.http.get(`${at}/pod/shop/nobody`).expect(422);
    expect(missing.body.code).toBe('ENDPOINT_NOT_FOUND');
  });

  it.each(['kinds=pod', 'cursor=-1', 'cursor=x', 'limit=1000'])('refuses ?%s', async (query) => {
    const answer = await service.http.get(`/v1/snapshots/latest/resources?${query}`).expect(400);
    expect(answer.body.errors[0].path).toBe(`/${query.split('=')[0]}`);
  });
});

describe('roles', () => {
  it('let a reader ask and a writer ingest and delete', async () => {
    const guarded = await startService({
      apiKeys: [
        { role: 'reader', key: 'r' },
        { role: 'writer', key: 'w' },
      ],
    });
    const body = JSON.stringify(bundle());
    const send = (key: string) =>
      guarded.http.post('/v1/snapshots').set('authorization', `Bearer ${key}`).set('content-type', 'application/json').send(body);
    expect((await send('r')).body.code).toBe('FORBIDDEN');
    const { id } = (await send('w').expect(201)).body;
    await guarded.http.get('/v1/snapshots/latest').set('authorization', 'Bearer r').expect(200);
    await guarded.http.delete(`/v1/snapshots/${id}`).set('authorization', 'Bearer r').expect(403);
    await guarded.http.delete(`/v1/snapshots/${id}`).set('authorization', 'Bearer w').expect(204);
    await guarded.stop();
  });
});
