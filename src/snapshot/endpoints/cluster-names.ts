/** Names that the DNS of a cluster answers: Services, the pods behind them, and pods by their address ("DNS for Services and Pods"). */
import { parseAddress } from '../../net/address.js';
import { objectKey } from '../../model/network.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Pod, Service } from '../../model/kubernetes/cluster.js';
import { asksCluster } from './dns-ends.js';
import type { EndpointReference } from './endpoint.js';
import { podEnd } from './kubernetes-ends.js';
import { findLoadBalancerByName, loadBalancerEnd } from './load-balancer-ends.js';
import { serviceEnd } from './service-ends.js';

export type ClusterName =
  | { readonly kind: 'service'; readonly name: string; readonly namespace: string }
  /** `web-0.web.shop.svc`: one pod of a headless Service. */
  | { readonly kind: 'service-pod'; readonly pod: string; readonly name: string; readonly namespace: string }
  /** `10-0-1-17.shop.pod`. */
  | { readonly kind: 'pod-address'; readonly address: string; readonly namespace: string };

/** What a name asks of cluster DNS; `certain` false: it may as well be a name of somebody else's, such as `web.shop`. null: none of the cluster's. */
export function parseClusterName(host: string): { readonly name: ClusterName | null; readonly certain: boolean } | null {
  const labels = host.replace(/\.cluster\.local$/, '').split('.');
  const qualified = host.endsWith('.cluster.local');
  const kind = labels[labels.length - 1];
  const [first = '', second = '', third = ''] = labels;
  if (kind === 'svc' && labels.length === 3) return { name: { kind: 'service', name: first, namespace: second }, certain: true };
  if (kind === 'svc' && labels.length === 4)
    return { name: { kind: 'service-pod', pod: first, name: second, namespace: third }, certain: true };
  if (kind === 'pod' && labels.length === 3 && qualified)
    return { name: { kind: 'pod-address', address: first, namespace: second }, certain: true };
  if (qualified || kind === 'svc') return { name: null, certain: true };
  return labels.length === 2 ? { name: { kind: 'service', name: first, namespace: second }, certain: false } : null;
}

/** The clusters whose DNS the caller asks: of its pods that use it; of a scope where one is written. Without a caller: every cluster. */
export function askedClusters(caller: EndpointReference | null, scope: string | null, network: IndexedNetwork): readonly string[] {
  const all = [...new Set(['', ...network.network.clusterSettings.keys()])];
  if (caller === null) return scope === null ? all : [scope];
  const [origin] = caller.origins(caller.families[0] ?? 'ipv4');
  if (origin?.place.at !== 'pod-out' || !asksCluster(origin.place.pod)) return [];
  return [origin.place.pod.cluster];
}

export interface FoundName {
  readonly service?: Service;
  readonly pod?: Pod;
}

/** The Service or pod that a cluster defines by the name; null where none does. */
export function findClusterName(name: ClusterName, clusters: readonly string[], network: IndexedNetwork): FoundName | null {
  const { services, pods } = network.network;
  for (const cluster of clusters) {
    if (name.kind === 'pod-address') {
      const address = parseAddress(name.address.replaceAll('-', '.')) ?? parseAddress(name.address.replaceAll('-', ':'));
      const pod = address === null ? undefined : network.clusters.podsAt(address).find((own) => own.cluster === cluster);
      if (pod !== undefined) return { pod };
      continue;
    }
    const service = services.get(objectKey({ cluster, namespace: name.namespace, name: name.name }));
    if (service === undefined) continue;
    if (name.kind === 'service') return { service };
    const pod = pods.get(objectKey({ cluster, namespace: name.namespace, name: name.pod }));
    const behind = network.clusters.slicesOf(service).some(({ endpoints }) => endpoints.some(({ target }) => target?.name === name.pod));
    if (pod !== undefined && behind) return { pod };
  }
  return null;
}

/** A Service by a name or reference; callers outside its cluster come by its load balancer. */
export function clusterServiceEnd(ref: string, service: Service, network: IndexedNetwork): EndpointReference {
  return serviceEnd(ref, service, network, (host, asker) => {
    const balancer = findLoadBalancerByName(host, network);
    return balancer === null ? null : loadBalancerEnd(ref, balancer, network).destinations(asker);
  });
}

export function clusterPodEnd(ref: string, pod: Pod, network: IndexedNetwork): EndpointReference {
  return podEnd(ref, pod, network);
}
