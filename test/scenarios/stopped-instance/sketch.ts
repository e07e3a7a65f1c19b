/** The shop with a batch host that is stopped, and that runs. */
import { addInstance } from '../../sketch/instances.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function batchHost(state: string): Shop {
  const sketch = shop();
  addInstance(sketch.region, { id: 'i-batch', name: 'batch', subnet: 'subnet-prv-b', ip: '10.20.32.77', groups: ['sg-nodes'], state });
  return sketch;
}

const variants: Variants = { base: () => batchHost('stopped'), running: () => batchHost('running') };
export default variants;
