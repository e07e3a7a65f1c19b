/** Service port → the endpoints behind it, by readiness, node and topology hint: what kube-proxy writes its rules from, on every node. */
import { familyOf, type Address, type Family } from '../net/address.js';
import { objectKey, type Network } from '../model/network.js';
import type { EndpointSlice, Pod, Service, ServiceEndpoint, ServicePort } from '../model/kubernetes/cluster.js';

/** One address and port that a connection to a Service can end at. */
export interface Backend {
  readonly address: Address;
  readonly port: number;
  readonly endpoint: ServiceEndpoint;
  /** null: the endpoint names no pod of the snapshot. */
  readonly pod: Pod | null;
  readonly nodeName: string | null;
}

/** The lists keep their identity for the life of the snapshot. */
export interface PortBackends {
  readonly ready: readonly Backend[];
  /** Serving although they end: used where nothing is ready. */
  readonly draining: readonly Backend[];
  /** All others, for explanations. */
  readonly waiting: readonly Backend[];
  readyOn(nodeName: string): readonly Backend[];
  drainingOn(nodeName: string): readonly Backend[];
  /** Of the ready ones, those hinted at a zone or node; null where one of them has no such hint. */
  hintedAtZone(zone: string): readonly Backend[] | null;
  hintedAtNode(nodeName: string): readonly Backend[] | null;
}

const NONE: readonly Backend[] = [];

function groupBy(backends: readonly Backend[], keysOf: (backend: Backend) => readonly string[]): Map<string, Backend[]> {
  const groups = new Map<string, Backend[]>();
  for (const backend of backends) {
    for (const key of keysOf(backend)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [backend]);
      else group.push(backend);
    }
  }
  return groups;
}

/** Builds its value when it is first asked for. */
function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}

function compile(service: Service, all: readonly Backend[]): PortBackends {
  const isReady = ({ endpoint }: Backend): boolean => endpoint.ready || service.publishNotReadyAddresses;
  const isDraining = ({ endpoint }: Backend): boolean => endpoint.serving && endpoint.terminating;
  const ready = all.filter(isReady);
  const draining = all.filter((backend) => !isReady(backend) && isDraining(backend));
  const onNode = ({ nodeName }: Backend): readonly string[] => (nodeName === null ? [] : [nodeName]);
  const readyOn = lazily(() => groupBy(ready, onNode));
  const drainingOn = lazily(() => groupBy(draining, onNode));
  const hinted = (hintsOf: (backend: Backend) => readonly string[] | null) =>
    lazily(() =>
      ready.length > 0 && ready.every((backend) => (hintsOf(backend)?.length ?? 0) > 0)
        ? groupBy(ready, (backend) => hintsOf(backend) ?? [])
        : null,
    );
  const byZone = hinted(({ endpoint }) => endpoint.hintZones);
  const byNode = hinted(({ endpoint }) => endpoint.hintNodes);
  const hintedAt = (groups: Map<string, Backend[]> | null, key: string): readonly Backend[] | null =>
    groups === null ? null : (groups.get(key) ?? NONE);
  return {
    ready,
    draining,
    waiting: all.filter((backend) => !isReady(backend) && !isDraining(backend)),
    readyOn: (nodeName) => readyOn().get(nodeName) ?? NONE,
    drainingOn: (nodeName) => drainingOn().get(nodeName) ?? NONE,
    hintedAtZone: (zone) => hintedAt(byZone(), zone),
    hintedAtNode: (nodeName) => hintedAt(byNode(), nodeName),
  };
}

function listed(slices: readonly EndpointSlice[], service: Service, port: ServicePort, family: Family, network: Network): Backend[] {
  const found: Backend[] = [];
  // While endpoints are moved between slices one can be listed twice. Pods are found faster than addresses.
  const seen = new Map<number, Set<Pod | Address>>();
  for (const slice of slices) {
    // A slice port without a number stands for every port, which kube-proxy does not serve.
    const own = slice.ports.find(({ name, protocol }) => (name ?? '') === (port.name ?? '') && protocol === port.protocol)?.port ?? null;
    if (own === null) continue;
    let known = seen.get(own);
    if (known === undefined) seen.set(own, (known = new Set<Pod | Address>()));
    for (const endpoint of slice.endpoints) {
      const { target } = endpoint;
      const key = target?.kind === 'Pod' ? objectKey({ cluster: service.cluster, namespace: target.namespace, name: target.name }) : null;
      const pod = key === null ? null : (network.pods.get(key) ?? null);
      for (const address of endpoint.addresses) {
        if (familyOf(address) !== family || known.has(pod ?? address)) continue;
        known.add(pod ?? address);
        found.push({ address, port: own, endpoint, pod, nodeName: endpoint.nodeName ?? pod?.nodeName ?? null });
      }
    }
  }
  return found;
}

/** Answers for every port of every Service; each is compiled when it is first asked for. */
export function indexBackends(
  network: Network,
  slicesOf: (service: Service) => readonly EndpointSlice[],
): (service: Service, port: ServicePort, family: Family) => PortBackends {
  const compiled = new Map<ServicePort, Map<Family, PortBackends>>();
  return (service, port, family) => {
    let families = compiled.get(port);
    if (families === undefined) compiled.set(port, (families = new Map<Family, PortBackends>()));
    let backends = families.get(family);
    if (backends === undefined)
      families.set(family, (backends = compile(service, listed(slicesOf(service), service, port, family, network))));
    return backends;
  };
}
