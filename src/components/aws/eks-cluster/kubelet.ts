/** What breaks, and what does not, when the control plane can't open connections to the kubelet of a node. */
import { onlyNumber } from '../../../net/interval-set.js';
import { fieldOf, type PacketSet } from '../../../net/packet-set.js';
import type { ResourceRef } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import { eksApiFindings } from './findings.js';

const KUBELET_PORT = 10250;

/** The caveat for a flow from the control plane to a kubelet that fails; null for every other flow. */
export function kubeletCaveat(sender: ResourceRef, target: ResourceRef, packets: PacketSet): Finding | null {
  if (sender.kind !== 'eks-cluster' || target.kind === 'pod' || onlyNumber(fieldOf(packets, 'destinationPorts')) !== KUBELET_PORT)
    return null;
  return eksApiFindings.KUBELET_UNREACHABLE({
    resource: target,
    packets,
    say: () =>
      'kubectl logs, exec, attach, port-forward and top fail, because the API server dials the kubelet for them; nodes stay Ready and pods start, because that traffic goes from the node to the API server.',
  });
}
