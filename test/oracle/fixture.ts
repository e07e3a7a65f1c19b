/** The small estate that the AWS worked examples speak of: a public and two private subnets, a NAT gateway, two more VPCs, a transit gateway. */
import {
  addAttachment,
  addInternetGateway,
  addNat,
  addPeering,
  addTransitGateway,
  addTransitRoutes,
  transitRoute,
} from './sketch-gateways.js';
import { sketch, type Json, type Sketch } from './sketch.js';
import {
  addAcl,
  addGroup,
  addInterface,
  addSubnet,
  addTable,
  addVpc,
  ALLOW_ALL,
  associate,
  EGRESS_ALL,
  entry,
  route,
  rule,
} from './sketch-vpc.js';

/** What a test changes: routes of a table beside the local ones, entries of a subnet's ACL, rules of a group. */
export interface Changes {
  readonly routes?: Readonly<Record<string, readonly Json[]>>;
  readonly acls?: Readonly<Record<string, readonly Json[]>>;
  readonly ingress?: Readonly<Record<string, readonly Json[]>>;
  readonly egress?: Readonly<Record<string, readonly Json[]>>;
  readonly withoutPublicAddress?: boolean;
  readonly natSubnet?: string;
  readonly transitRoutes?: readonly Json[];
  readonly transitReferences?: 'enable' | 'disable';
  readonly attachmentSubnets?: Readonly<Record<string, readonly string[]>>;
  readonly attachmentTables?: Readonly<Record<string, string | null>>;
  readonly peering?: string;
}

const SUBNETS: readonly (readonly [string, string, string, string, string])[] = [
  ['subnet-pub-a', 'vpc-a', 'a', '10.0.1.0/24', '2001:db8:a:1::/64'],
  ['subnet-prv-a', 'vpc-a', 'a', '10.0.2.0/24', '2001:db8:a:2::/64'],
  ['subnet-prv-b', 'vpc-a', 'b', '10.0.3.0/24', '2001:db8:a:3::/64'],
  ['subnet-tgw-a', 'vpc-a', 'a', '10.0.4.0/28', '2001:db8:a:4::/64'],
  ['subnet-tgw-b', 'vpc-a', 'b', '10.0.4.16/28', '2001:db8:a:5::/64'],
  ['subnet-b', 'vpc-b', 'a', '10.1.1.0/24', ''],
  ['subnet-b2', 'vpc-b', 'b', '10.1.2.0/24', ''],
  ['subnet-c', 'vpc-c', 'a', '10.2.1.0/24', ''],
];

/** Opens every direction for every packet. */
export const OPEN: readonly Json[] = [rule('-1', undefined, undefined, '0.0.0.0/0'), rule('-1', undefined, undefined, '::/0')];
export const OUT_ALL = entry('out', 100, 'allow', -1, '0.0.0.0/0');
export const IN_ALL = entry('in', 100, 'allow', -1, '0.0.0.0/0');

function addInterfaces(drawn: Sketch, changes: Changes): void {
  addInterface(drawn, 'eni-web', 'subnet-pub-a', ['10.0.1.10', '10.0.1.11'], ['sg-web']);
  if (changes.withoutPublicAddress !== true) associate(drawn, 'eni-web', '10.0.1.10', '198.51.100.10');
  addInterface(drawn, 'eni-app', 'subnet-prv-a', ['10.0.2.20', '2001:db8:a:2::20'], ['sg-app'], {
    Ipv4Prefixes: [{ Ipv4Prefix: '10.0.2.32/28' }],
  });
  addInterface(drawn, 'eni-app2', 'subnet-prv-a', ['10.0.2.21'], ['sg-app']);
  addInterface(drawn, 'eni-db', 'subnet-prv-b', ['10.0.3.30'], ['sg-db']);
  addInterface(drawn, 'eni-b', 'subnet-b', ['10.1.1.10'], ['sg-b']);
  addInterface(drawn, 'eni-c', 'subnet-c', ['10.2.1.10'], ['sg-c']);
}

