/** The shop with a peered VPC and its Service web, as a node port. */
import { addInstance } from '../../sketch/instances.js';
import { addPeering } from '../../sketch/peering.js';
import { addRoutes, addRouteTable, routes } from '../../sketch/route-table.js';
import { addSecurityGroup, allow, tcp } from '../../sketch/security-group.js';
import { addService } from '../../sketch/services.js';
import { addSubnet, addVpc } from '../../sketch/vpc.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function peered(): Shop {
  const sketch = shop({ cni: { env: { AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: '172.31.0.0/16' } } });
  const { region, cluster } = sketch;
  addVpc(region, { id: 'vpc-tools', name: 'tools', cidr: '172.31.0.0/16' });
  addSubnet(region, { id: 'subnet-tools', name: 'tools', vpc: 'vpc-tools', cidr: '172.31.5.0/24' });
  addRouteTable(region, {
    id: 'rtb-tools',
    name: 'tools',
    vpc: 'vpc-tools',
    subnets: ['subnet-tools'],
    routes: routes({ '10.20.0.0/16': 'pcx-tools' }),
  });
  addPeering(region, { id: 'pcx-tools', name: 'shop-tools', requester: 'vpc-tools', accepter: 'vpc-shop' });
  addRoutes(region, 'rtb-private', { '172.31.0.0/16': 'pcx-tools' });
  addSecurityGroup(region, { id: 'sg-tools', name: 'tools', vpc: 'vpc-tools' });
  addInstance(region, { id: 'i-build', name: 'build', subnet: 'subnet-tools', ip: '172.31.5.9', groups: ['sg-tools'] });
  allow(region, 'sg-nodes', tcp(8080, '172.31.0.0/16'), tcp([30000, 32767], '172.31.0.0/16'));
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }];
  addService(cluster, { id: 'shop/web', type: 'NodePort', clusterIP: '172.20.44.7', ports });
  return sketch;
}

const variants: Variants = { base: peered };
export default variants;
