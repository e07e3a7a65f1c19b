/** The shop with an API server that is public for some addresses, and private or not. */
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function apiFor(publicAccessCidrs: string[], privateAccess: boolean, publicAccess = true): Shop {
  const sketch = shop();
  return Object.assign(sketch, { cluster: Object.assign(sketch.cluster, { publicAccessCidrs, privateAccess, publicAccess }) });
}

const OFFICE = '198.51.100.0/24';
const variants: Variants = {
  base: () => apiFor([OFFICE], false),
  'nat-listed': () => apiFor([OFFICE, '203.0.113.50/32'], false),
  'private-access': () => apiFor([OFFICE], true),
  'private-only': () => apiFor([], true, false),
};
export default variants;
