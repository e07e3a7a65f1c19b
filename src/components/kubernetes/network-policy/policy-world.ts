/** What the judgement of policies asks of a network: a few look-ups, so that it can be tried on three pods in a test. */
import type { AddressSet } from '../../../net/packet-set.js';
import type { Node, Pod, Service } from '../../../model/kubernetes/cluster.js';
import type { ClusterPolicy, NetworkPolicy } from '../../../model/kubernetes/policy.js';

export interface PolicyWorld {
  /** Null: the namespace is not in the snapshot, so only its name is known. */
  namespaceLabels(cluster: string, namespace: string): Readonly<Record<string, string>> | null;
  networkPolicies(cluster: string, namespace: string): readonly NetworkPolicy[];
  clusterPolicies(cluster: string): readonly ClusterPolicy[];
  /** Pods that have not finished, those in the host's network too, with an address in the set. */
  podsAt(cluster: string, addresses: AddressSet): readonly Pod[];
  nodesAt(cluster: string, addresses: AddressSet): readonly Node[];
  /** Services with a cluster address in the set. */
  servicesAt(cluster: string, addresses: AddressSet): readonly Service[];
  /** The pods that a Service selects. */
  podsOf(service: Service): readonly Pod[];
}
