/** Drops from Kubernetes objects what networking doesn't read, kind by kind. */
import type { KubernetesCapture, KubernetesList } from './bundle.js';
import { copyFields, copyTree } from './copy-tree.js';
import { isJsonObject, type Json } from './input-problem.js';
import { keepNetworkAnnotation, redactMetadata, type KeepAnnotation } from './redact-metadata.js';
import { redactPod, redactWorkload } from './redact-pod.js';
import { scrubText } from './scrub-text.js';

const WORKLOADS: ReadonlySet<string> = new Set([
  'CronJob',
  'DaemonSet',
  'Deployment',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/** Fields of kinds that are kept whole: boot scripts of node classes, certificates, headers that a route sets or asks for, fixed response bodies. */
const DROPPED: ReadonlySet<string> = new Set([
  'userData',
  'caBundle',
  'managedFields',
  'requestHeaderModifier',
  'responseHeaderModifier',
  'messageBody',
]);

/** ConfigMaps that decide about packets: kube-proxy's, the CNI's, the resolvers', and the roles that nodes join with. */
const CONFIG_MAPS: ReadonlySet<unknown> = new Set([
  'kube-proxy-config',
  'kube-proxy',
  'amazon-vpc-cni',
  'coredns',
  'coredns-custom',
  'kube-dns',
  'node-local-dns',
  'aws-auth',
]);

const NODE_SPEC = ['providerID', 'podCIDR', 'podCIDRs', 'taints', 'unschedulable'] as const;
const NODE_STATUS = ['addresses', 'allocatable', 'capacity', 'conditions', 'nodeInfo'] as const;

/** All lists of a cluster without what networking doesn't read; Secrets and unknown kinds have been left out before. */
export function redactCapture(capture: KubernetesCapture): KubernetesCapture {
  const keepOnNode = nodeAnnotations(capture);
  return { cluster: capture.cluster, objects: capture.objects.map((list) => redactList(list, keepOnNode)) };
}

function redactList(list: KubernetesList, keepOnNode: KeepAnnotation): KubernetesList {
  const kind = list.kind.slice(0, -'List'.length);
  const redact = redactionOf(kind, keepOnNode);
  const items: Json[] = [];
  for (const item of list.items) {
    const kept = redact(item);
    const apiVersion = typeof item.apiVersion === 'string' ? item.apiVersion : list.apiVersion;
    if (kept !== null) items.push({ apiVersion, kind, ...kept });
  }
  return { kind: list.kind, apiVersion: list.apiVersion, items };
}

/** What to keep of an object of that kind; null for nothing. */
function redactionOf(kind: string, keepOnNode: KeepAnnotation): (item: Json) => Record<string, unknown> | null {
  if (kind === 'Pod') return redactPod;
  if (WORKLOADS.has(kind)) return (item) => redactWorkload(kind, item);
  switch (kind) {
    case 'ConfigMap':
      return redactConfigMap;
    case 'Node':
      return (item) => redactNode(item, keepOnNode);
    case 'ServiceAccount':
      return (item) => ({ metadata: redactMetadata(item.metadata) });
    default:
      return redactWhole;
  }
}

/** Kinds that are about networking through and through: everything but the metadata's bulk. */
function redactWhole(item: Json): Record<string, unknown> {
  const kept: Record<string, unknown> = { metadata: redactMetadata(item.metadata) };
  for (const key of Object.keys(item).sort()) {
    if (key !== 'metadata' && key !== '__proto__' && !DROPPED.has(key)) kept[key] = copyTree(item[key], DROPPED);
  }
  return kept;
}

function redactNode(item: Json, keepOnNode: KeepAnnotation): Record<string, unknown> {
  return {
    metadata: redactMetadata(item.metadata, keepOnNode),
    spec: copyFields(item.spec, NODE_SPEC),
    status: copyFields(item.status, NODE_STATUS),
  };
}

function redactConfigMap(item: Json): Record<string, unknown> | null {
  const metadata = redactMetadata(item.metadata);
  if (metadata.namespace !== 'kube-system' || !CONFIG_MAPS.has(metadata.name)) return null;
  const data = isJsonObject(item.data) ? Object.entries(item.data) : [];
  const kept = data.flatMap(([key, value]) =>
    typeof value === 'string' && !/kubeconfig/i.test(key) ? [[key, scrubText(value)] as const] : [],
  );
  return { metadata, data: copyTree(Object.fromEntries(kept), DROPPED) };
}

/** The annotation that names a node's ENIConfig can be any: aws-node says which (VPC CNI README, ENI_CONFIG_ANNOTATION_DEF). */
function nodeAnnotations(capture: KubernetesCapture): KeepAnnotation {
  const daemonSets = capture.objects.filter(({ kind }) => kind === 'DaemonSetList').flatMap(({ items }) => items);
  const specs = daemonSets.map(({ spec }) => (isJsonObject(spec) && isJsonObject(spec.template) ? spec.template.spec : null));
  const containers = specs.flatMap((spec) =>
    isJsonObject(spec) && Array.isArray(spec.containers) ? spec.containers.filter(isJsonObject) : [],
  );
  const variables = containers.flatMap(({ env }) => (Array.isArray(env) ? env.filter(isJsonObject) : []));
  const named = new Set(variables.filter(({ name }) => name === 'ENI_CONFIG_ANNOTATION_DEF').map(({ value }) => value));
  return (key) => keepNetworkAnnotation(key) || named.has(key);
}
