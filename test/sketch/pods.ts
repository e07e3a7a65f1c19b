/** Pods, where their addresses are, and the workloads that own them. */
import { holds } from './addresses.js';
import { put, rendered, take, type RawFields } from './collection.js';
import { interfacesOf } from './instances.js';
import type { ClusterSketch, KubernetesObject, NodeSketch, PodSketch } from './kubernetes-shapes.js';
import { CREATED, metadata, objectUid, splitId } from './metadata.js';

type PodSpec = Partial<PodSketch> & { id: string; node: string; interface?: string };

/**
 * Adds a pod. Its address goes on `interface`, else on the node's interface that holds it already (as a secondary address or within a
 * prefix), else on the node's first one as a secondary address. Host-network pods take the node's address.
 */
export function addPod(cluster: ClusterSketch, spec: PodSpec): PodSketch {
  const { interface: interfaceId, ...own } = spec;
  const [namespace = 'default'] = splitId(own.id);
  if (!cluster.namespaces.has(namespace)) put(cluster.namespaces, { id: namespace, labels: {} });
  const pod = put<PodSketch>(cluster.pods, {
    labels: {},
    ports: [],
    owner: null,
    hostNetwork: false,
    phase: 'Running',
    ready: true,
    serviceAccount: 'default',
    dnsPolicy: 'ClusterFirst',
    spec: {},
    ...own,
  });
  if (!pod.hostNetwork && pod.ip !== undefined) placeAddress(cluster, take(cluster.nodes, pod.node), pod.ip, interfaceId);
  return pod;
}

function placeAddress(cluster: ClusterSketch, node: NodeSketch, ip: string, interfaceId: string | undefined): void {
  if (node.instance === null || ip.includes(':')) return;
  const own = interfacesOf(cluster.region, node.instance);
  const held = own.some((entry) => entry.secondary.includes(ip) || entry.prefixes.some((prefix) => holds(prefix, ip)));
  if (held) return;
  const home = interfaceId === undefined ? own[0] : take(cluster.region.interfaces, interfaceId);
  home?.secondary.push(ip);
}

/** The pod's address as its status shows it: the node's where it shares the host's network. */
export function podAddress(cluster: ClusterSketch, pod: PodSketch): string | undefined {
  if (!pod.hostNetwork) return pod.ip;
  const node = take(cluster.nodes, pod.node);
  return cluster.ipFamily === 'ipv6' ? (node.ipv6 ?? node.ip) : node.ip;
}

/** The Pod object. */
export function podObject(cluster: ClusterSketch, pod: PodSketch): KubernetesObject {
  const node = take(cluster.nodes, pod.node);
  const [, name] = splitId(pod.id);
  const ip = podAddress(cluster, pod);
  const hostIP = cluster.ipFamily === 'ipv6' ? (node.ipv6 ?? node.ip) : node.ip;
  const owner = ownerOf(pod);
  const container = owner?.workload ?? name;
  const up = pod.phase === 'Running' && pod.ready;
  const condition = (type: string, good: boolean): RawFields => ({ type, status: good ? 'True' : 'False', lastTransitionTime: CREATED });
  const spec = {
    containers: [
      rendered({
        name: container,
        image: `registry.example/${container}:1.4.2`,
        ports: pod.ports.length ? pod.ports.map((port) => ({ protocol: 'TCP', ...port })) : undefined,
        resources: {},
      }),
    ],
    dnsPolicy: pod.dnsPolicy,
    hostNetwork: pod.hostNetwork || undefined,
    nodeName: pod.node,
    restartPolicy: 'Always',
    serviceAccountName: pod.serviceAccount,
  };
  const status = {
    phase: pod.phase,
    conditions: [condition('Initialized', true), condition('Ready', up), condition('ContainersReady', up), condition('PodScheduled', true)],
    containerStatuses: [{ name: container, ready: up, restartCount: 0, started: up, state: up ? { running: { startedAt: CREATED } } : {} }],
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP: ip,
    podIPs: ip === undefined ? undefined : [{ ip }],
    qosClass: 'BestEffort',
    startTime: CREATED,
  };
  const labels = owner?.templateHash === undefined ? pod.labels : { ...pod.labels, 'pod-template-hash': owner.templateHash };
  const object = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: metadata(cluster, 'Pod', pod.id, {
      labels,
      annotations: pod.annotations,
      generateName: owner && name.replace(/[^-]+$/, ''),
      owner: owner && { apiVersion: owner.apiVersion, kind: owner.kind, name: owner.name },
    }),
    spec: rendered(spec, pod.spec),
    status: rendered(status),
  };
  return { ...object, ...pod.raw };
}

interface Owner {
  apiVersion: string;
  kind: string;
  name: string;
  /** The Deployment, StatefulSet, DaemonSet or Job by name. */
  workload: string;
  templateHash?: string;
}

/** Who controls a pod. A Deployment does by way of a ReplicaSet, whose name is that of a generated pod without its last part. */
export function ownerOf(pod: PodSketch): Owner | undefined {
  if (pod.owner === null) return undefined;
  const [kind = '', id = ''] = pod.owner.split(' ');
  const [, workload] = splitId(id);
  if (kind !== 'Deployment') return { apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1', kind, name: workload, workload };
  const [, podName] = splitId(pod.id);
  const generated = podName.startsWith(`${workload}-`);
  const name = generated ? podName.replace(/-[^-]+$/, '') : `${workload}-6d58b7d47c`;
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', name, workload, templateHash: name.slice(workload.length + 1) };
}

/** The reference that an EndpointSlice keeps to a pod. */
export function podReference(cluster: ClusterSketch, pod: PodSketch): RawFields {
  const [namespace, name] = splitId(pod.id);
  return { kind: 'Pod', name, namespace, uid: objectUid(cluster, 'Pod', pod.id) };
}
