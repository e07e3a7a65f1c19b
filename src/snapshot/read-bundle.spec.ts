/** Bundles taken apart: faults with their pointers, unknown parts left out with a warning. */
import { describe, expect, it } from 'vitest';
import { readBundle } from './read-bundle.js';

const capture = (...calls: readonly object[]) => ({ schemaVersion: 1, aws: [{ accountId: '111122223333', region: 'eu-west-1', calls }] });
const objects = (...list: readonly unknown[]) => ({ schemaVersion: 1, kubernetes: [{ cluster: 'demo', objects: list }] });

function faultsOf(value: Readonly<Record<string, unknown>>) {
  const result = readBundle(value, '');
  return result.ok ? [] : result.problems.map(({ pointer, message }) => [pointer, message]);
}

function warningsOf(value: Readonly<Record<string, unknown>>) {
  const result = readBundle(value, 'b.json');
  return result.ok ? result.pieces.warnings.map(({ code, path }) => [code, path]) : result;
}

describe('faults', () => {
  it.each([
    [{ schemaVersion: 2 }, '/schemaVersion', 'expected 1'],
    [{ schemaVersion: 1, aws: {} }, '/aws', 'expected a list'],
    [{ schemaVersion: 1, aws: [{ accountId: 111122223333, calls: [] }] }, '/aws/0/accountId', 'as a string'],
    [{ schemaVersion: 1, aws: [{ region: 'x' }] }, '/aws/0/calls', 'expected a list of calls'],
    [capture({ output: {} }), '/aws/0/calls/0/operation', 'expected an operation'],
    [capture({ operation: 'ec2:DescribeVpcs' }), '/aws/0/calls/0/output', 'expected an object'],
    [capture({ operation: 'ec2:DescribeVpcs', output: { Subnets: [] } }), '/aws/0/calls/0/output', 'expected Vpcs'],
    [capture({ operation: 'ec2:DescribeVpcs', output: { Vpcs: [7] } }), '/aws/0/calls/0/output/Vpcs/0', 'found a number'],
    [objects('text'), '/kubernetes/0/objects/0', 'expected an object'],
    [objects({ metadata: { name: 'a' } }), '/kubernetes/0/objects/0', 'apiVersion and kind'],
    [objects({ apiVersion: 'v1', kind: 'PodList', items: [{}] }), '/kubernetes/0/objects/0/items/0/metadata/name', 'name of the Pod'],
    [{ schemaVersion: 1, name: 'a@b' }, '/name', 'without @'],
    [{ schemaVersion: 1, name: 'latest' }, '/name', 'another name'],
    [{ schemaVersion: 1, capturedAt: 'yesterday' }, '/capturedAt', 'RFC 3339'],
  ])('%j', (value, pointer, message) => {
    expect(faultsOf(value)).toEqual([[pointer, expect.stringContaining(message)]]);
  });

  it('names all of them, not only the first', () => {
    const bad = { operation: 'ec2:DescribeVpcs', output: { Vpcs: 1 } };
    expect(faultsOf(capture(bad, { operation: 'ec2:DescribeSubnets', output: { Subnets: [] } }, bad))).toHaveLength(2);
  });
});

describe('what is left out', () => {
  it('operations that are not read', () => {
    expect(warningsOf(capture({ operation: 'iam:ListUsers', output: { Users: [] } }))).toEqual([
      ['OPERATION_IGNORED', 'b.json#/aws/0/calls'],
    ]);
  });
  it('outputs without content: they say nothing', () => {
    const empty = { operation: 'ec2:DescribeVpcs', output: { $metadata: {} } };
    expect(warningsOf(capture(empty))).toEqual([['OUTPUT_EMPTY', 'b.json#/aws/0/calls/0/output']]);
  });
  it('empty lists of no kind', () => {
    expect(warningsOf(objects({ apiVersion: 'v1', kind: 'List', items: [] }))).toEqual([['EMPTY_LIST', 'b.json#/kubernetes/0/objects/0']]);
    expect(warningsOf(objects({ apiVersion: 'v1', kind: 'PodList', items: [] }))).toEqual([]);
  });
  it('unknown fields', () => {
    expect(warningsOf({ schemaVersion: 1, comment: 'x' })).toEqual([['FIELD_IGNORED', 'b.json']]);
  });
});

it('takes name, time and place from the bundle; the time in UTC', () => {
  const result = readBundle(
    { ...capture({ operation: 'ec2:DescribeVpcs', output: { Vpcs: [] } }), name: 'prod', capturedAt: '2026-11-20T12:00:00+02:00' },
    '',
  );
  expect(result).toMatchObject({
    ok: true,
    pieces: { name: 'prod', capturedAt: '2026-11-20T10:00:00Z', aws: [{ accountId: '111122223333', region: 'eu-west-1' }] },
  });
});
