/**
 * Single random changes to a drawn estate, each small enough to have one effect: another route, an ACL entry, other group rules,
 * a state, a policy, a missing call. Addresses and ports come from the ones in use, so that changes usually matter.
 */
import fc from 'fast-check';
import { addObject, type Json, type Sketch } from '../oracle/sketch.js';
import { entry, route, rule } from '../oracle/sketch-vpc.js';
import { GROUPS, SUBNETS, TABLES } from './network-plan.js';

/** One change; printed by fast-check when a case fails. */
export type Change =
  | {
      readonly do: 'route';
      readonly table: string;
      readonly to: string;
      readonly target: string;
      readonly state: string;
      readonly origin: string;
    }
  | { readonly do: 'remove-route'; readonly table: string; readonly to: string }
  | { readonly do: 'acl'; readonly subnet: string; readonly entries: readonly Json[]; readonly keep: boolean }
  | { readonly do: 'group'; readonly id: string; readonly side: 'IpPermissions' | 'IpPermissionsEgress'; readonly rules: readonly Json[] }
  | { readonly do: 'set'; readonly operation: string; readonly field: string; readonly id: string; readonly change: Json }
  | { readonly do: 'policy'; readonly policy: Json }
  | { readonly do: 'entries'; readonly list: string; readonly cidrs: readonly string[] | null }
  | { readonly do: 'transit'; readonly routes: readonly Json[] }
  | { readonly do: 'omit'; readonly operation: string };

const PORTS: readonly (readonly [number, number])[] = [
  [5432, 5432],
  [443, 443],
  [0, 65535],
  [1024, 65535],
  [32768, 60999],
  [49152, 65535],
  [8000, 8100],
  [53, 53],
];
const CIDRS = [
  '0.0.0.0/0',
  '10.0.0.0/16',
  '10.0.2.0/24',
  '10.0.2.0/25',
  '10.0.3.0/24',
  '10.0.1.0/24',
  '10.1.0.0/16',
  '10.1.1.10/32',
  '100.64.0.0/16',
  '203.0.113.0/24',
  '198.51.100.5/32',
  '192.168.0.0/16',
  '52.216.0.0/15',
  '::/0',
  '2001:db8:a::/56',
];
const DESTINATIONS = [
  '0.0.0.0/0',
  '10.1.0.0/16',
  '10.1.1.0/24',
  '10.1.2.10/32',
  '10.0.3.0/24',
  '10.0.2.0/24',
  '203.0.113.0/24',
  '203.0.113.9/32',
  '192.168.0.0/16',
  '52.216.0.0/15',
  'pl-s3',
  'pl-x',
  '10.0.0.0/16',
  '100.64.0.0/16',
  '::/0',
];
const TARGETS = ['nat-a', 'igw-a', 'pcx-ab', 'tgw-1', 'eni-fw', 'vgw-a'];

const pick = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

/** Whether a table may have the route: AWS refuses the others, so no snapshot shows them. */
function isLegal(to: string, target: string): boolean {
  if (to.includes(':')) return target === 'igw-a';
  if (to === '10.0.3.0/24' || to === '10.0.2.0/24') return target === 'eni-fw';
  if (to === '10.0.0.0/16' || to === '100.64.0.0/16') return target === 'pcx-ab' || target === 'tgw-1';
  return target !== 'eni-fw';
}

const routeChange: fc.Arbitrary<Change> = fc
  .record({
    do: fc.constant('route' as const),
    table: pick(TABLES.filter((table) => table !== 'rtb-edge')),
    to: pick(DESTINATIONS),
    target: pick(TARGETS),
    state: fc.oneof({ weight: 5, arbitrary: fc.constant('active') }, { weight: 1, arbitrary: fc.constant('blackhole') }),
    origin: fc.constant('CreateRoute'),
  })
  .filter((change) => isLegal(change.to, change.target));

const aclEntry: fc.Arbitrary<Json> = fc
  .tuple(
    pick(['in', 'out'] as const),
    fc.integer({ min: 1, max: 200 }),
    pick(['allow', 'deny'] as const),
    pick([-1, 6, 6, 6, 17, 1]),
    pick(CIDRS),
    pick(PORTS),
  )
  .map(([direction, number, action, protocol, cidr, ports]) => {
    const pair = protocol === 6 || protocol === 17 ? ports : protocol === 1 ? ([8, -1] as const) : undefined;
    return entry(direction, number, action, protocol, cidr, pair);
  });

