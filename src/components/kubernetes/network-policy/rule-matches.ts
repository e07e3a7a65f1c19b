/** A policy's rule as packets: which of those in question it fits, with labels turned into addresses and names into port numbers. */
import { intersect, intervalSet, oneNumber, subtract } from '../../../net/interval-set.js';
import type { AddressSet, PacketMatch, PacketSet } from '../../../net/packet-set.js';
import { fieldOf } from '../../../net/packet-set.js';
import { parseProtocol } from '../../../net/port.js';
import { prefixSet } from '../../../net/prefix.js';
import type { Node, Pod, Service } from '../../../model/kubernetes/cluster.js';
import type { PolicyPeer, PolicyPort, PolicyRule } from '../../../model/kubernetes/policy.js';
import type { Address } from '../../../net/address.js';
import { EVERYTHING, matchesSelector } from '../selector.js';
import type { Direction } from './isolation.js';
import type { PolicyWorld } from './policy-world.js';
import { namespaceMatch, type Match } from './selected-by.js';
import { servicePorts } from './service-ports.js';

/** Whose packets are judged, and what stands at the other end; the far ends are looked up once, when first asked for. */
export interface Subject {
  readonly pod: Pod;
  readonly direction: Direction;
  readonly world: PolicyWorld;
  readonly peerAddresses: AddressSet;
  pods(): readonly Pod[];
  nodes(): readonly Node[];
  services(): readonly Service[];
}

export interface RuleMatches {
  /** The rule fits these packets. */
  readonly certain: readonly PacketMatch[];
  /** It may fit these too: the snapshot does not tell. */
  readonly possible: readonly PacketMatch[];
}

export function subjectOf(pod: Pod, direction: Direction, packets: PacketSet, world: PolicyWorld): Subject {
  const peerAddresses = fieldOf(packets, direction === 'ingress' ? 'sources' : 'destinations');
  return {
    pod,
    direction,
    world,
    peerAddresses,
    pods: once(() => world.podsAt(pod.cluster, peerAddresses)),
    nodes: once(() => world.nodesAt(pod.cluster, peerAddresses)),
    // The kernel of the pod's node sees a cluster address only on its way out.
    services: once(() => (direction === 'egress' ? world.servicesAt(pod.cluster, peerAddresses) : [])),
  };
}

function once<T>(look: () => T): () => T {
  let found: { readonly value: T } | null = null;
  return () => (found ??= { value: look() }).value;
}

/** One kind of far end: the addresses, and how ports of the rule read there. Addresses null: any. */
interface FarEnd {
  readonly addresses: AddressSet | null;
  readonly certain: boolean;
  readonly byAddress: boolean;
  readonly portsOf: (port: PolicyPort) => readonly PacketMatch[];
}

/** `hostPods`: whether pods in the host's network count as pods; the upstream cluster policies leave them out. */
export function matchesOf(rule: PolicyRule, namespace: string, subject: Subject, hostPods: boolean): RuleMatches {
  const certain: PacketMatch[] = [];
  const possible: PacketMatch[] = [];
  const written =
    rule.peers === null ? [someone(null, subject)] : rule.peers.flatMap((peer) => farEnds(peer, namespace, subject, hostPods));
  for (const end of [...written, ...namedPods(rule, written, subject)]) {
    const peerMatch: PacketMatch = end.addresses === null ? {} : withPeer(subject.direction, end.addresses);
    const portMatches = rule.ports === null ? [{}] : rule.ports.flatMap(end.portsOf);
    for (const portMatch of portMatches) (end.certain ? certain : possible).push({ ...peerMatch, ...portMatch });
  }
  return { certain, possible };
}

export function withPeer(direction: Direction, addresses: AddressSet): PacketMatch {
  return direction === 'ingress' ? { sources: addresses } : { destinations: addresses };
}

/** Addresses, whoever has them; null: all. */
function someone(addresses: AddressSet | null, subject: Subject, certain = true): FarEnd {
  return { addresses, certain, byAddress: true, portsOf: (port) => portsAt(port, subject, null) };
}

