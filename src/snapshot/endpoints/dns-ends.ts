/** `dns`: the resolver that the sender is configured with. A pod asks its cluster's, a node or instance its VPC's ("DNS for Services and Pods"). */
import { formatAddress, parseAddress, type Address, type Family } from '../../net/address.js';
import { oneNumber } from '../../net/interval-set.js';
import { UDP } from '../../net/port.js';
import { objectKey, workloadKey } from '../../model/network.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Pod, Service } from '../../model/kubernetes/cluster.js';
import { refOf, type ResourceRef } from '../../model/resource.js';
import { nameFindings } from '../../components/beyond/names/findings.js';
import { objectRef } from '../../components/kubernetes/references.js';
import { primaryInterfaceOf } from '../../components/kubernetes/vpc-cni/attachment.js';
import { resolverOf } from '../../components/aws/vpc-service/services.js';
import { missingCall } from '../../components/state.js';
import { single, type Asker, type Destination, type EndpointReference, type ResolutionNote } from './endpoint.js';
import { addressDestination, addressesOf, member } from './ends.js';
import { resolverFor } from './resolver.js';
import { serviceEnd } from './service-ends.js';
import { outsideDestination, unresolved } from './unknown-address.js';

const UNKNOWN: ResourceRef = { kind: 'address', id: 'dns' };
const RESOLVER_IPV6: Address = parseAddress('fd00:ec2::253') ?? 0n;
export const NODE_LOCAL_CACHE: Address = parseAddress('169.254.20.10') ?? 0n;

/** The Service of cluster DNS; null where the cluster has none. */
export function clusterDns(cluster: string, network: IndexedNetwork): Service | null {
  const { services } = network.network;
  return (
    ['kube-dns', 'coredns']
      .map((name) => services.get(objectKey({ cluster, namespace: 'kube-system', name })))
      .find((one) => one !== undefined) ?? null
  );
}

function hasNodeLocalCache(cluster: string, network: IndexedNetwork): boolean {
  return network.network.workloads.has(workloadKey({ kind: 'daemonset', cluster, namespace: 'kube-system', name: 'node-local-dns' }));
}

/** Does the pod ask the cluster's servers? Host-network pods only do so when they say it ("Pod's DNS Policy"). */
export function asksCluster({ dnsPolicy, hostNetwork }: Pod): boolean {
  return dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
}

function vpcResolver(asker: Asker, network: IndexedNetwork): readonly Destination[] {
  const resolver = resolverFor(asker.origin, network);
  if (resolver.kind === 'internet' || resolver.kind === 'on-premises') {
    const finding = nameFindings.NAME_NOT_IN_SNAPSHOT({
      resource: UNKNOWN,
      missing: `the address of the DNS server that ${asker.origin.resource.id} uses (ask for ip/ADDRESS)`,
      say: () => `Which DNS server ${asker.origin.resource.id} uses, outside AWS, is not in the snapshot.`,
    });
    return [unresolved(UNKNOWN, finding)];
  }
  const { vpc } = resolver;
  const resource = refOf('vpc', vpc);
  if (resolver.kind === 'unknown')
    return [unresolved(resource, missingCall(resource, resolver.missing, `Which DNS servers ${vpc.id} uses`, []))];
  if (resolver.kind === 'custom') {
    const many = resolver.servers.length > 1;
    return resolver.servers.map((server) => ({
      ...addressDestination(single(server), formatAddress(server), network, network.inVpc(vpc, server) ? vpc.id : null),
      member: many ? member('destinations', formatAddress(server)) : null,
    }));
  }
  const address = asker.family === 'ipv6' ? RESOLVER_IPV6 : resolverOf(vpc);
  return address === null ? [] : [{ ...outsideDestination(single(address), resource, []), vpcId: vpc.id }];
}

