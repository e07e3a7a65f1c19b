/** How recognised pieces become one bundle: places, pages, subjects, duplicates, clusters. */
import { describe, expect, it } from 'vitest';
import type { Bundle } from './bundle.js';
import { mergePieces } from './merge.js';
import type { AwsPiece, KubernetesPiece, UploadFields } from './pieces.js';
import { recognise } from './recognise.js';

/** The pieces of one file, as ingest makes them. */
function awsFile(file: string, value: unknown, place: Partial<AwsPiece> = {}): readonly AwsPiece[] {
  const found = recognise(value);
  if (found.what !== 'aws') throw new Error(`${file} is ${found.what}`);
  const group = file.split('/').slice(0, -1).join('/');
  return found.calls.map((call) => ({ call, file, group, accountId: null, region: null, ...place }));
}

function kubernetesFile(file: string, value: unknown, cluster: string | null = null): readonly KubernetesPiece[] {
  const found = recognise(value);
  if (found.what !== 'kubernetes') throw new Error(`${file} is ${found.what}`);
  return found.parts.map((part) => ({ part, file, pointer: '', cluster }));
}

function merge(aws: readonly AwsPiece[], kubernetes: readonly KubernetesPiece[] = [], fields: UploadFields = {}) {
  return mergePieces({ aws, kubernetes, name: null, capturedAt: null, warnings: [] }, fields, '2026-01-01T00:00:00Z');
}

function merged(...given: Parameters<typeof merge>): { bundle: Bundle; codes: readonly string[]; messages: readonly string[] } {
  const result = merge(...given);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  const { bundle, warnings } = result;
  return { bundle, codes: warnings.map(({ code }) => code), messages: warnings.map(({ message }) => message) };
}

const placesOf = ({ aws }: Bundle) => aws.map(({ accountId, region, calls }) => [accountId, region, calls.length]);
const vpc = (id: string, owner?: string) => ({ VpcId: id, OwnerId: owner });
const subnet = (id: string, zone: string, owner?: string) => ({ SubnetId: id, AvailabilityZone: zone, OwnerId: owner });

describe('account and Region', () => {
  it('takes them from the content, also for outputs that don’t say them', () => {
    const files = [
      ...awsFile('vpcs.json', { Vpcs: [vpc('vpc-1', '111122223333')] }),
      ...awsFile('subnets.json', { Subnets: [subnet('subnet-1', 'eu-west-1a')] }),
      ...awsFile('nat.json', { NatGateways: [] }),
    ];
    const { bundle, codes } = merged(files);
    expect(placesOf(bundle)).toEqual([['111122223333', 'eu-west-1', 3]]);
    expect(codes).toEqual([]);
  });

  it('keeps what was captured together in one account, though a shared VPC has another owner', () => {
    const files = [
      ...awsFile('vpcs.json', { Vpcs: [vpc('vpc-1', '999999999999')] }),
      ...awsFile('subnets.json', { Subnets: [subnet('subnet-1', 'eu-west-1a', '999999999999')] }),
      ...awsFile('instances.json', { Reservations: [{ OwnerId: '111122223333', Instances: [] }] }),
    ];
    expect(placesOf(merged(files).bundle)).toEqual([['111122223333', 'eu-west-1', 3]]);
  });

  it('tells two accounts apart when the same question is answered twice', () => {
    const files = [
      ...awsFile('a.json', { Subnets: [subnet('subnet-1', 'eu-west-1a', '111122223333')] }),
      ...awsFile('b.json', { Subnets: [subnet('subnet-2', 'eu-west-1a', '444455556666')] }),
    ];
    expect(placesOf(merged(files).bundle)).toEqual([
      ['111122223333', 'eu-west-1', 1],
      ['444455556666', 'eu-west-1', 1],
    ]);
  });

  it('lets a declared place win over the content, and the content over the form', () => {
    const subnets = { Subnets: [subnet('subnet-1', 'eu-west-1a', '111122223333')] };
    const declared = awsFile('x/subnets.json', subnets, { accountId: '444455556666', region: 'us-east-1' });
    expect(placesOf(merged(declared).bundle)).toEqual([['444455556666', 'us-east-1', 1]]);
    const fields = { accountId: '777788889999', region: 'us-west-2' };
    expect(placesOf(merged(awsFile('subnets.json', subnets), [], fields).bundle)).toEqual([['111122223333', 'eu-west-1', 1]]);
    expect(placesOf(merged(awsFile('nat.json', { NatGateways: [] }), [], fields).bundle)).toEqual([['777788889999', 'us-west-2', 1]]);
  });

  it.each([
    ['a local zone', { Subnets: [subnet('subnet-1', 'us-west-2-lax-1a')] }, 'us-west-2'],
    [
      'an ARN',
      { LoadBalancers: [{ LoadBalancerArn: 'arn:aws-us-gov:elasticloadbalancing:us-gov-west-1:111122223333:loadbalancer/app/a/1' }] },
      'us-gov-west-1',
    ],
    ['a service name', { VpcEndpoints: [{ VpcEndpointId: 'vpce-1', ServiceName: 'com.amazonaws.ap-southeast-2.s3' }] }, 'ap-southeast-2'],
    ['an instance', { Reservations: [{ Instances: [{ Placement: { AvailabilityZone: 'sa-east-1c' } }] }] }, 'sa-east-1'],
  ])('reads the Region from %s', (_what, value, region) => {
    expect(merged(awsFile('x.json', value)).bundle.aws[0]?.region).toBe(region);
  });

  it('says so when nothing tells them', () => {
    const { bundle, codes } = merged(awsFile('nat.json', { NatGateways: [] }));
    expect(placesOf(bundle)).toEqual([['unknown', 'unknown', 1]]);
    expect(codes).toEqual(['PLACE_UNKNOWN']);
  });
});

