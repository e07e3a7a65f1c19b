/**
 * The AWS side of the sample network: a VPC in two zones with public, private and database subnets, a NAT gateway in each zone, and a
 * PostgreSQL database. One rule is missing: see `addDatabaseTier`.
 */
import type { RegionSketch } from '../../test/sketch/aws-shapes.js';
import { take } from '../../test/sketch/collection.js';
import { addDatabase } from '../../test/sketch/databases.js';
import { addGatewayEndpoint } from '../../test/sketch/endpoints.js';
import { addInternetGateway, addNatGateway } from '../../test/sketch/gateways.js';
import { addInterface } from '../../test/sketch/interfaces.js';
import { addNetworkAcl, allowEntry } from '../../test/sketch/network-acl.js';
import { addRouteTable, routes } from '../../test/sketch/route-table.js';
import { addSecurityGroup, any, tcp } from '../../test/sketch/security-group.js';
import { addDhcpOptions, addSubnet, addVpc } from '../../test/sketch/vpc.js';

const VPC = 'vpc-shop';

/** Adds the whole AWS side but the cluster's own interfaces and the load balancer. */
export function addShopNetwork(region: RegionSketch): void {
  addDhcpOptions(region, { id: 'dopt-shop', name: 'shop-prod' });
  addVpc(region, { id: VPC, name: 'shop-prod', cidr: '10.20.0.0/16', dhcpOptions: 'dopt-shop', tags: { team: 'platform' } });
  take(region.routeTables, `rtb-main-${VPC}`).name = 'shop-main';
  take(region.networkAcls, `acl-default-${VPC}`).name = 'shop-default';
  addSubnets(region);
  addRoutesOut(region);
  addGroups(region);
  addDatabaseTier(region);
}

function addSubnets(region: RegionSketch): void {
  const subnet = (tier: string, zone: string, cidr: string, tags: Record<string, string>): void => {
    const name = `shop-${tier}-${zone}`;
    addSubnet(region, { id: `subnet-${name}`, name, vpc: VPC, zone, cidr, mapPublicIp: tier === 'public', tags: { tier, ...tags } });
  };
  subnet('public', 'a', '10.20.0.0/24', { 'kubernetes.io/role/elb': '1' });
  subnet('public', 'b', '10.20.1.0/24', { 'kubernetes.io/role/elb': '1' });
  subnet('private', 'a', '10.20.16.0/20', { 'kubernetes.io/role/internal-elb': '1' });
  subnet('private', 'b', '10.20.32.0/20', { 'kubernetes.io/role/internal-elb': '1' });
  subnet('database', 'a', '10.20.8.0/24', {});
  subnet('database', 'b', '10.20.9.0/24', {});
}

function addRoutesOut(region: RegionSketch): void {
  const table = (name: string, subnets: string[], targets: Record<string, string>): void => {
    addRouteTable(region, { id: `rtb-${name}`, name, vpc: VPC, subnets, routes: routes(targets) });
  };
  addInternetGateway(region, { id: 'igw-shop', name: 'shop-prod', vpc: VPC });
  table('shop-public', ['subnet-shop-public-a', 'subnet-shop-public-b'], { '0.0.0.0/0': 'igw-shop' });
  for (const [zone, ip, publicIp] of [
    ['a', '10.20.0.50', '203.0.113.50'],
    ['b', '10.20.1.50', '203.0.113.51'],
  ] as const) {
    addNatGateway(region, {
      id: `nat-shop-${zone}`,
      name: `shop-nat-${zone}`,
      subnet: `subnet-shop-public-${zone}`,
      ip,
      publicIp,
      allocation: `eipalloc-shop-${zone}`,
    });
    table(`shop-private-${zone}`, [`subnet-shop-private-${zone}`], { '0.0.0.0/0': `nat-shop-${zone}` });
  }
  table('shop-database', ['subnet-shop-database-a', 'subnet-shop-database-b'], {});
  const routeTables = ['rtb-shop-private-a', 'rtb-shop-private-b'];
  addGatewayEndpoint(region, { id: 'vpce-shop-s3', name: 'shop-s3', vpc: VPC, service: 's3', prefixList: 'pl-6da54004', routeTables });
}

function addGroups(region: RegionSketch): void {
  addSecurityGroup(region, {
    id: 'sg-shop-alb',
    name: 'shop-web-alb',
    description: 'Load balancer of the web front end',
    vpc: VPC,
    ingress: [tcp(443, '0.0.0.0/0', 'Customers')],
  });
  addSecurityGroup(region, {
    id: 'sg-shop-cluster',
    name: 'eks-cluster-sg-shop-prod-104872215',
    description:
      'EKS created security group applied to ENI that is attached to EKS Control Plane master nodes, as well as any managed workloads.',
    vpc: VPC,
    ingress: [any('self'), tcp(8080, 'sg-shop-alb', 'Load balancer to web')],
    tags: { 'aws:eks:cluster-name': 'shop-prod', 'kubernetes.io/cluster/shop-prod': 'owned' },
  });
  addSecurityGroup(region, {
    id: 'sg-shop-orders',
    name: 'shop-orders-db',
    description: 'PostgreSQL of the orders service',
    vpc: VPC,
    ingress: [tcp(5432, 'sg-shop-cluster', 'Pods and nodes of shop-prod')],
  });
}

/**
 * The database, its standby's interface, and the ACL of its subnets. The ACL dates from when the estate had one zone: it lets the whole
 * VPC ask, but lets replies go to the private subnet of zone a only.
 */
function addDatabaseTier(region: RegionSketch): void {
  const subnets = ['subnet-shop-database-a', 'subnet-shop-database-b'];
  addNetworkAcl(region, {
    id: 'acl-shop-database',
    name: 'shop-database',
    vpc: VPC,
    subnets,
    inbound: [allowEntry(100, 'tcp', '10.20.0.0/16', 5432)],
    outbound: [allowEntry(100, 'tcp', '10.20.16.0/20', [1024, 65535])],
  });
  const groups = ['sg-shop-orders'];
  addDatabase(region, {
    id: 'orders',
    name: 'orders',
    interface: 'eni-orders-a',
    subnet: 'subnet-shop-database-a',
    ip: '10.20.8.37',
    groups,
    subnets,
    subnetGroup: 'shop-database',
    multiAz: true,
  });
  addInterface(region, {
    id: 'eni-orders-b',
    subnet: 'subnet-shop-database-b',
    ip: '10.20.9.52',
    groups,
    description: 'RDSNetworkInterface',
    requester: 'amazon-rds',
    requesterManaged: true,
  });
}
