/** A node as an end, and as the house of its pods: what arrives at its interfaces. */
import { familyOf, formatAddress } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Node } from '../../../model/kubernetes/cluster.js';
import { describeDestination, describeSource, onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { eniFindings } from '../../aws/eni/findings.js';
import { objectKey } from '../../../model/network.js';
import { podState } from '../pod/station.js';
import { objectRef } from '../references.js';
import { podBehindHelper } from './helper-interface.js';
import { isHostAddress, placePod, primaryAddressOf, primaryInterfaceOf } from '../vpc-cni/attachment.js';

export const hostOut: Station<'host-out'> = (journey, { node }, network) => ({
  kind: 'go',
  hop: {
    station: 'node',
    resource: objectRef('node', node, network),
    action: 'originate',
    explain: () =>
      `${journey.leg === 'return' ? 'The reply starts' : 'Starts'} at node ${node.name}, with source ${describeSource(journey.packets)}.`,
  },
  to: { at: 'kube-proxy', node, pod: null, entered: null },
});

export const hostIn: Station<'host-in'> = (journey, { node }, network) => ({
  kind: 'end',
  outcome: 'delivered',
  replyFrom: { at: 'host-out', node },
  hop: {
    station: 'node',
    resource: objectRef('node', node, network),
    action: 'deliver',
    explain: () => `Delivered to node ${node.name} at ${describeDestination(journey.packets)}.`,
  },
});

/** What an interface of a node has received: for one of its pods, for the host, or for nobody there. */
export const nodeIn: Station<'node-in'> = (journey, { node, eni }, network): Step => ({
  kind: 'go',
  hop: null,
  to: { at: 'kube-proxy', node, pod: null, entered: eni },
  ...(isMarked(journey, node, eni, network) ? { rememberedBy: `mark:${node.cluster}|${node.name}` } : {}),
});

/** The CNI marks connections that come in by the primary interface to its own address, so that pods elsewhere on the node answer by it too. */
function isMarked(journey: Journey, node: Node, eni: NetworkInterface, network: IndexedNetwork): boolean {
  const destination = onlyDestination(journey.packets);
  if (journey.leg === 'return' || destination === null || primaryInterfaceOf(node, network)?.id !== eni.id) return false;
  return primaryAddressOf(eni, familyOf(destination)) === destination;
}

/** The pod that was asked for, when it has finished: its address is still on the interface, for the next pod. */
function endedPod(journey: Journey, node: Node, network: IndexedNetwork): Finding | null {
  const { meant } = journey.flow;
  const [namespace = '', name = ''] = meant?.kind === 'pod' ? meant.id.split('/') : [];
  const pod = network.network.pods.get(objectKey({ cluster: node.cluster, namespace, name }));
  return pod === undefined ? null : podState(pod, journey, network);
}

/** Where a packet that entered a node goes inside it, once Services and remembered connections had their say. */
export function insideNode(journey: Journey, node: Node, eni: NetworkInterface, network: IndexedNetwork): Step {
  const destination = onlyDestination(journey.packets);
  const resource = objectRef('node', node, network);
  if (destination === null) return { kind: 'go', hop: null, to: { at: 'host-in', node } };
  const pod = network.clusters.podsAt(destination).find(({ cluster, nodeName }) => cluster === node.cluster && nodeName === node.name);
  if (pod !== undefined) {
    const placed = placePod(pod, node, destination, network);
    if (placed.ok && placed.attachment.strict && placed.attachment.eni.id !== eni.id)
      return { kind: 'go', hop: null, to: { at: 'node-out', node, pod: null, entered: eni, translated: true } };
    return { kind: 'go', hop: null, to: { at: 'policy-in', pod, eni } };
  }
  if (isHostAddress(node, destination, network)) return { kind: 'go', hop: null, to: { at: 'host-in', node } };
  const behind = podBehindHelper(journey, node, network);
  if (behind !== null) return { kind: 'go', hop: null, to: { at: 'policy-in', pod: behind, eni } };
  if (!network.hasKind('Pod', node.cluster))
    return lost(
      'node',
      resource,
      missingCall(
        resource,
        'Kubernetes pods (kubectl get pods -A -o json)',
        `Which pod of node ${node.name} has ${formatAddress(destination)}`,
        journey.packets,
      ),
    );
  const ended = endedPod(journey, node, network);
  if (ended !== null) return lost('pod', ended.resource, ended);
  return lost(
    'node',
    resource,
    eniFindings.NO_POSSIBLE_DESTINATION({
      resource,
      packets: journey.packets,
      say: () => `${formatAddress(destination)} belongs to ${eni.id} of node ${node.name}, but no running pod has it.`,
    }),
  );
}
