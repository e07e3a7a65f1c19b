/** Whole uploads, as clients send them: what is taken, what is refused and how it is named, what is ignored, when two uploads are the same. */
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ingestUpload, placesInUpload, type RawUploadFields, type Upload } from '../../src/ingest/ingest.js';
import { decompressBundle } from '../../src/ingest/pack-bundle.js';
import { tar, zip } from './archive-writers.js';

const NOW = '2026-01-02T03:04:05Z';
const MARK = 'MUST-NOT-BE-KEPT';

const vpcs = { Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', OwnerId: '111122223333' }] };
const subnets = { Subnets: [{ SubnetId: 'subnet-1', VpcId: 'vpc-1', AvailabilityZone: 'eu-west-1a', OwnerId: '111122223333' }] };
const pod = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'shop' },
  spec: { containers: [{ name, env: [{ name: 'X', value: MARK }] }] },
});
const pods = { apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('b')] };
const bundle = {
  schemaVersion: 1,
  name: 'prod',
  capturedAt: '2026-11-20T10:00:00Z',
  aws: [{ accountId: '111122223333', region: 'eu-west-1', calls: [{ operation: 'ec2:DescribeVpcs', output: vpcs }] }],
  kubernetes: [{ cluster: 'demo', objects: [pods] }],
};

type Content = string | Buffer | object;
const bytesOf = (content: Content): Buffer =>
  Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
const files = (contents: Readonly<Record<string, Content>>, fields: RawUploadFields = {}): Upload => ({
  kind: 'files',
  files: Object.entries(contents).map(([name, content]) => ({ name, bytes: bytesOf(content) })),
  fields,
});
const body = (content: Content): Upload => ({ kind: 'bundle', bytes: bytesOf(content) });
const ingest = (upload: Upload, options: object = {}) => ingestUpload(upload, { now: NOW, ...options });

async function taken(upload: Upload) {
  const result = await ingest(upload);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result;
}

async function refused(upload: Upload, options: object = {}) {
  const result = await ingest(upload, options);
  if (result.ok) throw new Error('was taken');
  return result.failure;
}

const operations = (result: Awaited<ReturnType<typeof taken>>) =>
  result.bundle.aws.flatMap(({ calls }) => calls.map(({ operation }) => operation));
const podNames = (result: Awaited<ReturnType<typeof taken>>) =>
  result.bundle.kubernetes.flatMap(({ objects }) =>
    objects.flatMap(({ items }) => items.map((item) => (item.metadata as { name: string }).name)),
  );

describe('bundles', () => {
  it('are taken plain and gzipped, to the same content', async () => {
    const plain = await taken(body(bundle));
    const packed = await taken(body(gzipSync(JSON.stringify(bundle))));
    expect(plain.bundle).toMatchObject({
      name: 'prod',
      capturedAt: '2026-11-20T10:00:00Z',
      aws: [{ accountId: '111122223333' }],
      kubernetes: [{ cluster: 'demo' }],
    });
    expect(packed.contentHash).toBe(plain.contentHash);
    expect(plain.warnings).toEqual([]);
  });

  it('come back out as they were stored, without what may not be kept', async () => {
    const result = await taken(body(bundle));
    expect(await decompressBundle(result.compressed, 10_000)).toEqual(result.bundle);
    const text = gunzipSync(result.compressed).toString();
    expect(text).toBe(JSON.stringify(result.bundle));
    expect(text).not.toContain(MARK);
    expect(result.bytes).toBe(Buffer.byteLength(text));
    await expect(decompressBundle(result.compressed, 100)).rejects.toThrow();
  });

  it('that were exported are the same content', async () => {
    const first = await taken(body(bundle));
    const again = await taken(body(gunzipSync(first.compressed)));
    expect(again.contentHash).toBe(first.contentHash);
    expect(again.warnings).toEqual([]);
  });

  it('are refused with the pointer of each fault', async () => {
    const failure = await refused(body({ ...bundle, aws: [{ calls: [{ operation: 'ec2:DescribeVpcs', output: { Vpcs: [1] } }] }] }));
    expect(failure).toMatchObject({ code: 'INVALID_OUTPUT', errors: [{ path: '/aws/0/calls/0/output/Vpcs/0' }] });
    expect(await refused(body({ schemaVersion: 1, aws: 'x' }))).toMatchObject({ code: 'INVALID_BUNDLE', errors: [{ path: '/aws' }] });
    expect(await refused(body({ hello: 'world' }))).toMatchObject({ code: 'INVALID_BUNDLE' });
    expect(await refused(body('{"aws": [}'))).toMatchObject({ code: 'MALFORMED_JSON', errors: [{ path: '/aws/0' }] });
    expect(await refused(body(''))).toMatchObject({ code: 'NOT_RAW_OUTPUT' });
    expect(await refused(body(Buffer.from([0, 1, 2, 0, 4])))).toMatchObject({ code: 'UNREADABLE_TEXT' });
  });

  it('may be empty', async () => {
    expect((await taken(body({ schemaVersion: 1, name: 'x', aws: [], kubernetes: [] }))).bundle.aws).toEqual([]);
  });
});

