/** One meeting of packets with a Service on a node: which port of it they found, and by which policy the node picks an endpoint. */
import { familyOf, type Address } from '../../../net/address.js';
import { prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { PortBackends } from '../../../lookup/service-backends.js';
import type { ProxySettings, Service, ServicePort } from '../../../model/kubernetes/cluster.js';
import { onlySource } from '../../../packet/describe.js';
import type { Masquerade, PlaceAt } from '../../../packet/place.js';
import type { Journey } from '../../../packet/station.js';

/** One port of a Service at one of its addresses, or at the addresses of every node. */
export interface Frontend {
  readonly service: Service;
  readonly port: ServicePort;
  readonly by: 'cluster-ip' | 'node-port' | 'external-ip' | 'load-balancer-ip';
}

export interface Serving {
  readonly journey: Journey;
  readonly place: PlaceAt<'kube-proxy'>;
  readonly network: IndexedNetwork;
  readonly frontend: Frontend;
  readonly settings: ProxySettings;
  readonly backends: PortBackends;
  /** Whom kube-proxy takes the sender for: a process of the node, something in clusterCIDR, or anybody else. */
  readonly sender: 'host' | 'cluster' | 'outside';
  /** The traffic policy of the Service for this way in. */
  readonly declared: 'Cluster' | 'Local';
  /** `declared`, unless the sender is not held to Local. */
  readonly applied: 'Cluster' | 'Local';
  readonly masquerade: Masquerade | null;
}

/** As EKS sets kube-proxy up. */
const DEFAULTS: ProxySettings = {
  found: false,
  mode: 'iptables',
  clusterCidrs: [],
  masqueradeAll: false,
  nodePortAddresses: [],
  namedByNode: null,
};

export function proxySettingsOf(cluster: string, network: IndexedNetwork): ProxySettings {
  return network.clusters.settingsOf(cluster)?.proxy ?? DEFAULTS;
}

export function isHostProcess({ entered, pod }: PlaceAt<'kube-proxy'>): boolean {
  return entered === null && (pod === null || pod.hostNetwork);
}

function senderOf(place: PlaceAt<'kube-proxy'>, source: Address | null, { clusterCidrs }: ProxySettings): Serving['sender'] {
  if (isHostProcess(place)) return 'host';
  return source !== null && clusterCidrs.some((prefix) => prefixHolds(prefix, source)) ? 'cluster' : 'outside';
}

/** Off-cluster traffic to a cluster IP is masqueraded only where clusterCIDR is set; EKS leaves it empty. */
function isOffCluster(source: Address | null, { clusterCidrs }: ProxySettings): boolean {
  if (source === null) return false;
  const own = clusterCidrs.filter(({ family }) => family === familyOf(source));
  return own.length > 0 && !own.some((prefix) => prefixHolds(prefix, source));
}

/** Decides policy and masquerade for a frontend that packets have found; `address` is their destination. */
export function servingOf(
  frontend: Frontend,
  address: Address,
  journey: Journey,
  place: PlaceAt<'kube-proxy'>,
  network: IndexedNetwork,
): Serving {
  const { service, port, by } = frontend;
  const settings = proxySettingsOf(service.cluster, network);
  const source = onlySource(journey.packets);
  const sender = senderOf(place, source, settings);
  const external = by !== 'cluster-ip';
  const declared = external ? service.externalTrafficPolicy : service.internalTrafficPolicy;
  const excused = external && declared === 'Local' && sender !== 'outside';
  const because = external
    ? declared === 'Cluster' || sender === 'host'
      ? 'external'
      : null
    : settings.masqueradeAll
      ? 'masquerade-all'
      : isOffCluster(source, settings)
        ? 'off-cluster'
        : null;
  return {
    journey,
    place,
    network,
    frontend,
    settings,
    backends: network.clusters.backendsOf(service, port, familyOf(address)),
    sender,
    declared,
    applied: excused ? 'Cluster' : declared,
    masquerade: because === null ? null : { because, service },
  };
}
