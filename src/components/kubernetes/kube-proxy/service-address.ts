/** Packets to an address that belongs to Services: their ports there, and what becomes of all other ports. */
import type { Address } from '../../../net/address.js';
import { oneNumber } from '../../../net/interval-set.js';
import { isIcmp, parseProtocol } from '../../../net/port.js';
import { fieldOf } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Service } from '../../../model/kubernetes/cluster.js';
import type { ResourceRef } from '../../../model/resource.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { chooseEndpoint } from './choose-endpoint.js';
import { noSuchPort, shadowed } from './refusals.js';
import { proxySettingsOf, servingOf, type Frontend } from './serving.js';
import { divided, type Claim } from './claims.js';

/** Kinds of ends that may stand for the Service itself; everything else that has its address is something outside the cluster. */
const NOT_OUTSIDE: ReadonlySet<ResourceRef['kind']> = new Set(['service', 'address', 'internet']);

function meantOutside({ flow }: Journey): ResourceRef | null {
  return flow.meant === undefined || NOT_OUTSIDE.has(flow.meant.kind) ? null : flow.meant;
}

function frontendsAt(service: Service, address: Address): Frontend[] {
  const by = service.clusterAddresses.includes(address)
    ? 'cluster-ip'
    : service.externalAddresses.includes(address)
      ? 'external-ip'
      : 'load-balancer-ip';
  return service.ports.map((port) => ({ service, port, by }));
}

/**
 * Other ports of a cluster IP: in iptables mode they are ordinary packets, which die in the VPC unless somebody there has the address;
 * ipvs binds the address, and nftables rejects ("Migrating from iptables mode to nftables").
 */
function otherPorts(
  owner: Service,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  network: IndexedNetwork,
  unserved: (part: Journey) => Step,
): Step {
  const { mode } = proxySettingsOf(place.node.cluster, network);
  const taken = mode === 'ipvs' || mode === 'nftables';
  const outside = meantOutside(journey);
  if (outside !== null) return taken ? shadowed(owner, outside, journey, place, network) : unserved(journey);
  if (mode === 'ipvs' && isIcmp(fieldOf(journey.packets, 'protocols')[0] ?? 0))
    return { kind: 'go', hop: null, to: { at: 'host-in', node: place.node } };
  return noSuchPort(owner, journey, mode, network);
}

/** `unserved`: where packets go that no Service takes. */
export function atServiceAddress(
  services: readonly Service[],
  address: Address,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  unserved: (part: Journey) => Step,
  network: IndexedNetwork,
): Step {
  const outside = meantOutside(journey);
  const claims = services
    .flatMap((service) => frontendsAt(service, address))
    .flatMap((frontend): Claim[] => {
      const protocol = parseProtocol(frontend.port.protocol);
      if (protocol === null) return [];
      return [
        {
          match: { protocols: oneNumber(protocol), destinationPorts: oneNumber(frontend.port.port) },
          serve: (part) =>
            frontend.by === 'cluster-ip' && outside !== null
              ? shadowed(frontend.service, outside, part, place, network)
              : chooseEndpoint(servingOf(frontend, address, part, place, network)),
        },
      ];
    });
  const owner = services.find(({ clusterAddresses }) => clusterAddresses.includes(address));
  return divided(journey, claims, (part) => (owner === undefined ? unserved(part) : otherPorts(owner, part, place, network, unserved)));
}
