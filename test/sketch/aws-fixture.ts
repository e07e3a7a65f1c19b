/**
 * The small AWS estate that worked examples are told in: three VPCs, one with public and private subnets and a NAT gateway, a peering
 * each way and a transit gateway. Groups let everything out and nothing in, and no route leads to a peering or the transit gateway,
 * so that a test adds the one thing that it is about.
 *
 *   vpc-a 10.0.0.0/16  sn-pub-a 10.0.1.0/24 (rtb-pub: igw-a)   eni-web 10.0.1.10, public 198.51.100.10, sg-web; nat-a 10.0.1.5
 *                      sn-prv-a 10.0.2.0/24 (rtb-prv: nat-a)   eni-app 10.0.2.20 and eni-app2 10.0.2.21, sg-app
 *                      sn-prv-b 10.0.3.0/24 (rtb-prv), zone b  eni-db 10.0.3.30, sg-db
 *                      sn-tgw-a 10.0.4.0/28, sn-tgw-b 10.0.4.16/28 (rtb-tgw: local only)
 *   vpc-b 10.1.0.0/16  sn-b 10.1.1.0/24 (rtb-b)                eni-b 10.1.1.10, sg-b
 *   vpc-c 10.2.0.0/16  sn-c 10.2.1.0/24 (rtb-c)                eni-c 10.2.1.10, sg-c
 *   pcx-ab, pcx-bc; tgw-1 with tgwrt-1 and att-a, att-b, att-c, all associated and propagated
 */
import type { RegionSketch } from './aws-shapes.js';
import { newSketch, type Sketch } from './bundle.js';
import { addInternetGateway, addNatGateway } from './gateways.js';
import { addInstance } from './instances.js';
import { addPeering } from './peering.js';
import { addRouteTable, routes } from './route-table.js';
import { addSecurityGroup } from './security-group.js';
import { addTransitGateway, attachVpc } from './transit-gateway.js';
import { addSubnet, addVpc } from './vpc.js';

/** The fixture, as a sketch to change. Every interface named above is the first of an instance of the same name (`i-app`). */
export function awsFixture(): Sketch {
  const sketch = newSketch('aws-fixture');
  const { region } = sketch;
  addHome(region);
  addOther(region, 'b', '10.1');
  addOther(region, 'c', '10.2');
  addPeering(region, { id: 'pcx-ab', requester: 'vpc-a', accepter: 'vpc-b' });
  addPeering(region, { id: 'pcx-bc', requester: 'vpc-b', accepter: 'vpc-c' });
  addTransitGateway(region, { id: 'tgw-1', defaultTable: 'tgwrt-1' });
  const transitGateway = 'tgw-1';
  attachVpc(region, { id: 'att-a', transitGateway, vpc: 'vpc-a', interfaces: { 'sn-tgw-a': '10.0.4.4', 'sn-tgw-b': '10.0.4.20' } });
  attachVpc(region, { id: 'att-b', transitGateway, vpc: 'vpc-b', interfaces: { 'sn-b': '10.1.1.4', 'sn-b-b': '10.1.2.4' } });
  attachVpc(region, { id: 'att-c', transitGateway, vpc: 'vpc-c', interfaces: { 'sn-c': '10.2.1.4', 'sn-c-b': '10.2.2.4' } });
  return sketch;
}

function addHome(region: RegionSketch): void {
  addVpc(region, { id: 'vpc-a', cidr: '10.0.0.0/16', ipv6Cidrs: ['2001:db8:a::/56'] });
  const vpc = 'vpc-a';
  addSubnet(region, { id: 'sn-pub-a', vpc, cidr: '10.0.1.0/24', ipv6Cidr: '2001:db8:a:1::/64', mapPublicIp: true });
  addSubnet(region, { id: 'sn-prv-a', vpc, cidr: '10.0.2.0/24', ipv6Cidr: '2001:db8:a:2::/64' });
  addSubnet(region, { id: 'sn-prv-b', vpc, cidr: '10.0.3.0/24', ipv6Cidr: '2001:db8:a:3::/64', zone: 'b' });
  addSubnet(region, { id: 'sn-tgw-a', vpc, cidr: '10.0.4.0/28' });
  addSubnet(region, { id: 'sn-tgw-b', vpc, cidr: '10.0.4.16/28', zone: 'b' });
  addInternetGateway(region, { id: 'igw-a', vpc });
  addRouteTable(region, { id: 'rtb-pub', vpc, subnets: ['sn-pub-a'], routes: routes({ '0.0.0.0/0': 'igw-a' }) });
  addRouteTable(region, { id: 'rtb-prv', vpc, subnets: ['sn-prv-a', 'sn-prv-b'], routes: routes({ '0.0.0.0/0': 'nat-a' }) });
  addRouteTable(region, { id: 'rtb-tgw', vpc, subnets: ['sn-tgw-a', 'sn-tgw-b'] });
  for (const id of ['sg-web', 'sg-app', 'sg-db']) addSecurityGroup(region, { id, vpc });
  addInstance(region, { id: 'i-web', subnet: 'sn-pub-a', ip: '10.0.1.10', groups: ['sg-web'], publicIp: '198.51.100.10' });
  addInstance(region, { id: 'i-app', subnet: 'sn-prv-a', ip: '10.0.2.20', groups: ['sg-app'] });
  addInstance(region, { id: 'i-app2', subnet: 'sn-prv-a', ip: '10.0.2.21', groups: ['sg-app'] });
  addInstance(region, { id: 'i-db', subnet: 'sn-prv-b', ip: '10.0.3.30', groups: ['sg-db'] });
  addNatGateway(region, { id: 'nat-a', subnet: 'sn-pub-a', ip: '10.0.1.5', publicIp: '198.51.100.5' });
}

/** A VPC with a subnet in zone a, and one in zone b (`sn-b-b`) that only the transit gateway uses. */
function addOther(region: RegionSketch, letter: string, prefix: string): void {
  const vpc = `vpc-${letter}`;
  addVpc(region, { id: vpc, cidr: `${prefix}.0.0/16` });
  addSubnet(region, { id: `sn-${letter}`, vpc, cidr: `${prefix}.1.0/24` });
  addSubnet(region, { id: `sn-${letter}-b`, vpc, cidr: `${prefix}.2.0/24`, zone: 'b' });
  addRouteTable(region, { id: `rtb-${letter}`, vpc, subnets: [`sn-${letter}`, `sn-${letter}-b`] });
  addSecurityGroup(region, { id: `sg-${letter}`, vpc });
  addInstance(region, { id: `i-${letter}`, subnet: `sn-${letter}`, ip: `${prefix}.1.10`, groups: [`sg-${letter}`] });
}
