/** Pods with security groups of their own: a node with a trunk, and a branch pod on it. */
import { take } from '../../sketch/collection.js';
import { addNode } from '../../sketch/nodes.js';
import { addBranchPod, addSecurityGroupPolicy, addTrunk } from '../../sketch/policies.js';
import type { Shop } from './shop.js';

interface BranchSpec {
  /** `shop/pay`. */
  id: string;
  ip: string;
  subnet: string;
  groups: string[];
}

/** Adds node-t (10.20.16.80, trunk 10.20.16.81) and a pod with a branch interface; its SecurityGroupPolicy selects `app: NAME`. */
export function addPodWithGroups(sketch: Shop, { id, ip, subnet, groups }: BranchSpec): void {
  const { cluster } = sketch;
  const name = id.slice(id.indexOf('/') + 1);
  if (!cluster.nodes.has('node-t')) {
    addNode(cluster, { id: 'node-t', subnet: 'subnet-prv-a', ip: '10.20.16.80', groups: ['sg-nodes'] });
    addTrunk(cluster, take(cluster.nodes, 'node-t'), 'eni-trunk', '10.20.16.81');
  }
  const labels = { app: name };
  addSecurityGroupPolicy(cluster, id, labels, groups);
  addBranchPod(cluster, { id, node: 'node-t', ip, interface: `eni-branch-${name}`, groups, subnet, vlan: 1, labels });
}
