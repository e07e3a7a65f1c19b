/** Kubernetes Services as the ends of a flow: by their cluster IP, their load balancer, or their endpoints, depending on who asks. */
import { familyOf, formatAddress, type Family } from '../../net/address.js';
import { holds, intervalSet, oneNumber, onlyNumber } from '../../net/interval-set.js';
import { formatPorts, parseProtocol, type NumberSet } from '../../net/port.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Backend } from '../../lookup/service-backends.js';
import type { Service, ServicePort } from '../../model/kubernetes/cluster.js';
import { kubeProxyFindings } from '../../components/kubernetes/kube-proxy/findings.js';
import { whyNone } from '../../components/kubernetes/kube-proxy/no-endpoints.js';
import { nameOf, portsText } from '../../components/kubernetes/kube-proxy/sentences.js';
import { objectRef } from '../../components/kubernetes/references.js';
import type { Finding } from '../../packet/finding.js';
import { single, type Asker, type Destination, type EndpointReference, type Origin } from './endpoint.js';
import { familiesOf, member, podOrigin } from './ends.js';

/** How a load balancer stands for a Service, told by who knows load balancers; null where none of the snapshot has the name. */
export type LoadBalancerDestinations = (host: string, asker: Asker, network: IndexedNetwork) => readonly Destination[] | null;

const BOTH: readonly Family[] = ['ipv4', 'ipv6'];

/** Every endpoint of every port that is ready, each address once. */
function readyBackends(service: Service, network: IndexedNetwork): Backend[] {
  const found = new Map<bigint, Backend>();
  for (const port of service.ports)
    for (const family of BOTH)
      for (const backend of network.clusters.backendsOf(service, port, family).ready)
        if (!found.has(backend.address)) found.set(backend.address, backend);
  return [...found.values()];
}

/** The cluster whose nodes' kernels the packets of an origin meet first. */
function clusterOf({ place }: Origin): string | null {
  if (place.at === 'pod-out') return place.pod.cluster;
  return place.at === 'host-out' ? place.node.cluster : null;
}

/** Does the control plane of the Service's own cluster ask? It has no kube-proxy and dials endpoints. */
function isControlPlane({ resource }: Origin, service: Service, network: IndexedNetwork): boolean {
  if (resource.kind !== 'eks-cluster') return false;
  return resource.id === service.cluster || (service.cluster === '' && network.network.eksClusters.size <= 1);
}

function askedPorts(service: Service, { protocols, ports }: Asker): ServicePort[] {
  return service.ports.filter((port) => {
    const protocol = parseProtocol(port.protocol);
    return protocol !== null && holds(protocols, protocol) && holds(ports, port.port);
  });
}

/** A name that leads nowhere: the walk ends at once, and says why. */
function nowhere(service: Service, finding: Finding, network: IndexedNetwork): Destination {
  const address = service.clusterAddresses[0];
  return {
    addresses: address === undefined ? [] : single(address),
    member: null,
    represents: 1,
    resource: objectRef('service', service, network),
    interfaceId: null,
    subnetId: null,
    vpcId: null,
    notes: [],
    start: { at: 'service-lookup', service, findings: [finding], then: null },
  };
}

function noEndpoints(service: Service, port: ServicePort | undefined, network: IndexedNetwork): Destination {
  const resource = objectRef('service', service, network);
  const captured =
    network.clusters.slicesOf(service).length > 0 ||
    network.hasKind('EndpointSlice', service.cluster) ||
    network.hasKind('Endpoints', service.cluster);
  const missing = 'endpoint slices (kubectl get endpointslices -A -o json)';
  const finding = captured
    ? kubeProxyFindings.SERVICE_HAS_NO_ENDPOINTS({
        resource,
        symptom: service.headless ? 'dns-failure' : 'connection-refused',
        say: () => `Service ${nameOf(service)} has no ready endpoint. ${port === undefined ? '' : whyNone(service, port, network)}`.trim(),
      })
    : kubeProxyFindings.SERVICES_NOT_CAPTURED({
        resource,
        missing,
        say: () => `Which endpoints Service ${nameOf(service)} has: the snapshot has no ${missing}, so this can't be decided.`,
      });
  return nowhere(service, finding, network);
}

function noSuchPort(service: Service, asked: NumberSet, why: string, network: IndexedNetwork): Destination {
  const finding = kubeProxyFindings.SERVICE_HAS_NO_SUCH_PORT({
    resource: objectRef('service', service, network),
    say: () => `Service ${nameOf(service)} has ${portsText(service)}, not ${formatPorts(asked)}${why}.`,
  });
  return nowhere(service, finding, network);
}

function toBackend(backend: Backend, service: Service, many: boolean, network: IndexedNetwork): Destination {
  const { pod, endpoint, address } = backend;
  const node = backend.nodeName === null ? null : network.clusters.nodeNamed(service.cluster, backend.nodeName);
  const [eni] = network.owners.ownersAnywhere(address);
  const label = pod === null ? formatAddress(address) : `pod/${nameOf(pod)}`;
  return {
    addresses: single(address),
    member: many ? member('backends', label, endpoint.zone ?? node?.zone) : null,
    represents: 1,
    resource: pod === null ? objectRef('service', service, network) : objectRef('pod', pod, network),
    interfaceId: eni?.id ?? null,
    subnetId: eni?.subnetId ?? null,
    vpcId: eni?.vpcId ?? null,
    notes: [],
  };
}

