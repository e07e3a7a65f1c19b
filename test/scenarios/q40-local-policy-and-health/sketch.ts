/** The shop behind a network load balancer whose Service has the policy Local, and Cluster. */
import { addInstance } from '../../sketch/instances.js';
import { allow, tcp } from '../../sketch/security-group.js';
import { addService } from '../../sketch/services.js';
import { addFront } from '../support/balancers.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function policy(externalTrafficPolicy: 'Local' | 'Cluster'): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  const local = externalTrafficPolicy === 'Local';
  addService(cluster, {
    id: 'shop/web',
    type: 'LoadBalancer',
    clusterIP: '172.20.44.7',
    externalTrafficPolicy,
    healthCheckNodePort: local ? 31135 : undefined,
    ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }],
  });
  allow(region, 'sg-nodes', tcp(30080, '10.20.0.0/16'), tcp(31135, '10.20.0.0/16'));
  addInstance(region, { id: 'i-client', name: 'client', subnet: 'subnet-prv-a', ip: '10.20.16.66', groups: ['sg-orders-db'] });
  const unhealthy = { state: 'unhealthy', reason: 'Target.FailedHealthChecks' };
  addFront(sketch, {
    name: 'web',
    type: 'network',
    nodes: { 'subnet-prv-a': '10.20.16.61', 'subnet-prv-b': '10.20.32.61' },
    crossZone: true,
    targetType: 'instance',
    targetPort: 30080,
    targets: [{ id: 'i-node-a', ...(local ? unhealthy : {}) }, { id: 'i-node-b' }],
  });
  return sketch;
}

const variants: Variants = { base: () => policy('Local'), 'policy-cluster': () => policy('Cluster') };
export default variants;
