/** The shop with a second range for pods, a branch pod in it, and a database behind a transit gateway. */
import { take } from '../../sketch/collection.js';
import { addDatabase } from '../../sketch/databases.js';
import { addRoutes, addRouteTable, routes, useRouteTable } from '../../sketch/route-table.js';
import { addSecurityGroup, tcp } from '../../sketch/security-group.js';
import { addTransitGateway, attachVpc } from '../../sketch/transit-gateway.js';
import { addSubnet, addVpc } from '../../sketch/vpc.js';
import { addPodWithGroups } from '../support/branch.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

interface Options {
  mode?: 'strict' | 'standard';
  allowed?: string[];
  wayBack?: boolean;
}

function twoVpcs({ mode = 'strict', allowed = ['10.20.0.0/16'], wayBack = true }: Options = {}): Shop {
  const sketch = shop({ cni: { env: { ENABLE_POD_ENI: 'true', POD_SECURITY_GROUP_ENFORCING_MODE: mode } } });
  const { region } = sketch;
  take(region.vpcs, 'vpc-shop').secondaryCidrs.push('100.64.0.0/16');
  addSubnet(region, { id: 'subnet-pod-a', name: 'pods-a', vpc: 'vpc-shop', cidr: '100.64.0.0/18' });
  useRouteTable(region, 'subnet-pod-a', 'rtb-private');
  addSecurityGroup(region, { id: 'sg-orders-pods', name: 'orders-pods', vpc: 'vpc-shop' });
  addPodWithGroups(sketch, { id: 'shop/orders', ip: '100.64.3.20', subnet: 'subnet-pod-a', groups: ['sg-orders-pods'] });
  addVpc(region, { id: 'vpc-data', name: 'data', cidr: '10.40.0.0/16' });
  addSubnet(region, { id: 'subnet-ledger', name: 'ledger', vpc: 'vpc-data', cidr: '10.40.16.0/24' });
  const back = { '10.20.0.0/16': 'tgw-core', ...(wayBack ? { '100.64.0.0/16': 'tgw-core' } : {}) };
  addRouteTable(region, { id: 'rtb-ledger', name: 'ledger', vpc: 'vpc-data', subnets: ['subnet-ledger'], routes: routes(back) });
  addTransitGateway(region, { id: 'tgw-core', name: 'core', defaultTable: 'tgw-rtb-core' });
  const transitGateway = 'tgw-core';
  attachVpc(region, { id: 'tgw-attach-shop', transitGateway, vpc: 'vpc-shop', interfaces: { 'subnet-prv-a': '10.20.16.250' } });
  attachVpc(region, { id: 'tgw-attach-data', transitGateway, vpc: 'vpc-data', interfaces: { 'subnet-ledger': '10.40.16.250' } });
  addRoutes(region, 'rtb-private', { '10.40.0.0/16': 'tgw-core' });
  addSecurityGroup(region, { id: 'sg-ledger', name: 'ledger-db', vpc: 'vpc-data', ingress: allowed.map((range) => tcp(5432, range)) });
  addDatabase(region, { id: 'ledger', subnet: 'subnet-ledger', ip: '10.40.16.40', groups: ['sg-ledger'] });
  return sketch;
}

const variants: Variants = {
  base: () => twoVpcs(),
  'pods-allowed': () => twoVpcs({ allowed: ['10.20.0.0/16', '100.64.0.0/16'] }),
  'no-way-back': () => twoVpcs({ allowed: ['100.64.0.0/16'], wayBack: false }),
  standard: () => twoVpcs({ mode: 'standard' }),
};
export default variants;
