/** The shop with a bastion in the public subnet, without a public address and with one. */
import { addInstance } from '../../sketch/instances.js';
import { addSecurityGroup, tcp } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function bastion(publicIp?: string): Shop {
  const sketch = shop();
  addSecurityGroup(sketch.region, { id: 'sg-bastion', name: 'bastion', vpc: 'vpc-shop', ingress: [tcp(22, '0.0.0.0/0')] });
  const groups = ['sg-bastion'];
  addInstance(sketch.region, { id: 'i-bastion', name: 'bastion', subnet: 'subnet-pub-a', ip: '10.20.0.22', groups, publicIp });
  return sketch;
}

const variants: Variants = { base: () => bastion(), 'with-public-address': () => bastion('203.0.113.22') };
export default variants;
