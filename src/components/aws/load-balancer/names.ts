/** How sentences name load balancers and their nodes. */
import { formatAddress } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { LoadBalancer } from '../../../model/aws/services.js';
import { label } from '../../../model/resource.js';

const KINDS: Readonly<Record<LoadBalancer['type'], string>> = {
  application: 'application load balancer',
  network: 'network load balancer',
  gateway: 'gateway load balancer',
  classic: 'Classic Load Balancer',
};

/** `network load balancer k8s-shop-web`. */
export function balancerName(balancer: LoadBalancer): string {
  return `${KINDS[balancer.type]} ${balancer.name ?? balancer.id}`;
}

/** The zone of a node, by its subnet where the interface does not say. */
export function zoneOf(eni: NetworkInterface, network: IndexedNetwork): string {
  return eni.zone === '' ? (network.network.subnets.get(eni.subnetId)?.zone ?? '') : eni.zone;
}

/** `node 10.0.2.70 (203.0.113.172) in subnet-0a (lb-c), eu-west-1c`. */
export function nodeName(eni: NetworkInterface, network: IndexedNetwork): string {
  const subnet = network.network.subnets.get(eni.subnetId);
  const own = eni.addresses[0];
  const address = own === undefined ? eni.id : formatAddress(own.address);
  const shown = own?.publicAddress ? `${address} (${formatAddress(own.publicAddress)})` : address;
  return `node ${shown} in ${subnet === undefined ? eni.subnetId : label(subnet)}, ${zoneOf(eni, network) || 'an unknown zone'}`;
}
