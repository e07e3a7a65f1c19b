/**
 * Single random changes to a drawn estate, each small enough to have one effect: another route, an ACL entry, other group rules,
 * a state, a policy, a missing call. Addresses and ports come from the ones in use, so that changes usually matter.
 */
import fc from 'fast-check';
import type { Json } from '../oracle/sketch.js';
import { entry, rule } from '../oracle/sketch-vpc.js';
import { CIDRS, DESTINATIONS, OMISSIONS, PEERS, POLICY_PORTS, PORTS, SETTINGS, TARGETS, TRANSIT } from './change-menus.js';
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
  | { readonly do: 'transit'; readonly routes: readonly Json[] | null }
  | { readonly do: 'public-access'; readonly mode: string }
  | { readonly do: 'exclusion'; readonly subnet: string; readonly mode: string }
  | { readonly do: 'omit'; readonly operation: string };

const pick = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

/** Whether a table may have the route: AWS refuses the others, so no snapshot shows them. */
function isLegal(table: string, to: string, target: string): boolean {
  if (table === 'rtb-b') return !to.startsWith('10.1.') && ['pcx-ab', 'tgw-1'].includes(target) && !to.includes(':');
  if (to === '64:ff9b::/96') return target === 'nat-a';
  if (to.includes(':')) return target === 'igw-a';
  if (to === '10.0.3.0/24' || to === '10.0.2.0/24') return target === 'eni-fw';
  if (to === '10.0.0.0/16' || to === '100.64.0.0/16') return target === 'pcx-ab' || target === 'tgw-1';
  return target !== 'eni-fw';
}

const routeChange: fc.Arbitrary<Change> = fc
  .record({
    do: fc.constant('route' as const),
    table: pick(TABLES),
    to: pick(DESTINATIONS),
    target: pick(TARGETS),
    state: fc.oneof({ weight: 5, arbitrary: fc.constant('active') }, { weight: 1, arbitrary: fc.constant('blackhole') }),
    origin: fc.constant('CreateRoute'),
  })
  .filter((change) => isLegal(change.table, change.to, change.target));

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
  {
    weight: 1,
    arbitrary: pick(['block-bidirectional', 'block-ingress']).map((mode): Change => ({ do: 'public-access', mode })),
  },
  { weight: 2, arbitrary: pick(TRANSIT).map((routes): Change => ({ do: 'transit', routes })) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('exclusion' as const),
      subnet: pick(SUBNETS),
      mode: pick(['allow-bidirectional', 'allow-egress']),
    }),
  },
  { weight: 1, arbitrary: pick(OMISSIONS).map((operation): Change => ({ do: 'omit', operation })) },
);