/** All of one direction, and a part of the other: the usual mistake with replies. */
const narrowReplies: fc.Arbitrary<Json[]> = fc
  .tuple(pick(['in', 'out'] as const), pick(PORTS), pick(['0.0.0.0/0', '10.0.0.0/16', '10.1.0.0/16']))
  .map(([narrow, ports, cidr]) => [
    entry(narrow === 'in' ? 'out' : 'in', 100, 'allow', -1, '0.0.0.0/0'),
    entry(narrow, 100, 'allow', 6, cidr, ports),
    entry(narrow, 110, 'allow', 6, cidr, [5432, 5432]),
  ]);

const groupRule: fc.Arbitrary<Json> = fc
  .tuple(pick(['-1', 'tcp', 'tcp', 'tcp', 'udp', 'icmp', '6', '50']), pick(PORTS), pick([...CIDRS, ...GROUPS, 'pl-s3', 'pl-x']))
  .map(([protocol, [from, to], peer]) => {
    if (protocol === '-1') return rule(protocol, undefined, undefined, peer);
    return protocol === 'icmp' ? rule(protocol, 8, -1, peer) : rule(protocol, from, to, peer);
  });

const SETTINGS: readonly (readonly [string, string, string, Json])[] = [
  ['ec2:DescribeInternetGateways', 'InternetGatewayId', 'igw-a', { Attachments: [] }],
  ['ec2:DescribeNatGateways', 'NatGatewayId', 'nat-a', { State: 'failed' }],
  ['ec2:DescribeNatGateways', 'NatGatewayId', 'nat-a', { State: 'deleting' }],
  ['ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnectionId', 'pcx-ab', { Status: { Code: 'pending-acceptance' } }],
  ['ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnectionId', 'pcx-ab', { Status: { Code: 'expired' } }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-fw', { SourceDestCheck: true }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-app', { Attachment: { Status: 'detaching', DeviceIndex: 0 } }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-n10', { Groups: [{ GroupId: 'sg-app' }] }],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-a', { SubnetIds: ['subnet-db'] }],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-a', { SubnetIds: ['subnet-fw'] }],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-b', { SubnetIds: ['subnet-b2'] }],
  ['ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-b', { Association: undefined }],
  ['ec2:DescribeTransitGateways', 'TransitGatewayId', 'tgw-1', { Options: { SecurityGroupReferencingSupport: 'disable' } }],
  ['ec2:DescribeSubnets', 'SubnetId', 'subnet-pub', { BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-bidirectional' } }],
  ['ec2:DescribeSubnets', 'SubnetId', 'subnet-pub', { BlockPublicAccessStates: { InternetGatewayBlockMode: 'block-ingress' } }],
];

const OMISSIONS = [
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeRouteTables',
  'ec2:DescribeNatGateways',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeTransitGateways',
];

const PEERS: readonly Json[] = [
  { podSelector: {} },
  { podSelector: { matchLabels: { app: 'cli' } } },
  { namespaceSelector: {} },
  { namespaceSelector: { matchLabels: { team: 'x' } } },
  {
    namespaceSelector: { matchLabels: { team: 'x' } },
    podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cli', 'web'] }] },
  },
  { ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.3.0/24'] } },
  { ipBlock: { cidr: '0.0.0.0/0' } },
  { ipBlock: { cidr: '10.1.0.0/16' } },
];
const POLICY_PORTS: readonly Json[] = [
  { port: 5432 },
  { port: 'http' },
  { protocol: 'UDP', port: 53 },
  { port: 400, endPort: 500 },
  { protocol: 'TCP' },
];

const policyChange: fc.Arbitrary<Change> = fc
  .record({
    name: fc.integer({ min: 1, max: 99999 }),
    namespace: pick(['prod', 'dev']),
    subject: pick<Json>([{}, { matchLabels: { app: 'web' } }, { matchLabels: { app: 'cli' } }, { matchLabels: { app: 'pay' } }]),
    types: pick([['Ingress'], ['Egress'], ['Ingress', 'Egress']]),
    peers: fc.subarray([...PEERS], { maxLength: 2 }),
    ports: fc.subarray([...POLICY_PORTS], { maxLength: 2 }),
    empty: fc.boolean(),
  })
  .map(({ name, namespace, subject, types, peers, ports, empty }) => {
    const spec: Json = { podSelector: subject, policyTypes: types };
    if (!empty && types.includes('Ingress'))
      spec['ingress'] = [{ ...(peers.length > 0 ? { from: peers } : {}), ...(ports.length > 0 ? { ports } : {}) }];
    if (!empty && types.includes('Egress'))
      spec['egress'] = [{ ...(peers.length > 0 ? { to: peers } : {}), ...(ports.length > 0 ? { ports } : {}) }];
    return { do: 'policy', policy: { metadata: { namespace, name: `policy-${name.toString()}`, uid: `policy-${name.toString()}` }, spec } };
  });

/** Any single change, those that touch many flows more often than the others. */
export const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 5, arbitrary: routeChange },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('remove-route' as const),
      table: pick(TABLES),
      to: pick(['0.0.0.0/0', '0.0.0.0/0', '10.1.0.0/16', '10.0.0.0/16', '192.168.0.0/16', '10.0.2.0/24', '::/0']),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('acl' as const),
      subnet: pick(SUBNETS),
      entries: fc.oneof(fc.array(aclEntry, { minLength: 1, maxLength: 4 }), narrowReplies),
      keep: fc.boolean(),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('group' as const),
      id: pick(GROUPS),
      side: pick(['IpPermissions', 'IpPermissions', 'IpPermissionsEgress'] as const),
      rules: fc.array(groupRule, { maxLength: 3 }),
    }),
  },
  { weight: 3, arbitrary: pick(SETTINGS).map(([operation, field, id, to]): Change => ({ do: 'set', operation, field, id, change: to })) },
  { weight: 3, arbitrary: policyChange },
  {
    weight: 1,
    arbitrary: pick([null, [], ['203.0.113.0/24'], ['10.1.0.0/16', '10.0.2.0/24']]).map((cidrs): Change => ({
      do: 'entries',
      list: 'pl-x',
      cidrs,
    })),
  },
  { weight: 1, arbitrary: pick(OMISSIONS).map((operation): Change => ({ do: 'omit', operation })) },
);

