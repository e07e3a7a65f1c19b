/** The shop whose nodes let each other in on high ports only, and on all; apps on 80 and 8080 on both nodes. */
import { take } from '../../sketch/collection.js';
import { addPod } from '../../sketch/pods.js';
import { any, tcp } from '../../sketch/security-group.js';
import { addService } from '../../sketch/services.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function between(rule: ReturnType<typeof tcp>): Shop {
  const sketch = shop();
  const { cluster } = sketch;
  take(sketch.region.securityGroups, 'sg-nodes').ingress = [rule];
  const labels = { app: 'plain' };
  const ports = [{ name: 'http', containerPort: 80 }];
  addPod(cluster, { id: 'shop/plain-a', node: 'node-a', ip: '10.20.16.31', labels, ports });
  addPod(cluster, { id: 'shop/plain-b', node: 'node-b', ip: '10.20.32.31', labels, ports });
  addService(cluster, { id: 'shop/plain', clusterIP: '172.20.9.9', ports: [{ name: 'http', port: 80, targetPort: 80 }] });
  return sketch;
}

const variants: Variants = { base: () => between(tcp([1025, 65535], 'self')), 'all-ports': () => between(any('self')) };
export default variants;
