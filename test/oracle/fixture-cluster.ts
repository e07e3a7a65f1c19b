/** The small cluster that the CNI examples speak of: two nodes with a second interface each, pods on both, one pod with a branch interface, a peer VPC. */
import { OPEN } from './fixture.js';
import { addInternetGateway, addNat, addPeering } from './sketch-gateways.js';
import { add, addObject, sketch, type Json, type Sketch } from './sketch.js';
import {
  addAcl,
  addGroup,
  addInterface,
  addSubnet,
  addTable,
  addVpc,
  ALLOW_ALL,
  associate,
  EGRESS_ALL,
  route,
  rule,
} from './sketch-vpc.js';

export interface ClusterChanges {
  readonly environment?: Readonly<Record<string, string>>;
  readonly demuxDisabled?: boolean;
  readonly enforced?: boolean;
  readonly policies?: readonly Json[];
  readonly nodeIngress?: readonly Json[];
  readonly nodeEgress?: readonly Json[];
  readonly branchIngress?: readonly Json[];
  readonly acls?: Readonly<Record<string, readonly Json[]>>;
  readonly publicNode?: boolean;
  readonly hopLimit?: number;
  readonly peerRoutes?: readonly Json[];
}

function addNetwork(drawn: Sketch, changes: ClusterChanges): void {
  addVpc(drawn, 'vpc-a', ['10.0.0.0/16', '100.64.0.0/16']);
  addVpc(drawn, 'vpc-p', ['10.8.0.0/16']);
  addSubnet(drawn, 'subnet-pub-a', 'vpc-a', 'a', '10.0.0.0/24');
  addSubnet(drawn, 'subnet-prv-a', 'vpc-a', 'a', '10.0.16.0/20');
  addSubnet(drawn, 'subnet-prv-b', 'vpc-a', 'b', '10.0.32.0/20');
  addSubnet(drawn, 'subnet-pod-b', 'vpc-a', 'b', '100.64.64.0/18');
  addSubnet(drawn, 'subnet-p', 'vpc-p', 'a', '10.8.1.0/24');
  addInternetGateway(drawn, 'igw-a', 'vpc-a');
  addNat(drawn, 'nat-a', 'subnet-pub-a', '10.0.0.50', '198.51.100.10');
  addPeering(drawn, 'pcx-1', 'vpc-a', 'vpc-p');
  const peer = route('10.8.0.0/16', 'pcx-1');
  addTable(drawn, 'rtb-main', 'vpc-a', [], [peer]);
  addTable(drawn, 'rtb-pub', 'vpc-a', ['subnet-pub-a'], [route('0.0.0.0/0', 'igw-a')]);
  addTable(
    drawn,
    'rtb-prv',
    'vpc-a',
    ['subnet-prv-a', 'subnet-prv-b'],
    [route('0.0.0.0/0', changes.publicNode === true ? 'igw-a' : 'nat-a'), peer],
  );
  addTable(drawn, 'rtb-p', 'vpc-p', [], changes.peerRoutes ?? [route('10.0.0.0/16', 'pcx-1'), route('100.64.0.0/16', 'pcx-1')]);
  addAcl(drawn, 'acl-a', 'vpc-a', [], ALLOW_ALL);
  addAcl(drawn, 'acl-p', 'vpc-p', [], ALLOW_ALL);
  for (const [subnetId, entries] of Object.entries(changes.acls ?? {})) addAcl(drawn, `acl-${subnetId}`, 'vpc-a', [subnetId], entries);
  addGroup(drawn, 'sg-node', 'vpc-a', changes.nodeIngress ?? OPEN, changes.nodeEgress ?? EGRESS_ALL);
  addGroup(drawn, 'sg-pay', 'vpc-a', changes.branchIngress ?? OPEN);
  addGroup(drawn, 'sg-db', 'vpc-a', [rule('tcp', 5432, 5432, 'sg-pay')]);
  addGroup(drawn, 'sg-p', 'vpc-p', OPEN);
  addInterface(drawn, 'eni-p', 'subnet-p', ['10.8.1.5'], ['sg-p']);
  addInterface(drawn, 'eni-x', 'subnet-pod-b', ['100.64.64.5'], ['sg-p']);
}

