/** What belongs to a load balancer: its listeners, its host name, and the Kubernetes objects that made it or register its targets. */
import type { Ingress, Service, TargetGroupBinding } from '../model/kubernetes/cluster.js';
import type { Listener, LoadBalancer, TargetGroup } from '../model/aws/services.js';
import type { Network } from '../model/network.js';

export interface LoadBalancing {
  /** In order of their ports. */
  listenersOf(loadBalancer: LoadBalancer): readonly Listener[];
  /** By its DNS name, in any case and with the prefix `dualstack.` too. */
  balancerNamed(host: string): LoadBalancer | null;
  /** Bindings name the group by its ARN or by its name. */
  bindingsOf(group: TargetGroup): readonly TargetGroupBinding[];
  /** Services and Ingresses whose status names the load balancer. */
  servicesBehind(loadBalancer: LoadBalancer): readonly Service[];
  ingressesBehind(loadBalancer: LoadBalancer): readonly Ingress[];
}

function hostKey(host: string): string {
  return host
    .toLowerCase()
    .replace(/\.$/, '')
    .replace(/^dualstack\./, '');
}

function collect<T>(items: Iterable<T>, keysOf: (item: T) => readonly string[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const item of items) {
    for (const key of new Set(keysOf(item))) {
      const list = found.get(key);
      if (list === undefined) found.set(key, [item]);
      else list.push(item);
    }
  }
  return found;
}

export function indexLoadBalancing(network: Network): LoadBalancing {
  const byPort = [...network.listeners.values()].sort((one, other) => one.port - other.port);
  const listeners = collect(byPort, ({ loadBalancerArn }) => [loadBalancerArn]);
  const balancers = new Map(
    [...network.loadBalancers.values()].filter(({ dnsName }) => dnsName !== '').map((balancer) => [hostKey(balancer.dnsName), balancer]),
  );
  const bindings = collect(network.targetGroupBindings.values(), ({ targetGroupArn }) => [targetGroupArn]);
  const services = collect(network.services.values(), ({ loadBalancerHosts }) => loadBalancerHosts.map(hostKey));
  const ingresses = collect(network.ingresses.values(), ({ hosts }) => hosts.map(hostKey));
  return {
    listenersOf: ({ id }) => listeners.get(id) ?? [],
    balancerNamed: (host) => balancers.get(hostKey(host)) ?? null,
    bindingsOf: ({ id, name }) => bindings.get(id) ?? (name === null ? [] : (bindings.get(name) ?? [])),
    servicesBehind: ({ dnsName }) => services.get(hostKey(dnsName)) ?? [],
    ingressesBehind: ({ dnsName }) => ingresses.get(hostKey(dnsName)) ?? [],
  };
}
