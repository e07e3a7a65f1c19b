/** What must never be kept, shown by a marker in every such place; and what must be kept, because packets depend on it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AwsCall, Bundle } from './bundle.js';
import { redactBundle } from './redact.js';
import { scrubText } from './scrub-text.js';

const MARK = 'MUST-NOT-BE-KEPT';

function bundleOf(calls: readonly AwsCall[], kinds: Readonly<Record<string, readonly object[]>> = {}): Bundle {
  const objects = Object.entries(kinds).map(([kind, items]) => ({
    kind: `${kind}List`,
    apiVersion: 'v1',
    items: items as readonly Readonly<Record<string, unknown>>[],
  }));
  return {
    ...{ schemaVersion: 1, name: 'n', capturedAt: '2026-01-01T00:00:00Z' },
    aws: [{ accountId: '1', region: 'r', calls }],
    kubernetes: [{ cluster: 'c', objects }],
  };
}

const redactedObject = (kind: string, item: object): Readonly<Record<string, unknown>> | undefined =>
  redactBundle(bundleOf([], { [kind]: [item] })).kubernetes[0]?.objects[0]?.items[0];

const redactedOutput = (operation: string, output: AwsCall['output']): unknown =>
  redactBundle(bundleOf([{ operation, output }])).aws[0]?.calls[0]?.output;

/** A container with a mark in every field that may carry one. */
const container = (name: string) => ({
  name,
  image: 'images.example/app:1',
  command: ['sh', '-c', MARK],
  args: [MARK],
  workingDir: MARK,
  env: [{ name: 'X', value: MARK }],
  envFrom: [{ secretRef: { name: MARK } }],
  volumeMounts: [{ name: MARK }],
  lifecycle: { preStop: { exec: { command: [MARK] } } },
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
  livenessProbe: { exec: { command: [MARK] } },
  readinessProbe: { httpGet: { port: 8081, path: `/${MARK}`, httpHeaders: [{ name: 'Authorization', value: MARK }] }, periodSeconds: 5 },
  resources: { limits: { cpu: '1', 'vpc.amazonaws.com/pod-eni': '1' } },
});
const annotations = {
  'kubectl.kubernetes.io/last-applied-configuration': MARK,
  'example.com/note': MARK,
  'vpc.amazonaws.com/pod-eni': '[{"eniId":"eni-1"}]',
  'k8s.v1.cni.cncf.io/network-status': '[]',
};
const podSpec = {
  nodeName: 'node-a',
  serviceAccountName: 'app',
  initContainers: [container('init')],
  containers: [container('app')],
  ephemeralContainers: [container('debug')],
  volumes: [{ name: 'v', secret: { secretName: MARK } }],
  imagePullSecrets: [{ name: MARK }],
};
const pod = {
  metadata: {
    name: 'a',
    namespace: 'x',
    labels: { app: 'a' },
    annotations,
    managedFields: [{ manager: MARK }],
    ownerReferences: [{ kind: 'ReplicaSet', name: 'rs', uid: '1' }],
  },
  spec: podSpec,
  status: {
    phase: 'Running',
    podIP: '10.0.0.1',
    message: MARK,
    conditions: [{ type: 'Ready', status: 'True', lastProbeTime: null }],
    containerStatuses: [{ name: 'app', ready: true, state: { running: {} }, lastState: { terminated: { message: MARK } } }],
    initContainerStatuses: [{ name: 'init', state: { terminated: { message: MARK } } }],
    [MARK]: MARK,
  },
  [MARK]: MARK,
};

