/** The shop with a pod without an address, one that has finished, and one that runs. */
import { addPod } from '../../sketch/pods.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function withPods(): Shop {
  const sketch = shop();
  const { cluster } = sketch;
  addPod(cluster, { id: 'shop/waiting', node: 'node-b', phase: 'Pending', ready: false });
  addPod(cluster, { id: 'shop/import-x7', node: 'node-b', ip: '10.20.32.44', phase: 'Succeeded', ready: false });
  addPod(cluster, { id: 'shop/running', node: 'node-b', ip: '10.20.32.45', ports: [{ containerPort: 8080 }] });
  return sketch;
}

const variants: Variants = { base: withPods };
export default variants;
