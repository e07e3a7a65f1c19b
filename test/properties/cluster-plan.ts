/** The small cluster of the random estates: two nodes, five pods, one of them with a branch interface, one in the host's network. */
import { add, addObject, type Json, type Sketch } from '../oracle/sketch.js';
import { addInterface } from '../oracle/sketch-vpc.js';

/** What varies in a cluster. */
export interface ClusterPlan {
  /** Variables of aws-node. */
  readonly environment: Readonly<Record<string, string>>;
  readonly demuxDisabled: boolean;
  readonly enforced: boolean;
  /** The second interface of the first node lies in the pod subnet. */
  readonly customNetworking: boolean;
  /** An IPv6 cluster: pods have addresses of a /80 on the primary interface, and no branch interfaces. */
  readonly version6: boolean;
}

function addNode(drawn: Sketch, name: string, interfaces: readonly (readonly [string, readonly string[], Json?])[]): void {
  const instanceId = `i-${name}`;
  const address = interfaces[0]?.[1][0];
  add(drawn, 'ec2:DescribeInstances', {
    ReservationId: `r-${name}`,
    Instances: [
      {
        InstanceId: instanceId,
        InstanceType: 'm5.large',
        VpcId: 'vpc-a',
        SubnetId: interfaces[0]?.[0],
        State: { Code: 16, Name: 'running' },
        PrivateIpAddress: address,
        MetadataOptions: { HttpEndpoint: 'enabled', HttpPutResponseHopLimit: 2 },
      },
    ],
  });
  interfaces.forEach(([subnetId, addresses, more], index) => {
    const attachment = {
      AttachmentId: `eni-attach-${name}${index.toString()}`,
      Status: 'attached',
      DeviceIndex: index,
      NetworkCardIndex: 0,
      InstanceId: instanceId,
    };
    addInterface(drawn, `eni-${name}${index.toString()}`, subnetId, addresses, ['sg-node'], { Attachment: attachment, ...more });
  });
  addObject(drawn, 'Node', {
    metadata: {
      name: `node-${name}`,
      uid: `node-${name}`,
      labels: { 'kubernetes.io/os': 'linux', 'kubernetes.io/hostname': `node-${name}` },
    },
    spec: { providerID: `aws:///eu-west-1a/${instanceId}` },
    status: {
      addresses: (interfaces[0]?.[1] ?? [])
        .filter((item) => item === address || /::100$/.test(item))
        .map((item) => ({ type: 'InternalIP', address: item })),
    },
  });
}

function addPod(
  drawn: Sketch,
  name: string,
  node: string,
  address: string,
  app: string,
  more: { annotations?: Json; hostNetwork?: boolean } = {},
): void {
  addObject(drawn, 'Pod', {
    metadata: { namespace: app === 'cli' ? 'dev' : 'prod', name, uid: name, labels: { app }, annotations: more.annotations ?? {} },
    spec: {
      nodeName: `node-${node}`,
      ...(more.hostNetwork === true ? { hostNetwork: true } : {}),
      containers: [{ name: 'main', image: 'images.example/main:1', ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] }],
    },
    status: {
      phase: 'Running',
      podIP: address,
      podIPs: [{ ip: address }],
      hostIP: `${address.includes(':') ? '2001:db8:a:' : '10.0.'}${node === 'n1' ? '2' : '3'}${address.includes(':') ? '::100' : '.100'}`,
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  });
}

function addVersion4(drawn: Sketch, plan: ClusterPlan): void {
  const second = plan.customNetworking ? 'subnet-pod' : 'subnet-prv';
  const [own, pod] = plan.customNetworking ? ['100.64.0.110', '100.64.0.111'] : ['10.0.2.110', '10.0.2.111'];
  addNode(drawn, 'n1', [
    ['subnet-prv', ['10.0.2.100', '10.0.2.101']],
    [second, [own, pod]],
  ]);
  addNode(drawn, 'n2', [['subnet-db', ['10.0.3.100', '10.0.3.101']]]);
  addInterface(drawn, 'eni-br', 'subnet-prv', ['10.0.2.120'], ['sg-pay'], {
    InterfaceType: 'branch',
    Attachment: undefined,
    Description: 'aws-k8s-branch-eni',
  });
  addPod(drawn, 'web-1', 'n1', '10.0.2.101', 'web');
  addPod(drawn, 'cli-1', 'n1', pod, 'cli');
  addPod(drawn, 'web-2', 'n2', '10.0.3.101', 'web');
  addPod(drawn, 'agent-1', 'n1', '10.0.2.100', 'agent', { hostNetwork: true });
  const branch = JSON.stringify([
    { eniId: 'eni-br', ifAddress: '06:00:00:00:00:01', privateIp: '10.0.2.120', vlanId: 1, subnetCidr: '10.0.2.0/24' },
  ]);
  addPod(drawn, 'pay-1', 'n1', '10.0.2.120', 'pay', { annotations: { 'vpc.amazonaws.com/pod-eni': branch } });
}

function addVersion6(drawn: Sketch): void {
  addNode(drawn, 'n1', [['subnet-prv', ['10.0.2.100', '2001:db8:a:2::100'], { Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:a:2:1::/80' }] }]]);
  addNode(drawn, 'n2', [['subnet-db', ['10.0.3.100', '2001:db8:a:3::100'], { Ipv6Prefixes: [{ Ipv6Prefix: '2001:db8:a:3:1::/80' }] }]]);
  addPod(drawn, 'web-1', 'n1', '2001:db8:a:2:1::11', 'web');
  addPod(drawn, 'cli-1', 'n1', '2001:db8:a:2:1::12', 'cli');
  addPod(drawn, 'web-2', 'n2', '2001:db8:a:3:1::11', 'web');
  addPod(drawn, 'pay-1', 'n1', '2001:db8:a:2:1::13', 'pay');
  addPod(drawn, 'agent-1', 'n1', '2001:db8:a:2::100', 'agent', { hostNetwork: true });
}

/** Draws the cluster into an estate that has the VPC, its subnets and groups. */
export function addCluster(drawn: Sketch, plan: ClusterPlan): void {
  for (const [name, team] of [
    ['prod', 'y'],
    ['dev', 'x'],
    ['kube-system', 'z'],
  ] as const) {
    addObject(drawn, 'Namespace', { metadata: { name, uid: name, labels: { 'kubernetes.io/metadata.name': name, team } } });
  }
  if (plan.version6) addVersion6(drawn);
  else addVersion4(drawn, plan);
  const variables = (of: Readonly<Record<string, string>>): Json[] => Object.entries(of).map(([name, value]) => ({ name, value }));
  const families: Record<string, string> = plan.version6
    ? { ENABLE_IPv4: 'false', ENABLE_IPv6: 'true', ENABLE_PREFIX_DELEGATION: 'true' }
    : {};
  const containers = [
    {
      name: 'aws-node',
      image: 'registry.example/amazon-k8s-cni:v1.20.4',
      env: variables({ ...families, ENABLE_POD_ENI: 'true', ...plan.environment }),
    },
    {
      name: 'aws-eks-nodeagent',
      image: 'registry.example/aws-network-policy-agent:v1.2.6',
      args: [`--enable-network-policy=${String(plan.enforced)}`],
    },
  ];
  const initContainers = [{ name: 'aws-vpc-cni-init', env: variables({ DISABLE_TCP_EARLY_DEMUX: String(plan.demuxDisabled) }) }];
  addObject(drawn, 'DaemonSet', {
    metadata: { namespace: 'kube-system', name: 'aws-node', uid: 'aws-node' },
    spec: { selector: {}, template: { spec: { containers, initContainers } } },
  });
}
