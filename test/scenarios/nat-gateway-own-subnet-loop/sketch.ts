/** The shop whose NAT gateway's subnet uses the private route table, and the public one. */
import { useRouteTable } from '../../sketch/route-table.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function natSubnetUses(table: string): Shop {
  const sketch = shop();
  useRouteTable(sketch.region, 'subnet-pub-a', table);
  return sketch;
}

const variants: Variants = { base: () => natSubnetUses('rtb-private'), 'public-table': () => natSubnetUses('rtb-public') };
export default variants;
