/** What surrounds the API: probes, metrics, documentation, problem documents, security headers, and API keys. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startService, type TestService } from './support/service.js';

let service: TestService;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

describe('operational endpoints', () => {
  it.each(['/health/live', '/health/ready'])('%s is ok', async (path) => {
    const answer = await service.http.get(path).expect(200);
    expect(answer.body).toEqual({ status: 'ok' });
  });

  it('counts requests for Prometheus', async () => {
    await service.http.get('/health/live');
    const answer = await service.http
      .get('/metrics')
      .expect(200)
      .expect('content-type', /^text\/plain/);
    expect(answer.text).toMatch(/packetpath_http_request_duration_seconds_count\{method="GET",route="\/health\/live",status="200"\} [1-9]/);
    expect(answer.text).toContain('process_cpu_seconds_total');
  });

  it('shows its documentation', async () => {
    await service.http.get('/docs').expect(200).expect('content-type', /html/);
    const answer = await service.http.get('/openapi.json').expect(200);
    expect(answer.body.openapi).toMatch(/^3\./);
  });

  it('sends security headers that work over plain HTTP', async () => {
    const { headers } = await service.http.get('/health/live');
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  });
});

describe('problem documents', () => {
  it('say that nothing is there', async () => {
    const answer = await service.http
      .get('/v1/nothing')
      .expect(404)
      .expect('content-type', /^application\/problem\+json/);
    expect(answer.body).toEqual({
      type: 'urn:packetpath:problem:not-found',
      title: 'Not found',
      status: 404,
      detail: 'There is nothing at /v1/nothing.',
      code: 'NOT_FOUND',
    });
  });

  it('say which methods a path takes', async () => {
    const answer = await service.http.post('/health/live').expect(405).expect('allow', 'GET');
    expect(answer.body).toMatchObject({ code: 'METHOD_NOT_ALLOWED', status: 405 });
  });
});

describe('without API keys on loopback', () => {
  it.each([
    ['host', 'evil.example.org'],
    ['origin', 'https://evil.example.org'],
    ['origin', 'null'],
  ])('a request with the %s %s is refused', async (header, value) => {
    const answer = await service.http.get('/metrics').set(header, value).expect(403);
    expect(answer.body.code).toBe('FOREIGN_HOST');
  });

  it.each([
    ['host', 'localhost:3000'],
    ['host', '[::1]:3000'],
    ['origin', 'http://127.0.0.1:3000'],
  ])('a request with the %s %s is served', async (header, value) => {
    await service.http.get('/metrics').set(header, value).expect(200);
  });
});

describe('with API keys', () => {
  let guarded: TestService;
  beforeAll(async () => {
    guarded = await startService({
      apiKeys: [
        { role: 'reader', key: 'reader-key' },
        { role: 'writer', key: 'writer-key' },
      ],
    });
  });
  afterAll(() => guarded.stop());

  it.each(['/health/live', '/docs', '/openapi.json'])('%s needs none', async (path) => {
    await guarded.http.get(path).expect(200);
  });

  it.each(['/metrics', '/v1/snapshots', '/v1/nothing', '/mcp'])('%s needs one', async (path) => {
    const answer = await guarded.http.get(path).expect(401).expect('www-authenticate', 'Bearer');
    expect(answer.body.code).toBe('UNAUTHENTICATED');
  });

  it.each(['Bearer wrong', 'Bearer reader-key2', 'Bearer', 'Basic cmVhZGVyLWtleQ==', 'reader-key'])('%s is refused', async (header) => {
    await guarded.http.get('/metrics').set('authorization', header).expect(401);
  });

  it('a known key is served, whatever page it comes from', async () => {
    await guarded.http.get('/metrics').set('authorization', 'Bearer reader-key').set('origin', 'https://example.org').expect(200);
  });
});