describe('pods', () => {
  it('keep what networking reads', () => {
    const kept = redactedObject('Pod', pod);
    expect(JSON.stringify(kept)).not.toContain(MARK);
    expect(kept).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: 'a',
        namespace: 'x',
        labels: { app: 'a' },
        annotations: { 'k8s.v1.cni.cncf.io/network-status': '[]', 'vpc.amazonaws.com/pod-eni': '[{"eniId":"eni-1"}]' },
        ownerReferences: [{ kind: 'ReplicaSet', name: 'rs', uid: '1' }],
      },
      spec: {
        nodeName: 'node-a',
        serviceAccountName: 'app',
        initContainers: [keptContainer('init')],
        containers: [keptContainer('app')],
      },
      status: {
        phase: 'Running',
        podIP: '10.0.0.1',
        conditions: [{ type: 'Ready', status: 'True' }],
        containerStatuses: [{ name: 'app', ready: true, state: { running: {} } }],
      },
    });
  });

  const keptContainer = (name: string) => ({
    name,
    image: 'images.example/app:1',
    ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
    livenessProbe: {},
    readinessProbe: { httpGet: { port: 8081 } },
    resources: { limits: { 'vpc.amazonaws.com/pod-eni': '1' } },
  });

  it('lose any field that nobody thought of', () => {
    const field = fc.string({ minLength: 3 }).filter((name) => !(name in {}));
    fc.assert(
      fc.property(field, fc.constantFrom('metadata', 'spec', 'status'), (name, part) => {
        const known = pod[part as 'spec'] as Readonly<Record<string, unknown>>;
        if (name in known) return;
        const kept = redactedObject('Pod', { ...pod, [part]: { ...known, [name]: { value: `${MARK}-2` } } });
        // The names of fields that are kept are few; a random one would have to hit one of them.
        expect(JSON.stringify(kept)).not.toContain(`${MARK}-2`);
      }),
    );
  });
});

describe('workloads', () => {
  const workload = {
    metadata: pod.metadata,
    spec: { replicas: 2, selector: { matchLabels: { app: 'a' } }, template: { metadata: pod.metadata, spec: podSpec } },
    status: { readyReplicas: 2, note: MARK },
  };

  it.each(['Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet', 'Job'])('%s loses environment, commands and annotations', (kind) => {
    const kept = redactedObject(kind, workload);
    expect(JSON.stringify(kept)).not.toContain(MARK);
    expect(kept).toMatchObject({ spec: { replicas: 2, selector: { matchLabels: { app: 'a' } } }, status: { readyReplicas: 2 } });
  });

  it('CronJob loses them one level further down', () => {
    const kept = redactedObject('CronJob', { metadata: pod.metadata, spec: { jobTemplate: { spec: workload.spec } } });
    expect(JSON.stringify(kept)).not.toContain(MARK);
    expect(kept).toMatchObject({ spec: { jobTemplate: { spec: { template: { spec: { nodeName: 'node-a' } } } } } });
  });
});

describe('networking DaemonSets', () => {
  const daemonSet = (name: string, namespace: string, containers: readonly object[], initContainers: readonly object[] = []) => ({
    metadata: { name, namespace },
    spec: { template: { spec: { containers, initContainers } } },
  });
  const setting = (name: string) => ({
    name,
    args: ['--enable-network-policy=true'],
    command: [name],
    env: [{ name: 'ENABLE_POD_ENI', value: 'true' }],
  });

  it.each([
    ['aws-node', 'aws-node'],
    ['aws-node', 'aws-eks-nodeagent'],
    ['aws-node', 'aws-vpc-cni-init'],
    ['kube-proxy', 'kube-proxy'],
    ['node-local-dns', 'node-cache'],
  ])('%s keeps the settings of %s', (name, containerName) => {
    const given =
      containerName === 'aws-vpc-cni-init'
        ? daemonSet(name, 'kube-system', [], [setting(containerName)])
        : daemonSet(name, 'kube-system', [setting(containerName)]);
    expect(JSON.stringify(redactedObject('DaemonSet', given))).toContain('ENABLE_POD_ENI');
    expect(JSON.stringify(redactedObject('DaemonSet', given))).toContain('--enable-network-policy=true');
  });

  it.each([
    ['another container in it', daemonSet('aws-node', 'kube-system', [setting('log-shipper')])],
    ['another namespace', daemonSet('aws-node', 'shop', [setting('aws-node')])],
    ['another DaemonSet', daemonSet('log-shipper', 'kube-system', [setting('aws-node')])],
  ])('nothing is kept of %s', (_what, given) => {
    expect(JSON.stringify(redactedObject('DaemonSet', given))).not.toContain('ENABLE_POD_ENI');
  });

  it('keeps no secret of the kept ones, but that there is a setting', () => {
    const env = [
      { name: 'AWS_SECRET_ACCESS_KEY', value: MARK },
      { name: 'HTTPS_PROXY', value: `http://user:${MARK}@proxy.example:3128` },
      { name: 'MY_NODE_NAME', valueFrom: { secretKeyRef: { name: MARK } } },
    ];
    const kept = redactedObject('DaemonSet', daemonSet('aws-node', 'kube-system', [{ name: 'aws-node', env, args: [`--token=${MARK}`] }]));
    expect(JSON.stringify(kept)).not.toContain(MARK);
    expect(JSON.stringify(kept)).toContain('"value":"http://proxy.example:3128"');
    expect(JSON.stringify(kept)).toContain('{"name":"MY_NODE_NAME","valueFrom":{}}');
  });
});

