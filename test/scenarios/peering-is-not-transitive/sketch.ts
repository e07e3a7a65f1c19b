/** The three VPCs of the fixture in a row, with routes by the peerings, and without any. */
import { awsFixture } from '../../sketch/aws-fixture.js';
import type { Sketch } from '../../sketch/bundle.js';
import { addRoutes, removeRoutes } from '../../sketch/route-table.js';
import { allow, any } from '../../sketch/security-group.js';
import type { Variants } from '../support/story.js';

function inARow(): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  removeRoutes(region, 'rtb-prv', '0.0.0.0/0');
  addRoutes(region, 'rtb-prv', { '10.1.0.0/16': 'pcx-ab', '10.2.0.0/16': 'pcx-ab', '0.0.0.0/0': 'pcx-ab' });
  addRoutes(region, 'rtb-b', { '10.0.0.0/16': 'pcx-ab', '10.2.0.0/16': 'pcx-bc' });
  addRoutes(region, 'rtb-c', { '10.0.0.0/16': 'pcx-bc', '10.1.0.0/16': 'pcx-bc' });
  for (const group of ['sg-b', 'sg-c']) allow(region, group, any('10.0.0.0/8'));
  return sketch;
}

function apart(): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  removeRoutes(region, 'rtb-prv', '0.0.0.0/0');
  for (const entries of [region.peerings, region.attachments, region.transitGateways, region.transitRouteTables]) entries.clear();
  return sketch;
}

const variants: Variants = { base: inARow, apart };
export default variants;
