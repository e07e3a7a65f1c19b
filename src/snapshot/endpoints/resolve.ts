/** A reference → the end that it names in a network, or candidates, or close names. */
import { formatAddress, type Address } from '../../net/address.js';
import { formatPrefix, prefixSet } from '../../net/prefix.js';
import { objectKey } from '../../model/network.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import { isFinished } from '../../lookup/cluster-objects.js';
import type { KubernetesObject, Workload } from '../../model/kubernetes/cluster.js';
import { refOf } from '../../model/resource.js';
import { eksInterfaces, interfacesEnd } from './aws-ends.js';
import { clusterServiceEnd } from './cluster-names.js';
import { controlPlaneEnd } from './control-plane-ends.js';
import { dnsEnd } from './dns-ends.js';
import type { EndpointReference, Resolved } from './endpoint.js';
import { hostEnd } from './host-names.js';
import { nodeEnd, podEnd, workloadEnd } from './kubernetes-ends.js';
import { ingressEnd } from './load-balancer-ends.js';
import { addressEnd, internetEnd, onPremisesEnd } from './outside-ends.js';
import { parseReference, REFERENCE_KINDS } from './parse.js';
import { resolveAws } from './resolve-aws.js';
import { ambiguous, found, notFound, problem, type Named } from './resolved.js';

