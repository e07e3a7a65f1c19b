/**
 * The CNI's helper interface for the other address family (ENABLE_V4_EGRESS): its addresses mean something inside one node only, so the
 * node must remember which pod a connection belongs to.
 */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Node, Pod } from '../../../model/kubernetes/cluster.js';
import { sessionOf, type Journey } from '../../../packet/station.js';

/** Who remembers connections that left a pod by its helper interface. */
export function helperHolder(node: Node): string {
  return `helper:${node.cluster}|${node.name}`;
}

/** The pod that a reply to a helper address belongs to; null when no connection of this flow left that way. */
export function podBehindHelper(journey: Journey, node: Node, network: IndexedNetwork): Pod | null {
  const note = journey.leg === 'return' ? (sessionOf(journey, helperHolder(node))?.note ?? null) : null;
  return note === null ? null : (network.network.pods.get(note) ?? null);
}
