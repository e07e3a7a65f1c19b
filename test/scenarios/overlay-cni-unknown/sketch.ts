/** The shop with pods of an overlay network, and with pods of the VPC CNI. */
import { addPod } from '../../sketch/pods.js';
import { addWorkload } from '../../sketch/workloads.js';
import { take } from '../../sketch/collection.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function overlay(): Shop {
  const sketch = shop();
  const { cluster, region } = sketch;
  const pods = ['node-a', 'node-b'].map((node) => ({ node, hostNetwork: true }));
  addWorkload(cluster, { id: 'kube-system/calico-node', kind: 'DaemonSet', pods });
  addPod(cluster, { id: 'shop/left', node: 'node-a', ip: '10.244.1.7' });
  addPod(cluster, { id: 'shop/right', node: 'node-b', ip: '10.244.2.9', ports: [{ containerPort: 8080 }] });
  for (const id of ['eni-node-a', 'eni-node-b']) take(region.interfaces, id).secondary = [];
  return sketch;
}

const variants: Variants = { base: overlay, 'vpc-cni': () => shop() };
export default variants;