function addNode(drawn: Sketch, letter: string, subnetId: string, interfaces: readonly (readonly string[])[], hopLimit: number): void {
  const instanceId = `i-${letter}`;
  add(drawn, 'ec2:DescribeInstances', {
    ReservationId: `r-${letter}`,
    Instances: [
      {
        InstanceId: instanceId,
        State: { Name: 'running' },
        InstanceType: 'm5.large',
        MetadataOptions: { HttpEndpoint: 'enabled', HttpPutResponseHopLimit: hopLimit },
        PrivateIpAddress: interfaces[0]?.[0],
      },
    ],
  });
  interfaces.forEach((addresses, index) => {
    addInterface(drawn, `eni-${letter}${index.toString()}`, subnetId, addresses, ['sg-node'], {
      Attachment: {
        AttachmentId: `eni-attach-${letter}${index.toString()}`,
        Status: 'attached',
        DeviceIndex: index,
        NetworkCardIndex: 0,
        InstanceId: instanceId,
      },
    });
  });
  addObject(drawn, 'Node', {
    metadata: { name: `node-${letter}`, labels: { 'kubernetes.io/os': 'linux' } },
    spec: { providerID: `aws:///eu-west-1a/${instanceId}` },
    status: { addresses: [{ type: 'InternalIP', address: interfaces[0]?.[0] }] },
  });
}

/** A running pod; `more` is merged into metadata and spec. */
export function addPod(
  drawn: Sketch,
  name: string,
  nodeName: string,
  address: string,
  labels: Json,
  more: { annotations?: Json; hostNetwork?: boolean } = {},
): void {
  addObject(drawn, 'Pod', {
    metadata: { namespace: 'prod', name, labels, annotations: more.annotations ?? {} },
    spec: {
      nodeName,
      ...(more.hostNetwork === true ? { hostNetwork: true } : {}),
      containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }] }],
    },
    status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }], hostIP: nodeName === 'node-a' ? '10.0.16.10' : '10.0.32.10' },
  });
}

function addAgents(drawn: Sketch, changes: ClusterChanges): void {
  const variables = (of: Readonly<Record<string, string>>): Json[] => Object.entries(of).map(([name, value]) => ({ name, value }));
  addObject(drawn, 'DaemonSet', {
    metadata: { namespace: 'kube-system', name: 'aws-node' },
    spec: {
      template: {
        spec: {
          initContainers: [
            { name: 'aws-vpc-cni-init', env: variables({ DISABLE_TCP_EARLY_DEMUX: String(changes.demuxDisabled === true) }) },
          ],
          containers: [
            { name: 'aws-node', image: 'cni/amazon-k8s-cni:v1.20.4', env: variables({ ENABLE_POD_ENI: 'true', ...changes.environment }) },
            {
              name: 'aws-eks-nodeagent',
              image: 'cni/aws-network-policy-agent:v1.2.6',
              args: [`--enable-network-policy=${String(changes.enforced === true)}`],
            },
          ],
        },
      },
    },
  });
}

/** Draws the cluster with changes. */
export function cluster(changes: ClusterChanges): Sketch {
  const drawn = sketch();
  addNetwork(drawn, changes);
  addObject(drawn, 'Namespace', { metadata: { name: 'prod', labels: { 'kubernetes.io/metadata.name': 'prod', team: 'x' } } });
  addNode(
    drawn,
    'a',
    'subnet-prv-a',
    [
      ['10.0.16.10', '10.0.16.11'],
      ['10.0.17.10', '10.0.17.12'],
    ],
    changes.hopLimit ?? 2,
  );
  addNode(
    drawn,
    'b',
    'subnet-prv-b',
    [
      ['10.0.32.10', '10.0.32.11'],
      ['10.0.33.10', '10.0.33.11'],
    ],
    changes.hopLimit ?? 2,
  );
  if (changes.publicNode === true) associate(drawn, 'eni-a0', '10.0.16.10', '198.51.100.90');
  addInterface(drawn, 'eni-br1', 'subnet-prv-a', ['10.0.22.5'], ['sg-pay'], {
    InterfaceType: 'branch',
    Attachment: undefined,
    Description: 'aws-k8s-branch-eni',
  });
  addPod(drawn, 'web-a1', 'node-a', '10.0.16.11', { app: 'web' });
  addPod(drawn, 'cli-a', 'node-a', '10.0.17.12', { app: 'cli' });
  addPod(drawn, 'web-b1', 'node-b', '10.0.32.11', { app: 'web' });
  addPod(drawn, 'node-agent', 'node-a', '10.0.16.10', { app: 'agent' }, { hostNetwork: true });
  const branch = [{ eniId: 'eni-br1', privateIp: '10.0.22.5', vlanId: 1 }];
  addPod(drawn, 'pay-a', 'node-a', '10.0.22.5', { app: 'pay' }, { annotations: { 'vpc.amazonaws.com/pod-eni': JSON.stringify(branch) } });
  addAgents(drawn, changes);
  for (const policy of changes.policies ?? []) addObject(drawn, 'NetworkPolicy', policy);
  return drawn;
}
