/** The shop behind a public application load balancer: with a node in a private subnet, and with public ones only. */
import { addSecurityGroup, allow, tcp } from '../../sketch/security-group.js';
import { addSubnet } from '../../sketch/vpc.js';
import { useRouteTable } from '../../sketch/route-table.js';
import { addFront } from '../support/balancers.js';
import { shop, type Shop } from '../support/shop.js';
import type { Variants } from '../support/story.js';

function publicFront(table: string): Shop {
  const sketch = shop();
  const { region } = sketch;
  addSubnet(region, { id: 'subnet-front-c', name: 'front-c', vpc: 'vpc-shop', cidr: '10.20.2.0/24', zone: 'c' });
  useRouteTable(region, 'subnet-front-c', table);
  addSecurityGroup(region, { id: 'sg-front', name: 'front', vpc: 'vpc-shop', ingress: [tcp(80, '0.0.0.0/0')] });
  allow(region, 'sg-nodes', tcp(8080, 'sg-front'));
  addFront(sketch, {
    name: 'shop-public',
    type: 'application',
    scheme: 'internet-facing',
    groups: ['sg-front'],
    nodes: { 'subnet-pub-a': '10.20.0.61', 'subnet-pub-b': '10.20.1.62', 'subnet-front-c': '10.20.2.63' },
    targetType: 'ip',
    targetPort: 8080,
    targets: [{ id: '10.20.32.22', zone: 'eu-west-1b' }],
  });
  return sketch;
}

const variants: Variants = { base: () => publicFront('rtb-private'), 'public-subnets': () => publicFront('rtb-public') };
export default variants;
