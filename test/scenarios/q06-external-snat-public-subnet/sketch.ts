/** The shop with a node in a public subnet, with external SNAT on, and off. */
import type { Sketch } from '../../sketch/bundle.js';
import { addNode } from '../../sketch/nodes.js';
import { addPod } from '../../sketch/pods.js';
import { shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function publicNode(externalSnat: boolean): Sketch {
  const sketch = shop({ cni: { env: { AWS_VPC_K8S_CNI_EXTERNALSNAT: String(externalSnat) } } });
  const { cluster } = sketch;
  addNode(cluster, { id: 'node-p', subnet: 'subnet-pub-a', ip: '10.20.0.247', groups: ['sg-nodes'], publicIp: '203.0.113.77' });
  addPod(cluster, { id: 'ops/agent-7k2', node: 'node-p', ip: '10.20.0.80' });
  addPod(cluster, { id: 'ops/host-agent-9q4', node: 'node-p', hostNetwork: true });
  return sketch;
}

const variants: Variants = { base: () => publicNode(true), 'snat-on': () => publicNode(false) };
export default variants;