function addTransit(drawn: Sketch, changes: Changes): void {
  addTransitGateway(drawn, 'tgw-1', ['tgw-rtb-1', 'tgw-rtb-2'], changes.transitReferences ?? 'enable');
  const attachments: readonly (readonly [string, string, readonly string[]])[] = [
    ['tgw-attach-a', 'vpc-a', ['subnet-tgw-a', 'subnet-tgw-b']],
    ['tgw-attach-b', 'vpc-b', ['subnet-b']],
    ['tgw-attach-c', 'vpc-c', ['subnet-c']],
  ];
  for (const [id, vpcId, subnets] of attachments) {
    const table = changes.attachmentTables?.[id];
    addAttachment(drawn, id, 'tgw-1', 'vpc', vpcId, table === undefined ? 'tgw-rtb-1' : table, changes.attachmentSubnets?.[id] ?? subnets);
  }
  addTransitRoutes(drawn, 'tgw-rtb-1', [
    transitRoute('10.0.0.0/16', 'tgw-attach-a', 'propagated'),
    transitRoute('10.1.0.0/16', 'tgw-attach-b', 'propagated'),
    transitRoute('10.2.0.0/16', 'tgw-attach-c', 'propagated'),
    ...(changes.transitRoutes ?? []),
  ]);
  addTransitRoutes(drawn, 'tgw-rtb-2', []);
}

/** Draws the estate with changes. Server groups (`sg-db`, `sg-b` …) are empty inwards unless a change says otherwise. */
export function estate(changes: Changes = {}): Sketch {
  const drawn = sketch();
  addVpc(drawn, 'vpc-a', ['10.0.0.0/16'], '2001:db8:a::/56');
  addVpc(drawn, 'vpc-b', ['10.1.0.0/16']);
  addVpc(drawn, 'vpc-c', ['10.2.0.0/16']);
  for (const [id, vpcId, zone, cidr, ipv6] of SUBNETS) addSubnet(drawn, id, vpcId, zone, cidr, ipv6 === '' ? undefined : ipv6);
  addInternetGateway(drawn, 'igw-a', 'vpc-a');
  const routes: Readonly<Record<string, readonly Json[]>> = {
    'rtb-pub': [route('0.0.0.0/0', 'igw-a')],
    'rtb-prv': [route('0.0.0.0/0', 'nat-a')],
    ...changes.routes,
  };
  addTable(drawn, 'rtb-a-main', 'vpc-a', [], routes['rtb-a-main'] ?? []);
  addTable(drawn, 'rtb-pub', 'vpc-a', ['subnet-pub-a'], routes['rtb-pub'] ?? []);
  addTable(
    drawn,
    'rtb-prv',
    'vpc-a',
    routes['rtb-prv-b'] === undefined ? ['subnet-prv-a', 'subnet-prv-b'] : ['subnet-prv-a'],
    routes['rtb-prv'] ?? [],
  );
  if (routes['rtb-prv-b'] !== undefined) addTable(drawn, 'rtb-prv-b', 'vpc-a', ['subnet-prv-b'], routes['rtb-prv-b']);
  addTable(drawn, 'rtb-tgw', 'vpc-a', ['subnet-tgw-a', 'subnet-tgw-b'], routes['rtb-tgw'] ?? []);
  addTable(drawn, 'rtb-b', 'vpc-b', ['subnet-b', 'subnet-b2'], routes['rtb-b'] ?? []);
  addTable(drawn, 'rtb-b-main', 'vpc-b', [], []);
  addTable(drawn, 'rtb-c', 'vpc-c', [], routes['rtb-c'] ?? []);
  for (const vpcId of ['vpc-a', 'vpc-b', 'vpc-c']) addAcl(drawn, `acl-${vpcId}`, vpcId, [], ALLOW_ALL);
  for (const [subnetId, entries] of Object.entries(changes.acls ?? {})) {
    const vpcId = SUBNETS.find(([id]) => id === subnetId)?.[1] ?? 'vpc-a';
    addAcl(drawn, `acl-${subnetId}`, vpcId, [subnetId], entries);
  }
  for (const [id, vpcId] of [
    ['sg-web', 'vpc-a'],
    ['sg-app', 'vpc-a'],
    ['sg-db', 'vpc-a'],
    ['sg-b', 'vpc-b'],
    ['sg-c', 'vpc-c'],
    ['sg-fw', 'vpc-a'],
  ] as const) {
    addGroup(drawn, id, vpcId, changes.ingress?.[id] ?? [], changes.egress?.[id] ?? EGRESS_ALL);
  }
  addInterfaces(drawn, changes);
  addNat(drawn, 'nat-a', changes.natSubnet ?? 'subnet-pub-a', changes.natSubnet === undefined ? '10.0.1.5' : '10.0.2.5', '198.51.100.5');
  addPeering(drawn, 'pcx-ab', 'vpc-a', 'vpc-b', changes.peering);
  addPeering(drawn, 'pcx-bc', 'vpc-b', 'vpc-c');
  addTransit(drawn, changes);
  return drawn;
}
