/** Sketches that the specs of roads between networks start from, and their entries by id. */
import { awsFixture } from '../sketch/aws-fixture.js';
import type { RegionSketch } from '../sketch/aws-shapes.js';
import type { AttachmentSketch, TransitRouteTableSketch } from '../sketch/aws-service-shapes.js';
import type { Sketch } from '../sketch/bundle.js';
import { addRoutes } from '../sketch/route-table.js';
import { allow, tcp } from '../sketch/security-group.js';

/** A sketch's entry of that id; a typing error in a test is an error of the test. */
export function entry<T>(map: ReadonlyMap<string, T>, id: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`no ${id}`);
  return found;
}

export function transitTable(region: RegionSketch, id = 'tgwrt-1'): TransitRouteTableSketch {
  return entry(region.transitRouteTables, id);
}

export function attachmentIn(region: RegionSketch, id: string): AttachmentSketch {
  return entry(region.attachments, id);
}

/** The fixture without peerings, with routes between vpc-a and vpc-b over tgw-1, and 443 open in vpc-b. */
export function meshed(): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  region.peerings.clear();
  addRoutes(region, 'rtb-prv', { '10.1.0.0/16': 'tgw-1' });
  addRoutes(region, 'rtb-b', { '10.0.0.0/16': 'tgw-1' });
  allow(region, 'sg-b', tcp(443, '10.0.0.0/16'));
  return sketch;
}
