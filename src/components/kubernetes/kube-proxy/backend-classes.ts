/** Puts endpoints that nothing on the way can tell apart into one class, so that five thousand of them are judged by a few. */
import { ownsAddress } from '../../../lookup/address-owners.js';
import type { Backend } from '../../../lookup/service-backends.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';

/** An endpoint that stands for itself and others. */
export interface Alternative {
  readonly backend: Backend;
  readonly represents: number;
}

/** Up to so many endpoints are each judged by themselves. */
const FEW = 32;

interface BackendClass {
  readonly members: Backend[];
  /** Node → the first member on it, and how many there are. */
  readonly onNode: Map<string, { readonly first: Backend; count: number }>;
}

const CLASSES = new WeakMap<readonly Backend[], readonly BackendClass[]>();

/** What groups, ACLs, routes and the interface's own checks see of an interface. */
function interfaceKey(eni: NetworkInterface | null, network: IndexedNetwork): string {
  if (eni === null) return 'none';
  const { attachment } = eni;
  const instance = attachment?.instanceId ? network.network.instances.get(attachment.instanceId) : undefined;
  const first = attachment?.deviceIndex === 0;
  return [eni.subnetId, eni.groupIds.join(), eni.type, eni.status, eni.sourceDestCheck, attachment?.status, first, instance?.state].join(
    '|',
  );
}

/** What policies and the pod's own state make of a pod; `labels` are the keys that some policy selects by. */
function podKey({ pod, nodeName }: Backend, labels: readonly string[]): string {
  if (pod === null) return nodeName === null ? 'none' : 'unknown pod';
  let key = `${pod.namespace}|${pod.phase}|${pod.hostNetwork}|${pod.terminating}`;
  for (const label of labels) key += `|${pod.labels[label] ?? ''}`;
  return key;
}

/** The interface of an endpoint: one of its node's, found by looking through their few addresses, or whoever else has the address. */
function interfaceFinder(cluster: string, network: IndexedNetwork): (backend: Backend) => NetworkInterface | null {
  const ofNode = new Map<string, readonly NetworkInterface[]>();
  const interfacesOf = (nodeName: string): readonly NetworkInterface[] => {
    let own = ofNode.get(nodeName);
    if (own === undefined) {
      const instanceId = network.clusters.nodeNamed(cluster, nodeName)?.instanceId ?? null;
      ofNode.set(nodeName, (own = instanceId === null ? [] : network.clusters.interfacesOfInstance(instanceId)));
    }
    return own;
  };
  return ({ address, nodeName }) =>
    (nodeName === null ? undefined : interfacesOf(nodeName).find((eni) => ownsAddress(eni, address))) ??
    network.owners.ownersAnywhere(address)[0] ??
    null;
}

/** Gives each endpoint the key of its class; long parts of it are stood for by numbers. */
function keyMaker(cluster: string, network: IndexedNetwork): (backend: Backend) => string {
  const numbers = new Map<string, number>();
  const ofInterface = new Map<NetworkInterface | null, number>();
  const labels = network.distinctions.selectedLabels();
  const interfaceOf = interfaceFinder(cluster, network);
  const numbered = (key: string): number => {
    let number = numbers.get(key);
    if (number === undefined) numbers.set(key, (number = numbers.size));
    return number;
  };
  return (backend) => {
    const eni = interfaceOf(backend);
    let own = ofInterface.get(eni);
    if (own === undefined) ofInterface.set(eni, (own = numbered(interfaceKey(eni, network))));
    return `${network.distinctions.addressClass(backend.address)}|${backend.port}|${own}|${numbered(podKey(backend, labels))}`;
  };
}

function classify(backends: readonly Backend[], cluster: string, network: IndexedNetwork): readonly BackendClass[] {
  const keyOf = keyMaker(cluster, network);
  const classes = new Map<string, BackendClass>();
  for (const backend of backends) {
    const key = keyOf(backend);
    let found = classes.get(key);
    if (found === undefined) classes.set(key, (found = { members: [], onNode: new Map() }));
    found.members.push(backend);
    const node = backend.nodeName ?? '';
    const here = found.onNode.get(node);
    if (here === undefined) found.onNode.set(node, { first: backend, count: 1 });
    else here.count += 1;
  }
  return [...classes.values()];
}

/** The alternatives of a class as one node sees them: those on other nodes, its own, and the sender itself. */
function fromNode({ members, onNode }: BackendClass, nodeName: string, isSender: (backend: Backend) => boolean): Alternative[] {
  const here = onNode.get(nodeName);
  if (here === undefined) return [{ backend: members[0] as Backend, represents: members.length }];
  const own = members.filter((backend) => (backend.nodeName ?? '') === nodeName);
  const itself = own.filter(isSender).map((backend) => ({ backend, represents: 1 }));
  const [neighbour, ...more] = own.filter((backend) => !isSender(backend));
  const remote = members.length - here.count;
  const far = remote === 0 ? undefined : members.find((backend) => (backend.nodeName ?? '') !== nodeName);
  return [
    ...itself,
    ...(neighbour === undefined ? [] : [{ backend: neighbour, represents: 1 + more.length }]),
    ...(far === undefined ? [] : [{ backend: far, represents: remote }]),
  ];
}

/** Every endpoint by itself where they are few; else one for each class. `isSender`: the endpoint that asks, which nothing represents. */
export function alternativesOf(
  backends: readonly Backend[],
  cluster: string,
  nodeName: string,
  isSender: (backend: Backend) => boolean,
  network: IndexedNetwork,
): readonly Alternative[] {
  if (backends.length <= FEW) return backends.map((backend) => ({ backend, represents: 1 }));
  let classes = CLASSES.get(backends);
  if (classes === undefined) CLASSES.set(backends, (classes = classify(backends, cluster, network)));
  return classes.flatMap((members) => fromNode(members, nodeName, isSender));
}
