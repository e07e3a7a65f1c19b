/** The shop with a webhook on 9443 behind a Service on 443, and nodes that let the control plane in on some ports. */
import { take } from '../../sketch/collection.js';
import { addPod } from '../../sketch/pods.js';
import { any, tcp } from '../../sketch/security-group.js';
import { addService } from '../../sketch/services.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function lettingIn(...ports: number[]): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  take(region.securityGroups, 'sg-nodes').ingress = [any('self'), ...ports.map((port) => tcp(port, 'sg-cluster'))];
  const labels = { app: 'alb-controller' };
  const webhook = [{ name: 'webhook', containerPort: 9443 }];
  addPod(cluster, { id: 'kube-system/alb-controller', node: 'node-b', ip: '10.20.32.51', labels, ports: webhook });
  const ports443 = [{ name: 'webhook', port: 443, targetPort: 9443 }];
  addService(cluster, { id: 'kube-system/alb-webhook', selector: labels, ports: ports443 });
  return sketch;
}

const variants: Variants = { base: () => lettingIn(443, 10250), 'target-port-allowed': () => lettingIn(9443, 10250) };
export default variants;
