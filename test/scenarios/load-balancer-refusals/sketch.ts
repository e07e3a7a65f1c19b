/** The shop behind a network load balancer with one target: cross-zone balancing off, on, and attributes that were not captured. */
import { addFront } from '../support/balancers.js';
import { allow, tcp } from '../../sketch/security-group.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function oneTarget(crossZone: boolean): Shop {
  const sketch = shop();
  allow(sketch.region, 'sg-nodes', tcp(8080, '10.20.0.0/16'));
  addFront(sketch, {
    name: 'front',
    type: 'network',
    nodes: { 'subnet-prv-a': '10.20.16.61', 'subnet-prv-b': '10.20.32.61' },
    crossZone,
    targetType: 'ip',
    targetPort: 8080,
    targets: [{ id: '10.20.32.22', zone: 'eu-west-1b' }],
  });
  return sketch;
}

const variants: Variants = {
  base: () => oneTarget(false),
  'cross-zone': () => oneTarget(true),
  'attributes-not-captured': () => oneTarget(true).without('elbv2:DescribeTargetGroupAttributes'),
};
export default variants;
