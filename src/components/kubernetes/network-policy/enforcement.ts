/** Whether anything enforces the policies of a pod, and how ("Limit Pod traffic with Kubernetes network policies"). */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Node, Pod } from '../../../model/kubernetes/cluster.js';
import { branchInterfaceOf } from '../vpc-cni/annotations.js';
import { cniSettingsOf } from '../vpc-cni/attachment.js';

export type Enforcement =
  | { readonly state: 'enforced'; readonly strict: boolean }
  | { readonly state: 'not-enforced'; readonly why: string }
  | { readonly state: 'unknown'; readonly missing: string };

/** Engines besides the VPC CNI's own agent that enforce the standard kind of policy. */
const ENFORCING_CNIS: ReadonlySet<string> = new Set(['calico', 'cilium', 'antrea', 'weave']);

function olderThan(version: string | null, major: number, minor: number): boolean {
  const match = version === null ? null : /^v?(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [own, ownMinor] = [Number(match[1]), Number(match[2])];
  return own < major || (own === major && ownMinor < minor);
}

function nodeClassDenies(node: Node, network: IndexedNetwork): boolean {
  const classes = [...network.network.nodeClasses.values()].filter(({ cluster }) => cluster === node.cluster);
  const own =
    classes.find(({ name }) => name === node.labels['eks.amazonaws.com/nodeclass']) ?? (classes.length === 1 ? classes[0] : undefined);
  return own?.networkPolicy === 'DefaultDeny';
}

/** Do the settings close a pod that no policy selects (enforcing mode strict; DefaultDeny in the NodeClass of an Auto Mode node)? */
export function isStrict(pod: Pod, node: Node | null, network: IndexedNetwork): boolean {
  const { policyEnforcingMode } = cniSettingsOf(pod.cluster, network);
  return policyEnforcingMode === 'strict' || (node?.computeType === 'auto' && nodeClassDenies(node, network));
}

/** Who enforces policies for a pod. Addresses of the other family leave by a helper interface that no policy sees. */
export function enforcementOf(pod: Pod, node: Node | null, byHelper: boolean, network: IndexedNetwork): Enforcement {
  const others = network.clusters.settingsOf(pod.cluster)?.otherCnis ?? [];
  if (others.some((name) => ENFORCING_CNIS.has(name.toLowerCase()))) return { state: 'enforced', strict: false };
  if (node?.computeType === 'fargate') return { state: 'not-enforced', why: 'the VPC CNI does not enforce policies on Fargate' };
  if (node?.operatingSystem === 'windows') return { state: 'not-enforced', why: 'the VPC CNI does not enforce policies on Windows nodes' };
  if (byHelper) return { state: 'not-enforced', why: 'policies do not see the helper interface for the other address family' };
  const settings = cniSettingsOf(pod.cluster, network);
  if (settings.policyEnforcingMode === 'none') return { state: 'not-enforced', why: 'NETWORK_POLICY_ENFORCING_MODE is none' };
  if (settings.policyAgent === false)
    return { state: 'not-enforced', why: 'the node agent runs without --enable-network-policy=true, and no other policy engine was found' };
  if (settings.policyAgent === null)
    return {
      state: 'unknown',
      missing: 'the DaemonSet aws-node (kubectl -n kube-system get daemonset aws-node -o json), which says whether policies are enforced',
    };
  if (branchInterfaceOf(pod) !== null && olderThan(settings.policyAgentVersion, 1, 2))
    return {
      state: 'not-enforced',
      why: `node agents before 1.2 (this is ${settings.policyAgentVersion ?? ''}) do not see pods with security groups of their own`,
    };
  return { state: 'enforced', strict: isStrict(pod, node, network) };
}
