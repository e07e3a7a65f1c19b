/** What a sketch of one cluster holds: short, mutable entries that the area files write out as Kubernetes objects. */
import type { RegionSketch } from './aws-shapes.js';
import type { Entry, RawFields, Tags } from './collection.js';

/** A raw object as kubectl prints it. */
export interface KubernetesObject extends RawFields {
  apiVersion: string;
  kind: string;
  metadata: RawFields & { name: string; namespace?: string };
}

/** A namespaced entry; its id is `namespace/name`. `raw` replaces top-level fields. */
export interface NamespacedEntry extends Entry {
  labels: Tags;
  annotations?: Tags;
}

export interface NamespaceSketch extends Entry {
  labels: Tags;
}

/** Settings of the VPC CNI's DaemonSet; a variable set to null is absent from it. */
export interface CniSketch {
  version: string;
  env: Record<string, string | null>;
  initEnv: Record<string, string>;
  networkPolicy: boolean;
}

/** Settings of kube-proxy; `null` fields are absent from its configuration. */
export interface ProxySketch {
  mode: string;
  clusterCidr: string;
  masqueradeAll: boolean;
}

/** The id is the node's name. `ip` is the InternalIP. */
export interface NodeSketch extends Entry {
  instance: string | null;
  ip: string;
  ipv6?: string;
  zone: string;
  instanceType: string;
  nodeGroup: string;
  labels: Tags;
  annotations?: Tags;
  /** fargate, auto or hybrid nodes say so in a label; ec2 is every other one. */
  computeType: 'ec2' | 'auto' | 'fargate' | 'hybrid';
  ready: boolean;
  allocatable: Record<string, string>;
}

export interface WorkloadSketch extends NamespacedEntry {
  kind: 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job';
  replicas: number;
  selector: Tags;
  podSpec: RawFields;
}

export interface ContainerPortSketch {
  containerPort: number;
  name?: string;
  protocol?: string;
  hostPort?: number;
}

export interface PodSketch extends NamespacedEntry {
  node: string;
  /** Absent while the pod waits for an address. */
  ip?: string;
  ports: ContainerPortSketch[];
  /** `Deployment shop/web`, or null for a pod of its own. */
  owner: string | null;
  hostNetwork: boolean;
  phase: string;
  ready: boolean;
  serviceAccount: string;
  dnsPolicy: string;
  /** Fields laid over `spec`. */
  spec: RawFields;
}

export interface ServicePortSketch {
  port: number;
  name?: string;
  protocol?: string;
  targetPort?: number | string;
  nodePort?: number;
}

/** `selector` null: endpoints come from `objects`, none are derived. `clusterIP` `None` is headless. */
export interface ServiceSketch extends NamespacedEntry {
  type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';
  clusterIP: string;
  ports: ServicePortSketch[];
  selector: Tags | null;
  externalTrafficPolicy: 'Cluster' | 'Local';
  internalTrafficPolicy: 'Cluster' | 'Local';
  healthCheckNodePort?: number;
  loadBalancerClass?: string;
  loadBalancerHost?: string;
  sourceRanges?: string[];
  /** Fields laid over `spec`. */
  spec: RawFields;
}

export interface AddonSketch extends Entry {
  version: string;
  configuration?: unknown;
}

/** A cluster and its home. `cni` and `proxy` null: no such DaemonSet (Auto Mode). */
export interface ClusterSketch {
  readonly name: string;
  readonly region: RegionSketch;
  vpc: string;
  subnets: string[];
  securityGroup: string;
  /** Interfaces of the control plane. */
  controlPlane: string[];
  version: string;
  ipFamily: 'ipv4' | 'ipv6';
  serviceCidr: string;
  publicAccess: boolean;
  privateAccess: boolean;
  publicAccessCidrs: string[];
  autoMode: boolean;
  cni: CniSketch | null;
  proxy: ProxySketch | null;
  /** Fields laid over `cluster` of describe-cluster. */
  raw?: RawFields;
  readonly addons: Map<string, AddonSketch>;
  readonly namespaces: Map<string, NamespaceSketch>;
  readonly nodes: Map<string, NodeSketch>;
  readonly workloads: Map<string, WorkloadSketch>;
  readonly pods: Map<string, PodSketch>;
  readonly services: Map<string, ServiceSketch>;
  /** Objects of any kind, printed as they stand. */
  readonly objects: KubernetesObject[];
}