describe('files', () => {
  it('are recognised by content, whatever their names', async () => {
    const result = await taken(files({ 'a.txt': vpcs, 'RdsInstances.json': { DBInstances: [] }, 'vpcs.json': subnets, nothing: pods }));
    expect(operations(result)).toEqual(['ec2:DescribeSubnets', 'ec2:DescribeVpcs', 'rds:DescribeDBInstances']);
    expect(result.bundle.aws).toMatchObject([{ accountId: '111122223333', region: 'eu-west-1' }]);
    expect(podNames(result)).toEqual(['a', 'b']);
    expect(result.bundle).toMatchObject({ name: 'default', capturedAt: NOW });
  });

  it('take their place from directories, whichever slash', async () => {
    const result = await taken(
      files({
        'x/444455556666/us-east-1/vpcs.json': vpcs,
        'x\\444455556666\\us-west-2\\vpcs.json': vpcs,
        'y/ap-south-1/vpcs.json': { Vpcs: [] },
      }),
    );
    expect(result.bundle.aws.map(({ accountId, region }) => [accountId, region])).toEqual([
      ['444455556666', 'ap-south-1'],
      ['444455556666', 'us-east-1'],
      ['444455556666', 'us-west-2'],
    ]);
    expect(result.warnings).toEqual([]);
  });

  it('take from the form what the content does not say', async () => {
    const fields = {
      name: 'stage',
      capturedAt: '2026-05-06T07:08:09+02:00',
      cluster: 'blue',
      accountId: '777788889999',
      region: 'us-east-2',
    };
    const { bundle: result } = await taken(files({ 'dhcp.json': { DhcpOptions: [] }, 'pods.json': pods }, fields));
    expect(result).toMatchObject({
      name: 'stage',
      capturedAt: '2026-05-06T05:08:09Z',
      aws: [{ accountId: '777788889999', region: 'us-east-2' }],
      kubernetes: [{ cluster: 'blue' }],
    });
  });

  it.each([
    [{ accountId: '12' }, '/accountId'],
    [{ region: 'Frankfurt' }, '/region'],
    [{ capturedAt: 'now' }, '/capturedAt'],
    [{ name: 'a/b' }, '/name'],
  ])('are refused with the form field %j', async (fields, path) => {
    expect(await refused(files({ 'vpcs.json': vpcs }, fields))).toMatchObject({ code: 'INVALID_FIELD', errors: [{ path }] });
  });

  it('are read as PowerShell writes them', async () => {
    const utf16 = Buffer.from(`\ufeff${JSON.stringify(vpcs)}\r\n`, 'utf16le');
    expect(operations(await taken(files({ 'vpcs.json': utf16 })))).toEqual(['ec2:DescribeVpcs']);
  });

  it('may hold several documents', async () => {
    const text = `${JSON.stringify(vpcs)}\n${JSON.stringify(subnets, null, 2)}`;
    expect(operations(await taken(files({ 'all.json': text })))).toEqual(['ec2:DescribeSubnets', 'ec2:DescribeVpcs']);
    const bad = `${JSON.stringify(vpcs)}\n["vpc-1"]`;
    expect((await refused(files({ 'all.json': bad }))).errors[0]?.path).toBe('all.json (document 2)');
  });

  it('may be YAML, of kubectl or of the AWS CLI', async () => {
    const yaml = 'apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: a\n    namespace: shop\nkind: List\n';
    expect(podNames(await taken(files({ 'pods.yaml': yaml, more: `${yaml.replace('name: a', 'name: b')}---\n` })))).toEqual(['a', 'b']);
    expect(operations(await taken(files({ 'vpcs.yml': 'Vpcs:\n- VpcId: vpc-1\n' })))).toEqual(['ec2:DescribeVpcs']);
  });

  it('have the same content as JSON and as YAML', async () => {
    const yaml = 'apiVersion: v1\nkind: Pod\nmetadata: {namespace: shop, name: a}\nspec: {nodeName: n}\n';
    const json = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'shop' }, spec: { nodeName: 'n' } };
    expect((await taken(files({ 'p.yaml': yaml }))).contentHash).toBe((await taken(files({ 'p.json': json }))).contentHash);
  });

  it('may be bundles, and archives', async () => {
    const result = await taken(
      files({ 'bundle.json': bundle, 'more.zip': zip([{ path: 'subnets.json', content: JSON.stringify(subnets) }]) }),
    );
    expect(operations(result)).toEqual(['ec2:DescribeSubnets', 'ec2:DescribeVpcs']);
    expect(result.bundle.name).toBe('prod');
  });
});