function* refsOf(kind: string, objects: Iterable<KubernetesObject>): Iterable<string> {
  for (const { namespace, name } of objects) yield namespace === '' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** The objects that a named reference fits: namespace and name, or the name alone, and the cluster where it is scoped. */
function fitting<T extends KubernetesObject>(objects: ReadonlyMap<string, T>, { parts, scope }: Named, network: IndexedNetwork): T[] {
  const [first = '', second] = parts;
  const clusters = scope === null ? [...new Set([...network.network.clusterSettings.keys(), ''])] : [scope];
  if (second !== undefined) return clusters.flatMap((cluster) => objects.get(objectKey({ cluster, namespace: first, name: second })) ?? []);
  const out: T[] = [];
  for (const object of objects.values()) if (object.name === first && (scope === null || object.cluster === scope)) out.push(object);
  return out;
}

function oneOf<T extends KubernetesObject>(
  ref: string,
  what: string,
  kind: string,
  objects: readonly T[],
  all: Iterable<T>,
  make: (object: T) => EndpointReference,
): Resolved {
  const [first, second] = objects;
  if (first === undefined) return notFound(ref, what, refsOf(kind, all));
  if (second !== undefined) {
    const several = new Set(objects.map(({ cluster }) => cluster)).size > 1;
    return ambiguous(
      ref,
      objects.map(
        ({ cluster, namespace, name }) => `${kind}/${namespace === '' ? '' : `${namespace}/`}${name}${several ? `@${cluster}` : ''}`,
      ),
    );
  }
  return found(make(first));
}

/** An ExternalName Service is another name for what it names; every other one is an end of its own. */
function resolveService(ref: string, named: Named, network: IndexedNetwork, caller: EndpointReference | null): Resolved {
  const { services } = network.network;
  const fits = fitting(services, named, network);
  const [first] = fits;
  const external = fits.length === 1 ? (first?.externalName ?? null) : null;
  if (external !== null && external !== '') {
    const inner = resolveReference(external, network, caller);
    return inner.ok ? found({ ...inner.end, ref }) : inner;
  }
  return oneOf(ref, `service ${named.parts.join('/')}`, 'service', fits, services.values(), (service) =>
    clusterServiceEnd(ref, service, network),
  );
}

function* ofKind(workloads: Iterable<Workload>, kind: string): Iterable<Workload> {
  for (const workload of workloads) if (workload.kind === kind) yield workload;
}

function resolveKubernetes(ref: string, named: Named, network: IndexedNetwork, caller: EndpointReference | null): Resolved | null {
  const data = network.network;
  const { kind, parts } = named;
  const text = `${kind} ${parts.join('/')}`;
  if (kind === 'pod')
    return oneOf(ref, text, kind, fitting(data.pods, named, network), data.pods.values(), (pod) => podEnd(ref, pod, network));
  if (kind === 'node') {
    const [name = ''] = parts;
    const nodes = network.names.nodesNamed(name).filter((node) => named.scope === null || node.cluster === named.scope);
    return oneOf(ref, text, kind, nodes, data.nodes.values(), (node) => nodeEnd(ref, node, network));
  }
  if (kind === 'ingress') {
    const fits = fitting(data.ingresses, named, network);
    const [ingress] = fits;
    const end = ingress === undefined ? null : ingressEnd(ref, ingress, network);
    if (end !== null) return oneOf(ref, text, kind, fits, data.ingresses.values(), () => end);
    if (ingress === undefined) return notFound(ref, text, refsOf(kind, data.ingresses.values()));
    const why =
      ingress.hosts.length === 0
        ? 'its status names no load balancer: none was made for it yet'
        : `its load balancer ${ingress.hosts.join(', ')} is not in this snapshot: add elbv2:DescribeLoadBalancers`;
    return problem('ENDPOINT_NOT_FOUND', `${ref} leads nowhere: ${why}.`);
  }
  if (kind === 'service') return resolveService(ref, named, network, caller);
  if (['deployment', 'statefulset', 'daemonset', 'job', 'replicaset'].includes(kind)) {
    const [first = '', second] = parts;
    const fits = network.names
      .workloadsNamed(kind as Workload['kind'], second ?? first)
      .filter(
        ({ namespace, cluster }) => (second === undefined || namespace === first) && (named.scope === null || cluster === named.scope),
      );
    return oneOf(ref, text, kind, fits, ofKind(data.workloads.values(), kind), (workload) => workloadEnd(ref, workload, network));
  }
  return null;
}

/** What a caller's DNS decides about: the API server of a cluster, and the resolver itself. */
function resolveResolvers(ref: string, { kind, parts }: Named, network: IndexedNetwork, caller: EndpointReference | null): Resolved | null {
  if (kind === 'dns') return found(dnsEnd(ref, network, caller));
  if (kind !== 'eks') return null;
  const wanted = parts[0] ?? '';
  const { eksClusters } = network.network;
  if (eksClusters.has(wanted) || eksInterfaces(wanted, network).length > 0) return found(controlPlaneEnd(ref, wanted, network, caller));
  return notFound(
    ref,
    `eks ${wanted}`,
    [...eksClusters.keys()].map((id) => `eks/${id}`),
  );
}

/** Whatever has the address in the snapshot: a running pod before a node before an interface. */
function resolveAddress(ref: string, address: Address, scope: string | null, network: IndexedNetwork): Resolved {
  const inScope = (object: KubernetesObject): boolean => scope === null || object.cluster === scope;
  const vpcId = scope !== null && network.network.vpcs.has(scope) ? scope : null;
  const pods = network.clusters.podsAt(address).filter((pod) => inScope(pod) && !isFinished(pod));
  const nodes = network.clusters.nodesAt(address).filter(inScope);
  const interfaces =
    vpcId === null ? network.owners.ownersAnywhere(address) : [network.owners.ownerOf(vpcId, address)].filter((eni) => eni !== null);
  if (interfaces.length > 1) return ambiguous(ref, [...new Set(interfaces.map((eni) => `ip/${formatAddress(address)}@${eni.vpcId}`))]);
  if (vpcId === null && pods.length > 1)
    return ambiguous(
      ref,
      pods.map(({ namespace, name, cluster }) => `pod/${namespace}/${name}@${cluster}`),
    );
  const [pod] = pods;
  if (pod !== undefined) return found(podEnd(ref, pod, network));
  const [node] = nodes;
  if (node !== undefined && nodes.length === 1) return found(nodeEnd(ref, node, network));
  const [eni] = interfaces;
  if (eni !== undefined)
    return found(
      interfacesEnd(
        {
          ref,
          kind: 'ip',
          id: formatAddress(address),
          name: null,
          resource: refOf('eni', eni),
          interfaces: [eni],
          dimension: 'destinations',
          ports: null,
          address,
        },
        network,
      ),
    );
  return found(addressEnd(ref, [address, address + 1n], formatAddress(address), network, vpcId));
}

function resolveOutside(ref: string, { kind, parts }: Named, network: IndexedNetwork): Resolved | null {
  if (kind !== 'internet' && kind !== 'onprem') return null;
  const parsed = parts[0] === undefined ? null : parseReference(parts[0]);
  const address = parsed?.form === 'address' ? parsed.address : null;
  if (parts.length > 0 && address === null)
    return problem(
      'INVALID_REQUEST',
      `${ref} needs an address behind ${kind}/, such as ${kind}/${kind === 'internet' ? '203.0.113.7' : '10.200.0.5'}.`,
    );
  if (kind === 'internet') return found(internetEnd(ref, address, network));
  return address === null
    ? problem('INVALID_REQUEST', `${ref} needs an address, such as onprem/10.200.0.5.`)
    : found(onPremisesEnd(ref, address));
}

/** Resolves a reference in its string form. `path` of a problem is left for the caller to fill. `caller`: who will send, on whose resolver names depend. */
export function resolveReference(text: string, network: IndexedNetwork, caller: EndpointReference | null = null): Resolved {
  const parsed = parseReference(text);
  if (parsed === null) {
    return notFound(
      text,
      `endpoint "${text.slice(0, 80)}": a reference is an address, a host name, or KIND/… with KIND one of ${REFERENCE_KINDS.join(', ')}`,
      [],
    );
  }
  switch (parsed.form) {
    case 'address':
      return resolveAddress(text, parsed.address, parsed.scope, network);
    case 'range':
      return found(
        addressEnd(
          text,
          prefixSet(parsed.prefix),
          formatPrefix(parsed.prefix),
          network,
          parsed.scope !== null && network.network.vpcs.has(parsed.scope) ? parsed.scope : null,
        ),
      );
    case 'host':
      return found(hostEnd(text, parsed.host, { caller, scope: parsed.scope, depth: 0 }, network));
    case 'named':
      return (
        resolveOutside(text, parsed, network) ??
        resolveKubernetes(text, parsed, network, caller) ??
        resolveResolvers(text, parsed, network, caller) ??
        resolveAws(text, parsed, network) ??
        problem('ENDPOINT_NOT_FOUND', `References of kind ${parsed.kind}/ are not known here.`, { suggestions: [] })
      );
  }
}
