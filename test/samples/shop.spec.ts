/** Holds the committed sample network to its generator, to itself, and to the story that its README tells. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { shop } from '../../scripts/shop/shop.js';
import { explainTrace } from '../../src/explain/explain-trace.js';
import { buildIndex } from '../../src/lookup/indexed-network.js';
import type { AwsCapture, Bundle } from '../../src/snapshot/bundle.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { traceFlow, type TraceRequest } from '../../src/trace/trace-flow.js';
import { contradictions, rowsOf, textsAt } from '../sketch/consistency.js';

const read = (name: string): string => readFileSync(new URL(`../../samples/shop/${name}`, import.meta.url), 'utf8');
const bundle = JSON.parse(read('bundle.json')) as Bundle;
const aws: AwsCapture = bundle.aws[0] ?? { accountId: '', region: '', calls: [] };

describe('the sample network', () => {
  it('is what `npm run sample` writes, and small enough to read', () => {
    expect(bundle).toEqual(shop().bundle);
    expect(JSON.parse(read('question.json'))).toEqual(shop().question);
    expect(read('bundle.json').length).toBeLessThan(1_000_000);
  });

  it('agrees with itself', () => {
    expect(contradictions(bundle)).toEqual([]);
  });

  it('has ids of the form that AWS gives', () => {
    const ids = [...read('bundle.json').matchAll(/"((?:sg|subnet|vpc|eni|i|rtb|acl|igw|nat|vpce|eipalloc|dopt)-(?!attach|cidr|cni)[^"]*)"/g)];
    expect(ids.length).toBeGreaterThan(100);
    expect(ids.map((match) => match[1]).filter((id) => !/^[a-z]+-0[0-9a-f]{16}$/.test(id ?? ''))).toEqual([]);
  });

  it('asks from a checkout pod in zone b, and has one in zone a beside it', () => {
    const pods = bundle.kubernetes[0]?.objects.find((list) => list.kind === 'PodList')?.items ?? [];
    const addressOf = (reference: string) =>
      textsAt(pods.find((pod) => reference === `pod/shop/${textsAt(pod, 'metadata', 'name')[0]}`), 'status', 'podIP')[0];
    expect(addressOf(shop().question.from)).toMatch(/^10\.20\.(3[2-9]|4[0-7])\./);
    expect(addressOf(shop().fromZoneA.from)).toMatch(/^10\.20\.(1[6-9]|2\d|3[01])\./);
    expect(pods).toHaveLength(30);
  });

  it('lets the whole VPC ask the database, but lets replies go to zone a only', () => {
    const acls = rowsOf(aws, 'ec2:DescribeNetworkAcls', 'NetworkAcls');
    const entries = rowsOf(aws, 'ec2:DescribeNetworkAcls', 'NetworkAcls', 'Entries');
    const allowed = (egress: boolean) =>
      entries.filter((entry) => entry['Egress'] === egress && entry['RuleAction'] === 'allow').map((entry) => entry['CidrBlock']);
    expect(acls.map((acl) => textsAt(acl, 'Tags', 'Value')[0])).toEqual(['shop-default', 'shop-database']);
    expect(allowed(false)).toEqual(['0.0.0.0/0', '10.20.0.0/16']);
    expect(allowed(true)).toEqual(['0.0.0.0/0', '10.20.16.0/20']);
  });
});

describe('the sample question', () => {
  const reading = readSnapshot(bundle);
  const network = buildIndex(reading.network);
  const answer = (request: TraceRequest) => {
    const result = traceFlow(network, request);
    if (!result.ok) throw new Error(result.problem.message);
    return explainTrace(result.trace, { now: bundle.capturedAt, snapshot: { id: 'shop', name: bundle.name, capturedAt: bundle.capturedAt } });
  };

  it('is about a snapshot that lacks nothing', () => {
    expect(reading.errors).toEqual([]);
    expect(reading.warnings).toEqual([]);
  });

  it('is answered with the ACL that drops the reply on its way out of the database subnet', () => {
    const { verdict, causes } = answer(shop().question);
    expect(verdict).toBe('blocked');
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({
      code: 'SUBNET_ACL_RESTRICTION',
      leg: 'return',
      direction: 'egress',
      resource: { kind: 'network-acl', name: 'shop-database' },
    });
  });

  it('has the other answer in zone a', () => {
    expect(answer(shop().fromZoneA)).toMatchObject({ verdict: 'reachable', causes: [] });
  });
});
