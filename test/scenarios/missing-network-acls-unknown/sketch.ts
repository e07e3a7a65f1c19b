/** The shop without the network ACLs in the snapshot, and with them. */
import { addPod } from '../../sketch/pods.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function withNeighbour(): Shop {
  const sketch = shop();
  addPod(sketch.cluster, { id: 'shop/stock', node: 'node-a', ip: '10.20.16.41', ports: [{ containerPort: 8080 }] });
  return sketch;
}

const variants: Variants = { base: () => withNeighbour().without('ec2:DescribeNetworkAcls'), complete: withNeighbour };
export default variants;
