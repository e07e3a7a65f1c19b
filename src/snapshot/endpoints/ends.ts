/** Makes the ends of a flow from interfaces, pods, nodes and bare addresses. */
import { familyOf, formatAddress, type Address, type Family } from '../../net/address.js';
import { LINUX_CLIENT_PORTS, WIDE_CLIENT_PORTS, WINDOWS_CLIENT_PORTS, type NumberSet } from '../../net/port.js';
import type { AddressSet } from '../../net/packet-set.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../model/aws/interface.js';
import type { Node, Pod } from '../../model/kubernetes/cluster.js';
import type { ResourceRef } from '../../model/resource.js';
import type { Member } from '../../packet/station.js';
import { ownerOf } from '../../components/aws/eni/owner.js';
import { objectRef } from '../../components/kubernetes/references.js';
import { placePod, primaryAddressOf, primaryInterfaceOf } from '../../components/kubernetes/vpc-cni/attachment.js';
import { single, type Asker, type Destination, type Origin } from './endpoint.js';

/** Where a v6-only pod's IPv4 packets start: the helper interface of the CNI. */
const V4_EGRESS_SOURCE: Address = 0xffff_a9fe_ac02n;

export function member(dimension: Member['dimension'], label: string, zone?: string | null): Member {
  return { dimension, label, zone: zone ?? null };
}

/** Interfaces of services that draw from the whole range ("Custom network ACLs", ephemeral ports). */
const WIDE_TYPES: ReadonlySet<string> = new Set(['load_balancer', 'network_load_balancer', 'nat_gateway', 'lambda']);

function clientPortsOf(eni: NetworkInterface, network: IndexedNetwork): NumberSet {
  const instance = eni.attachment?.instanceId ? network.network.instances.get(eni.attachment.instanceId) : undefined;
  if (instance?.platform === 'windows') return WINDOWS_CLIENT_PORTS;
  return WIDE_TYPES.has(eni.type) ? WIDE_CLIENT_PORTS : LINUX_CLIENT_PORTS;
}

/** Packets that start at an interface; from the host when it is a node's. */
export function interfaceOrigin(eni: NetworkInterface, source: Address, network: IndexedNetwork, as: Member | null): Origin {
  const node = eni.attachment?.instanceId ? network.clusters.nodeOfInstance(eni.attachment.instanceId) : null;
  const owner = ownerOf(eni, network);
  const primary = node === null ? null : primaryInterfaceOf(node, network);
  return {
    place: node !== null && primary?.id === eni.id ? { at: 'host-out', node } : { at: 'eni-out', eni },
    sources: single(source),
    clientPorts: clientPortsOf(eni, network),
    member: as,
    represents: 1,
    resource: owner.resource,
    interfaceId: eni.id,
    subnetId: eni.subnetId,
    vpc: network.network.vpcs.get(eni.vpcId) ?? null,
  };
}

/** The addresses of a family that an interface has, the primary one first. */
export function addressesOf(eni: NetworkInterface, family: Family): Address[] {
  const own = eni.addresses.filter(({ address }) => familyOf(address) === family);
  return [...own.filter(({ primary }) => primary), ...own.filter(({ primary }) => !primary)].map(({ address }) => address);
}

export function familiesOf(addresses: readonly Address[]): Family[] {
  return [...new Set(addresses.map(familyOf))];
}

/** A host-network pod has its node's addresses, also those that its status does not list. */
export function addressesOfPod(pod: Pod, network: IndexedNetwork): readonly Address[] {
  const node = pod.hostNetwork && pod.nodeName !== null ? network.clusters.nodeNamed(pod.cluster, pod.nodeName) : null;
  const eni = node === null ? null : primaryInterfaceOf(node, network);
  if (eni === null) return pod.addresses;
  const host = (['ipv4', 'ipv6'] as const).flatMap((family) => primaryAddressOf(eni, family) ?? []);
  return [...pod.addresses, ...host.filter((address) => !pod.addresses.includes(address))];
}

/** A pod as a source. One that has no address yet, or no node, still starts, so that the walk can say why it fails. */
export function podOrigin(pod: Pod, family: Family, network: IndexedNetwork, as: Member | null): Origin {
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const own = addressesOfPod(pod, network).find((address) => familyOf(address) === family);
  const source = own ?? (family === 'ipv4' && pod.addresses.length > 0 ? V4_EGRESS_SOURCE : (pod.addresses[0] ?? 0n));
  const placed = node === null || pod.addresses.length === 0 ? null : placePod(pod, node, own ?? pod.addresses[0] ?? 0n, network);
  const eni = placed?.ok === true ? placed.attachment.eni : null;
  return {
    place: { at: 'pod-out', pod },
    sources: single(source),
    clientPorts: node?.operatingSystem === 'windows' ? WINDOWS_CLIENT_PORTS : LINUX_CLIENT_PORTS,
    member: as,
    represents: 1,
    resource: objectRef('pod', pod, network),
    interfaceId: eni?.id ?? null,
    subnetId: eni?.subnetId ?? null,
    vpc: eni === null ? null : (network.network.vpcs.get(eni.vpcId) ?? null),
  };
}

export function nodeOrigin(node: Node, family: Family, network: IndexedNetwork): Origin | null {
  const eni = primaryInterfaceOf(node, network);
  const address =
    (eni === null ? [] : addressesOf(eni, family))[0] ??
    node.addresses.find((own) => familyOf(own) === family) ??
    eni?.addresses[0]?.address ??
    node.addresses[0];
  if (address === undefined) return null;
  return {
    place: { at: 'host-out', node },
    sources: single(address),
    clientPorts: node.operatingSystem === 'windows' ? WINDOWS_CLIENT_PORTS : LINUX_CLIENT_PORTS,
    member: null,
    represents: 1,
    resource: objectRef('node', node, network),
    interfaceId: eni?.id ?? null,
    subnetId: eni?.subnetId ?? null,
    vpc: eni === null ? null : (network.network.vpcs.get(eni.vpcId) ?? null),
  };
}

/** Is the asker on the public internet, so that only public addresses mean anything to it? */
export function fromOutside({ origin }: Asker): boolean {
  return origin.place.at === 'internet';
}

/** An interface as a destination: its public address for callers on the internet, where it has one. */
export function interfaceDestination(
  eni: NetworkInterface,
  address: Address,
  resource: ResourceRef,
  asker: Asker,
  as: Member | null,
): Destination {
  const own = eni.addresses.find((entry) => entry.address === address);
  const seen = fromOutside(asker) && own?.publicAddress ? own.publicAddress : address;
  return {
    addresses: single(seen),
    member: as,
    represents: 1,
    resource,
    interfaceId: eni.id,
    subnetId: eni.subnetId,
    vpcId: eni.vpcId,
    notes: [],
  };
}

/** A bare address or range as a destination. */
export function addressDestination(addresses: AddressSet, label: string, network: IndexedNetwork, vpcId: string | null): Destination {
  const first = addresses[0] ?? 0n;
  const alone = addresses.length === 2 && addresses[1] === first + 1n;
  const eni = !alone ? null : vpcId === null ? (network.owners.ownersAnywhere(first)[0] ?? null) : network.owners.ownerOf(vpcId, first);
  const owner = eni === null ? null : ownerOf(eni, network);
  return {
    addresses,
    member: null,
    represents: 1,
    resource: owner?.resource ?? { kind: 'address', id: alone ? formatAddress(first) : label },
    interfaceId: eni?.id ?? null,
    subnetId: eni?.subnetId ?? null,
    vpcId: eni?.vpcId ?? vpcId,
    notes: [],
  };
}
