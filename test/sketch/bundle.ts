/** The whole sketch, and the snapshot bundle that it makes. */
import type { AwsCall, Bundle, KubernetesCapture, KubernetesList } from '../../src/snapshot/bundle.js';
import type { RegionSketch } from './aws-shapes.js';
import { eksCalls } from './cluster.js';
import type { ClusterSketch, KubernetesObject } from './kubernetes-shapes.js';
import { metadata } from './metadata.js';
import { nodeAgentObjects } from './node-agents.js';
import { nodeObject } from './nodes.js';
import { podObject } from './pods.js';
import { newRegion, regionCalls } from './region.js';
import { endpointSlices, serviceObjects } from './services.js';
import { workloadObjects } from './workloads.js';

/** A mutable sketch of Regions and clusters. */
export interface Sketch {
  name: string;
  /** RFC 3339, UTC. */
  capturedAt: string;
  /** The first Region, which most tests are about. */
  readonly region: RegionSketch;
  readonly regions: RegionSketch[];
  readonly clusters: ClusterSketch[];
  /** Leaves one call (`ec2:DescribeNetworkAcls`) or one Kubernetes list (`NetworkPolicyList`) out of the bundle. */
  without(operationOrList: string): Sketch;
  /** The bundle as the sketch stands now. */
  bundle(): Bundle;
}

/** An empty sketch with one Region. */
export function newSketch(name: string, region: RegionSketch = newRegion()): Sketch {
  const dropped = new Set<string>();
  const sketch: Sketch = {
    name,
    capturedAt: '2026-11-20T10:00:00Z',
    region,
    regions: [region],
    clusters: [],
    without(operationOrList) {
      dropped.add(operationOrList);
      return sketch;
    },
    bundle: () => toBundle(sketch, dropped),
  };
  return sketch;
}

/** Goes through JSON, so that nothing of the sketch is shared and what is undefined is absent, as in a file. */
function toBundle(sketch: Sketch, dropped: ReadonlySet<string>): Bundle {
  const kept = (call: AwsCall): boolean => !dropped.has(call.operation);
  const aws = sketch.regions.map((region) => ({
    accountId: region.accountId,
    region: region.region,
    calls: [
      ...regionCalls(region, sketch.regions),
      ...sketch.clusters.filter((cluster) => cluster.region === region).flatMap((cluster) => eksCalls(cluster)),
    ].filter(kept),
  }));
  const kubernetes = sketch.clusters.map((cluster) => kubernetesCapture(cluster, dropped));
  const bundle: Bundle = { schemaVersion: 1, name: sketch.name, capturedAt: sketch.capturedAt, aws, kubernetes };
  return JSON.parse(JSON.stringify(bundle)) as Bundle;
}

/** The kinds that a collector reads, present also when there are none. */
const KINDS: Readonly<Record<string, string>> = {
  Namespace: 'v1',
  Node: 'v1',
  Pod: 'v1',
  Service: 'v1',
  ConfigMap: 'v1',
  EndpointSlice: 'discovery.k8s.io/v1',
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
  NetworkPolicy: 'networking.k8s.io/v1',
  Ingress: 'networking.k8s.io/v1',
  IngressClass: 'networking.k8s.io/v1',
  ENIConfig: 'crd.k8s.amazonaws.com/v1alpha1',
  SecurityGroupPolicy: 'vpcresources.k8s.aws/v1beta1',
  CNINode: 'vpcresources.k8s.aws/v1alpha1',
  TargetGroupBinding: 'elbv2.k8s.aws/v1beta1',
};

function kubernetesCapture(cluster: ClusterSketch, dropped: ReadonlySet<string>): KubernetesCapture {
  const byKind = new Map<string, KubernetesObject[]>(Object.keys(KINDS).map((kind) => [kind, []]));
  for (const object of clusterObjects(cluster)) {
    const list = byKind.get(object.kind) ?? [];
    byKind.set(object.kind, list);
    list.push(object);
  }
  const objects = [...byKind].map(([kind, items]): KubernetesList => {
    return { kind: `${kind}List`, apiVersion: items[0]?.apiVersion ?? KINDS[kind] ?? 'v1', items };
  });
  return { cluster: cluster.name, objects: objects.filter((list) => !dropped.has(list.kind)) };
}

function clusterObjects(cluster: ClusterSketch): KubernetesObject[] {
  return [
    ...namespaceObjects(cluster),
    ...[...cluster.nodes.values()].map((node) => nodeObject(cluster, node)),
    ...[...cluster.pods.values()].map((pod) => podObject(cluster, pod)),
    ...serviceObjects(cluster),
    ...endpointSlices(cluster),
    ...nodeAgentObjects(cluster),
    ...workloadObjects(cluster),
    ...cluster.objects,
  ];
}

function namespaceObjects(cluster: ClusterSketch): KubernetesObject[] {
  return [...cluster.namespaces.values()].map(({ id, labels }) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: metadata(cluster, 'Namespace', id, { labels: { 'kubernetes.io/metadata.name': id, ...labels } }),
    status: { phase: 'Active' },
  }));
}
