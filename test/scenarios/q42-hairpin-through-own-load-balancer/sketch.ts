/** The shop behind an internal network load balancer with its nodes as targets, keeping client addresses or not. */
import { addInstance } from '../../sketch/instances.js';
import { addPod } from '../../sketch/pods.js';
import { allow, tcp } from '../../sketch/security-group.js';
import { addService } from '../../sketch/services.js';
import { addFront } from '../support/balancers.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function internalFront(preserve: boolean): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  addPod(cluster, { id: 'ops/host-client', node: 'node-a', hostNetwork: true });
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }];
  addService(cluster, { id: 'shop/web', type: 'NodePort', clusterIP: '172.20.44.7', ports });
  allow(region, 'sg-nodes', tcp(30080, '10.20.0.0/16'));
  addInstance(region, { id: 'i-outside', name: 'outside', subnet: 'subnet-prv-a', ip: '10.20.16.66', groups: ['sg-nodes'] });
  addFront(sketch, {
    name: 'shop-internal',
    type: 'network',
    nodes: { 'subnet-prv-a': '10.20.16.61', 'subnet-prv-b': '10.20.32.61' },
    crossZone: true,
    targetType: 'instance',
    targetPort: 30080,
    targets: [{ id: 'i-node-a' }, { id: 'i-node-b' }],
    attributes: { 'preserve_client_ip.enabled': String(preserve) },
  });
  return sketch;
}

const variants: Variants = { base: () => internalFront(true), 'client-address-not-kept': () => internalFront(false) };
export default variants;
