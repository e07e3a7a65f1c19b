/**
 * The generated VPCs and their subnets. The cluster's VPC has four ranges of 65,536 addresses; each range holds 16 small public subnets,
 * 16 small ones for databases, and node subnets of 2,048 addresses. Two neighbour VPCs are reached by a transit gateway.
 */
import { ipv4At } from '../test/sketch/addresses.js';
import type { RegionSketch } from '../test/sketch/aws-shapes.js';
import { addGatewayEndpoint } from '../test/sketch/endpoints.js';
import { addInternetGateway, addNatGateway } from '../test/sketch/gateways.js';
import { addRouteTable, addRoutes, routes } from '../test/sketch/route-table.js';
import { addTransitGateway, attachVpc, attachVpn } from '../test/sketch/transit-gateway.js';
import { addSubnet, addVpc } from '../test/sketch/vpc.js';

export const HOME = 'vpc-0home';
export const RANGES = ['10.0.0.0/16', '10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16'];
const ZONES = ['a', 'b', 'c'];

/** The subnets by what they are for, as `{ id, base }` with the first address of each. */
export interface GeneratedSubnets {
  readonly nodes: readonly SubnetPlace[];
  readonly open: readonly SubnetPlace[];
  readonly databases: readonly SubnetPlace[];
  readonly neighbours: readonly SubnetPlace[];
}

export interface SubnetPlace {
  readonly id: string;
  readonly vpc: string;
  readonly zone: string;
  readonly base: string;
}

/** Adds VPCs, subnets, gateways and route tables. */
export function generateSubnets(region: RegionSketch): GeneratedSubnets {
  addVpc(region, { id: HOME, cidr: '10.0.0.0/16', secondaryCidrs: RANGES.slice(1) });
  const lists = { nodes: [] as SubnetPlace[], open: [] as SubnetPlace[], databases: [] as SubnetPlace[], neighbours: [] as SubnetPlace[] };
  RANGES.forEach((range, rangeIndex) => {
    const base = range.slice(0, range.indexOf('/'));
    for (let index = 0; index < 16; index += 1) {
      lists.open.push(subnet(region, HOME, `open-${rangeIndex}-${index}`, index, ipv4At(base, index * 256), 24));
      lists.databases.push(subnet(region, HOME, `data-${rangeIndex}-${index}`, index, ipv4At(base, (16 + index) * 256), 24));
    }
    for (let index = 0; index < 28; index += 1) {
      lists.nodes.push(subnet(region, HOME, `node-${rangeIndex}-${index}`, index, ipv4At(base, (32 + index * 8) * 256), 21));
    }
  });
  for (const [neighbour, base] of [
    ['vpc-0left', '10.64.0.0'],
    ['vpc-0right', '10.65.0.0'],
  ] as const) {
    addVpc(region, { id: neighbour, cidr: `${base}/16` });
    for (let index = 0; index < 30; index += 1) {
      lists.neighbours.push(subnet(region, neighbour, `${neighbour.slice(5)}-${index}`, index, ipv4At(base, index * 256), 24));
    }
  }
  addWays(region, lists);
  return lists;
}

function subnet(region: RegionSketch, vpc: string, name: string, index: number, base: string, length: number): SubnetPlace {
  const zone = ZONES[index % ZONES.length] ?? 'a';
  addSubnet(region, { id: `subnet-0${name}`, name, vpc, zone, cidr: `${base}/${length}`, mapPublicIp: name.startsWith('open') });
  return { id: `subnet-0${name}`, vpc, zone, base };
}

/** Ways out: the internet by NAT gateways of the same zone, the neighbours and an office by a transit gateway, S3 by an endpoint. */
function addWays(region: RegionSketch, subnets: GeneratedSubnets): void {
  addInternetGateway(region, { id: 'igw-0home', vpc: HOME });
  addTransitGateway(region, { id: 'tgw-0core', defaultTable: 'tgw-rtb-0core' });
  attach(region, HOME, 'home', subnets.databases);
  for (const vpc of ['vpc-0left', 'vpc-0right']) {
    const own = subnets.neighbours.filter((place) => place.vpc === vpc);
    attach(region, vpc, vpc.slice(5), own);
    const towards = Object.fromEntries([...RANGES, '10.64.0.0/15', '192.168.0.0/16'].map((range) => [range, 'tgw-0core']));
    addRouteTable(region, { id: `rtb-0${vpc.slice(5)}`, vpc, subnets: own.map((place) => place.id), routes: routes(towards) });
  }
  attachVpn(region, { id: 'tgw-attach-0office', transitGateway: 'tgw-0core', vpn: 'vpn-0office', announces: ['192.168.0.0/16'] });
  const elsewhere = { '10.64.0.0/16': 'tgw-0core', '10.65.0.0/16': 'tgw-0core', ...officeRoutes() };
  const ids = (places: readonly SubnetPlace[]): string[] => places.map((place) => place.id);
  addRouteTable(region, {
    id: 'rtb-0open',
    vpc: HOME,
    subnets: ids(subnets.open),
    routes: routes({ '0.0.0.0/0': 'igw-0home', ...elsewhere }),
  });
  addRouteTable(region, { id: 'rtb-0data', vpc: HOME, subnets: ids(subnets.databases), routes: routes(elsewhere) });
  const tables: string[] = [];
  ZONES.forEach((zone, index) => {
    const home = subnets.open.find((place) => place.zone === zone);
    if (!home) throw new Error(`no public subnet in zone ${zone}`);
    addNatGateway(region, { id: `nat-0${zone}`, subnet: home.id, ip: ipv4At(home.base, 5), publicIp: `198.51.100.${10 + index}` });
    const members = subnets.nodes.filter((place) => place.zone === zone);
    for (let first = 0; first < members.length; first += 10) {
      const id = `rtb-0node-${zone}-${first / 10}`;
      addRouteTable(region, { id, vpc: HOME, subnets: ids(members.slice(first, first + 10)) });
      addRoutes(region, id, { '0.0.0.0/0': `nat-0${zone}`, ...elsewhere });
      tables.push(id);
    }
  });
  addGatewayEndpoint(region, { id: 'vpce-0s3', vpc: HOME, service: 's3', prefixList: 'pl-0s3', routeTables: tables });
}

function attach(region: RegionSketch, vpc: string, name: string, places: readonly SubnetPlace[]): void {
  const interfaces = Object.fromEntries(places.slice(0, 3).map((place) => [place.id, ipv4At(place.base, 4)]));
  attachVpc(region, { id: `tgw-attach-0${name}`, transitGateway: 'tgw-0core', vpc, interfaces });
}

function officeRoutes(): Record<string, string> {
  return Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`192.168.${index}.0/24`, 'tgw-0core']));
}
