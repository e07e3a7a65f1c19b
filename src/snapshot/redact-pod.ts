/** What is kept of pods and of the workloads that make them: an allow-list, so that a field that nobody thought of is dropped. */
import { copyFields } from './copy-tree.js';
import { isJsonObject, type Json } from './input-problem.js';
import { redactMetadata } from './redact-metadata.js';
import { isSecretName, scrubText } from './scrub-text.js';

const POD_SPEC = [
  'nodeName',
  'hostNetwork',
  'dnsPolicy',
  'dnsConfig',
  'hostAliases',
  'hostname',
  'subdomain',
  'nodeSelector',
  'readinessGates',
  'restartPolicy',
  'schedulerName',
  'serviceAccountName',
] as const;
const POD_STATUS = ['phase', 'reason', 'podIP', 'podIPs', 'hostIP', 'hostIPs', 'startTime'] as const;
const CONTAINER = ['name', 'image', 'ports', 'restartPolicy'] as const;
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const PROBE_TARGETS = ['httpGet', 'tcpSocket', 'grpc'] as const;
const PROBE_TARGET = ['host', 'port', 'scheme'] as const;
const CONDITION = ['type', 'status', 'reason', 'message', 'lastTransitionTime'] as const;

/** The DaemonSets whose environment and arguments decide about packets, with those of their containers that do. */
const NETWORK_DAEMON_SETS: ReadonlyMap<unknown, ReadonlySet<unknown>> = new Map([
  ['aws-node', new Set<unknown>(['aws-node', 'aws-vpc-cni-init', 'aws-eks-nodeagent'])],
  ['kube-proxy', new Set<unknown>(['kube-proxy'])],
  ['node-local-dns', new Set<unknown>(['node-cache'])],
]);

const NO_CONTAINERS: ReadonlySet<unknown> = new Set();

/** A pod: identity, addresses, ports, conditions. Its environment, commands, volumes and termination messages are left behind. */
export function redactPod(pod: Json): Record<string, unknown> {
  return { metadata: redactMetadata(pod.metadata), spec: redactPodSpec(pod.spec, NO_CONTAINERS), status: redactPodStatus(pod.status) };
}

/** A Deployment, StatefulSet, DaemonSet, ReplicaSet, Job, CronJob or ReplicationController. */
export function redactWorkload(kind: string, workload: Json): Record<string, unknown> {
  const metadata = redactMetadata(workload.metadata);
  const isNetworkDaemonSet = kind === 'DaemonSet' && metadata.namespace === 'kube-system';
  const configured = (isNetworkDaemonSet ? NETWORK_DAEMON_SETS.get(metadata.name) : undefined) ?? NO_CONTAINERS;
  return { metadata, spec: redactWorkloadSpec(workload.spec, configured), status: redactWorkloadStatus(workload.status) };
}

function redactWorkloadSpec(spec: unknown, configured: ReadonlySet<unknown>): Record<string, unknown> {
  const kept = copyFields(spec, ['replicas', 'selector', 'serviceName', 'parallelism', 'completions', 'suspend']);
  if (!isJsonObject(spec)) return kept;
  if (isJsonObject(spec.template)) {
    kept.template = { metadata: redactMetadata(spec.template.metadata), spec: redactPodSpec(spec.template.spec, configured) };
  }
  if (isJsonObject(spec.jobTemplate)) kept.jobTemplate = { spec: redactWorkloadSpec(spec.jobTemplate.spec, configured) };
  return kept;
}

/** Numbers of replicas and the conditions. */
function redactWorkloadStatus(status: unknown): Record<string, unknown> {
  if (!isJsonObject(status)) return {};
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(status)) if (typeof value === 'number' && key !== '__proto__') kept[key] = value;
  if (Array.isArray(status.conditions)) kept.conditions = status.conditions.map((condition) => copyFields(condition, CONDITION));
  return kept;
}

function redactPodSpec(spec: unknown, configured: ReadonlySet<unknown>): Record<string, unknown> {
  const kept = copyFields(spec, POD_SPEC);
  if (!isJsonObject(spec)) return kept;
  // The old name of the field; the API prints both.
  if (kept.serviceAccountName === undefined && typeof spec.serviceAccount === 'string') kept.serviceAccountName = spec.serviceAccount;
  if (Array.isArray(spec.initContainers))
    kept.initContainers = spec.initContainers.map((container) => redactContainer(container, configured));
  if (Array.isArray(spec.containers)) kept.containers = spec.containers.map((container) => redactContainer(container, configured));
  return kept;
}

function redactContainer(container: unknown, configured: ReadonlySet<unknown>): Record<string, unknown> {
  const kept = copyFields(container, CONTAINER);
  if (!isJsonObject(container)) return kept;
  for (const probe of PROBES) if (isJsonObject(container[probe])) kept[probe] = redactProbe(container[probe]);
  const resources = networkResources(container.resources);
  if (resources !== null) kept.resources = resources;
  if (!configured.has(container.name)) return kept;
  if (Array.isArray(container.command)) kept.command = scrubArguments(container.command);
  if (Array.isArray(container.args)) kept.args = scrubArguments(container.args);
  if (Array.isArray(container.env)) kept.env = container.env.filter(isJsonObject).map(redactVariable);
  return kept;
}

/** The port that the kubelet asks; headers, paths and commands are the application's. */
function redactProbe(probe: Json): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const target of PROBE_TARGETS) if (isJsonObject(probe[target])) kept[target] = copyFields(probe[target], PROBE_TARGET);
  return kept;
}

/** The extended resources of the VPC CNI (`vpc.amazonaws.com/pod-eni`) say that a pod asks for an interface or address. */
function networkResources(resources: unknown): Record<string, unknown> | null {
  const limits = isJsonObject(resources) ? resources.limits : null;
  if (!isJsonObject(limits)) return null;
  const names = Object.keys(limits).filter((name) => name.startsWith('vpc.amazonaws.com/'));
  return names.length === 0 ? null : { limits: copyFields(limits, names) };
}

const scrubArguments = (words: readonly unknown[]): readonly string[] => words.filter((word) => typeof word === 'string').map(scrubText);

/** A value taken from elsewhere is not in the object; that it is taken from elsewhere decides that a default may not be assumed. */
function redactVariable(variable: Json): Record<string, unknown> {
  const { name, value, valueFrom } = variable;
  if (typeof name !== 'string') return {};
  if (valueFrom !== undefined || isSecretName(name)) return { name, valueFrom: {} };
  return typeof value === 'string' ? { name, value: scrubText(value) } : { name };
}

function redactPodStatus(status: unknown): Record<string, unknown> {
  const kept = copyFields(status, POD_STATUS);
  if (!isJsonObject(status)) return kept;
  if (Array.isArray(status.conditions)) kept.conditions = status.conditions.map((condition) => copyFields(condition, CONDITION));
  if (Array.isArray(status.containerStatuses)) kept.containerStatuses = status.containerStatuses.map(redactContainerStatus);
  return kept;
}

/** Whether the container is up. What it wrote when it ended (`terminated.message`) may be anything. */
function redactContainerStatus(container: unknown): Record<string, unknown> {
  const kept = copyFields(container, ['name', 'ready', 'started', 'restartCount']);
  const state = isJsonObject(container) ? container.state : null;
  if (!isJsonObject(state)) return kept;
  if (isJsonObject(state.waiting)) kept.state = { waiting: copyFields(state.waiting, ['reason']) };
  else if (isJsonObject(state.terminated)) kept.state = { terminated: copyFields(state.terminated, ['reason', 'exitCode']) };
  else if (isJsonObject(state.running)) kept.state = { running: {} };
  return kept;
}