describe('all or nothing', () => {
  it.each([
    ['malformed JSON', '{"Vpcs": [}', 'MALFORMED_JSON', 'bad.json#/Vpcs/0', 'line 1'],
    ['JSON that was cut off', '{"Vpcs": [{"VpcId":', 'MALFORMED_JSON', 'bad.json#/Vpcs/0/VpcId', 'cut off'],
    ['an empty file', '', 'NOT_RAW_OUTPUT', 'bad.json', 'empty'],
    ['a --query result', '["vpc-1", "vpc-2"]', 'NOT_RAW_OUTPUT', 'bad.json', '--query'],
    ['a table', '---------------\n|DescribeVpcs|\n', 'NOT_RAW_OUTPUT', 'bad.json', 'aws ec2 describe-vpcs'],
    [
      'an error message',
      'An error occurred (AccessDenied) when calling the DescribeVpcs operation: no',
      'NOT_RAW_OUTPUT',
      'bad.json',
      'AccessDenied',
    ],
    ['kubectl describe', 'Name:         a\nNamespace:    b\nPriority:     0\n', 'NOT_RAW_OUTPUT', 'bad.json', 'kubectl get'],
    ['a web page', '<!doctype html><html></html>', 'NOT_RAW_OUTPUT', 'bad.json', 'web page'],
    ['text', 'hello', 'MALFORMED_JSON', 'bad.json', 'line 1, column 1'],
    ['another encoding', Buffer.from('{"Vpcs": [{"Name": "\u00fc"}]}', 'latin1'), 'UNREADABLE_TEXT', 'bad.json', 'UTF-8'],
    ['a wrong shape', '{"Vpcs": {"VpcId": "x"}}', 'INVALID_OUTPUT', 'bad.json#/Vpcs', 'expected a list'],
    ['a Kubernetes error', { apiVersion: 'v1', kind: 'Status', reason: 'Forbidden' }, 'NOT_RAW_OUTPUT', 'bad.json', 'Forbidden'],
    ['nesting', '{"a":'.repeat(100_000), 'MALFORMED_JSON', expect.stringContaining('bad.json#/a/a'), 'cut off'],
    [
      'closed nesting',
      `{"Vpcs":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      'UPLOAD_TOO_LARGE',
      expect.stringContaining('bad.json#/Vpcs/0'),
      'nested',
    ],
  ])('a file with %s refuses the upload by name', async (_what, content, code, path, hint) => {
    const failure = await refused(files({ 'vpcs.json': vpcs, 'bad.json': content }));
    expect(failure).toMatchObject({ code, errors: [{ path, message: expect.stringContaining(hint) as string }] });
    expect(failure.message).toContain('bad.json');
  });

  it('names every bad file', async () => {
    const failure = await refused(files({ 'a.json': '{', 'b.json': vpcs, 'c.json': '[1]', 'd.yaml': 'a: [' }));
    expect(failure.errors.map(({ path }) => path)).toEqual(['a.json', 'c.json', 'd.yaml']);
  });

  it('never repeats what a file holds', async () => {
    const failure = await refused(files({ 'a.json': `{"password": "${MARK}" "x"}`, 'b.json': { Vpcs: [MARK] }, 'c.json': [MARK] }));
    expect(JSON.stringify(failure)).not.toContain(MARK);
  });
});

describe('what is ignored, with a warning', () => {
  it.each([
    ['README.md', '# Notes\n[link](x)'],
    ['notes.txt', '[INFO] started'],
    ['picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1])],
    ['package.json', { name: 'x', version: '1' }],
    ['costs.csv', 'a,b,c\n1,2,3\n'],
    ['volumes.json', { Volumes: [] }],
    ['.gitkeep', ''],
    ['__MACOSX/._vpcs.json', Buffer.from([0, 5, 22, 7])],
    ['values.yaml', 'replicaCount: 1\n'],
  ])('%s', async (name, content) => {
    const { warnings } = await taken(files({ 'vpcs.json': vpcs, [name]: content }));
    expect(warnings.filter(({ code }) => code === 'FILE_IGNORED')).toMatchObject([
      { path: name, message: expect.stringContaining(name) as string },
    ]);
  });

  it('unless nothing else is there', async () => {
    const failure = await refused(files({ 'README.md': '# Notes' }));
    expect(failure).toMatchObject({ code: 'NOTHING_RECOGNISED', errors: [{}, { path: 'README.md' }] });
    expect((await refused(files({}))).code).toBe('NOTHING_RECOGNISED');
  });

  it('extra fields, empty lists of no kind, Secrets', async () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { x: MARK } };
    const result = await taken(
      files({ 'vpcs.json': { ...vpcs, Comment: MARK }, 'none.json': { apiVersion: 'v1', kind: 'List', items: [] }, 'secret.json': secret }),
    );
    expect(result.warnings.map(({ code }) => code).sort()).toEqual(['EMPTY_LIST', 'FIELD_IGNORED', 'KIND_IGNORED', 'PLACE_UNKNOWN']);
    expect(JSON.stringify(result.bundle)).not.toContain(MARK);
  });
});

describe('archives', () => {
  const entries = [
    { path: 'capture/111122223333/eu-west-1/vpcs.json', content: JSON.stringify(vpcs) },
    { path: 'capture/pods.json', content: JSON.stringify(pods) },
    { path: 'capture/README.md', content: '# Notes' },
  ];
  it.each([
    ['tar.gz', gzipSync(tar(entries))],
    ['zip', zip(entries)],
  ])('%s', async (_format, bytes) => {
    const result = await taken({ kind: 'archive', bytes });
    expect(result.bundle.aws).toMatchObject([{ accountId: '111122223333', region: 'eu-west-1' }]);
    expect(podNames(result)).toEqual(['a', 'b']);
    expect(result.warnings).toMatchObject([{ code: 'FILE_IGNORED', path: 'capture/README.md' }]);
  });

  it('hold against bombs', async () => {
    const bomb = gzipSync(Buffer.alloc(50 * 2 ** 20, ' '));
    expect(await refused({ kind: 'archive', bytes: bomb }, { maxBytes: 2 ** 20 })).toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
    expect(await refused(body(bomb), { maxBytes: 2 ** 20 })).toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  });

  it('are refused by the name of the bad file in them', async () => {
    const failure = await refused({ kind: 'archive', bytes: zip([...entries, { path: 'x/bad.json', content: '{"a"' }]) });
    expect(failure.errors).toMatchObject([{ path: 'x/bad.json' }]);
  });
});

it('limits YAML by all files together', async () => {
  const yaml = `Vpcs: []\n#${'x'.repeat(600)}\n`;
  expect((await ingest(files({ 'a.yaml': yaml }), { limits: { maxYamlBytes: 1000 } })).ok).toBe(true);
  expect(await refused(files({ 'a.yaml': yaml, 'b.yaml': yaml }), { limits: { maxYamlBytes: 1000 } })).toMatchObject({
    code: 'UPLOAD_TOO_LARGE',
    errors: [{ path: 'b.yaml' }],
  });
});

describe('the content hash', () => {
  const hashOf = async (upload: Upload, now = NOW) => {
    const result = await ingestUpload(upload, { now });
    return result.ok ? result.contentHash : result.failure;
  };
  const content = { 'vpcs.json': vpcs, 'subnets.json': subnets, 'pods.json': pods };

  it('is that of the content: not of the order of files and keys, nor of the time of the upload', async () => {
    const hash = await hashOf(files(content));
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(await hashOf(files({ 'pods.json': pods, 'subnets.json': subnets, 'vpcs.json': vpcs }), '2027-01-01T00:00:00Z')).toBe(hash);
    const reordered = { Vpcs: vpcs.Vpcs.map(({ OwnerId, ...rest }) => ({ OwnerId, ...rest })) };
    expect(await hashOf(files({ ...content, 'vpcs.json': reordered }))).toBe(hash);
    expect(await hashOf(files({ 'other-name.json': vpcs, 'subnets.json': subnets, 'pods.json': pods }))).toBe(hash);
  });

  it('differs with content, name and the time that the upload says', async () => {
    const hashes = await Promise.all([
      hashOf(files(content)),
      hashOf(files(content, { name: 'other' })),
      hashOf(files(content, { capturedAt: '2026-01-01T00:00:00Z' })),
      hashOf(files({ ...content, 'vpcs.json': { Vpcs: [] } })),
    ]);
    expect(new Set(hashes).size).toBe(4);
  });
});

it('does not let a document reach a prototype', async () => {
  const text =
    '{"Vpcs": [{"VpcId": "vpc-1", "__proto__": {"polluted": true}}], "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}';
  const result = await taken(files({ 'vpcs.json': text }));
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect(JSON.stringify(result.bundle)).not.toContain('polluted');
});

describe('the place in the upload', () => {
  const placeOf = async (upload: Upload, pointer: string) => (await placesInUpload(upload, { now: NOW }, [pointer]))[0];

  it('is found for a file of a listing in pages', async () => {
    const upload = files({
      'b.json': vpcs,
      'a.json': { Vpcs: [{ VpcId: 'vpc-0', OwnerId: '111122223333' }], NextToken: 'x' },
      'c.json': subnets,
    });
    expect(await placeOf(upload, '/aws/0/calls/1/output/Vpcs/0/VpcId')).toBe('a.json#/Vpcs/0/VpcId');
    expect(await placeOf(upload, '/aws/0/calls/1/output/Vpcs/1/CidrBlock')).toBe('b.json#/Vpcs/0/CidrBlock');
    expect(await placeOf(upload, '/aws/0/calls/0/output/Subnets')).toBe('c.json#/Subnets');
  });

  it('is found in a bundle, whose calls and objects stand in another order than in the stored one', async () => {
    const secret = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'shop' } };
    const kept = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'coredns', namespace: 'kube-system' } };
    const objects = [{ apiVersion: 'v1', kind: 'List', items: [pod('a'), secret, kept] }, pod('c~/d')];
    const calls = [...bundle.aws[0]!.calls, { operation: 'ec2:DescribeSubnets', output: subnets }];
    const upload = body({ ...bundle, aws: [{ ...bundle.aws[0], calls }], kubernetes: [{ cluster: 'demo', objects }] });
    expect(await placeOf(upload, '/aws/0/calls/0/output/Subnets/0')).toBe('/aws/0/calls/1/output/Subnets/0');
    expect(await placeOf(upload, '/kubernetes/0/objects/0/items/0/data')).toBe('/kubernetes/0/objects/0/items/2/data');
    expect(await placeOf(upload, '/kubernetes/0/objects/1/items/1/metadata/labels/a~1b')).toBe(
      '/kubernetes/0/objects/1/metadata/labels/a~1b',
    );
  });

  it('stays as it is where there is no one place', async () => {
    expect(await placeOf(body(bundle), '/aws/0/calls/0/input')).toBe('/aws/0/calls/0/input');
    expect(await placeOf(body(bundle), '/aws/7/calls/0/output/Vpcs/0')).toBe('/aws/7/calls/0/output/Vpcs/0');
    expect(await placeOf(body('{'), '/aws/0')).toBe('/aws/0');
  });
});

