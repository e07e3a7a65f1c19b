/** The shop with a branch pod whose group allows everything; the nodes of CoreDNS let it in or not. */
import { addSecurityGroup, allow, any, udp } from '../../sketch/security-group.js';
import { addPodWithGroups } from '../support/branch.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function ownGroup(letIn: boolean): Shop {
  const sketch = shop({ cni: { env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: 'strict' } } });
  addSecurityGroup(sketch.region, { id: 'sg-debug', name: 'debug', vpc: 'vpc-shop', ingress: [any('0.0.0.0/0')] });
  addPodWithGroups(sketch, { id: 'shop/debug', ip: '10.20.16.85', subnet: 'subnet-prv-a', groups: ['sg-debug'] });
  if (letIn) allow(sketch.region, 'sg-nodes', udp(53, 'sg-debug'));
  return sketch;
}

const variants: Variants = { base: () => ownGroup(false), 'dns-let-in': () => ownGroup(true) };
export default variants;
