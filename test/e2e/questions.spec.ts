/** The small questions over HTTP on the sample network: what policies alone say, which route wins, and every rule in force. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PolicyQueriesDto, PolicyVerdictsDto } from '../../src/api/questions/policy-verdicts.dto.js';
import { policyQueriesExample, policyVerdictsExample } from '../../src/api/questions/policy-verdicts.examples.js';
import { EffectiveRulesDto, NextHopDto, NextHopQuestionDto } from '../../src/api/questions/routes.dto.js';
import { effectiveRulesExample, nextHopExample, nextHopQuestionExample } from '../../src/api/questions/routes.examples.js';
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

describe('the next hop', () => {
  it('names the table, the route and its target', async () => {
    const { body } = await call('next-hop', { from: question.from, ip: '198.51.100.20' }).expect(200);
    expect(NextHopDto.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ ip: '198.51.100.20', routeTable: { kind: 'route-table' }, missing: [] });
    expect(body.explanation.length).toBeGreaterThan(0);
  });

  it.each([
    [{ ip: 'example.com' }, 400, '/ip'],
    [{ ip: undefined }, 400, '/ip'],
    [{ from: 'pod/shop/nobody' }, 422, '/from'],
    [{ form: 'x' }, 400, '/form'],
  ])('is refused for %j', async (change, status, path) => {
    const { body } = await call('next-hop', { from: question.from, ip: '198.51.100.20', ...change }).expect(status);
    expect(body.errors[0].path).toBe(path);
  });

  it('has examples that fit', () => {
    expect(NextHopQuestionDto.parse(nextHopQuestionExample)).toEqual(nextHopQuestionExample);
    expect(NextHopDto.parse(nextHopExample)).toEqual(nextHopExample);
  });
});

describe('the effective rules', () => {
  const rules = (ref: string) => service.http.get(`/v1/snapshots/shop@latest/resources/${ref}/effective-rules`);

  it.each([(ref: string) => ref, encodeURIComponent])('of a pod are those of its interface and policies', async (written) => {
    const { body } = await rules(written(question.from)).expect(200);
    expect(EffectiveRulesDto.safeParse(body).error).toBeUndefined();
    expect(body).toMatchObject({ ref: question.from, kind: 'pod', networkPolicies: { strict: false }, missing: [] });
    expect(body.interfaces[0].securityGroups.inbound.length).toBeGreaterThan(0);
    expect(body.interfaces[0].networkAcl.inbound.at(-1)).toMatchObject({ number: null, action: 'deny' });
  });

  it('are refused for what is not there or has no interface', async () => {
    expect((await rules('pod/shop/nobody').expect(422)).body.code).toBe('ENDPOINT_NOT_FOUND');
    expect((await rules('internet').expect(400)).body.code).toBe('INVALID_REQUEST');
  });

  it('leave the view of the resource as it is', async () => {
    const { body } = await service.http.get(`/v1/snapshots/shop@latest/resources/${question.from}`).expect(200);
    expect(body).toMatchObject({ ref: question.from, podAddresses: expect.any(Array) });
  });

  it('have an example that fits', () => {
    expect(EffectiveRulesDto.parse(effectiveRulesExample)).toEqual(effectiveRulesExample);
  });
});
