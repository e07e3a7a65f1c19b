/** The small questions over HTTP on the sample network: what policies alone say, which route wins, and every rule in force. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PolicyQueriesDto, PolicyVerdictsDto } from '../../src/api/questions/policy-verdicts.dto.js';
import { policyQueriesExample, policyVerdictsExample } from '../../src/api/questions/policy-verdicts.examples.js';
import { startService, type TestService } from './support/service.js';

let service: TestService;
let question: { from: string; to: string; protocol: string; port: number };

beforeAll(async () => {
  service = await startService();
  question = JSON.parse(await readFile('samples/shop/question.json', 'utf8'));
  const bundle = await readFile('samples/shop/bundle.json', 'utf8');
  await service.http.post('/v1/snapshots').set('content-type', 'application/json').send(bundle).expect(201);
});
afterAll(() => service.stop());

const call = (path: string, body: object, snapshot = 'shop@latest') => service.http.post(`/v1/snapshots/${snapshot}/${path}`).send(body);

describe('policy verdicts', () => {
  it('come in the order of the queries, a bad one as an error in its place', async () => {
    const queries = [question, { ...question, from: 'pod/shop/nobody' }, { ...question, prot: 'tcp' }, 7];
    const { body } = await call('policy-verdicts', { queries }).expect(200);
    expect(PolicyVerdictsDto.safeParse(body).error).toBeUndefined();
    expect(body.results).toMatchObject([
      { verdict: expect.stringMatching(/^(allowed|denied)$/), egress: { by: [] }, ingress: { isolated: false, by: [], rule: null } },
      { status: 422, code: 'ENDPOINT_NOT_FOUND', errors: [{ path: '/from' }] },
      { status: 400, code: 'INVALID_FIELD', errors: [{ path: '/prot' }] },
      { status: 400, code: 'INVALID_FIELD' },
    ]);
  });

  it('take a thousand queries and not one more', async () => {
    const { body } = await call('policy-verdicts', { queries: Array.from({ length: 1000 }, () => question) }).expect(200);
    expect(body.results).toHaveLength(1000);
    await call('policy-verdicts', { queries: Array.from({ length: 1001 }, () => question) }).expect(400);
    await call('policy-verdicts', { queries: [] }).expect(400);
    await call('policy-verdicts', { queries: [question] }, 'nobody@latest').expect(404);
  });

  it('have examples that fit', () => {
    expect(PolicyQueriesDto.parse(policyQueriesExample)).toEqual(policyQueriesExample);
    expect(PolicyVerdictsDto.parse(policyVerdictsExample)).toEqual(policyVerdictsExample);
  });
});
