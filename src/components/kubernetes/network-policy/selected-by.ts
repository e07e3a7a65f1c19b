/** Which policies select a pod; and labels of namespaces that may not be in the snapshot. */
import type { LabelSelector, Pod } from '../../../model/kubernetes/cluster.js';
import type { ClusterPolicy, NetworkPolicy } from '../../../model/kubernetes/policy.js';
import { matchesSelector } from '../selector.js';
import type { PolicyWorld } from './policy-world.js';

/** `unknown`: it depends on labels that the snapshot does not hold. */
export type Match = 'yes' | 'no' | 'unknown';

export interface SelectedPolicies {
  readonly networkPolicies: readonly NetworkPolicy[];
  /** `certain` is false where the subject depends on labels that are not in the snapshot. */
  readonly clusterPolicies: readonly { readonly policy: ClusterPolicy; readonly certain: boolean }[];
}

const NOTHING: SelectedPolicies = { networkPolicies: [], clusterPolicies: [] };
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** The policies that a pod is subject to. A pod in the host's network is subject to none ("Network Policies"). */
export function policiesSelecting(pod: Pod, world: PolicyWorld): SelectedPolicies {
  const inNamespace = world.networkPolicies(pod.cluster, pod.namespace);
  const ofCluster = world.clusterPolicies(pod.cluster);
  if (pod.hostNetwork || (inNamespace.length === 0 && ofCluster.length === 0)) return NOTHING;
  return {
    networkPolicies: inNamespace.filter((policy) => matchesSelector(policy.podSelector, pod.labels)),
    clusterPolicies: ofCluster.flatMap((policy) => {
      const match = subjectMatch(policy.subject, pod, world);
      return match === 'no' ? [] : [{ policy, certain: match === 'yes' }];
    }),
  };
}

function subjectMatch({ namespaces, pods }: ClusterPolicy['subject'], pod: Pod, world: PolicyWorld): Match {
  if (namespaces === null || (pods !== null && !matchesSelector(pods, pod.labels))) return 'no';
  return namespaceMatch(namespaces, pod.cluster, pod.namespace, world);
}

/** Does the selector pick the namespace? Without its labels, the label with its name still decides. */
export function namespaceMatch(selector: LabelSelector, cluster: string, namespace: string, world: PolicyWorld): Match {
  const labels = world.namespaceLabels(cluster, namespace);
  if (labels !== null) return matchesSelector(selector, labels) ? 'yes' : 'no';
  const { known, open } = splitByKey(selector);
  if (!matchesSelector(known, { [NAMESPACE_NAME]: namespace })) return 'no';
  return open ? 'unknown' : 'yes';
}

/** The part of a selector that asks for the namespace's name, and whether it asks for anything else. */
function splitByKey({ matchLabels, matchExpressions }: LabelSelector): { known: LabelSelector; open: boolean } {
  const byName = Object.fromEntries(Object.entries(matchLabels).filter(([key]) => key === NAMESPACE_NAME));
  const expressions = matchExpressions.filter(({ key }) => key === NAMESPACE_NAME);
  const rest = Object.keys(matchLabels).length - Object.keys(byName).length + matchExpressions.length - expressions.length;
  return { known: { matchLabels: byName, matchExpressions: expressions }, open: rest > 0 };
}