/** The control plane resolves the Service itself and dials one endpoint, on the endpoint's port. */
function fromControlPlane(service: Service, asker: Asker, network: IndexedNetwork): Destination[] {
  const ports = askedPorts(service, asker);
  if (ports.length === 0)
    return [
      noSuchPort(service, asker.ports, ', and the control plane looks the port up in the Service before it dials an endpoint', network),
    ];
  return ports.flatMap((port) => {
    const { ready } = network.clusters.backendsOf(service, port, asker.family);
    if (ready.length === 0) return [noEndpoints(service, port, network)];
    return ready.map((backend): Destination => {
      const resource = objectRef('service', service, network);
      const translated = kubeProxyFindings.WEBHOOK_PORT_TRANSLATED({
        resource,
        say: () =>
          `The control plane never uses the cluster IP: it looks Service ${nameOf(service)} up and dials ${formatAddress(backend.address)} on port ${backend.port}. ` +
          `Its messages name the Service's port ${port.port}; groups must allow ${backend.port}.`,
      });
      return {
        ...toBackend(backend, service, ready.length > 1, network),
        ports: oneNumber(backend.port),
        start: { at: 'service-lookup', service, findings: backend.port === port.port ? [] : [translated], then: asker.origin.place },
      };
    });
  });
}

/** A headless Service is a name for its pods: nothing translates the port. */
function ofHeadless(service: Service, asker: Asker, network: IndexedNetwork): Destination[] {
  const all = readyBackends(service, network).filter(({ address }) => familyOf(address) === asker.family);
  const [port] = service.ports;
  if (all.length === 0) return [noEndpoints(service, port, network)];
  const only = onlyNumber(asker.ports);
  const named = askedPorts(service, asker)[0];
  const behind = named === undefined ? undefined : network.clusters.backendsOf(service, named, asker.family).ready[0]?.port;
  const served = service.ports.some((own) => network.clusters.backendsOf(service, own, asker.family).ready[0]?.port === only);
  if (only !== null && behind !== undefined && behind !== only && !served) {
    const why = ` at its pods: it is headless, so nothing translates the port, and its pods listen on ${behind}`;
    return [noSuchPort(service, asker.ports, why, network)];
  }
  return all.map((backend) => toBackend(backend, service, all.length > 1, network));
}

/** By the load balancer, for callers outside the cluster; null where there is none. */
function byLoadBalancer(
  service: Service,
  asker: Asker,
  network: IndexedNetwork,
  balancers: LoadBalancerDestinations | null,
): readonly Destination[] | null {
  for (const host of service.loadBalancerHosts) {
    const found = balancers?.(host, asker, network) ?? null;
    if (found !== null) return found;
  }
  const address = service.loadBalancerAddresses.find((own) => familyOf(own) === asker.family);
  return address === undefined ? null : [atAddress(service, address, network)];
}

function atAddress(service: Service, address: bigint, network: IndexedNetwork): Destination {
  const resource = objectRef('service', service, network);
  return { addresses: single(address), member: null, represents: 1, resource, interfaceId: null, subnetId: null, vpcId: null, notes: [] };
}

function destinationsOf(
  service: Service,
  asker: Asker,
  network: IndexedNetwork,
  balancers: LoadBalancerDestinations | null,
): readonly Destination[] {
  if (isControlPlane(asker.origin, service, network)) return fromControlPlane(service, asker, network);
  if (service.headless) return ofHeadless(service, asker, network);
  if (clusterOf(asker.origin) !== service.cluster) {
    const balanced = byLoadBalancer(service, asker, network, balancers);
    if (balanced !== null) return balanced;
  }
  const address = service.clusterAddresses.find((own) => familyOf(own) === asker.family) ?? service.clusterAddresses[0];
  return address === undefined ? [] : [atAddress(service, address, network)];
}

function portsOf(service: Service): EndpointReference['ports'] {
  const [first] = service.ports;
  if (first === undefined || service.ports.some(({ port }) => port !== first.port)) return null;
  const alike = service.ports.every(({ protocol }) => protocol === first.protocol);
  return { protocol: alike ? parseProtocol(first.protocol) : null, ports: oneNumber(first.port) };
}

/** A Service as an end: as a source its ready pods. Names of ExternalName Services are to be resolved by the caller instead. */
export function serviceEnd(
  ref: string,
  service: Service,
  network: IndexedNetwork,
  balancers: LoadBalancerDestinations | null = null,
): EndpointReference {
  const originsOf = (family: Family): Origin[] =>
    readyBackends(service, network).flatMap(({ pod }) =>
      pod === null
        ? []
        : [
            podOrigin(
              pod,
              family,
              network,
              member('sources', `pod/${nameOf(pod)}`, network.clusters.nodeNamed(pod.cluster, pod.nodeName ?? '')?.zone),
            ),
          ],
    );
  return {
    ref,
    kind: 'service',
    id: nameOf(service),
    name: service.name,
    families: service.headless
      ? familiesOf(readyBackends(service, network).map(({ address }) => address))
      : familiesOf(service.clusterAddresses),
    origins: originsOf,
    destinations: (asker) => destinationsOf(service, asker, network, balancers),
    ports: portsOf(service),
    portNamed: (name) => {
      const ports = service.ports.filter((port) => port.name === name);
      return ports.length === 0 ? null : intervalSet(ports.map(({ port }) => [port, port + 1] as const));
    },
    cluster: service.cluster,
  };
}
