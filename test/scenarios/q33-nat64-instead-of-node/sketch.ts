/** The IPv6 lab with a NAT gateway: with the route of NAT64, and without it. */
import type { Sketch } from '../../sketch/bundle.js';
import { take } from '../../sketch/collection.js';
import { ipv6Lab } from '../../sketch/eks-lab-parts.js';
import { addNatGateway } from '../../sketch/gateways.js';
import { addRoutes, addRouteTable, removeRoutes, routes } from '../../sketch/route-table.js';
import { addSubnet } from '../../sketch/vpc.js';
import type { Variants } from '../support/story.js';

function withNat(route64: boolean): Sketch {
  const lab = ipv6Lab();
  const { region } = lab;
  take(region.subnets, 'sn-prv-a').dns64 = true;
  addSubnet(region, { id: 'sn-pub', vpc: 'vpc-a', cidr: '10.0.0.0/24', ipv6Cidr: '2001:db8:1::/64' });
  addRouteTable(region, { id: 'rtb-pub', vpc: 'vpc-a', subnets: ['sn-pub'], routes: routes({ '0.0.0.0/0': 'igw-a' }) });
  addNatGateway(region, { id: 'nat-a', subnet: 'sn-pub', ip: '10.0.0.50', publicIp: '203.0.113.50' });
  removeRoutes(region, 'rtb-prv', '::/0');
  addRoutes(region, 'rtb-prv', { '0.0.0.0/0': 'nat-a', ...(route64 ? { '64:ff9b::/96': 'nat-a' } : {}) });
  return lab;
}

const variants: Variants = { base: () => withNat(true), 'without-route': () => withNat(false) };
export default variants;
