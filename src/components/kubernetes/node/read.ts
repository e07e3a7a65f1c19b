/** Nodes and namespaces. */
import type { Address } from '../../../net/address.js';
import type { Namespace, Node } from '../../../model/kubernetes/cluster.js';
import type { Documents, Reading } from '../../reader.js';
import { addressAt, conditionAt, listAt, recordAt, textAt, type Here, type Raw } from '../fields.js';
import { readObjects, type OpenedObject } from '../objects.js';

const COMPUTE_TYPE = 'eks.amazonaws.com/compute-type';
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

export function readNodes(documents: Documents, reading: Reading): Map<string, Node> {
  return readObjects(documents, reading, 'Node', 'cluster', readNode);
}

/** The API server labels every namespace with its name; a namespace written by hand is given that label too. */
export function readNamespaces(documents: Documents, reading: Reading): Map<string, Namespace> {
  return readObjects(documents, reading, 'Namespace', 'cluster', ({ object }) => ({
    ...object,
    labels: Object.hasOwn(object.labels, NAMESPACE_NAME) ? object.labels : { ...object.labels, [NAMESPACE_NAME]: object.name },
  }));
}

function readNode({ here, object, spec, status }: OpenedObject): Node {
  const providerId = textAt(here, spec['providerID'], 'spec/providerID');
  const { addresses, hostname } = nodeAddresses(here, status);
  const nodeInfo = recordAt(here, status['nodeInfo'], 'status/nodeInfo');
  const system = object.labels['kubernetes.io/os'] ?? textAt(here, nodeInfo['operatingSystem'], 'status/nodeInfo/operatingSystem');
  return {
    ...object,
    instanceId: providerId?.startsWith('aws:') === true ? (/\/(i-[^/]+)$/.exec(providerId)?.[1] ?? null) : null,
    providerId,
    addresses,
    hostname: hostname ?? object.labels['kubernetes.io/hostname'] ?? null,
    zone: zoneOf(object.labels, providerId),
    computeType: computeTypeOf(object, providerId),
    operatingSystem: system?.toLowerCase() === 'windows' ? 'windows' : 'linux',
    ready: conditionAt(here, status, 'Ready') ?? true,
    allocatablePods: podLimit(here, status),
    kernelVersion: textAt(here, nodeInfo['kernelVersion'], 'status/nodeInfo/kernelVersion'),
    taints: listAt(here, spec['taints'], 'spec/taints').map((item) => formatTaint(here, recordAt(here, item, 'spec/taints'))),
  };
}

/** Internal addresses only: an external one is a mapping of the internet gateway that the node itself does not have. */
function nodeAddresses(here: Here, status: Raw): { addresses: readonly Address[]; hostname: string | null } {
  const addresses: Address[] = [];
  let hostname: string | null = null;
  for (const [index, item] of listAt(here, status['addresses'], 'status/addresses').entries()) {
    const { type, address: text } = recordAt(here, item, `status/addresses/${index}`);
    if (type === 'Hostname') hostname = textAt(here, text, `status/addresses/${index}/address`);
    if (type !== 'InternalIP') continue;
    const address = addressAt(here, text, `status/addresses/${index}/address`);
    if (address !== null && !addresses.includes(address)) addresses.push(address);
  }
  return { addresses, hostname };
}

function zoneOf(labels: Readonly<Record<string, string>>, providerId: string | null): string | null {
  const labelled = labels['topology.kubernetes.io/zone'] ?? labels['failure-domain.beta.kubernetes.io/zone'];
  return labelled ?? /^aws:\/\/\/([^/]+)\//.exec(providerId ?? '')?.[1] ?? null;
}

/** EKS labels what is not a plain EC2 node; without the label, the provider id and the name tell. */
function computeTypeOf({ name, labels }: Pick<Node, 'name' | 'labels'>, providerId: string | null): Node['computeType'] {
  const labelled = labels[COMPUTE_TYPE];
  if (labelled === 'fargate' || labelled === 'auto' || labelled === 'hybrid') return labelled;
  if (name.startsWith('fargate-ip-')) return 'fargate';
  return providerId !== null && !providerId.startsWith('aws:') ? 'hybrid' : 'ec2';
}

function podLimit(here: Here, status: Raw): number | null {
  const pods = recordAt(here, status['allocatable'], 'status/allocatable')['pods'];
  const limit = Number(pods ?? Number.NaN);
  return Number.isInteger(limit) ? limit : null;
}

/** `key=value:effect`, `key:effect` without a value. */
function formatTaint(here: Here, taint: Raw): string {
  const value = textAt(here, taint['value'], 'spec/taints/value');
  const key = textAt(here, taint['key'], 'spec/taints/key') ?? '';
  return `${key}${value === null ? '' : `=${value}`}:${textAt(here, taint['effect'], 'spec/taints/effect') ?? ''}`;
}
