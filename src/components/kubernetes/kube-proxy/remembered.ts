/** Connections that a node knows: replies get back the addresses that it has rewritten, and go on to whoever asked. */
import { equal } from '../../../net/interval-set.js';
import { WIDE_CLIENT_PORTS } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Session } from '../../../packet/hop.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import { translationAnsweredBy, type Journey, type Step } from '../../../packet/station.js';
import { isHelperAddress } from '../node/helper-interface.js';
import { insideNode } from '../node/station.js';
import { objectRef } from '../references.js';
import { isHostAddress } from '../vpc-cni/attachment.js';
import { nodeHolder } from './choose-endpoint.js';

function restoring(session: Session, to: Place, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step {
  const { node } = place;
  return {
    kind: 'go',
    undo: session,
    to,
    hop: {
      station: 'node',
      resource: objectRef('node', node, network),
      action: 'translate',
      explain: () => `Node ${node.name} remembers the connection and gives the reply its original addresses back.`,
    },
  };
}

/** A packet that left the node from or for a strict-mode branch pod comes back in: for the kernel that is a second connection with a source port of its own. */
function secondPass(node: PlaceAt<'kube-proxy'>['node']): string {
  return `${nodeHolder(node)}|again`;
}

function nodeOut({ node, pod, entered }: PlaceAt<'kube-proxy'>): Place {
  return { at: 'node-out', node, pod, entered, translated: true };
}

/** The way of a reply through the node. */
export function onReply(journey: Journey, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step {
  const { node, pod, entered } = place;
  if (journey.sessions !== null) {
    const again = entered === null ? translationAnsweredBy(journey, secondPass(node)) : null;
    if (again !== null) return restoring(again, nodeOut(place), place, network);
    const session = translationAnsweredBy(journey, nodeHolder(node));
    if (session !== null) return restoring(session, place, place, network);
  }
  if (entered === null) return { kind: 'go', hop: null, to: { at: 'node-out', node, pod, entered, translated: false } };
  const destination = onlyDestination(journey.packets);
  const inside =
    destination === null ||
    isHelperAddress(destination) ||
    isHostAddress(node, destination, network) ||
    network.clusters.podsAt(destination).some(({ cluster, nodeName }) => cluster === node.cluster && nodeName === node.name);
  return inside ? insideNode(journey, node, entered, network) : { kind: 'go', hop: null, to: nodeOut(place) };
}

/** The second meeting of a node with a packet that it has rewritten itself; null for every other packet. */
export function onSecondPass(journey: Journey, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step | null {
  const { node, entered } = place;
  const [packets] = journey.packets;
  if (entered === null || journey.sessions === null || packets === undefined) return null;
  const holder = nodeHolder(node);
  for (let list: typeof journey.sessions | null = journey.sessions; list !== null; list = list.earlier) {
    const { session } = list;
    const [sent] = session.after;
    if (session.holder !== holder || session.translation === null || sent === undefined) continue;
    if (!equal(sent.destinations, packets.destinations) || !equal(sent.sources, packets.sources)) continue;
    const inside = insideNode(journey, node, entered, network);
    if (inside.kind !== 'go') return inside;
    const why = `Node ${node.name} meets the connection for the second time, after it left for the VPC and came back, and gives it another source port.`;
    return {
      kind: 'go',
      rememberedBy: secondPass(node),
      translation: {
        kind: 'snat',
        by: objectRef('node', node, network),
        rewrite: { sourcePorts: WIDE_CLIENT_PORTS },
        drawsPorts: true,
        why: () => why,
      },
      hop: {
        station: 'node',
        resource: objectRef('node', node, network),
        action: 'translate',
        explain: () => `${why} It goes on to ${describeDestination(journey.packets)}.`,
      },
      to: inside.to,
    };
  }
  return null;
}