function routesOf(drawn: Sketch, tableId: string): Json | undefined {
  return (drawn.lists['ec2:DescribeRouteTables'] ?? []).find((table) => table['RouteTableId'] === tableId);
}

function goesTo(existing: Json, to: string): boolean {
  return [existing['DestinationCidrBlock'], existing['DestinationIpv6CidrBlock'], existing['DestinationPrefixListId']].includes(to);
}

/** Applies a change to the drawn estate; one that does not fit it does nothing. */
export function apply(drawn: Sketch, made: Change): void {
  switch (made.do) {
    case 'route':
    case 'remove-route': {
      const table = routesOf(drawn, made.table);
      if (table === undefined) return;
      const others = (table['Routes'] as Json[]).filter((existing) => existing['GatewayId'] === 'local' || !goesTo(existing, made.to));
      const local = others.some((existing) => existing['GatewayId'] === 'local' && goesTo(existing, made.to));
      table['Routes'] = made.do === 'remove-route' || local ? others : [...others, route(made.to, made.target, { State: made.state })];
      return;
    }
    case 'acl': {
      const acl = (drawn.lists['ec2:DescribeNetworkAcls'] ?? []).find((item) => item['NetworkAclId'] === `acl-${made.subnet.slice(7)}`);
      if (acl === undefined) return;
      const seen = new Set<unknown>();
      const fresh = made.entries.filter((item) => {
        const key = `${String(item['RuleNumber'])}/${String(item['Egress'])}`;
        return seen.has(key) ? false : seen.add(key);
      });
      const kept = (acl['Entries'] as Json[]).filter((item) => made.keep || Number(item['RuleNumber']) > 32000);
      acl['Entries'] = [...kept.filter((item) => !seen.has(`${String(item['RuleNumber'])}/${String(item['Egress'])}`)), ...fresh];
      return;
    }
    case 'group':
    case 'set': {
      const [operation, field, id] =
        made.do === 'group' ? ['ec2:DescribeSecurityGroups', 'GroupId', made.id] : [made.operation, made.field, made.id];
      const found = (drawn.lists[operation] ?? []).find((item) => item[field] === id);
      if (found !== undefined) Object.assign(found, made.do === 'group' ? { [made.side]: [...made.rules] } : made.change);
      return;
    }
    case 'policy':
      addObject(drawn, 'NetworkPolicy', made.policy);
      return;
    case 'entries':
      if (made.cidrs === null) return;
      drawn.about.push({
        operation: 'ec2:GetManagedPrefixListEntries',
        input: { PrefixListId: made.list },
        output: { Entries: made.cidrs.map((cidr) => ({ Cidr: cidr })) },
      });
      return;
    case 'transit':
      drawn.about.push({
        operation: 'ec2:SearchTransitGatewayRoutes',
        input: { TransitGatewayRouteTableId: 'tgw-rtb-1' },
        output: { Routes: made.routes },
      });
      return;
    case 'omit':
      drawn.omitted.add(made.operation);
  }
}
