/** The shop with a Service, asked for by names. */
import { addService } from '../../sketch/services.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function named(): Shop {
  const sketch = shop();
  addService(sketch.cluster, { id: 'shop/web', clusterIP: '172.20.44.7', ports: [{ name: 'http', port: 80, targetPort: 8080 }] });
  return sketch;
}

const variants: Variants = { base: named };
export default variants;
