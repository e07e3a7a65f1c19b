/** The shop with a database pod under a policy: enforced or not, and with a policy on the sender's side. */
import { addNetworkPolicy } from '../../sketch/policies.js';
import { addPod } from '../../sketch/pods.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function isolated(networkPolicy: boolean): Shop {
  const sketch = shop({ cni: { networkPolicy } });
  const { cluster } = sketch;
  addPod(cluster, { id: 'shop/orders-0', node: 'node-b', ip: '10.20.32.31', labels: { app: 'orders' }, ports: [{ containerPort: 5432 }] });
  addPod(cluster, { id: 'shop/api', node: 'node-a', ip: '10.20.16.25', labels: { app: 'api' } });
  addNetworkPolicy(cluster, 'shop/orders-from-api', {
    podSelector: { matchLabels: { app: 'orders' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: { matchLabels: { app: 'api' } } }], ports: [{ protocol: 'TCP', port: 5432 }] }],
  });
  return sketch;
}

function senderIsolated(): Shop {
  const sketch = isolated(true);
  addNetworkPolicy(sketch.cluster, 'shop/api-dns-only', {
    podSelector: { matchLabels: { app: 'api' } },
    policyTypes: ['Egress'],
    egress: [{ ports: [{ protocol: 'UDP', port: 53 }] }],
  });
  return sketch;
}

const variants: Variants = { base: () => isolated(true), 'not-enforced': () => isolated(false), 'sender-isolated': senderIsolated };
export default variants;
