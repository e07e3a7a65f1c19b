/** In which directions a pod is closed but for what rules allow ("Network Policies": the two sorts of pod isolation). */
import type { NetworkPolicy } from '../../../model/kubernetes/policy.js';
import type { SelectedPolicies } from './selected-by.js';

export type Direction = 'ingress' | 'egress';

export interface Isolation {
  readonly isolated: boolean;
  /** The policies that isolate the pod in this direction; their rules together are what is allowed. */
  readonly by: readonly NetworkPolicy[];
}

export function isolationOf({ networkPolicies }: SelectedPolicies, direction: Direction): Isolation {
  const by = networkPolicies.filter((policy) => (direction === 'ingress' ? policy.isolatesIngress : policy.isolatesEgress));
  return { isolated: by.length > 0, by };
}
