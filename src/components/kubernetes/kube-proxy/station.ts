/**
 * The node's kernel where connections are remembered and Services are resolved, before policy routing picks a way out: cluster IPs,
 * external and load balancer addresses, node ports and host ports ("Virtual IPs and Service Proxies").
 */
import type { Address } from '../../../net/address.js';
import { holds, oneAddress, onlyAddress, onlyNumber, range, overlaps } from '../../../net/interval-set.js';
import { fieldOf } from '../../../net/packet-set.js';
import { prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { insideNode } from '../node/station.js';
import { objectRef } from '../references.js';
import { isHostAddress, primaryInterfaceOf } from '../vpc-cni/attachment.js';
import { divided, type Claim } from './claims.js';
import { atNode } from './node-ports.js';
import { notCaptured } from './refusals.js';
import { onReply, onSecondPass } from './remembered.js';
import { atServiceAddress } from './service-address.js';

/** On to where the packets would go without any Service. */
function onward(journey: Journey, { node, pod, entered }: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step {
  if (entered !== null) return insideNode(journey, node, entered, network);
  return { kind: 'go', hop: null, to: { at: 'node-out', node, pod, entered, translated: false } };
}

const NODE_PORTS = range(30000, 32767);

/** Where Services were not captured, addresses of their range and ports of theirs on nodes can't be judged. */
function withoutServices(address: Address, journey: Journey, { node }: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step | null {
  const eks = network.network.eksClusters.get(node.cluster);
  const virtual = eks?.serviceCidrs.some((prefix) => prefixHolds(prefix, address)) === true;
  const port = onlyNumber(fieldOf(journey.packets, 'destinationPorts'));
  const asked = virtual || (port !== null && overlaps(NODE_PORTS, [port, port + 1]) && isHostAddress(node, address, network));
  if (!asked || network.hasKind('Service', node.cluster)) return null;
  const what = virtual ? 'Which Service has this address' : `Whether ${port ?? ''} is a node port`;
  return notCaptured(objectRef('node', node, network), what, 'Services (kubectl get services -A -o json)', journey);
}

/** A new connection to one address. */
function toAddress(address: Address, journey: Journey, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step {
  const { clusters } = network;
  const services = clusters.servicesAt(address).filter(({ cluster }) => cluster === place.node.cluster);
  const unserved = (part: Journey): Step => atNode(address, part, place, (other) => onward(other, place, network), network);
  if (services.length > 0) return atServiceAddress(services, address, journey, place, unserved, network);
  return withoutServices(address, journey, place, network) ?? unserved(journey);
}

function ownAddresses({ node }: PlaceAt<'kube-proxy'>, network: IndexedNetwork): readonly Address[] {
  const primary = primaryInterfaceOf(node, network);
  return [...new Set([...node.addresses, ...(primary?.addresses ?? []).filter((own) => own.primary).map(({ address }) => address)])];
}

/** Whole ranges: each address that a Service or the node has is a part of its own. */
function toRange(journey: Journey, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step {
  const destinations = fieldOf(journey.packets, 'destinations');
  const special = [...network.clusters.serviceAddresses(place.node.cluster), ...ownAddresses(place, network)];
  const claims = special
    .filter((address) => holds(destinations, address))
    .map((address): Claim => ({ match: { destinations: oneAddress(address) }, serve: (part) => toAddress(address, part, place, network) }));
  return divided(journey, claims, (part) => onward(part, place, network));
}

export const kubeProxy: Station<'kube-proxy'> = (journey, place, network): Step => {
  if (journey.leg === 'return') return onReply(journey, place, network);
  const again = onSecondPass(journey, place, network);
  if (again !== null) return again;
  const address = onlyAddress(fieldOf(journey.packets, 'destinations'));
  return address === null ? toRange(journey, place, network) : toAddress(address, journey, place, network);
};