describe('ConfigMaps', () => {
  const map = (name: string, data: object, namespace = 'kube-system') => ({ metadata: { name, namespace }, data, binaryData: { x: MARK } });

  it.each(['kube-proxy-config', 'kube-proxy', 'amazon-vpc-cni', 'coredns', 'node-local-dns', 'aws-auth'])('keeps %s', (name) => {
    expect(redactedObject('ConfigMap', map(name, { config: 'mode: ipvs' }))).toMatchObject({ data: { config: 'mode: ipvs' } });
  });
  it('drops all others, also of the same name elsewhere', () => {
    expect(redactedObject('ConfigMap', map('settings', { a: MARK }))).toBeUndefined();
    expect(redactedObject('ConfigMap', map('coredns', { a: MARK }, 'shop'))).toBeUndefined();
  });
  it('drops credentials in the kept ones', () => {
    const Corefile = `.:53 {\n  route53 example.com:Z1 {\n    aws_access_key AKIA ${MARK}\n  }\n  forward . 10.0.0.2\n}`;
    const kept = JSON.stringify(redactedObject('ConfigMap', map('coredns', { Corefile, 'kubeconfig.conf': MARK })));
    expect(kept).not.toContain(MARK);
    expect(kept).toContain('forward . 10.0.0.2');
  });
});

describe('other kinds', () => {
  it('nodes keep addresses, labels and the annotation that names their ENIConfig', () => {
    const awsNode = {
      metadata: { name: 'aws-node', namespace: 'kube-system' },
      spec: {
        template: { spec: { containers: [{ name: 'aws-node', env: [{ name: 'ENI_CONFIG_ANNOTATION_DEF', value: 'corp.example/eni' }] }] } },
      },
    };
    const node = {
      metadata: { name: 'n', annotations: { 'corp.example/eni': 'a', 'corp.example/other': MARK } },
      spec: { providerID: 'aws:///eu-west-1a/i-1', configSource: MARK },
      status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }], images: [{ names: [MARK] }], volumesInUse: [MARK] },
    };
    const kept = redactBundle(bundleOf([], { DaemonSet: [awsNode], Node: [node] })).kubernetes[0]?.objects[1]?.items[0];
    expect(JSON.stringify(kept)).not.toContain(MARK);
    expect(kept).toMatchObject({
      metadata: { annotations: { 'corp.example/eni': 'a' } },
      status: { addresses: [{ address: '10.0.0.1' }] },
    });
  });

  it.each([
    [
      'ServiceAccount',
      { metadata: { name: 's', annotations: { 'eks.amazonaws.com/role-arn': 'arn:r', x: MARK } }, secrets: [{ name: MARK }] },
      'arn:r',
    ],
    [
      'Service',
      {
        metadata: { name: 's', annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb', x: MARK } },
        spec: { clusterIP: '172.20.0.1' },
      },
      '172.20.0.1',
    ],
    [
      'Ingress',
      {
        metadata: { name: 's', annotations: { 'alb.ingress.kubernetes.io/scheme': 'internal', x: MARK } },
        spec: { ingressClassName: 'alb' },
      },
      'internal',
    ],
    [
      'NetworkPolicy',
      {
        metadata: { name: 's', managedFields: [MARK] },
        spec: { podSelector: { matchLabels: { 'uses-password': 'yes', userDataReader: 'no' } } },
      },
      'uses-password',
    ],
    ['EC2NodeClass', { metadata: { name: 's' }, spec: { userData: MARK, subnetSelectorTerms: [{ id: 'subnet-1' }] } }, 'subnet-1'],
    [
      'ValidatingWebhookConfiguration',
      { metadata: { name: 's' }, webhooks: [{ clientConfig: { caBundle: MARK, service: { name: 'hook' } } }] },
      'hook',
    ],
  ])('%s', (kind, item, kept) => {
    const text = JSON.stringify(redactedObject(kind, item));
    expect(text).not.toContain(MARK);
    expect(text).toContain(kept);
  });
});

