/** The shop with a bastion that lets a prefix list in: its entries absent, holding the office, and holding other networks. */
import { addPrefixList } from '../../sketch/endpoints.js';
import { addInstance } from '../../sketch/instances.js';
import { addSecurityGroup, tcp } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function offices(cidrs: string[] | null): Shop {
  const sketch = shop();
  const { region } = sketch;
  if (cidrs !== null) addPrefixList(region, { id: 'pl-offices', name: 'offices', cidrs });
  addSecurityGroup(region, { id: 'sg-bastion', name: 'bastion', vpc: 'vpc-shop', ingress: [tcp(22, 'pl-offices')] });
  const spec = { id: 'i-bastion', name: 'bastion', subnet: 'subnet-pub-a', ip: '10.20.0.22', groups: ['sg-bastion'] };
  addInstance(region, { ...spec, publicIp: '203.0.113.22' });
  return sketch;
}

const variants: Variants = {
  base: () => offices(null),
  'office-listed': () => offices(['192.0.2.0/24', '198.51.100.0/24']),
  'office-not-listed': () => offices(['192.0.2.0/24']),
};
export default variants;
