/** Two VPCs of the fixture joined by its transit gateway, each variant with one thing missing. */
import { awsFixture } from '../../sketch/aws-fixture.js';
import type { Sketch } from '../../sketch/bundle.js';
import { take } from '../../sketch/collection.js';
import { addRoutes } from '../../sketch/route-table.js';
import { allow, any } from '../../sketch/security-group.js';
import { attachVpn } from '../../sketch/transit-gateway.js';
import type { Variants } from '../support/story.js';

function joined(change: (sketch: Sketch) => void = () => undefined): Sketch {
  const sketch = awsFixture();
  const { region } = sketch;
  addRoutes(region, 'rtb-prv', { '10.1.0.0/16': 'tgw-1', '192.168.0.0/16': 'tgw-1' });
  addRoutes(region, 'rtb-b', { '10.0.0.0/16': 'tgw-1' });
  allow(region, 'sg-b', any('10.0.0.0/16'));
  attachVpn(region, { id: 'att-vpn', transitGateway: 'tgw-1', vpn: 'vpn-1', announces: ['192.168.0.0/16'] });
  change(sketch);
  return sketch;
}

const table = ({ region }: Sketch) => take(region.transitRouteTables, 'tgwrt-1');
const variants: Variants = {
  base: () => joined(),
  'not-associated': () => joined((sketch) => (table(sketch).associations = ['att-b', 'att-c'])),
  'not-propagated': () => joined((sketch) => (table(sketch).propagations = ['att-a', 'att-c'])),
  blackhole: () =>
    joined((sketch) => table(sketch).routes.push({ to: '10.1.0.0/16', attachments: [], state: 'blackhole', type: 'static' })),
  'longer-route-elsewhere': () =>
    joined((sketch) => table(sketch).routes.push({ to: '10.1.1.0/24', attachments: ['att-c'], type: 'static' })),
  'static-route-elsewhere': () =>
    joined((sketch) => table(sketch).routes.push({ to: '10.1.0.0/16', attachments: ['att-c'], type: 'static' })),
  'no-subnet-in-the-zone': () => joined(({ region }) => (take(region.attachments, 'att-a').subnets = ['sn-tgw-b'])),
  'routes-not-captured': () => joined((sketch) => void sketch.without('ec2:SearchTransitGatewayRoutes')),
  'group-reference': () => joined(({ region }) => (take(region.securityGroups, 'sg-b').ingress = [any('sg-app')])),
  'tunnels-down': () => joined(({ region }) => (take(region.vpnConnections, 'vpn-1').tunnels = ['DOWN', 'DOWN'])),
};
export default variants;
