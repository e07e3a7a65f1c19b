/** The shop with a host in the public subnet: whatever the table does not name goes to the internet gateway. */
import { addInstance } from '../../sketch/instances.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function host(): Shop {
  const sketch = shop();
  const spec = { id: 'i-relay', name: 'relay', subnet: 'subnet-pub-a', ip: '10.20.0.30', groups: ['sg-nodes'], publicIp: '203.0.113.30' };
  addInstance(sketch.region, spec);
  return sketch;
}

const variants: Variants = { base: host };
export default variants;