describe('pages and duplicates', () => {
  const page = (ids: readonly string[], token?: string) => ({
    Subnets: ids.map((id) => subnet(id, 'eu-west-1a', '111122223333')),
    NextToken: token,
  });
  const subnetsOf = ({ aws }: Bundle) => aws[0]?.calls[0]?.output;

  it('joins the pages of a listing', () => {
    const { bundle, codes } = merged([...awsFile('1.json', page(['subnet-1'], 'more')), ...awsFile('2.json', page(['subnet-2']))]);
    expect(subnetsOf(bundle)).toEqual({
      Subnets: [expect.objectContaining({ SubnetId: 'subnet-1' }), expect.objectContaining({ SubnetId: 'subnet-2' })],
    });
    expect(codes).toEqual([]);
  });

  it('warns of a listing whose last page is missing, and marks the call', () => {
    const { bundle, codes, messages } = merged(awsFile('1.json', page(['subnet-1'], 'secret-token')));
    expect(codes).toEqual(['PAGE_MISSING']);
    expect(messages[0]).toContain('ec2:DescribeSubnets');
    expect(subnetsOf(bundle)?.NextToken).toBeTypeOf('string');
    expect(JSON.stringify(bundle)).not.toContain('secret-token');
  });

  it('keeps one copy of a resource, and says whether the copies differ', () => {
    const same = merged([...awsFile('1.json', page(['subnet-1'])), ...awsFile('2.json', page(['subnet-1']))]);
    expect(subnetsOf(same.bundle)).toEqual({ Subnets: [expect.objectContaining({ SubnetId: 'subnet-1' })] });
    expect(same.codes).toEqual(['DUPLICATE_RESOURCE']);
    expect(same.messages[0]).toContain('subnet-1');
    expect(same.messages[0]).toContain('same content');
    const other = { Subnets: [subnet('subnet-1', 'eu-west-1b', '111122223333')] };
    expect(merged([...awsFile('1.json', page(['subnet-1'])), ...awsFile('2.json', other)]).messages[0]).toContain('different content');
  });

  it('keeps an instance once, whatever reservations it is in', () => {
    const reservation = (...ids: readonly string[]) => ({ ReservationId: 'r-1', Instances: ids.map((InstanceId) => ({ InstanceId })) });
    const { bundle } = merged([
      ...awsFile('1.json', { Reservations: [reservation('i-1', 'i-2')] }),
      ...awsFile('2.json', { Reservations: [reservation('i-2', 'i-3'), reservation('i-1')] }),
    ]);
    const reservations = bundle.aws[0]?.calls[0]?.output.Reservations as { Instances: { InstanceId: string }[] }[];
    expect(reservations.map(({ Instances }) => Instances.map(({ InstanceId }) => InstanceId))).toEqual([['i-1', 'i-2'], ['i-3']]);
  });

  it('does not join calls that asked for something else', () => {
    const filtered = awsFile('f.json', { input: { Filters: [{ Name: 'vpc-id', Values: ['vpc-1'] }] }, output: page(['subnet-1']) });
    expect(merged([...filtered, ...awsFile('g.json', page(['subnet-2']))]).bundle.aws[0]?.calls).toHaveLength(2);
  });
});

