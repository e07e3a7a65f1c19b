/**
 * The CNI's helper interface for the other address family (ENABLE_V4_EGRESS): its addresses mean something inside one node only, so the
 * node must remember which pod a connection belongs to.
 */
import type { Address } from '../../../net/address.js';
import { parsePrefix, prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Node, Pod } from '../../../model/kubernetes/cluster.js';
import { sessionOf, type Journey } from '../../../packet/station.js';

/** Who remembers connections that left a pod by its helper interface. */
export function helperHolder(node: Node): string {
  return `helper:${node.cluster}|${node.name}`;
}

/** What the helper interfaces of a node hand out: IPv4 in an IPv6 cluster, and the reverse ("amazon-vpc-cni-k8s", egress plugin). */
const HELPER_RANGES = ['169.254.172.0/22', 'fd00::ac:0/118'].flatMap((text) => parsePrefix(text) ?? []);

/** Does the address mean something inside one node only? */
export function isHelperAddress(address: Address): boolean {
  return HELPER_RANGES.some((prefix) => prefixHolds(prefix, address));
}

/** The pod that a reply to a helper address belongs to; null when no connection of this flow left that way. */
export function podBehindHelper(journey: Journey, node: Node, network: IndexedNetwork): Pod | null {
  const note = journey.leg === 'return' ? (sessionOf(journey, helperHolder(node))?.note ?? null) : null;
  return note === null ? null : (network.network.pods.get(note) ?? null);
}
