/** Pods, workloads and nodes as the ends of a flow. */
import { familyOf, type Family } from '../../net/address.js';
import { oneNumber } from '../../net/interval-set.js';
import { parseProtocol } from '../../net/port.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Node, Pod, Workload } from '../../model/kubernetes/cluster.js';
import { objectRef } from '../../components/kubernetes/references.js';
import { placePod, primaryInterfaceOf } from '../../components/kubernetes/vpc-cni/attachment.js';
import { single, type Asker, type Destination, type EndpointReference } from './endpoint.js';
import { addressesOf, addressesOfPod, familiesOf, interfaceDestination, member, nodeOrigin, podOrigin } from './ends.js';

function podDestination(pod: Pod, { family, origin }: Asker, network: IndexedNetwork, many: boolean): Destination {
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const [other] = pod.addresses;
  // Where the sender lacks the family too, packets of the other one would answer a question that nobody asked.
  const sameOther = other !== undefined && origin.sources[0] !== undefined && familyOf(other) === familyOf(origin.sources[0]);
  const address = addressesOfPod(pod, network).find((own) => familyOf(own) === family) ?? (sameOther ? undefined : other);
  const placed = node === null || address === undefined ? null : placePod(pod, node, address, network);
  const eni = placed?.ok === true ? placed.attachment.eni : null;
  return {
    addresses: address === undefined ? [] : single(address),
    member: many ? member('destinations', `pod/${pod.namespace}/${pod.name}`, node?.zone) : null,
    represents: 1,
    resource: objectRef('pod', pod, network),
    interfaceId: eni?.id ?? null,
    subnetId: eni?.subnetId ?? null,
    vpcId: eni?.vpcId ?? null,
    ...(address === undefined ? { start: { at: 'pod-in', pod, eni: null } as const } : {}),
    notes: [],
  };
}

function portsOf(pods: readonly Pod[]): EndpointReference['ports'] {
  const ports = new Map(pods.flatMap((pod) => pod.ports.map((port) => [`${port.protocol}/${port.port}`, port] as const)));
  const [only] = ports.values();
  return ports.size === 1 && only !== undefined
    ? { protocol: parseProtocol(only.protocol.toLowerCase()), ports: oneNumber(only.port) }
    : null;
}

function portNamed(pods: readonly Pod[], name: string): ReturnType<EndpointReference['portNamed']> {
  const found = pods.flatMap((pod) => pod.ports.filter((port) => port.name === name))[0];
  return found === undefined ? null : oneNumber(found.port);
}

/** A pod; where its address belongs to nobody, the walk says why. */
export function podEnd(ref: string, pod: Pod, network: IndexedNetwork): EndpointReference {
  return {
    ref,
    kind: 'pod',
    id: `${pod.namespace}/${pod.name}`,
    name: pod.name,
    families: podFamilies(pod, network),
    origins: (family) => [podOrigin(pod, family, network, null)],
    destinations: (asker) => [podDestination(pod, asker, network, false)],
    ports: portsOf([pod]),
    portNamed: (name) => portNamed([pod], name),
    cluster: pod.cluster,
  };
}

/** A v6-only pod can send IPv4 by the CNI's helper interface, but has IPv6 alone as a destination; both are its families as a source. */
function podFamilies(pod: Pod, network: IndexedNetwork): Family[] {
  const own = familiesOf(addressesOfPod(pod, network));
  const settings = network.clusters.settingsOf(pod.cluster)?.cni;
  return own.length === 1 && own[0] === 'ipv6' && settings?.v4Egress !== false ? ['ipv6', 'ipv4'] : own;
}

/** Every pod of a workload that takes part: the ready ones, or all running ones when none is ready. */
export function podsOf(workload: Workload, network: IndexedNetwork): Pod[] {
  const own = [...network.names.podsOwnedBy(workload)];
  const ready = own.filter((pod) => pod.ready);
  return (ready.length > 0 ? ready : own).sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** A workload: each of its pods is an end of its own. */
export function workloadEnd(ref: string, workload: Workload, network: IndexedNetwork): EndpointReference {
  const pods = podsOf(workload, network);
  return {
    ref,
    kind: workload.kind,
    id: `${workload.namespace}/${workload.name}`,
    name: workload.name,
    families: [...new Set(pods.flatMap((pod) => podFamilies(pod, network)))],
    origins: (family) =>
      pods.map((pod) =>
        podOrigin(
          pod,
          family,
          network,
          member('sources', `pod/${pod.namespace}/${pod.name}`, network.clusters.nodeNamed(pod.cluster, pod.nodeName ?? '')?.zone),
        ),
      ),
    destinations: (asker) => pods.map((pod) => podDestination(pod, asker, network, true)),
    ports: portsOf(pods),
    portNamed: (name) => portNamed(pods, name),
    cluster: workload.cluster,
  };
}

/** A node by its primary address. */
export function nodeEnd(ref: string, node: Node, network: IndexedNetwork): EndpointReference {
  const eni = primaryInterfaceOf(node, network);
  const own = eni === null ? node.addresses : eni.addresses.map(({ address }) => address);
  return {
    ref,
    kind: 'node',
    id: node.name,
    name: node.name,
    families: familiesOf(own),
    origins: (family) => [nodeOrigin(node, family, network)].filter((origin) => origin !== null),
    destinations: (asker) => {
      const resource = objectRef('node', node, network);
      if (eni === null) {
        const address = node.addresses.find((candidate) => familyOf(candidate) === asker.family);
        return address === undefined
          ? []
          : [
              {
                addresses: single(address),
                member: null,
                represents: 1,
                resource,
                interfaceId: null,
                subnetId: null,
                vpcId: null,
                notes: [],
              },
            ];
      }
      const address = addressesOf(eni, asker.family)[0] ?? eni.addresses[0]?.address;
      return address === undefined ? [] : [interfaceDestination(eni, address, resource, asker, null)];
    },
    ports: null,
    portNamed: () => null,
    cluster: node.cluster,
  };
}
