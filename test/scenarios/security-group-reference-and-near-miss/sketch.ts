/** The shop with a worker host that carries another group than the one the database lets in, and the right one. */
import { addInstance } from '../../sketch/instances.js';
import { addSecurityGroup, allow, tcp, udp } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function workerIn(group: string): Shop {
  const sketch = shop();
  const { region } = sketch;
  addSecurityGroup(region, { id: 'sg-nodes-old', name: 'nodes-old', vpc: 'vpc-shop' });
  allow(region, 'sg-orders-db', tcp(5433, '10.20.0.0/16'), udp(5432, '10.20.0.0/16'));
  addInstance(region, { id: 'i-worker', name: 'worker', subnet: 'subnet-prv-a', ip: '10.20.16.55', groups: [group] });
  return sketch;
}

const variants: Variants = { base: () => workerIn('sg-nodes-old'), 'in-the-group': () => workerIn('sg-nodes') };
export default variants;