describe('AWS', () => {
  it.each([
    [
      'ec2:DescribeInstances',
      { Reservations: [{ Instances: [{ InstanceId: 'kept', UserData: MARK, ClientToken: MARK, BlockDeviceMappings: [MARK] }] }] },
    ],
    [
      'ec2:DescribeVpnConnections',
      {
        VpnConnections: [
          { VpnConnectionId: 'kept', CustomerGatewayConfiguration: MARK, Options: { TunnelOptions: [{ PreSharedKey: MARK }] } },
        ],
      },
    ],
    [
      'rds:DescribeDBInstances',
      {
        DBInstances: [
          {
            DBInstanceIdentifier: 'kept',
            MasterUsername: MARK,
            DBName: MARK,
            MasterUserSecret: { SecretArn: MARK },
            PendingModifiedValues: { MasterUserPassword: MARK },
          },
        ],
      },
    ],
    ['eks:DescribeCluster', { cluster: { name: 'kept', certificateAuthority: { data: MARK } } }],
    ['eks:DescribeAddon', { addon: { addonName: 'kept', configurationValues: MARK } }],
    [
      'directconnect:DescribeVirtualInterfaces',
      { virtualInterfaces: [{ virtualInterfaceId: 'kept', authKey: MARK, customerRouterConfig: MARK, bgpPeers: [{ authKey: MARK }] }] },
    ],
    [
      'elbv2:DescribeRules',
      {
        Rules: [
          { RuleArn: 'kept', Actions: [{ FixedResponseConfig: { MessageBody: MARK }, AuthenticateOidcConfig: { ClientSecret: MARK } }] },
        ],
      },
    ],
  ])('%s loses its secrets', (operation, output) => {
    const text = JSON.stringify(redactedOutput(operation, output));
    expect(text).not.toContain(MARK);
    expect(text).toContain('kept');
  });

  it('keeps endpoint policies, tags and the configuration of networking add-ons', () => {
    expect(
      redactedOutput('ec2:DescribeVpcEndpoints', {
        VpcEndpoints: [{ PolicyDocument: '{"Statement":[]}', Tags: [{ Key: 'UserData', Value: 'x' }] }],
      }),
    ).toEqual({
      VpcEndpoints: [{ PolicyDocument: '{"Statement":[]}', Tags: [{ Key: 'UserData', Value: 'x' }] }],
    });
    const configurationValues = JSON.stringify({ env: { ENABLE_POD_ENI: 'true', API_TOKEN: MARK } });
    const addon = (
      redactedOutput('eks:DescribeAddon', { addon: { addonName: 'vpc-cni', configurationValues } }) as {
        addon: { configurationValues: string };
      }
    ).addon;
    expect(JSON.parse(addon.configurationValues)).toEqual({ env: { ENABLE_POD_ENI: 'true', API_TOKEN: '(removed)' } });
  });
});

it.each([
  ['mode: "iptables"\nclusterCIDR: ""\n', 'mode: "iptables"\nclusterCIDR: ""\n'],
  ['a: 1\npassword: x y\nb: 2', 'a: 1\npassword: (removed)\nb: 2'],
  ['a:\n  apiKey: |\n    x\n    y\n  b: 2', 'a:\n  apiKey: (removed)\n  b: 2'],
  ['credentials:\n  user: x\n  key: y\nb: 2', 'credentials: (removed)\nb: 2'],
  ['{"token": "a\\"b", "c": 1}', '{"token": "(removed)", "c": 1}'],
  ['https://user:x@host/path', 'https://host/path'],
])('takes secrets out of %j and leaves what stands around', (text, scrubbed) => {
  expect(scrubText(text)).toBe(scrubbed);
});

it('does not follow or keep a key __proto__', () => {
  const hostile = JSON.parse(
    '{"metadata":{"name":"s","labels":{"__proto__":{"x":"y"},"a":"b"}},"__proto__":{"polluted":true},"spec":{"__proto__":{"polluted":true}}}',
  ) as object;
  const kept = redactedObject('Service', hostile);
  expect(kept).toEqual({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', labels: { a: 'b' } }, spec: {} });
  expect((kept?.spec as { polluted?: boolean }).polluted).toBeUndefined();
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it('gives equal content equal JSON, whatever the order of keys', () => {
  const once = redactBundle(bundleOf([{ operation: 'ec2:DescribeVpcs', output: { Vpcs: [{ VpcId: 'v', CidrBlock: 'c' }] } }]));
  const again = redactBundle(bundleOf([{ operation: 'ec2:DescribeVpcs', output: { Vpcs: [{ CidrBlock: 'c', VpcId: 'v' }] } }]));
  expect(JSON.stringify(once)).toBe(JSON.stringify(again));
  expect(redactBundle(once)).toEqual(once);
});
