/** How Kubernetes objects are named in answers: the cluster only where there are several. */
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { KubernetesObject } from '../../model/kubernetes/cluster.js';
import type { ResourceKind, ResourceRef } from '../../model/resource.js';

export function objectRef(kind: ResourceKind, object: KubernetesObject, network: IndexedNetwork): ResourceRef {
  const id = object.namespace === '' ? object.name : `${object.namespace}/${object.name}`;
  return network.network.clusterSettings.size > 1 && object.cluster !== '' ? { kind, id, cluster: object.cluster } : { kind, id };
}
