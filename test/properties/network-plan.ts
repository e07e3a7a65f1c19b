/**
 * The healthy estate that random networks start from: two VPCs joined by peering, a transit gateway or both, public and private
 * subnets, an appliance, a gateway endpoint, a VPN site, a database, and a small cluster whose CNI settings vary.
 * Everything is reachable here, or nearly so; `network-changes.ts` then breaks things one by one.
 */
import {
  addAttachment,
  addEndpoint,
  addInternetGateway,
  addNat,
  addPeering,
  addPrefixList,
  addTransitGateway,
  addTransitRoutes,
  addVpn,
  addVpnGateway,
  transitRoute,
} from '../oracle/sketch-gateways.js';
import { addCluster, type ClusterPlan } from './cluster-plan.js';
import { add, addAbout, sketch, type Json, type Sketch } from '../oracle/sketch.js';
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
  route,
  rule,
} from '../oracle/sketch-vpc.js';

/** What varies before anything is broken. */
export interface Plan extends ClusterPlan {
  readonly joinA: 'peering' | 'transit' | 'nat';
  readonly joinB: 'peering' | 'transit';
  readonly egressA: 'nat' | 'igw' | 'eigw';
  readonly appliance: boolean;
  /** What stands between the internet gateway and the public subnet. */
  readonly edge: 'none' | 'appliance' | 'endpoint';
  readonly nat64: boolean;
  readonly endpoint: boolean;
  readonly site: 'vgw' | 'transit' | 'none';
}

export const SUBNETS = ['subnet-pub', 'subnet-prv', 'subnet-db', 'subnet-pod', 'subnet-fw', 'subnet-b1', 'subnet-b2'] as const;
export const TABLES = ['rtb-pub', 'rtb-prv', 'rtb-db', 'rtb-pod', 'rtb-fw', 'rtb-b'] as const;
export const GROUPS = ['sg-web', 'sg-app', 'sg-db', 'sg-node', 'sg-pay', 'sg-fw', 'sg-b'] as const;

const OPEN: readonly Json[] = [rule('-1', undefined, undefined, '0.0.0.0/0'), rule('-1', undefined, undefined, '::/0')];

function addVpcs(drawn: Sketch): void {
  addVpc(drawn, 'vpc-a', ['10.0.0.0/16', '100.64.0.0/16'], '2001:db8:a::/56');
  addVpc(drawn, 'vpc-b', ['10.1.0.0/16']);
  const subnets: readonly (readonly [string, string, string, string, string?])[] = [
    ['subnet-pub', 'vpc-a', 'a', '10.0.1.0/24', '2001:db8:a:1::/64'],
    ['subnet-prv', 'vpc-a', 'a', '10.0.2.0/24', '2001:db8:a:2::/64'],
    ['subnet-db', 'vpc-a', 'b', '10.0.3.0/24', '2001:db8:a:3::/64'],
    ['subnet-pod', 'vpc-a', 'a', '100.64.0.0/24'],
    ['subnet-fw', 'vpc-a', 'a', '10.0.4.0/24'],
    ['subnet-b1', 'vpc-b', 'a', '10.1.1.0/24'],
    ['subnet-b2', 'vpc-b', 'b', '10.1.2.0/24'],
  ];
  for (const [id, vpcId, zone, cidr, ipv6] of subnets) addSubnet(drawn, id, vpcId, zone, cidr, ipv6);
  for (const id of subnets) addAcl(drawn, `acl-${id[0].slice(7)}`, id[1], [id[0]], ALLOW_ALL);
  for (const vpcId of ['vpc-a', 'vpc-b']) {
    addTable(drawn, `rtb-main-${vpcId}`, vpcId, [], []);
    addAcl(drawn, `acl-default-${vpcId}`, vpcId, [], ALLOW_ALL);
    addAbout(
      drawn,
      'ec2:DescribeVpcAttribute',
      { VpcId: vpcId, Attribute: 'enableDnsSupport' },
      { VpcId: vpcId, EnableDnsSupport: { Value: true } },
    );
    addAbout(
      drawn,
      'ec2:DescribeVpcAttribute',
      { VpcId: vpcId, Attribute: 'enableDnsHostnames' },
      { VpcId: vpcId, EnableDnsHostnames: { Value: true } },
    );
  }
}