/** Two servers of the cluster behind one interface share what it may send to the VPC resolver. */
function packetLimit(service: Service, network: IndexedNetwork): ResolutionNote[] {
  const seen = new Map<string, string>();
  for (const family of ['ipv4', 'ipv6'] as const) {
    for (const port of service.ports.filter(({ port: number }) => number === 53).slice(0, 1)) {
      for (const { address } of network.clusters.backendsOf(service, port, family).ready) {
        const eni = network.owners.ownersAnywhere(address)[0];
        if (eni === undefined) continue;
        const other = seen.get(eni.id);
        if (other !== undefined && other !== formatAddress(address)) {
          const message = `${other} and ${formatAddress(address)} of ${service.name} share ${eni.id}, and an interface may send 1024 packets a second to the VPC resolver: if names fail now and then although every rule is right, read linklocal_allowance_exceeded (ethtool -S) on that node.`;
          return [{ code: 'DNS_PACKET_LIMIT', message, resource: refOf('eni', eni) }];
        }
        seen.set(eni.id, formatAddress(address));
      }
    }
  }
  return [];
}

/** The cache on the node, which pods reach at its link-local address and, where kube-proxy works by iptables, at the cluster address too. */
function nodeLocal(cluster: string, network: IndexedNetwork): Destination {
  const service = clusterDns(cluster, network);
  return outsideDestination(single(NODE_LOCAL_CACHE), service === null ? UNKNOWN : objectRef('service', service, network), []);
}

/** The resolver that runs on a node of EKS Auto Mode, where no DNS Service exists. */
function onAutoModeNode(pod: Pod, family: Family, network: IndexedNetwork): Destination | null {
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const eni = node === null ? null : primaryInterfaceOf(node, network);
  const address = eni === null ? undefined : (addressesOf(eni, family)[0] ?? eni.addresses[0]?.address);
  if (node?.computeType !== 'auto' || eni === null || address === undefined) return null;
  return {
    ...outsideDestination(single(address), objectRef('node', node, network), []),
    interfaceId: eni.id,
    subnetId: eni.subnetId,
    vpcId: eni.vpcId,
  };
}

function ofCluster(pod: Pod, asker: Asker, network: IndexedNetwork): readonly Destination[] {
  const { cluster } = pod;
  if (hasNodeLocalCache(cluster, network)) return [nodeLocal(cluster, network)];
  const service = clusterDns(cluster, network);
  if (service !== null) {
    const notes = packetLimit(service, network);
    return serviceEnd('dns', service, network)
      .destinations(asker)
      .map((destination) => ({ ...destination, notes: [...destination.notes, ...notes] }));
  }
  if (!network.hasKind('Service', cluster)) {
    const resource = objectRef('pod', pod, network);
    return [unresolved(resource, missingCall(resource, 'Services (kubectl get services -A -o json)', 'Which address cluster DNS has', []))];
  }
  const local = onAutoModeNode(pod, asker.family, network);
  return local === null ? vpcResolver(asker, network) : [local];
}

function ofPod(pod: Pod, asker: Asker, network: IndexedNetwork): readonly Destination[] {
  if (pod.dnsPolicy === 'None') {
    const resource = objectRef('pod', pod, network);
    if (pod.nameservers.length === 0)
      return [
        unresolved(
          resource,
          missingCall(resource, `spec.dnsConfig of pod ${resource.id}`, `Which DNS servers pod ${resource.id} (dnsPolicy None) uses`, []),
        ),
      ];
    const many = pod.nameservers.length > 1;
    return pod.nameservers.map((server) => ({
      ...addressDestination(single(server), formatAddress(server), network, asker.origin.vpc?.id ?? null),
      member: many ? member('destinations', formatAddress(server)) : null,
    }));
  }
  return asksCluster(pod) ? ofCluster(pod, asker, network) : vpcResolver(asker, network);
}

/** The resolver of whoever asks. */
export function dnsEnd(ref: string, network: IndexedNetwork, caller: EndpointReference | null): EndpointReference {
  const service = caller?.cluster == null ? null : clusterDns(caller.cluster, network);
  return {
    ref,
    kind: 'dns',
    id: 'dns',
    name: service === null ? null : service.name,
    families: ['ipv4', 'ipv6'],
    origins: () => [],
    destinations: (asker) => {
      const { place } = asker.origin;
      return place.at === 'pod-out' ? ofPod(place.pod, asker, network) : vpcResolver(asker, network);
    },
    ports: { protocol: UDP, ports: oneNumber(53) },
    portNamed: (name) => (name === 'dns' || name === 'dns-tcp' ? oneNumber(53) : null),
    cluster: caller?.cluster ?? null,
  };
}
