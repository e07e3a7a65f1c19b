/** Which endpoints of a Service port one node may send new connections to ("Virtual IPs and Service Proxies", traffic policies). */
import type { Backend, PortBackends } from '../../../lookup/service-backends.js';
import type { Node } from '../../../model/kubernetes/cluster.js';

export type Usable =
  | {
      readonly kind: 'backends';
      readonly backends: readonly Backend[];
      /** Only the node's own, ending ones for want of ready ones, only those that hints name, or simply all that are ready. */
      readonly chosen: 'all' | 'local' | 'ending' | 'local-ending' | 'zone-hints' | 'node-hints';
    }
  /** Rejected. */
  | { readonly kind: 'none' }
  /** Dropped: others have some. */
  | { readonly kind: 'none-here'; readonly elsewhere: readonly Backend[] };

/** All that are ready, else those that end but still serve; narrowed by hints when every ready one has hints and one fits. */
function ofCluster(all: PortBackends, { name, zone }: Pick<Node, 'name' | 'zone'>): Usable {
  if (all.ready.length === 0) {
    return all.draining.length === 0 ? { kind: 'none' } : { kind: 'backends', backends: all.draining, chosen: 'ending' };
  }
  const forNode = all.hintedAtNode(name);
  if (forNode !== null && forNode.length > 0) return { kind: 'backends', backends: forNode, chosen: 'node-hints' };
  const forZone = zone === null ? null : all.hintedAtZone(zone);
  if (forZone !== null && forZone.length > 0) return { kind: 'backends', backends: forZone, chosen: 'zone-hints' };
  return { kind: 'backends', backends: all.ready, chosen: 'all' };
}

/** `node.name` is the name by which kube-proxy knows its own endpoints. */
export function usableBackends(all: PortBackends, policy: 'Cluster' | 'Local', node: Pick<Node, 'name' | 'zone'>): Usable {
  if (policy === 'Cluster') return ofCluster(all, node);
  const ready = all.readyOn(node.name);
  if (ready.length > 0) return { kind: 'backends', backends: ready, chosen: 'local' };
  const ending = all.drainingOn(node.name);
  if (ending.length > 0) return { kind: 'backends', backends: ending, chosen: 'local-ending' };
  const elsewhere = all.ready.length > 0 ? all.ready : all.draining;
  return elsewhere.length === 0 ? { kind: 'none' } : { kind: 'none-here', elsewhere };
}