function addPublicAccess(drawn: Sketch): void {
  const output = { VpcBlockPublicAccessOptions: { AwsAccountId: '111122223333', AwsRegion: 'eu-west-1', InternetGatewayBlockMode: 'off' } };
  addAbout(drawn, 'ec2:DescribeVpcBlockPublicAccessOptions', {}, output);
}

function siteRoutes(plan: Plan): Json[] {
  if (plan.site === 'none') return [];
  return [
    plan.site === 'transit' ? route('192.168.0.0/16', 'tgw-1') : route('192.168.0.0/16', 'vgw-a', { Origin: 'EnableVgwRoutePropagation' }),
  ];
}

function addRoutes(drawn: Sketch, plan: Plan): void {
  const out = { nat: 'nat-a', igw: 'igw-a', eigw: 'nat-a' }[plan.egressA];
  const toB = { peering: 'pcx-ab', transit: 'tgw-1', nat: 'nat-a' }[plan.joinA];
  const direct = plan.joinA === 'nat' ? 'pcx-ab' : toB;
  const inspect = plan.appliance ? [route('10.0.3.0/24', 'eni-fw')] : [];
  const storage = plan.endpoint ? [route('pl-s3', 'vpce-s3')] : [];
  const nat64 = plan.nat64 ? [route('64:ff9b::/96', 'nat-a')] : [];
  const version6 = [route('::/0', plan.egressA === 'eigw' ? 'eigw-a' : 'igw-a'), ...nat64];
  const guard = { none: 'igw-a', appliance: 'eni-fw', endpoint: 'vpce-fw' }[plan.edge];
  if (plan.edge !== 'none') {
    addTable(drawn, 'rtb-edge', 'vpc-a', ['none'], [route('10.0.1.0/24', guard)], {
      Associations: [{ GatewayId: 'igw-a', Main: false, AssociationState: { State: 'associated' } }],
    });
  }
  const site = siteRoutes(plan);
  const more = plan.site === 'vgw' ? { PropagatingVgws: [{ GatewayId: 'vgw-a' }] } : {};
  addTable(
    drawn,
    'rtb-pub',
    'vpc-a',
    ['subnet-pub'],
    [route('0.0.0.0/0', guard), route('::/0', 'igw-a'), route('10.1.0.0/16', direct), ...site],
    more,
  );
  addTable(
    drawn,
    'rtb-prv',
    'vpc-a',
    ['subnet-prv'],
    [route('0.0.0.0/0', out), ...version6, route('10.1.0.0/16', toB), ...inspect, ...storage, ...site],
    more,
  );
  const back = plan.appliance ? [route('10.0.2.0/24', 'eni-fw')] : [];
  addTable(
    drawn,
    'rtb-db',
    'vpc-a',
    ['subnet-db'],
    [route('0.0.0.0/0', 'nat-a'), ...version6, route('10.1.0.0/16', toB), ...back, ...storage, ...site],
    more,
  );
  addTable(drawn, 'rtb-pod', 'vpc-a', ['subnet-pod'], [route('0.0.0.0/0', 'nat-a'), route('10.1.0.0/16', toB), ...site], more);
  addTable(drawn, 'rtb-fw', 'vpc-a', ['subnet-fw'], [route('0.0.0.0/0', 'igw-a'), route('10.1.0.0/16', direct), ...site], more);
  const toA = { peering: 'pcx-ab', transit: 'tgw-1' }[plan.joinB];
  addTable(
    drawn,
    'rtb-b',
    'vpc-b',
    ['subnet-b1', 'subnet-b2'],
    [route('10.0.0.0/16', toA), route('100.64.0.0/16', toA), route('0.0.0.0/0', 'igw-b')],
  );
}

