/** The shop whose VPC has DNS off, and on, with a host whose group lets nothing out. */
import { addInstance } from '../../sketch/instances.js';
import { addSecurityGroup } from '../../sketch/security-group.js';
import { take } from '../../sketch/collection.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function dnsSupport(on: boolean): Shop {
  const sketch = shop();
  const { region } = sketch;
  take(region.vpcs, 'vpc-shop').dnsSupport = on;
  addSecurityGroup(region, { id: 'sg-closed', name: 'closed', vpc: 'vpc-shop', egress: [] });
  addInstance(region, { id: 'i-quiet', name: 'quiet', subnet: 'subnet-prv-a', ip: '10.20.16.70', groups: ['sg-closed'] });
  return sketch;
}

const variants: Variants = { base: () => dnsSupport(false), 'dns-on': () => dnsSupport(true) };
export default variants;
