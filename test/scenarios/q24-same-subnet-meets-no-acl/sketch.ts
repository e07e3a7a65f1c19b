/** The shop with a second node in subnet-prv-a, under an ACL that denies all, lets requests in only, or lets all through. */
import type { AclEntrySketch } from '../../sketch/aws-shapes.js';
import { allowEntry, addNetworkAcl } from '../../sketch/network-acl.js';
import { addNode } from '../../sketch/nodes.js';
import { addPod } from '../../sketch/pods.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function under(inbound: AclEntrySketch[], outbound: AclEntrySketch[]): Shop {
  const sketch = shop();
  addNode(sketch.cluster, { id: 'node-a2', subnet: 'subnet-prv-a', ip: '10.20.16.30', groups: ['sg-nodes'] });
  addPod(sketch.cluster, { id: 'shop/stock', node: 'node-a2', ip: '10.20.16.41', ports: [{ containerPort: 8080 }] });
  addNetworkAcl(sketch.region, { id: 'acl-strict', name: 'strict', vpc: 'vpc-shop', subnets: ['subnet-prv-a'], inbound, outbound });
  return sketch;
}

const all = (): AclEntrySketch[] => [allowEntry(100, 'all', '0.0.0.0/0')];
const variants: Variants = {
  base: () => under([], []),
  'requests-only': () => under(all(), [allowEntry(100, 'tcp', '0.0.0.0/0', [0, 1023])]),
  open: () => under(all(), all()),
};
export default variants;
