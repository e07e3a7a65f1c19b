/**
 * Random cases for comparing engine and oracle: a plan of a healthy estate, up to nine changes that break or bend it, and one question.
 *
 * Most plans without changes are reachable; each change hits a random subnet, table, group or state. Measured over 1,000 cases, about
 * a third are reachable, half blocked (groups, ACLs on either leg, routes, states, gateways, policies …) and a tenth unknown;
 * `random-network.spec.ts` holds the arbitraries to that. A failing case prints its plan, changes and question, which is the whole input:
 * `caseBundle` draws the same bundle from it again.
 */
import fc from 'fast-check';
import type { Bundle } from '../../src/snapshot/bundle.js';
import type { OracleEnd } from '../oracle/judge.js';
import { end } from '../oracle/ask.js';
import { bundleOf } from '../oracle/sketch.js';
import { apply } from './apply-change.js';
import { change, type Change } from './network-changes.js';
import { drawPlan, type Plan } from './network-plan.js';

/** One question in short form; ends as `ask.ts` writes them. */
export interface Asked {
  readonly from: string;
  readonly to: string;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

export interface RandomCase {
  readonly plan: Plan;
  readonly changes: readonly Change[];
  readonly asked: Asked;
}

const pick = <T>(items: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...items);

const environment: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .record({
    external: fc.boolean(),
    excluded: pick(['', '', '10.1.0.0/16', '0.0.0.0/0', 'garbage,10.1.1.0/24']),
    services: pick(['', '', '', '10.1.0.0/16']),
    mode: pick(['strict', 'standard']),
    ports: pick(['prng', 'prng', 'none']),
    helper: pick(['true', 'true', 'true', 'false']),
    enforcing: pick(['standard', 'standard', 'standard', 'standard', 'strict']),
  })
  .map(({ external, excluded, services, mode, ports, helper, enforcing }) => ({
    AWS_VPC_K8S_CNI_RANDOMIZESNAT: ports,
    ENABLE_V4_EGRESS: helper,
    AWS_VPC_K8S_CNI_EXTERNALSNAT: String(external),
    AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: excluded,
    AWS_EXTERNAL_SERVICE_CIDRS: services,
    POD_SECURITY_GROUP_ENFORCING_MODE: mode,
    NETWORK_POLICY_ENFORCING_MODE: enforcing,
  }));

export const plan: fc.Arbitrary<Plan> = fc.record({
  joinA: pick(['peering', 'peering', 'transit', 'transit', 'nat'] as const),
  joinB: pick(['peering', 'transit'] as const),
  egressA: pick(['nat', 'nat', 'igw', 'eigw'] as const),
  appliance: fc.boolean(),
  edge: pick(['none', 'none', 'appliance', 'endpoint'] as const),
  nat64: fc.boolean(),
  endpoint: fc.boolean(),
  site: pick(['vgw', 'transit', 'none'] as const),
  environment,
  demuxDisabled: fc.boolean(),
  enforced: fc.boolean(),
  customNetworking: fc.boolean(),
  version6: pick([false, false, false, true]),
});

const INSIDE = ['eni-web', 'eni-app', 'eni-app', 'eni-db', 'eni-b', 'eni-b2'];
/** Interfaces that have an IPv6 address, and a pod that asks for one in vain. */
const DUAL_STACK = ['eni-web', 'eni-app', 'pod/dev/cli-1', 'pod/prod/web-2'];
const CLUSTER = ['pod/prod/web-1', 'pod/dev/cli-1', 'pod/prod/web-2', 'pod/prod/pay-1', 'pod/prod/agent-1', 'node/node-n1', 'node/node-n2'];
/** What NAT64 calls 203.0.113.9. */
const MAPPED = 'internet/64:ff9b::cb00:7109';
const VERSION_6 = 'internet/2001:db8:ffff::1';
const BEYOND = ['internet/203.0.113.9', 'internet/203.0.113.9', 'internet/203.0.113.9', VERSION_6, MAPPED, '192.168.10.5'];
const ONLY_TO = [
  'eni-web@10.0.1.11',
  'rds/orders',
  '10.0.3.99',
  '10.0.2.40',
  '10.0.0.2',
  'internet/52.216.1.1',
  'internet/198.51.100.10',
  '10.77.0.5',
  'internet/198.51.100.5',
  'internet/198.51.100.20',
  '10.0.1.5',
];

/** Ports on both sides of every border that the changes draw. */
const SOURCE_PORTS = [1024, 20000, 32768, 40000, 49151, 50000, 61000];

/** Questions between interfaces and the world; `cluster` asks about pods and nodes too, on one side at least. */
export function asked(cluster: boolean): fc.Arbitrary<Asked> {
  const ends = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.tuple(
        pick([...INSIDE, ...(cluster ? CLUSTER : [])]),
        pick([...INSIDE, ...ONLY_TO, ...BEYOND, ...(cluster ? CLUSTER : [])]),
      ),
    },
    { weight: 6, arbitrary: fc.tuple(pick(INSIDE), pick(INSIDE)) },
    { weight: 1, arbitrary: fc.tuple(pick(BEYOND), pick([...INSIDE, ...(cluster ? CLUSTER : [])])) },
    { weight: cluster ? 8 : 0, arbitrary: fc.tuple(pick(CLUSTER), pick([...CLUSTER, ...CLUSTER, ...INSIDE, ...BEYOND, ...ONLY_TO])) },
  );
  return fc
    .tuple(ends, pick([6, 6, 6, 6, 17, 1, 47]), pick(SOURCE_PORTS), pick([5432, 443, 8080, 53]))
    .filter(([[from, to]]) => from !== to && !(BEYOND.includes(from) && BEYOND.includes(to)))
    .filter(
      ([[from, to]]) =>
        from !== MAPPED &&
        (![from, to].some((name) => name === VERSION_6 || name === MAPPED) || [from, to].some((name) => DUAL_STACK.includes(name))),
    )
    .map(([[from, to], protocol, sourcePort, destinationPort]) => ({ from, to, protocol, sourcePort, destinationPort }));
}

/** A whole case. */
export function randomCase(cluster: boolean): fc.Arbitrary<RandomCase> {
  return fc.record({ plan, changes: fc.array(change, { maxLength: 9, size: 'max' }), asked: asked(cluster) });
}

/** Draws the bundle of a case. */
export function caseBundle(drawnCase: Pick<RandomCase, 'plan' | 'changes'>): Bundle {
  const drawn = drawPlan(drawnCase.plan);
  for (const made of drawnCase.changes) apply(drawn, made);
  return bundleOf(drawn);
}

/** The two ends as the oracle takes them. */
export function endsOf(question: Asked): { from: OracleEnd; to: OracleEnd } {
  return { from: end(question.from), to: end(question.to) };
}
