/** What is kept of a Kubernetes object's metadata: its name, labels and owners, and those annotations that decide about packets. */
import { copyFields, copyTree } from './copy-tree.js';

/** Annotations that networking reads, by prefix: interfaces and addresses of pods, load balancers of Services and Ingresses, roles of service accounts. */
const ANNOTATION_PREFIXES = [
  'vpc.amazonaws.com/',
  'k8s.amazonaws.com/',
  'eks.amazonaws.com/',
  'fargate.amazonaws.com/',
  'k8s.v1.cni.cncf.io/',
  'service.beta.kubernetes.io/',
  'service.kubernetes.io/',
  'alb.ingress.kubernetes.io/',
  'elbv2.k8s.aws/',
  'service.k8s.aws/',
  'ingress.k8s.aws/',
  'networking.k8s.aws/',
];

const ANNOTATIONS: ReadonlySet<string> = new Set([
  'kubernetes.io/ingress.class',
  'ingressclass.kubernetes.io/is-default-class',
  'alpha.kubernetes.io/provided-node-ip',
  'service.alpha.kubernetes.io/tolerate-unready-endpoints',
]);

const FIELDS = ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'finalizers', 'labels'] as const;
const OWNER_FIELDS = ['apiVersion', 'kind', 'name', 'uid', 'controller'] as const;

/** Whether an annotation is kept. kubectl's last-applied-configuration, which repeats the whole object, never is. */
export type KeepAnnotation = (key: string) => boolean;

/** The usual choice. */
export const keepNetworkAnnotation: KeepAnnotation = (key) =>
  ANNOTATIONS.has(key) || ANNOTATION_PREFIXES.some((prefix) => key.startsWith(prefix));

/** The metadata without what networking doesn't read. */
export function redactMetadata(metadata: unknown, keepAnnotation: KeepAnnotation = keepNetworkAnnotation): Record<string, unknown> {
  const kept = copyFields(metadata, FIELDS);
  if (typeof metadata !== 'object' || metadata === null) return kept;
  const { annotations, ownerReferences } = metadata as Record<string, unknown>;
  const chosen = redactAnnotations(annotations, keepAnnotation);
  if (chosen !== null) kept.annotations = chosen;
  if (Array.isArray(ownerReferences)) kept.ownerReferences = ownerReferences.map((owner) => copyFields(owner, OWNER_FIELDS));
  return kept;
}

const NOTHING: ReadonlySet<string> = new Set();

function redactAnnotations(annotations: unknown, keepAnnotation: KeepAnnotation): unknown {
  if (typeof annotations !== 'object' || annotations === null || Array.isArray(annotations)) return null;
  const chosen = Object.entries(annotations).filter(([key, value]) => typeof value === 'string' && keepAnnotation(key));
  return chosen.length === 0 ? null : copyTree(Object.fromEntries(chosen), NOTHING);
}
