/** The shop whose private default route leads to a firewall instance, with the source/destination check on, and off. */
import { addInstance } from '../../sketch/instances.js';
import { addRoutes, removeRoutes } from '../../sketch/route-table.js';
import { take } from '../../sketch/collection.js';
import { addSecurityGroup, any } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function throughFirewall(check: boolean): Shop {
  const sketch = shop();
  const { region } = sketch;
  addSecurityGroup(region, { id: 'sg-firewall', name: 'firewall', vpc: 'vpc-shop', ingress: [any('10.20.0.0/16')] });
  const spec = { id: 'i-firewall', name: 'firewall', subnet: 'subnet-pub-b', ip: '10.20.1.9', groups: ['sg-firewall'] };
  addInstance(region, { ...spec, publicIp: '203.0.113.9' });
  take(region.interfaces, 'eni-firewall').sourceDestCheck = check;
  removeRoutes(region, 'rtb-private', '0.0.0.0/0');
  addRoutes(region, 'rtb-private', { '0.0.0.0/0': 'eni-firewall' });
  return sketch;
}

const variants: Variants = { base: () => throughFirewall(true), 'check-off': () => throughFirewall(false) };
export default variants;
