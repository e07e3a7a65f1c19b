/** Where the policies of a pod are asked. */
import type { Station } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { objectRef } from '../references.js';

export const policyOut: Station<'policy-out'> = (journey, { pod }, network) => {
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const resource = objectRef('pod', pod, network);
  if (node === null)
    return lost(
      'pod',
      resource,
      missingCall(resource, 'Kubernetes nodes (kubectl get nodes -o json)', `Where pod ${resource.id} runs`, journey.packets),
    );
  return { kind: 'go', hop: null, to: { at: 'kube-proxy', node, pod, entered: null } };
};

export const policyIn: Station<'policy-in'> = (_journey, { pod, eni }) => ({ kind: 'go', hop: null, to: { at: 'pod-in', pod, eni } });
