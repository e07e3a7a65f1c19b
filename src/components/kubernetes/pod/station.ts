/** A pod as a sender and as a receiver, inside its node. */
import { familyOf, formatAddress } from '../../../net/address.js';
import type { Pod } from '../../../model/kubernetes/cluster.js';
import { isFinished } from '../../../lookup/cluster-objects.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { describeDestination, describeSource, onlyDestination, onlySource } from '../../../packet/describe.js';
import { fieldOf } from '../../../net/packet-set.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey, Station } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { objectKey } from '../../../model/network.js';
import { helperHolder } from '../node/helper-interface.js';
import { objectRef } from '../references.js';
import { podFindings } from './findings.js';

/** Why a pod takes no part in any traffic; null when it does. */
export function podState(pod: Pod, journey: Journey, network: IndexedNetwork): Finding | null {
  const resource = objectRef('pod', pod, network);
  const { packets } = journey;
  if (isFinished(pod))
    return podFindings.POD_NOT_RUNNING({
      resource,
      packets,
      say: () => `Pod ${resource.id} has finished (${pod.phase}); its address may belong to another pod by now.`,
    });
  if (pod.nodeName === null)
    return podFindings.POD_NOT_RUNNING({ resource, packets, say: () => `Pod ${resource.id} has no node yet (${pod.phase}).` });
  if (pod.addresses.length === 0)
    return podFindings.POD_HAS_NO_ADDRESS({
      resource,
      packets,
      say: () => `Pod ${resource.id} is on node ${pod.nodeName ?? ''} but has no address.`,
    });
  return null;
}

/** A destination of a family that the pod has no address of, and no helper interface for. */
function otherFamily(pod: Pod, journey: Journey, network: IndexedNetwork): Finding | null {
  const source = onlySource(journey.packets);
  const destination = onlyDestination(journey.packets);
  if (source === null || destination === null || familyOf(source) === familyOf(destination)) return null;
  const input = { resource: objectRef('pod', pod, network), packets: journey.packets };
  return familyOf(destination) === 'ipv6'
    ? podFindings.POD_HAS_NO_IPV6({
        ...input,
        say: () => `Pod ${input.resource.id} has no IPv6 address, and ${formatAddress(destination)} is one.`,
      })
    : podFindings.POD_HAS_NO_IPV4({
        ...input,
        say: () => `Pod ${input.resource.id} has no IPv4 address, and ${formatAddress(destination)} is one.`,
      });
}

export const podOut: Station<'pod-out'> = (journey, { pod }, network) => {
  const resource = objectRef('pod', pod, network);
  const finding = podState(pod, journey, network);
  if (finding !== null) return lost('pod', resource, finding);
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  if (node === null)
    return lost(
      'pod',
      resource,
      missingCall(
        resource,
        `Kubernetes nodes (kubectl get nodes -o json) with ${pod.nodeName ?? 'its node'}`,
        `Where node ${pod.nodeName ?? ''} of pod ${resource.id} is`,
        journey.packets,
      ),
    );
  const mixed = otherFamily(pod, journey, network);
  if (mixed !== null) return lost('pod', resource, mixed);
  const action = journey.leg === 'return' ? 'The reply starts at' : 'Starts at';
  const source = onlySource(journey.packets);
  const byHelper = source !== null && !pod.addresses.includes(source);
  return {
    kind: 'go',
    ...(byHelper ? { rememberedBy: helperHolder(node), note: objectKey(pod) } : {}),
    hop: {
      station: 'pod',
      resource,
      action: 'originate',
      explain: () => `${action} pod ${resource.id} on node ${node.name}, with source ${describeSource(journey.packets)}.`,
    },
    to: journey.leg === 'return' ? { at: 'kube-proxy', node, pod, entered: null } : { at: 'policy-out', pod },
  };
};

/** Asked for by a family that it has no address of, a pod has no destination at all. */
function withoutFamily(pod: Pod, { packets }: Journey, network: IndexedNetwork): Finding | null {
  const [own] = pod.addresses;
  if (own === undefined || fieldOf(packets, 'destinations').length > 0) return null;
  const resource = objectRef('pod', pod, network);
  const only = `it has only ${formatAddress(own)}`;
  return familyOf(own) === 'ipv4'
    ? podFindings.POD_HAS_NO_IPV6({ resource, packets, say: () => `Pod ${resource.id} has no IPv6 address: ${only}.` })
    : podFindings.POD_HAS_NO_IPV4({ resource, packets, say: () => `Pod ${resource.id} has no IPv4 address: ${only}.` });
}

export const podIn: Station<'pod-in'> = (journey, { pod, eni }, network) => {
  const resource = objectRef('pod', pod, network);
  const finding = podState(pod, journey, network);
  if (finding !== null) return lost('pod', resource, finding);
  const lacking = withoutFamily(pod, journey, network);
  if (lacking !== null) return lost('pod', resource, lacking);
  const by = eni === null ? 'inside the node' : `by ${eni.id}`;
  return {
    kind: 'end',
    outcome: 'delivered',
    replyFrom: { at: 'pod-out', pod },
    hop: {
      station: 'pod',
      resource,
      action: 'deliver',
      explain: () => `Delivered to pod ${resource.id} at ${describeDestination(journey.packets)}, ${by}.`,
    },
  };
};
