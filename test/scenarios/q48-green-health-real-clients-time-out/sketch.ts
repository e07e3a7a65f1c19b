/** The shop behind an internal network load balancer, called from a peered VPC; nodes let in the balancer's subnets, or the clients too. */
import { addInstance } from '../../sketch/instances.js';
import { addPeering } from '../../sketch/peering.js';
import { addRoutes, addRouteTable, routes } from '../../sketch/route-table.js';
import { addSecurityGroup, allow, tcp } from '../../sketch/security-group.js';
import { addService } from '../../sketch/services.js';
import { addSubnet, addVpc } from '../../sketch/vpc.js';
import { addFront } from '../support/balancers.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function front({ preserve, clients }: { preserve: boolean; clients: boolean }): Shop {
  const sketch = shop();
  const { region, cluster } = sketch;
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }];
  addService(cluster, { id: 'shop/web', type: 'NodePort', clusterIP: '172.20.44.7', ports });
  allow(region, 'sg-nodes', tcp(30080, '10.20.16.0/20'), tcp(30080, '10.20.32.0/20'));
  if (clients) allow(region, 'sg-nodes', tcp(30080, '10.99.0.0/16'));
  addFront(sketch, {
    name: 'shop-internal',
    type: 'network',
    nodes: { 'subnet-prv-a': '10.20.16.61', 'subnet-prv-b': '10.20.32.61' },
    targetType: 'instance',
    targetPort: 30080,
    targets: [{ id: 'i-node-a' }, { id: 'i-node-b' }],
    attributes: { 'preserve_client_ip.enabled': String(preserve) },
  });
  addVpc(region, { id: 'vpc-office', name: 'office', cidr: '10.99.0.0/16' });
  addSubnet(region, { id: 'subnet-office', name: 'office', vpc: 'vpc-office', cidr: '10.99.4.0/24' });
  const way = routes({ '10.20.0.0/16': 'pcx-office' });
  addRouteTable(region, { id: 'rtb-office', name: 'office', vpc: 'vpc-office', subnets: ['subnet-office'], routes: way });
  addPeering(region, { id: 'pcx-office', name: 'office-shop', requester: 'vpc-office', accepter: 'vpc-shop' });
  addRoutes(region, 'rtb-private', { '10.99.0.0/16': 'pcx-office' });
  addSecurityGroup(region, { id: 'sg-office', name: 'office', vpc: 'vpc-office' });
  addInstance(region, { id: 'i-client', name: 'client', subnet: 'subnet-office', ip: '10.99.4.7', groups: ['sg-office'] });
  return sketch;
}

const variants: Variants = {
  base: () => front({ preserve: true, clients: false }),
  'clients-allowed': () => front({ preserve: true, clients: true }),
  'client-address-not-kept': () => front({ preserve: false, clients: false }),
};
export default variants;