describe('subjects', () => {
  const arn = (name: string, id: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/${id}`;
  const groups = awsFile('groups.json', {
    TargetGroups: [{ TargetGroupArn: arn('orders', '0123456789abcdef') }, { TargetGroupArn: arn('app-orders', 'fedcba9876543210') }],
  });
  const health = (file: string) => awsFile(file, { TargetHealthDescriptions: [{ Target: { Id: '10.0.0.1' } }] });
  const inputOf = (file: string) => {
    const { bundle, codes } = merged([...groups, ...health(file)]);
    const call = bundle.aws[0]?.calls.find(({ operation }) => operation === 'elbv2:DescribeTargetHealth');
    return { input: call?.input, codes };
  };

  it.each([
    ['target-health-0123456789abcdef.json', arn('orders', '0123456789abcdef')],
    ['health/orders.json', arn('orders', '0123456789abcdef')],
    ['health/app-orders.json', arn('app-orders', 'fedcba9876543210')],
  ])('is found in the name %s, among the ids of the capture', (file, TargetGroupArn) => {
    expect(inputOf(file)).toEqual({ input: { TargetGroupArn }, codes: [] });
  });

  it.each(['health.json', 'health-web-orders.json', 'orders_app-orders.json'])(
    'is not guessed from %s: the output is kept, with a warning',
    (file) => {
      expect(inputOf(file)).toEqual({ input: undefined, codes: ['SUBJECT_MISSING'] });
    },
  );

  it('keeps outputs without a subject apart: they may be about different things', () => {
    const { bundle } = merged([...health('a.json'), ...health('b.json')]);
    expect(bundle.aws[0]?.calls).toHaveLength(2);
  });
});

describe('Kubernetes', () => {
  const pod = (name: string, uid = name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'x', uid } });
  const list = (...items: readonly object[]) => ({ apiVersion: 'v1', kind: 'List', items });
  const namesOf = ({ kubernetes }: Bundle) =>
    kubernetes.flatMap(({ objects }) =>
      objects.map(({ kind, items }) => [kind, items.map((item) => (item.metadata as { name: string }).name)]),
    );

  it('makes one typed list of each kind', () => {
    const { bundle } = merged([], [...kubernetesFile('b.json', list(pod('b'))), ...kubernetesFile('a.json', list(pod('a'), pod('c')))]);
    expect(namesOf(bundle)).toEqual([['PodList', ['a', 'b', 'c']]]);
  });

  it('keeps one copy of an object', () => {
    const { bundle, codes } = merged([], [...kubernetesFile('1.json', pod('a')), ...kubernetesFile('2.json', pod('a'))]);
    expect(namesOf(bundle)).toEqual([['PodList', ['a']]]);
    expect(codes).toEqual(['DUPLICATE_RESOURCE']);
  });

  it('drops kinds that are not read, with a warning: Secrets, and kinds of the same name in other groups', () => {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data: { password: 'eA==' } };
    const calico = { apiVersion: 'crd.projectcalico.org/v1', kind: 'NetworkPolicy', metadata: { name: 'n' } };
    const { bundle, codes, messages } = merged([], kubernetesFile('x.json', list(secret, calico, pod('a'))));
    expect(namesOf(bundle)).toEqual([['PodList', ['a']]]);
    expect(codes).toEqual(['KIND_IGNORED', 'KIND_IGNORED']);
    expect(messages.join()).toContain('NetworkPolicy (crd.projectcalico.org/v1)');
  });

  it('names the cluster as aws-node does, else as the form does', () => {
    const env = [{ name: 'CLUSTER_NAME', value: 'demo' }];
    const awsNode = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'aws-node', namespace: 'kube-system' },
      spec: { template: { spec: { containers: [{ name: 'aws-node', env }] } } },
    };
    const clusterOf = (value: object, fields: UploadFields, given: string | null = null) =>
      merged([], kubernetesFile('x.json', value, given), fields).bundle.kubernetes[0]?.cluster;
    expect(clusterOf(awsNode, { cluster: 'form' })).toBe('demo');
    expect(clusterOf(pod('a'), { cluster: 'form' })).toBe('form');
    expect(clusterOf(awsNode, {}, 'bundle')).toBe('bundle');
    expect(clusterOf(pod('a'), {})).toBe('');
  });

  it('refuses two clusters under one name, but not a pod that was made anew', () => {
    const namespace = (uid: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid } });
    const result = merge([], [...kubernetesFile('a.json', namespace('1')), ...kubernetesFile('b.json', namespace('2'))]);
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'CLUSTERS_MIXED', file: 'b.json' }] });
    expect(merge([], [...kubernetesFile('a.json', pod('a', '1')), ...kubernetesFile('b.json', pod('a', '2'))]).ok).toBe(true);
    const apart = [...kubernetesFile('a.json', namespace('1'), 'one'), ...kubernetesFile('b.json', namespace('2'), 'two')];
    expect(merge([], apart).ok).toBe(true);
  });
});