it('takes what older tools printed: no owners, no ARNs, names of files that say something else', async () => {
  const result = await taken(
    files(
      {
        'Reservations.json': {
          Reservations: [{ Groups: [], Instances: [{ InstanceId: 'i-1', Placement: { AvailabilityZone: 'us-west-2b' }, UserData: MARK }] }],
        },
        'RdsInstances.json': { DBInstances: [{ DBInstanceIdentifier: 'orders', MasterUsername: MARK, DbInstancePort: 0 }] },
        'VpnConnections.json': { VpnConnections: [{ VpnConnectionId: 'vpn-1', CustomerGatewayConfiguration: MARK }] },
        'PrefixLists.json': { PrefixLists: [{ PrefixListId: 'pl-1', PrefixListName: 'com.amazonaws.us-west-2.s3', Cidrs: [] }] },
        'InstanceStatuses.json': { InstanceStatuses: [] },
      },
      { accountId: '111122223333' },
    ),
  );
  expect(result.bundle.aws).toMatchObject([{ accountId: '111122223333', region: 'us-west-2' }]);
  expect(operations(result)).toEqual([
    'ec2:DescribeInstances',
    'ec2:DescribePrefixLists',
    'ec2:DescribeVpnConnections',
    'rds:DescribeDBInstances',
  ]);
  expect(result.warnings).toMatchObject([{ code: 'FILE_IGNORED', path: 'InstanceStatuses.json' }]);
  expect(JSON.stringify(result.bundle)).not.toContain(MARK);
});