/** Where an egress rule names a port and tells its peers by address, the name is found on each pod that has such an address. */
function namedPods(rule: PolicyRule, ends: readonly FarEnd[], subject: Subject): readonly FarEnd[] {
  if (subject.direction === 'ingress' || rule.ports?.some(({ ports }) => ports?.kind === 'named') !== true) return [];
  return ends
    .filter(({ byAddress, certain }) => byAddress && certain)
    .flatMap(({ addresses }) =>
      subject.pods().map((pod) => {
        const end = podEnd(pod, subject, true);
        return { ...end, addresses: addresses === null ? end.addresses : intersect(addresses, setOf(pod.addresses)) };
      }),
    );
}

function farEnds(peer: PolicyPeer, namespace: string, subject: Subject, hostPods: boolean): readonly FarEnd[] {
  switch (peer.kind) {
    case 'block':
      return [
        someone(
          peer.except.reduce<AddressSet>((rest, gone) => subtract(rest, prefixSet(gone)), prefixSet(peer.prefix)),
          subject,
        ),
      ];
    case 'pods':
      return [...podEnds(peer, namespace, subject, hostPods), ...serviceEnds(peer, namespace, subject)];
    case 'nodes': {
      const nodes = subject.nodes().filter((node) => matchesSelector(peer.nodes, node.labels));
      return nodes.map(({ addresses }) => someone(setOf(addresses), subject));
    }
    case 'names': {
      const pods = setOf(subject.pods().flatMap(({ addresses }) => addresses));
      return [someone(subtract(subject.peerAddresses, pods), subject, false)];
    }
    case 'unknown':
      return [someone(null, subject, false)];
  }
}

function podEnds(peer: PodsPeer, namespace: string, subject: Subject, hostPods: boolean): FarEnd[] {
  return subject.pods().flatMap((pod) => {
    if ((pod.hostNetwork && !hostPods) || !matchesSelector(peer.pods ?? EVERYTHING, pod.labels)) return [];
    const match = inNamespaces(peer, namespace, pod.namespace, subject);
    return match === 'no' ? [] : [podEnd(pod, subject, match === 'yes')];
  });
}

function podEnd(pod: Pod, subject: Subject, certain: boolean): FarEnd {
  return { addresses: setOf(pod.addresses), certain, byAddress: false, portsOf: (port) => portsAt(port, subject, pod) };
}

/**
 * Policies are enforced before the destination of a cluster address is rewritten, so the controller of EKS adds to an egress
 * rule the cluster addresses of the Services whose selector, taken as labels, has what the rule asks of pods
 * (amazon-network-policy-controller-k8s, resolvers/endpoints.go). A Service that asks for less than the rule does is not added.
 */
function serviceEnds(peer: PodsPeer, namespace: string, subject: Subject): FarEnd[] {
  return subject.services().flatMap((service) => {
    if (service.headless || !matchesSelector(peer.pods ?? EVERYTHING, service.selector ?? {})) return [];
    const match = inNamespaces(peer, namespace, service.namespace, subject);
    const portsOf = (port: PolicyPort): readonly PacketMatch[] => servicePorts(port, service, subject.world.podsOf(service));
    return match === 'no' ? [] : [{ addresses: setOf(service.clusterAddresses), certain: match === 'yes', byAddress: false, portsOf }];
  });
}

type PodsPeer = Extract<PolicyPeer, { kind: 'pods' }>;

/** Without a namespace selector a peer is in the policy's own namespace. */
function inNamespaces(peer: PodsPeer, own: string, namespace: string, { pod, world }: Subject): Match {
  if (peer.namespaces === null) return namespace === own ? 'yes' : 'no';
  return namespaceMatch(peer.namespaces, pod.cluster, namespace, world);
}

/** A port of a rule as it reads on the destination: the subject for ingress, the far pod for egress, null where that is no pod. */
function portsAt({ protocol, ports }: PolicyPort, { pod, direction }: Subject, far: Pod | null): readonly PacketMatch[] {
  const number = parseProtocol(protocol);
  if (number === null) return [];
  const protocols = oneNumber(number);
  if (ports === null) return [{ protocols }];
  if (ports.kind === 'numbers') return [{ protocols, destinationPorts: ports.set }];
  const declared = (direction === 'ingress' ? pod : far)?.ports ?? [];
  const named = declared.filter((port) => port.name === ports.name && port.protocol === protocol);
  return named.map(({ port }) => ({ protocols, destinationPorts: oneNumber(port) }));
}

export function setOf(addresses: readonly Address[]): AddressSet {
  return intervalSet(addresses.map((address) => [address, address + 1n] as const));
}
