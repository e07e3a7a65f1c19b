/** The shop with a node whose group lets nothing out: metadata hop limit 2, and 1. */
import { addNode } from '../../sketch/nodes.js';
import { addPod } from '../../sketch/pods.js';
import { addSecurityGroup } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function lockedDown(hopLimit: number): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  addSecurityGroup(region, { id: 'sg-closed', name: 'closed', vpc: 'vpc-shop', egress: [] });
  addNode(cluster, { id: 'node-c', subnet: 'subnet-prv-a', ip: '10.20.16.90', groups: ['sg-closed'], hopLimit });
  addPod(cluster, { id: 'shop/report', node: 'node-c', ip: '10.20.16.91' });
  addPod(cluster, { id: 'ops/host-agent', node: 'node-c', hostNetwork: true });
  return sketch;
}

const variants: Variants = { base: () => lockedDown(2), 'hop-limit-1': () => lockedDown(1) };
export default variants;
