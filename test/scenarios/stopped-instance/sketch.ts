/** The shop with a batch host that is stopped, and that runs. */
import { addInterface } from '../../sketch/interfaces.js';
import { addInstance } from '../../sketch/instances.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function batchHost(state: string): Shop {
  const sketch = shop();
  addInstance(sketch.region, { id: 'i-batch', name: 'batch', subnet: 'subnet-prv-b', ip: '10.20.32.77', groups: ['sg-nodes'], state });
  addInterface(sketch.region, {
    id: 'eni-spare',
    name: 'spare',
    subnet: 'subnet-prv-b',
    ip: '10.20.32.78',
    groups: ['sg-nodes'],
    attached: false,
  });
  return sketch;
}

const variants: Variants = {
  base: () => batchHost('stopped'),
  terminated: () => batchHost('terminated'),
  running: () => batchHost('running'),
};
export default variants;
