/** The Kubernetes Service whose pods or nodes a target group holds, and what that explains about its targets. */
import { familyOf, formatAddress } from '../../../net/address.js';
import { objectKey } from '../../../model/network.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import type { Service, ServiceEndpoint, TargetGroupBinding } from '../../../model/kubernetes/cluster.js';

/** What the controller was told about a target group; `binding`: null where only the Service's status tells. */
export interface BoundService {
  readonly service: Service;
  readonly binding: TargetGroupBinding | null;
}

/** By a TargetGroupBinding, or by the node port of a Service that names the load balancer (the legacy controller makes no bindings). */
export function serviceOf(group: TargetGroup, balancer: LoadBalancer, network: IndexedNetwork): BoundService | null {
  for (const binding of network.balancing.bindingsOf(group)) {
    const service = network.network.services.get(objectKey({ ...binding, name: binding.serviceName }));
    if (service !== undefined) return { service, binding };
  }
  const named = network.balancing.servicesBehind(balancer);
  const byPort = named.find(({ ports }) => ports.some(({ nodePort }) => nodePort !== null && nodePort === group.port));
  const service = byPort ?? (named.length === 1 ? named[0] : undefined);
  return service === undefined ? null : { service, binding: null };
}

/** Endpoints that take new connections. */
export function readyEndpoints(service: Service, network: IndexedNetwork): ServiceEndpoint[] {
  return network.clusters.slicesOf(service).flatMap(({ endpoints }) => endpoints.filter(({ ready, terminating }) => ready && !terminating));
}

/** The nodes that run a ready pod of the Service. */
export function nodesWithPods(service: Service, network: IndexedNetwork): Set<string> {
  return new Set(readyEndpoints(service, network).flatMap(({ nodeName }) => nodeName ?? []));
}

export function serviceText(service: Service): string {
  return `${service.namespace}/${service.name}`;
}

/** Ready pods of the Service that are no targets of an address group: `pod/shop/web-1 (10.0.1.17)`. */
export function unregisteredPods(group: TargetGroup, service: Service, network: IndexedNetwork): string[] {
  const registered = new Set(group.targets?.map(({ id }) => id) ?? []);
  const family = group.addressType === 'ipv6' ? 'ipv6' : 'ipv4';
  return readyEndpoints(service, network).flatMap(({ addresses, target }) => {
    const address = addresses.find((own) => familyOf(own) === family);
    if (target?.kind !== 'Pod' || address === undefined || registered.has(formatAddress(address))) return [];
    return [`pod/${target.namespace}/${target.name} (${formatAddress(address)})`];
  });
}

/** Are all ready pods of the Service on Fargate, which has no nodes to register? */
export function onFargateOnly(service: Service, network: IndexedNetwork): boolean {
  const names = [...nodesWithPods(service, network)];
  return names.length > 0 && names.every((name) => network.clusters.nodeNamed(service.cluster, name)?.computeType === 'fargate');
}

const EXCLUDED = ['node.kubernetes.io/exclude-from-external-load-balancers', 'alpha.service-controller.kubernetes.io/exclude-balancer'];
const LEAVING = ['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted'];

/** Nodes that the controller registers as instance targets but has not (aws-load-balancer-controller, node selection). */
export function unregisteredNodes(group: TargetGroup, service: Service, network: IndexedNetwork): string[] {
  const registered = new Set(group.targets?.map(({ id }) => id) ?? []);
  return [...network.network.nodes.values()].flatMap(({ cluster, name, instanceId, ready, computeType, labels, taints }) => {
    const fits = cluster === service.cluster && ready && computeType !== 'fargate' && computeType !== 'hybrid';
    if (!fits || instanceId === null || registered.has(instanceId)) return [];
    if (EXCLUDED.some((key) => labels[key] !== undefined) || taints.some((taint) => LEAVING.some((key) => taint.startsWith(key))))
      return [];
    return [`node/${name} (${instanceId})`];
  });
}
