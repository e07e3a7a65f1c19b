/** The node's kernel where connections are remembered and Services are resolved, before policy routing picks a way out. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { PlaceAt } from '../../../packet/place.js';
import { translationAnsweredBy, type Journey, type Station, type Step } from '../../../packet/station.js';
import { insideNode } from '../node/station.js';
import { objectRef } from '../references.js';

/** Replies of connections that the node translated get their addresses back first. */
function restored(journey: Journey, place: PlaceAt<'kube-proxy'>, network: IndexedNetwork): Step | null {
  const { node } = place;
  const session = translationAnsweredBy(journey, `node:${node.cluster}|${node.name}`);
  if (session === null) return null;
  return {
    kind: 'go',
    undo: session,
    to: place,
    hop: {
      station: 'node',
      resource: objectRef('node', node, network),
      action: 'translate',
      explain: () => `Node ${node.name} remembers the connection and gives the reply its original addresses back.`,
    },
  };
}

export const kubeProxy: Station<'kube-proxy'> = (journey, place, network): Step => {
  const { node, pod, entered } = place;
  if (journey.leg === 'return') {
    const back = restored(journey, place, network);
    if (back !== null) return back;
  }
  if (entered !== null) return insideNode(journey, node, entered, network);
  return { kind: 'go', hop: null, to: { at: 'node-out', node, pod, entered, translated: false } };
};