function addGateways(drawn: Sketch, plan: Plan): void {
  addInternetGateway(drawn, 'igw-a', 'vpc-a');
  addInternetGateway(drawn, 'igw-b', 'vpc-b');
  if (plan.egressA === 'eigw') {
    add(drawn, 'ec2:DescribeEgressOnlyInternetGateways', {
      EgressOnlyInternetGatewayId: 'eigw-a',
      Attachments: [{ VpcId: 'vpc-a', State: 'attached' }],
    });
  }
  addNat(drawn, 'nat-a', 'subnet-pub', '10.0.1.5', '198.51.100.5');
  addPeering(drawn, 'pcx-ab', 'vpc-a', 'vpc-b');
  addTransitGateway(drawn, 'tgw-1', ['tgw-rtb-1']);
  addAttachment(drawn, 'tgw-attach-a', 'tgw-1', 'vpc', 'vpc-a', 'tgw-rtb-1', ['subnet-fw', 'subnet-db']);
  addAttachment(drawn, 'tgw-attach-b', 'tgw-1', 'vpc', 'vpc-b', 'tgw-rtb-1', ['subnet-b1', 'subnet-b2']);
  const routes = [
    transitRoute('10.0.0.0/16', 'tgw-attach-a', 'propagated'),
    transitRoute('100.64.0.0/16', 'tgw-attach-a', 'propagated'),
    transitRoute('10.1.0.0/16', 'tgw-attach-b', 'propagated'),
  ];
  if (plan.site === 'transit') {
    addAttachment(drawn, 'tgw-attach-v', 'tgw-1', 'vpn', 'vpn-1', 'tgw-rtb-1');
    addVpn(drawn, 'vpn-1', { tgw: 'tgw-1' }, 'UP');
    routes.push(transitRoute('192.168.0.0/16', 'tgw-attach-v', 'propagated', 'vpn'));
  }
  if (plan.site === 'vgw') {
    addVpnGateway(drawn, 'vgw-a', 'vpc-a');
    addVpn(drawn, 'vpn-1', { vgw: 'vgw-a' }, 'UP', ['192.168.0.0/16']);
  }
  addTransitRoutes(drawn, 'tgw-rtb-1', routes);
  addPrefixList(drawn, 'pl-s3', ['52.216.0.0/15']);
  if (plan.edge === 'endpoint') addEndpoint(drawn, 'vpce-fw', 'GatewayLoadBalancer', 'vpc-a', { SubnetIds: ['subnet-fw'] });
  if (plan.endpoint) addEndpoint(drawn, 'vpce-s3', 'Gateway', 'vpc-a', { RouteTableIds: ['rtb-prv', 'rtb-db'] });
}

function addInterfaces(drawn: Sketch): void {
  addInterface(drawn, 'eni-web', 'subnet-pub', ['10.0.1.10', '10.0.1.11', '2001:db8:a:1::10'], ['sg-web']);
  associate(drawn, 'eni-web', '10.0.1.10', '198.51.100.10');
  addInterface(drawn, 'eni-app', 'subnet-prv', ['10.0.2.20', '2001:db8:a:2::20'], ['sg-app'], {
    Ipv4Prefixes: [{ Ipv4Prefix: '10.0.2.32/28' }],
  });
  addInterface(drawn, 'eni-db', 'subnet-db', ['10.0.3.30'], ['sg-db'], { RequesterManaged: true, Description: 'RDSNetworkInterface' });
  addInterface(drawn, 'eni-fw', 'subnet-fw', ['10.0.4.7'], ['sg-fw'], { SourceDestCheck: false });
  associate(drawn, 'eni-fw', '10.0.4.7', '198.51.100.77');
  addInterface(drawn, 'eni-b', 'subnet-b1', ['10.1.1.10'], ['sg-b']);
  addInterface(drawn, 'eni-b2', 'subnet-b2', ['10.1.2.10'], ['sg-b']);
  associate(drawn, 'eni-b', '10.1.1.10', '198.51.100.20');
  add(drawn, 'rds:DescribeDBInstances', {
    DBInstanceIdentifier: 'orders',
    DBInstanceStatus: 'available',
    Engine: 'postgres',
    AvailabilityZone: 'eu-west-1b',
    Endpoint: { Address: 'orders.abc.eu-west-1.rds.amazonaws.com', Port: 5432 },
    PubliclyAccessible: false,
    MultiAZ: false,
    VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-db', Status: 'active' }],
    DBSubnetGroup: {
      DBSubnetGroupName: 'orders',
      VpcId: 'vpc-a',
      Subnets: [{ SubnetIdentifier: 'subnet-db', SubnetAvailabilityZone: { Name: 'eu-west-1b' } }],
    },
  });
}

/** Draws the estate of a plan. */
export function drawPlan(plan: Plan): Sketch {
  const drawn = sketch();
  addVpcs(drawn);
  addPublicAccess(drawn);
  for (const id of GROUPS)
    addGroup(drawn, id, id === 'sg-b' ? 'vpc-b' : 'vpc-a', OPEN, [...EGRESS_ALL, rule('-1', undefined, undefined, '::/0')]);
  addGateways(drawn, plan);
  addRoutes(drawn, plan);
  addInterfaces(drawn);
  addCluster(drawn, plan);
  return drawn;
}
