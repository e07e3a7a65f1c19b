/** The nodes of a load balancer: one interface in each zone, and which of them its DNS name gives. */
import { familyOf, type Address, type Family } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { LoadBalancer } from '../../../model/aws/services.js';
import { groupsBehind } from '../listener/forwards.js';
import { servesZone } from '../target-group/usable-targets.js';
import { listenersOf } from './listeners.js';
import { zoneOf } from './names.js';

/** Every node, in order of zones. */
export function nodesOf(balancer: LoadBalancer, network: IndexedNetwork): NetworkInterface[] {
  const nodes = [...network.services.interfacesOfLoadBalancer(balancer.id)];
  const keyOf = (eni: NetworkInterface): string => `${zoneOf(eni, network)}|${eni.id}`;
  return nodes.sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** The nodes that the name gives: a zone where nobody is healthy leaves it, as long as another one has somebody ("Zonal DNS", target group health). */
export function answeringNodes(balancer: LoadBalancer, network: IndexedNetwork): NetworkInterface[] {
  const nodes = nodesOf(balancer, network);
  const groups = listenersOf(balancer, network).flatMap((listener) => groupsBehind(balancer, listener, network));
  if (groups.length === 0) return nodes;
  const served = nodes.filter((eni) => groups.some((group) => servesZone(balancer, group, zoneOf(eni, network), network)));
  return served.length === 0 ? nodes : served;
}

/** What the name gives for a node: its public address where the load balancer faces the internet, for callers inside the VPC too. */
export function namedAddress(balancer: LoadBalancer, eni: NetworkInterface, family: Family): Address | null {
  const own = eni.addresses.filter(({ address }) => familyOf(address) === family);
  const first = own.find(({ primary }) => primary) ?? own[0];
  if (first === undefined) return null;
  if (balancer.scheme === 'internal' || family === 'ipv6') return first.address;
  const written = balancer.zones
    .find(({ subnetId }) => subnetId === eni.subnetId)
    ?.addresses.find((address) => familyOf(address) === family);
  return first.publicAddress ?? written ?? first.address;
}
