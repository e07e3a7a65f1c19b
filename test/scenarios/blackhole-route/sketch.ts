/** The shop whose private default route leads to a deleted NAT gateway, and to the one that exists. */
import { removeRoutes } from '../../sketch/route-table.js';
import { take } from '../../sketch/collection.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function deletedGateway(): Shop {
  const sketch = shop();
  removeRoutes(sketch.region, 'rtb-private', '0.0.0.0/0');
  take(sketch.region.routeTables, 'rtb-private').routes.push({ to: '0.0.0.0/0', via: 'nat-0deleted', state: 'blackhole' });
  return sketch;
}

const variants: Variants = { base: deletedGateway, 'route-to-new-gateway': () => shop() };
export default variants;
