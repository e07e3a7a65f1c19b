/** By which interface a source's packets to an address leave, once its node has decided on the way and the source address. */
import { formatAddress } from '../net/address.js';
import { onlyAddress } from '../net/interval-set.js';
import type { AddressSet, PacketSet } from '../net/packet-set.js';
import { ALL_PORTS, TCP } from '../net/port.js';
import { range } from '../net/interval-set.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { Subnet } from '../model/aws/vpc.js';
import { label } from '../model/resource.js';
import type { PlaceAt } from '../packet/place.js';
import type { Journey, Step } from '../packet/station.js';
import { nodeOut } from '../components/kubernetes/vpc-cni/station.js';
import type { Origin } from '../snapshot/endpoints/endpoint.js';

export type Leaving =
  | {
      readonly how: 'leaves';
      /** null: any interface of the subnet. */
      readonly eni: NetworkInterface | null;
      /** null: not in the snapshot. */
      readonly subnet: Subnet | null;
      /** As it is on leaving; null for a whole subnet. */
      readonly source: string | null;
      readonly translated: boolean;
      readonly why: string;
    }
  /** Handed over in the kernel of the node: no interface, no route table. */
  | { readonly how: 'stays' | 'dropped'; readonly why: string }
  | { readonly how: 'unknown'; readonly why: string; readonly missing: string };

/** One part of the destinations with the way that it takes. */
export interface LeavingPart {
  readonly destinations: AddressSet;
  readonly leaving: Leaving;
}

/** The ways of packets to these addresses; several where a node treats some of them differently. Null: the source is outside every subnet. */
export function leavingParts(origin: Origin, destinations: AddressSet, network: IndexedNetwork): readonly LeavingPart[] | null {
  const { place, sources } = origin;
  const source = sources[0] === undefined ? null : sources;
  if (place.at === 'pod-out' || place.at === 'host-out') return fromNode(origin, destinations, network);
  if (place.at === 'subnet-out') {
    const why = `Packets from ${label(place.subnet)} leave by whichever interface has the source address.`;
    return [{ destinations, leaving: { how: 'leaves', eni: null, subnet: place.subnet, source: null, translated: false, why } }];
  }
  if (place.at !== 'eni-out') return null;
  const why = `Packets of ${label(origin.resource)} leave by ${label(place.eni)} (subnet ${place.eni.subnetId}).`;
  return [{ destinations, leaving: by(place.eni, source, false, why, network) }];
}

function by(eni: NetworkInterface, sources: AddressSet | null, translated: boolean, why: string, network: IndexedNetwork): Leaving {
  const source = sources === null ? null : onlyAddress(sources);
  const subnet = network.network.subnets.get(eni.subnetId) ?? null;
  return { how: 'leaves', eni, subnet, source: source === null ? null : formatAddress(source), translated, why };
}

function fromNode({ place, sources, clientPorts }: Origin, destinations: AddressSet, network: IndexedNetwork): readonly LeavingPart[] {
  const pod = place.at === 'pod-out' ? place.pod : null;
  const node = place.at === 'host-out' ? place.node : nodeOfPod(pod, network);
  if (node === null) {
    const why = 'The node that the pod runs on is not in the snapshot.';
    return [{ destinations, leaving: { how: 'unknown', why, missing: 'Kubernetes nodes (kubectl get nodes -o json)' } }];
  }
  const packets: PacketSet = [{ protocols: range(TCP, TCP), sources, destinations, sourcePorts: clientPorts, destinationPorts: ALL_PORTS }];
  const journey: Journey = {
    leg: 'forward',
    packets,
    sessions: null,
    crossed: [],
    sender: { interfaceId: null, groupIds: [] },
    flow: { http: { host: null, path: null }, downTunnels: 'block' },
  };
  const out: PlaceAt<'node-out'> = { at: 'node-out', node, pod, entered: null, translated: false };
  return ofStep(nodeOut(journey, out, network), sources, destinations, network);
}

function nodeOfPod(pod: PlaceAt<'pod-out'>['pod'] | null, network: IndexedNetwork): PlaceAt<'host-out'>['node'] | null {
  return pod === null || pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
}

function ofStep(step: Step, sources: AddressSet, destinations: AddressSet, network: IndexedNetwork): readonly LeavingPart[] {
  switch (step.kind) {
    case 'split':
      return step.parts.flatMap(({ match, step: inner }) => ofStep(inner, sources, match.destinations ?? destinations, network));
    case 'choose':
      return step.alternatives.flatMap(({ step: inner }) => ofStep(inner, sources, destinations, network));
    case 'end': {
      const missing = step.hop.findings?.find((finding) => finding.missing !== null)?.missing;
      const why = step.hop.explain();
      const unknown = step.outcome === 'unknown' || missing !== undefined;
      return [{ destinations, leaving: unknown ? { how: 'unknown', why, missing: missing ?? why } : { how: 'dropped', why } }];
    }
    case 'go':
    case 'filter': {
      const why = step.hop?.explain() ?? 'The packet stays in the kernel of its node.';
      if (step.to.at !== 'eni-out') return [{ destinations, leaving: { how: 'stays', why } }];
      const rewritten = step.kind === 'go' ? step.translation?.rewrite.sources : undefined;
      return [{ destinations, leaving: by(step.to.eni, rewritten ?? sources, rewritten !== undefined, why, network) }];
    }
  }
}
