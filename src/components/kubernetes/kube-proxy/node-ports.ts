/** Packets to an address of the node itself: node ports, health checks of Services, host ports, and else its own processes. */
import { familyOf, type Address } from '../../../net/address.js';
import { holds, oneNumber, onlyNumber } from '../../../net/interval-set.js';
import { parseProtocol, TCP } from '../../../net/port.js';
import { fieldOf } from '../../../net/packet-set.js';
import { formatPrefix, prefixHolds } from '../../../net/prefix.js';
import type { NodeListener } from '../../../lookup/cluster-objects.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Pod, Service } from '../../../model/kubernetes/cluster.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { objectRef } from '../references.js';
import { isHostAddress, primaryAddressOf, primaryInterfaceOf } from '../vpc-cni/attachment.js';
import { chooseEndpoint } from './choose-endpoint.js';
import { hostPortElsewhere, hostPortsOn, isTakenByHost, toHostPort } from './host-port.js';
import { notServedHere } from './refusals.js';
import { counted, nameOf } from './sentences.js';
import { proxySettingsOf, servingOf } from './serving.js';
import { divided, type Claim } from './claims.js';

/** The entries of a map whose port is asked for. */
function asked<T>(ports: ReadonlyMap<number, T>, journey: Journey): [number, T][] {
  if (ports.size === 0) return [];
  const wanted = fieldOf(journey.packets, 'destinationPorts');
  const only = onlyNumber(wanted);
  if (only === null) return [...ports].filter(([port]) => holds(wanted, port));
  const found = ports.get(only);
  return found === undefined ? [] : [[only, found]];
}

/** Why node ports are not served at an address of the node; null where they are. */
function notAt(address: Address, { node }: PlaceAt<'kube-proxy'>, network: IndexedNetwork): string | null {
  const { mode, nodePortAddresses } = proxySettingsOf(node.cluster, network);
  if (nodePortAddresses.length > 0)
    return nodePortAddresses.some((prefix) => prefixHolds(prefix, address))
      ? null
      : `nodePortAddresses of kube-proxy lists ${nodePortAddresses.map(formatPrefix).join(', ')} only`;
  if (mode !== 'nftables' || node.addresses.includes(address)) return null;
  const primary = primaryInterfaceOf(node, network);
  const own = primary !== null && primaryAddressOf(primary, familyOf(address)) === address;
  return own ? null : 'in nftables mode kube-proxy serves node ports at the primary address of a node only';
}

/** kube-proxy answers the health check on every node: 200 where it has a local endpoint, 503 where not; both are answers. */
function healthClaim(service: Service, number: number, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Claim {
  const { node } = place;
  const local = (): number => {
    const backends = service.ports.flatMap((port) => [
      ...network.clusters.backendsOf(service, port, 'ipv4').readyOn(node.name),
      ...network.clusters.backendsOf(service, port, 'ipv6').readyOn(node.name),
    ]);
    return new Set(backends.map(({ address }) => address)).size;
  };
  return {
    match: { protocols: oneNumber(TCP), destinationPorts: oneNumber(number) },
    serve: () => ({
      kind: 'go',
      to: { at: 'host-in', node },
      hop: {
        station: 'kube-proxy',
        resource: objectRef('service', service, network),
        action: 'forward',
        explain: () => {
          const here = local();
          return (
            `Port ${number} is the health check node port of Service ${nameOf(service)} (externalTrafficPolicy Local): kube-proxy on node ${node.name} answers ` +
            (here > 0
              ? `200, because it has ${counted(here, 'endpoint')} here.`
              : '503, because it has no endpoint here: the port is open, and load balancers leave the node out.')
          );
        },
      },
    }),
  };
}

function listenerClaim(
  number: number,
  listener: NodeListener,
  address: Address,
  place: PlaceAt<'kube-proxy'>,
  network: IndexedNetwork,
): Claim[] {
  if (listener.kind === 'health') return [healthClaim(listener.service, number, place, network)];
  const { service, port } = listener;
  const protocol = parseProtocol(port.protocol);
  const family = familyOf(address);
  if (protocol === null || !service.clusterAddresses.some((own) => familyOf(own) === family)) return [];
  const why = notAt(address, place, network);
  return [
    {
      match: { protocols: oneNumber(protocol), destinationPorts: oneNumber(number) },
      serve: (part) =>
        why === null
          ? chooseEndpoint(servingOf({ service, port, by: 'node-port' }, address, part, place, network))
          : notServedHere(service, part, place, why, network),
    },
  ];
}

function hostPortClaims(
  number: number,
  pods: readonly Pod[],
  address: Address,
  place: PlaceAt<'kube-proxy'>,
  rest: (part: Journey) => Step,
  network: IndexedNetwork,
): Claim[] {
  const own = hostPortsOn(place.node, number, pods);
  if (own.length > 0)
    return own.map((port) => ({ match: port.match, serve: (part) => toHostPort(port, address, part, place, network) ?? rest(part) }));
  if (isTakenByHost(place.node, number, network)) return [];
  const protocols = new Set(
    pods.flatMap(({ ports }) => ports.filter(({ hostPort }) => hostPort === number).map(({ protocol }) => parseProtocol(protocol))),
  );
  return [...protocols].flatMap((protocol): Claim[] =>
    protocol === null
      ? []
      : [
          {
            match: { protocols: oneNumber(protocol), destinationPorts: oneNumber(number) },
            serve: (part) => hostPortElsewhere(pods, part, place, network),
          },
        ],
  );
}

/** `rest`: where packets go that are for neither Service nor host port. */
export function atNode(
  address: Address,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  rest: (part: Journey) => Step,
  network: IndexedNetwork,
): Step {
  const { cluster } = place.node;
  const listeners = asked(network.clusters.nodeListeners(cluster), journey);
  const hostPorts = asked(network.clusters.hostPortPods(cluster), journey);
  if ((listeners.length === 0 && hostPorts.length === 0) || !isHostAddress(place.node, address, network)) return rest(journey);
  const claims = [
    ...listeners.flatMap(([number, entries]) => entries.flatMap((listener) => listenerClaim(number, listener, address, place, network))),
    ...hostPorts.flatMap(([number, pods]) => hostPortClaims(number, pods, address, place, rest, network)),
  ];
  return divided(journey, claims, rest);
}
