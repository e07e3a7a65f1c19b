// The judgement of policies: namespaces prod (web, db) and dev (cli), an address outside, and every rule of precedence.
import { describe, expect, it } from 'vitest';
import { parseAddress } from '../../../net/address.js';
import { holds, oneAddress, oneNumber } from '../../../net/interval-set.js';
import type { PacketBox } from '../../../net/packet-set.js';
import { ALL_PORTS, ICMP, TCP, UDP, type NumberSet } from '../../../net/port.js';
import { parsePrefix, prefixSet } from '../../../net/prefix.js';
import type { Pod } from '../../../model/kubernetes/cluster.js';
import { documentsOf, recordReading, type RawObject } from '../../../../test/sketch/kubernetes-documents.js';
import { readKubernetes } from '../read-kubernetes.js';
import { matchesSelector } from '../selector.js';
import { evaluatePolicies, portsWith, type PolicyDecision } from './evaluate.js';
import type { PolicyWorld } from './policy-world.js';
import { policiesSelecting } from './selected-by.js';

const NODE_A = '10.0.16.10';
const NODE_B = '10.0.32.10';
const OUTSIDE = '203.0.113.9';
const WEB = '10.0.16.11';
const DB = '10.0.32.11';
const CLI = '10.0.17.12';

interface PodMore {
  readonly node?: string;
  readonly ports?: readonly Record<string, unknown>[];
  readonly hostNetwork?: boolean;
}
const pod = (namespace: string, name: string, podIP: string, { node = NODE_A, ports, hostNetwork }: PodMore = {}): RawObject => ({
  kind: 'Pod',
  metadata: { namespace, name, labels: { app: name } },
  spec: { hostNetwork, containers: [{ ports }] },
  status: { podIP, hostIP: node },
});
const PODS = [
  pod('prod', 'web', WEB, { ports: [{ name: 'http', containerPort: 8080 }] }),
  pod('prod', 'db', DB, { node: NODE_B, ports: [{ name: 'sql', containerPort: 5432 }] }),
  pod('dev', 'cli', CLI),
];
const NAMESPACES: RawObject[] = [
  { kind: 'Namespace', metadata: { name: 'prod' } },
  { kind: 'Namespace', metadata: { name: 'dev', labels: { team: 'x' } } },
];
let count = 0;
const policy = (spec: Record<string, unknown>): RawObject => ({
  kind: 'NetworkPolicy',
  metadata: { namespace: 'prod', name: `np-${(count += 1)}` },
  spec: { podSelector: {}, ...spec },
});
const clusterPolicy = (
  spec: Record<string, unknown>,
  api = 'policy.networking.k8s.io/v1alpha2',
  name = `cnp-${(count += 1)}`,
): RawObject => ({
  kind: 'ClusterNetworkPolicy',
  apiVersion: api,
  metadata: { name },
  spec: { priority: 10, subject: { namespaces: {} }, ...spec },
});
const EKS = 'networking.k8s.aws/v1alpha1';

/** A world of raw objects; the pods above and their namespaces unless told otherwise. */
function worldOf(
  policies: readonly RawObject[],
  others: readonly RawObject[] = [...PODS, ...NAMESPACES],
): PolicyWorld & { podNamed(name: string): Pod } {
  const reading = recordReading();
  const read = readKubernetes(documentsOf([...policies, ...others]), reading);
  expect(reading.refused).toEqual([]);
  const pods = [...read.pods.values()];
  return {
    podNamed: (name) => pods.find((found) => found.name === name) as Pod,
    namespaceLabels: (cluster, namespace) => read.namespaces.get(`${cluster}||${namespace}`)?.labels ?? null,
    networkPolicies: (_cluster, namespace) => [...read.networkPolicies.values()].filter((found) => found.namespace === namespace),
    clusterPolicies: () => [...read.clusterPolicies.values()],
    podsAt: (_cluster, set) => pods.filter(({ addresses }) => addresses.some((address) => holds(set, address))),
    nodesAt: (_cluster, set) => [...read.nodes.values()].filter(({ addresses }) => addresses.some((address) => holds(set, address))),
    servicesAt: (_cluster, set) =>
      [...read.services.values()].filter((found) => found.clusterAddresses.some((address) => holds(set, address))),
    podsOf: ({ namespace, selector }) =>
      selector === null
        ? []
        : pods.filter(
            (found) => found.namespace === namespace && matchesSelector({ matchLabels: selector, matchExpressions: [] }, found.labels),
          ),
  };
}

const address = (text: string) => parseAddress(text) as bigint;
const box = (from: string, to: string, ports: NumberSet, protocol = TCP): PacketBox => ({
  protocols: oneNumber(protocol),
  sources: oneAddress(address(from)),
  destinations: oneAddress(address(to)),
  sourcePorts: ALL_PORTS,
  destinationPorts: ports,
});

interface Flow {
  readonly to?: string;
  readonly from?: string;
  readonly port?: number | NumberSet;
  readonly protocol?: number;
  readonly strict?: boolean;
}
/** Of the pod named: `ingress('web', { from })`, `egress('web', { to })`. */
function judge(world: ReturnType<typeof worldOf>, name: string, direction: 'ingress' | 'egress', flow: Flow): PolicyDecision {
  const subject = world.podNamed(name);
  const own = subject.addresses[0] as bigint;
  const ports = typeof flow.port === 'number' ? oneNumber(flow.port) : (flow.port ?? oneNumber(80));
  const packets = box(flow.from ?? WEB, flow.to ?? WEB, ports, flow.protocol);
  const placed = direction === 'ingress' ? { ...packets, destinations: oneAddress(own) } : { ...packets, sources: oneAddress(own) };
  const question = { pod: subject, direction, packets: [placed], strict: flow.strict ?? false };
  return evaluatePolicies(question, policiesSelecting(subject, world), world);
}
/** `allowed`, `denied` or `undecided`, or all of them when the packets have several fates; with what decided. */
function outcome(decision: PolicyDecision): string {
  return [...new Set(decision.parts.map((part) => part.outcome))].sort().join(' ');
}
const reasons = (decision: PolicyDecision): string[] => decision.parts.map(({ reason }) => reason.kind);
const ingress = (policies: RawObject[], flow: Flow & { on?: string }) => judge(worldOf(policies), flow.on ?? 'web', 'ingress', flow);
const egress = (policies: RawObject[], flow: Flow & { on?: string }) => judge(worldOf(policies), flow.on ?? 'web', 'egress', flow);

const DENY_INGRESS = policy({ policyTypes: ['Ingress'] });
const DENY_EGRESS = policy({ policyTypes: ['Egress'] });
const fromPeers = (...from: unknown[]) => policy({ ingress: [{ from }] });
const X = { namespaceSelector: { matchLabels: { team: 'x' } } };
const app = (name: string) => ({ podSelector: { matchLabels: { app: name } } });

describe('isolation', () => {
  it('leaves a pod without policies open, and asks for nothing else', () => {
    const decision = ingress([], { from: CLI });
    expect(decision).toMatchObject({ isolated: false, by: [], rule: null, parts: [{ outcome: 'allowed', reason: { kind: 'default' } }] });
    expect(decision.nearMisses()).toEqual([]);
  });

  it('closes one direction only', () => {
    expect(ingress([DENY_INGRESS], { from: CLI })).toMatchObject({
      isolated: true,
      by: [{ name: (DENY_INGRESS['metadata'] as { name: string }).name }],
      parts: [{ outcome: 'denied', reason: { kind: 'isolated' } }],
    });
    expect(egress([DENY_INGRESS], { to: OUTSIDE })).toMatchObject({ isolated: false, parts: [{ outcome: 'allowed' }] });
  });

  it('takes absent policyTypes for ingress', () => {
    expect(outcome(ingress([policy({})], { from: CLI }))).toBe('denied');
    expect(outcome(egress([policy({})], { to: OUTSIDE }))).toBe('allowed');
  });

  it('closes egress and leaves ingress', () => {
    expect(outcome(egress([DENY_EGRESS], { to: DB }))).toBe('denied');
    expect(outcome(ingress([DENY_EGRESS], { from: CLI }))).toBe('allowed');
  });

  it('judges each end by itself', () => {
    const policies = [
      policy({ ...app('web'), policyTypes: ['Egress'], egress: [{ to: [app('db')], ports: [{ port: 5432 }] }] }),
      policy({ ...app('db'), ingress: [{ from: [app('zzz')] }] }),
    ];
    expect(outcome(egress(policies, { to: DB, port: 5432 }))).toBe('allowed');
    expect(outcome(ingress(policies, { on: 'db', from: WEB, port: 5432 }))).toBe('denied');
  });

  it('is of the policy of the pod’s own namespace that selects it', () => {
    expect(ingress([policy(app('db'))], { from: CLI }).isolated).toBe(false);
    expect(judge(worldOf([DENY_INGRESS]), 'cli', 'ingress', { from: WEB }).isolated).toBe(false);
  });
});

describe('peers', () => {
  it.each([
    ['a pod selector alone means its own namespace', [fromPeers(app('cli'))], CLI, 'denied'],
    ['and allows there', [fromPeers(app('db'))], DB, 'allowed'],
    ['policies are united', [DENY_INGRESS, fromPeers(X)], CLI, 'allowed'],
    ['selectors of one peer must both fit', [fromPeers({ ...X, ...app('zzz') })], CLI, 'denied'],
    ['and do', [fromPeers({ ...X, ...app('cli') })], CLI, 'allowed'],
    ['of two peers one suffices', [fromPeers(X, app('zzz'))], CLI, 'allowed'],
    ['an empty rule allows everybody', [policy({ ingress: [{}] })], OUTSIDE, 'allowed'],
    ['all namespaces are not the outside', [fromPeers({ namespaceSelector: {} })], OUTSIDE, 'denied'],
    ['but all pods', [fromPeers({ namespaceSelector: {} })], CLI, 'allowed'],
    ['a block without its exceptions', [fromPeers({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.8/29'] } })], OUTSIDE, 'denied'],
    ['a block beside the exception', [fromPeers({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.16/29'] } })], OUTSIDE, 'allowed'],
    ['a block holds pods by address', [fromPeers({ ipBlock: { cidr: '10.0.17.0/24' } })], CLI, 'allowed'],
    [
      'NotIn fits a namespace without the label',
      [fromPeers({ namespaceSelector: { matchExpressions: [{ key: 'team', operator: 'NotIn', values: ['y'] }] } })],
      DB,
      'allowed',
    ],
    [
      'namespaces go by their name',
      [fromPeers({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'dev' } } })],
      CLI,
      'allowed',
    ],
  ])('%s', (_what, policies, from, expected) => {
    expect(outcome(ingress(policies, { from }))).toBe(expected);
  });

  it('adds up over policies: an exception of one is no denial', () => {
    const except = fromPeers({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.8/29'] } });
    const decision = ingress([except, fromPeers({ ipBlock: { cidr: '203.0.113.9/32' } })], { from: OUTSIDE });
    expect(outcome(decision)).toBe('allowed');
    expect(decision.rule?.text).toBe('from 203.0.113.9/32 on any port');
  });

  it('splits a range of addresses', () => {
    const world = worldOf([fromPeers({ ipBlock: { cidr: '203.0.113.0/25' } })]);
    const subject = world.podNamed('web');
    const sources = prefixSet(parsePrefix('203.0.113.0/24') ?? expect.fail());
    const packets = [{ ...box(OUTSIDE, WEB, oneNumber(80)), sources }];
    const decision = evaluatePolicies(
      { pod: subject, direction: 'ingress', packets, strict: false },
      policiesSelecting(subject, world),
      world,
    );
    expect(decision.parts.map((part) => [part.outcome, part.packets.map(({ sources: set }) => set)])).toEqual([
      ['allowed', [[address('203.0.113.0'), address('203.0.113.128')]]],
      ['denied', [[address('203.0.113.128'), address('203.0.114.0')]]],
    ]);
  });

  it('takes a pod of the host’s network for its node’s address', () => {
    const host = pod('prod', 'agent', NODE_B, { node: NODE_B, hostNetwork: true });
    const world = worldOf([fromPeers(app('agent'))], [...PODS, ...NAMESPACES, host]);
    expect(outcome(judge(world, 'web', 'ingress', { from: NODE_B }))).toBe('allowed');
    expect(outcome(judge(world, 'web', 'ingress', { from: DB }))).toBe('denied');
  });
});

describe('what no policy stops', () => {
  it('is traffic with the pod’s own node, and with itself', () => {
    const policies = [DENY_INGRESS, DENY_EGRESS];
    expect(reasons(ingress(policies, { from: NODE_A }))).toEqual(['own-node']);
    expect(reasons(egress(policies, { to: NODE_A }))).toEqual(['own-node']);
    expect(reasons(egress(policies, { to: WEB }))).toEqual(['itself']);
    expect(outcome(ingress(policies, { from: NODE_B }))).toBe('denied');
  });

  it('is a pod in the host’s network', () => {
    const host = pod('prod', 'agent', NODE_B, { node: NODE_B, hostNetwork: true });
    const world = worldOf([DENY_EGRESS], [...PODS, ...NAMESPACES, host]);
    expect(judge(world, 'agent', 'egress', { to: OUTSIDE, strict: true })).toMatchObject({
      isolated: false,
      parts: [{ outcome: 'allowed' }],
    });
  });
});

describe('ports', () => {
  const onPorts = (...ports: unknown[]) => policy({ ingress: [{ ports }] });

  it('resolves a name on the destination', () => {
    expect(outcome(ingress([onPorts({ port: 'http' })], { from: CLI, port: 8080 }))).toBe('allowed');
    expect(outcome(ingress([onPorts({ port: 'http' })], { from: CLI, port: 80 }))).toBe('denied');
    expect(outcome(ingress([onPorts({ port: 'http', protocol: 'UDP' })], { from: CLI, port: 8080, protocol: UDP }))).toBe('denied');
    const toSql = (to: unknown[]) => policy({ policyTypes: ['Egress'], egress: [{ to, ports: [{ port: 'sql' }] }] });
    expect(outcome(egress([toSql([app('db')])], { to: DB, port: 5432 }))).toBe('allowed');
    expect(outcome(egress([toSql([])], { to: DB, port: 5432 }))).toBe('allowed');
    expect(outcome(egress([toSql([])], { to: DB, port: 5433 }))).toBe('denied');
    expect(outcome(egress([toSql([])], { to: CLI, port: 5432 }))).toBe('denied');
  });

  it('opens a range up to its end', () => {
    const decision = ingress([onPorts({ port: 8000, endPort: 8010 })], { from: CLI, port: ALL_PORTS });
    expect(outcome(decision)).toBe('allowed denied');
    expect(portsWith(decision, 'allowed')).toEqual([8000, 8011]);
    expect(portsWith(decision, 'denied')).toEqual([0, 8000, 8011, 65536]);
  });

  it('keeps protocols apart', () => {
    expect(outcome(ingress([onPorts({ protocol: 'UDP', port: 53 })], { from: CLI, port: 53 }))).toBe('denied');
    expect(outcome(ingress([onPorts({ protocol: 'UDP', port: 53 })], { from: CLI, port: 53, protocol: UDP }))).toBe('allowed');
    expect(outcome(ingress([onPorts({ protocol: 'UDP' })], { from: CLI, port: ALL_PORTS, protocol: UDP }))).toBe('allowed');
  });

  it('allows ICMP only where no port is named', () => {
    expect(outcome(ingress([policy({ ingress: [{}] })], { from: CLI, protocol: ICMP, port: 2048 }))).toBe('allowed');
    expect(outcome(ingress([onPorts({ port: 80 })], { from: CLI, protocol: ICMP, port: 2048 }))).toBe('denied');
  });

  it('says which rule opens which port', () => {
    const policies = [policy({ ingress: [{ ports: [{ port: 80 }] }, { from: [X], ports: [{ port: 80 }, { port: 443 }] }] })];
    const decision = ingress(policies, { from: CLI, port: ALL_PORTS });
    const opened = decision.parts.flatMap(({ reason, packets }) =>
      reason.kind === 'rule' ? [[reason.rule.id.split(' ')[1], packets[0]?.destinationPorts]] : [],
    );
    expect(opened).toEqual([
      ['ingress[0]', [80, 81]],
      ['ingress[1]', [443, 444]],
    ]);
    expect(decision.rule?.id).toMatch(/ ingress\[0\]$/);
  });
});

describe('Services, as the controller of EKS adds them to egress rules', () => {
  const VIP = '172.20.50.5';
  const service = (
    selector: Record<string, string> | undefined,
    port: Record<string, unknown>,
    more: Record<string, unknown> = {},
  ): RawObject => ({
    kind: 'Service',
    metadata: { namespace: 'prod', name: 'db' },
    spec: { clusterIP: VIP, selector, ports: [port], ...more },
  });
  const toDb = (port: Record<string, unknown>, labels: Record<string, string> = { app: 'db' }) =>
    policy({ policyTypes: ['Egress'], egress: [{ to: [{ podSelector: { matchLabels: labels } }], ports: [port] }] });
  const by = (service_: RawObject, rule: RawObject, to: string, port: number) =>
    outcome(judge(worldOf([rule], [...PODS, ...NAMESPACES, service_]), 'web', 'egress', { to, port }));

  it('allows the cluster address where the Service’s selector has the labels', () => {
    expect(by(service({ app: 'db' }, { port: 5432 }), toDb({ port: 5432 }), VIP, 5432)).toBe('allowed');
    expect(by(service({ app: 'db', tier: 'be' }, { port: 5432 }), toDb({ port: 5432 }), VIP, 5432)).toBe('allowed');
    expect(by(service({ app: 'api' }, { port: 5432 }), toDb({ port: 5432 }), VIP, 5432)).toBe('denied');
  });

  it('puts the Service’s port for the pod’s', () => {
    const mapped = service({ app: 'db' }, { port: 15432, targetPort: 5432 });
    expect(by(mapped, toDb({ port: 5432 }), VIP, 15432)).toBe('allowed');
    expect(by(mapped, toDb({ port: 5432 }), VIP, 5432)).toBe('denied');
    expect(by(service({ app: 'db' }, { port: 15432, targetPort: 'sql' }), toDb({ port: 5432 }), VIP, 15432)).toBe('allowed');
    expect(by(service({ app: 'db' }, { port: 15432, targetPort: 'other' }), toDb({ port: 5432 }), VIP, 15432)).toBe('denied');
    expect(by(mapped, toDb({ port: 'sql' }), VIP, 15432)).toBe('allowed');
    expect(by(service({ app: 'db' }, { port: 80, targetPort: 8000 }), toDb({ port: 8000, endPort: 8010 }), VIP, 90)).toBe('allowed');
    expect(by(mapped, toDb({ protocol: 'TCP' }), VIP, 1)).toBe('allowed');
  });

  it('does not look behind a block, nor at a Service that asks for less than the rule', () => {
    const toBlock = policy({ policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/16' } }] }] });
    expect(by(service({ app: 'db' }, { port: 5432 }), toBlock, VIP, 5432)).toBe('denied');
    expect(by(service({ app: 'db' }, { port: 5432 }), toBlock, DB, 5432)).toBe('allowed');
    const labelled = { ...pod('prod', 'db', DB), metadata: { namespace: 'prod', name: 'db', labels: { app: 'db', tier: '1' } } };
    const world = worldOf(
      [toDb({ port: 5432 }, { app: 'db', tier: '1' })],
      [pod('prod', 'web', WEB), labelled, ...NAMESPACES, service({ app: 'db' }, { port: 5432 })],
    );
    expect(outcome(judge(world, 'web', 'egress', { to: DB, port: 5432 }))).toBe('allowed');
    const denied = judge(world, 'web', 'egress', { to: VIP, port: 5432 });
    expect(outcome(denied)).toBe('denied');
    expect(denied.nearMisses()[0]?.why).toMatch(/^the pods behind prod\/db fit, but by cluster address only/);
  });

  it('adds a selectorless Service for all pods of its namespace, and no headless one', () => {
    const all = policy({ policyTypes: ['Egress'], egress: [{ to: [{ podSelector: {} }] }] });
    expect(by(service(undefined, { port: 5432 }), all, VIP, 5432)).toBe('allowed');
    expect(by({ ...service(undefined, { port: 5432 }), metadata: { namespace: 'dev', name: 'db' } }, all, VIP, 5432)).toBe('denied');
  });
});

describe('strict mode', () => {
  it('closes a pod that no policy selects, in both directions', () => {
    expect(ingress([], { from: CLI, strict: true })).toMatchObject({
      isolated: false,
      parts: [{ outcome: 'denied', reason: { kind: 'default' } }],
    });
    expect(outcome(egress([], { to: OUTSIDE, strict: true }))).toBe('denied');
    expect(reasons(ingress([], { from: NODE_A, strict: true }))).toEqual(['own-node']);
  });

  it('leaves the other direction of a selected pod open', () => {
    expect(outcome(egress([DENY_INGRESS], { to: OUTSIDE, strict: true }))).toBe('allowed');
    expect(outcome(ingress([policy({ ingress: [{}] })], { from: CLI, strict: true }))).toBe('allowed');
  });
});

describe('cluster policies', () => {
  const rule = (action: string, more: Record<string, unknown> = {}) => ({ action, from: [{ namespaces: {} }], ...more });
  const admin = (...rules: unknown[]) => clusterPolicy({ tier: 'Admin', ingress: rules });
  const baseline = (...rules: unknown[]) => clusterPolicy({ tier: 'Baseline', ingress: rules });
  const ALLOW = policy({ ingress: [{}] });

  it.each([
    ['admin denies before a NetworkPolicy allows', [admin(rule('Deny')), ALLOW], 'denied', 'rule'],
    ['admin allows before a NetworkPolicy denies', [admin(rule('Accept')), DENY_INGRESS], 'allowed', 'rule'],
    ['a pass leaves it to NetworkPolicies', [admin(rule('Pass'), rule('Deny')), DENY_INGRESS], 'denied', 'isolated'],
    ['a pass skips the rest of its tier', [admin(rule('Pass'), rule('Deny'))], 'allowed', 'default'],
    ['a NetworkPolicy that selects comes before the baseline', [baseline(rule('Deny')), ALLOW], 'allowed', 'rule'],
    ['and denies before it too', [baseline(rule('Accept')), DENY_INGRESS], 'denied', 'isolated'],
    ['the baseline decides where none selects', [baseline(rule('Deny'))], 'denied', 'rule'],
    ['a policy of the other direction leaves it to the baseline', [baseline(rule('Deny')), DENY_EGRESS], 'denied', 'rule'],
    ['the first rule of a list decides', [admin(rule('Accept'), rule('Deny'))], 'allowed', 'rule'],
    ['what no rule fits goes on', [admin(rule('Deny', { from: [{ namespaces: { matchLabels: { team: 'y' } } }] }))], 'allowed', 'default'],
  ])('%s', (_what, policies, expected, reason) => {
    const decision = ingress(policies, { from: CLI });
    expect(outcome(decision)).toBe(expected);
    expect(reasons(decision)).toEqual([reason]);
  });

  it('never isolate: the outside stays open', () => {
    const decision = ingress([admin(rule('Deny'))], { from: OUTSIDE });
    expect(decision).toMatchObject({ isolated: false, by: [], parts: [{ outcome: 'allowed' }] });
  });

  it('go by priority, lower first', () => {
    const first = clusterPolicy({ tier: 'Admin', priority: 5, ingress: [rule('Accept')] });
    const second = clusterPolicy({ tier: 'Admin', priority: 6, ingress: [rule('Deny')] });
    expect(outcome(ingress([second, first], { from: CLI }))).toBe('allowed');
  });

  it('of EKS put denials first within a priority', () => {
    const eks = (action: string) => clusterPolicy({ tier: 'Admin', ingress: [rule(action)] }, EKS);
    expect(outcome(ingress([eks('Pass'), eks('Accept'), eks('Deny')], { from: CLI }))).toBe('denied');
    expect(outcome(ingress([eks('Pass'), eks('Accept'), DENY_INGRESS], { from: CLI }))).toBe('allowed');
  });

  it('of one priority that disagree leave it undecided, those that agree do not', () => {
    const decision = ingress([admin(rule('Accept')), admin(rule('Deny'))], { from: CLI });
    expect(outcome(decision)).toBe('undecided');
    expect(decision.parts[0]?.reason).toMatchObject({ kind: 'undecidable', because: expect.stringContaining('same priority') });
    expect(outcome(ingress([admin(rule('Deny')), admin(rule('Deny'))], { from: CLI }))).toBe('denied');
    expect(outcome(ingress([admin(rule('Pass')), admin(rule('Accept'))], { from: CLI }))).toBe('allowed');
    expect(outcome(ingress([admin(rule('Pass')), admin(rule('Accept')), DENY_INGRESS], { from: CLI }))).toBe('undecided');
  });

  it('select by namespace and pod labels, leave host pods out, and open only what they say', () => {
    const onlyWeb = clusterPolicy({
      tier: 'Admin',
      subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } },
      ingress: [rule('Deny', { protocols: [{ tcp: { destinationPort: { number: 80 } } }] })],
    });
    expect(portsWith(ingress([onlyWeb], { from: CLI, port: ALL_PORTS }), 'denied')).toEqual([80, 81]);
    expect(outcome(ingress([onlyWeb], { on: 'db', from: CLI }))).toBe('allowed');
    const host = pod('dev', 'agent', NODE_B, { node: NODE_B, hostNetwork: true });
    const world = worldOf([admin(rule('Deny'))], [...PODS, ...NAMESPACES, host]);
    expect(outcome(judge(world, 'web', 'ingress', { from: NODE_B }))).toBe('allowed');
  });

  it('reach nodes and networks', () => {
    const node = {
      kind: 'Node',
      metadata: { name: 'b', labels: { zone: 'b' } },
      status: { addresses: [{ type: 'InternalIP', address: NODE_B }] },
    };
    const denies = clusterPolicy({
      tier: 'Admin',
      egress: [{ action: 'Deny', to: [{ nodes: { matchLabels: { zone: 'b' } } }, { networks: ['203.0.113.0/24'] }] }],
    });
    const world = worldOf([denies], [...PODS, ...NAMESPACES, node]);
    expect(outcome(judge(world, 'web', 'egress', { to: NODE_B }))).toBe('denied');
    expect(outcome(judge(world, 'web', 'egress', { to: OUTSIDE }))).toBe('denied');
    expect(outcome(judge(world, 'web', 'egress', { to: '198.51.100.1' }))).toBe('allowed');
  });
});

describe('what a snapshot does not tell', () => {
  const accept = { action: 'Accept', to: [{ domainNames: ['api.example.com'] }] };

  it('is undecided where it matters', () => {
    const policies = [clusterPolicy({ tier: 'Admin', egress: [accept, { action: 'Deny', to: [{ networks: ['0.0.0.0/0'] }] }] })];
    expect(outcome(egress(policies, { to: OUTSIDE }))).toBe('undecided');
    expect(outcome(egress(policies, { to: DB }))).toBe('denied');
    const application: RawObject = {
      kind: 'ApplicationNetworkPolicy',
      metadata: { namespace: 'prod', name: 'names' },
      spec: { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ domainNames: ['*.example.com'] }], ports: [{ port: 443 }] }] },
    };
    const decision = egress([application], { to: OUTSIDE, port: ALL_PORTS });
    expect(portsWith(decision, 'undecided')).toEqual([443, 444]);
    expect(portsWith(decision, 'denied')).toEqual([0, 443, 444, 65536]);
  });

  it('and decided where it makes no difference', () => {
    expect(outcome(egress([clusterPolicy({ tier: 'Admin', egress: [accept] })], { to: OUTSIDE }))).toBe('allowed');
    const unknown = { action: 'Deny', to: [{ galaxies: {} }] };
    expect(outcome(egress([clusterPolicy({ tier: 'Admin', egress: [unknown] }), DENY_EGRESS], { to: OUTSIDE }))).toBe('denied');
    expect(outcome(egress([clusterPolicy({ tier: 'Admin', egress: [unknown] })], { to: OUTSIDE }))).toBe('undecided');
  });

  it('labels of a namespace that is not there: its name still counts', () => {
    const without = [...PODS];
    const from = (namespaceSelector: unknown) =>
      outcome(judge(worldOf([fromPeers({ namespaceSelector })], without), 'web', 'ingress', { from: CLI }));
    expect(from({ matchLabels: { team: 'x' } })).toBe('undecided');
    expect(from({})).toBe('allowed');
    expect(from({ matchLabels: { 'kubernetes.io/metadata.name': 'dev' } })).toBe('allowed');
    expect(from({ matchLabels: { 'kubernetes.io/metadata.name': 'prod', team: 'x' } })).toBe('denied');
    const subject = clusterPolicy({
      tier: 'Admin',
      subject: { namespaces: { matchLabels: { team: 'x' } } },
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }] }],
    });
    expect(outcome(judge(worldOf([subject], without), 'web', 'ingress', { from: CLI }))).toBe('undecided');
    expect(outcome(judge(worldOf([subject, fromPeers(app('zzz'))], without), 'web', 'ingress', { from: CLI }))).toBe('denied');
  });
});

describe('near misses', () => {
  const whyOf = (decision: PolicyDecision) => decision.nearMisses().map(({ why }) => why);

  it.each([
    [
      'port',
      policy({ ingress: [{ from: [X], ports: [{ port: 443 }] }] }),
      CLI,
      'the other end fits, the port does not: tcp 80 was asked for',
    ],
    ['named port', policy({ ingress: [{ ports: [{ port: 'http' }] }] }), CLI, '("http") is the one that the destination pod declares'],
    [
      'own namespace',
      fromPeers(app('cli')),
      CLI,
      'the labels of dev/cli fit, but without a namespaceSelector only pods of namespace prod are meant',
    ],
    ['labels', fromPeers(app('zzz')), DB, 'the labels of prod/db do not fit'],
    ['labels in the namespace', fromPeers({ ...X, ...app('zzz') }), CLI, 'the namespace of dev/cli fits, the labels of the pod do not'],
    ['namespace', fromPeers({ namespaceSelector: { matchLabels: { team: 'y' } }, ...app('cli') }), CLI, 'those of its namespace do not'],
    ['exception', fromPeers({ ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.8/29'] } }), OUTSIDE, 'also in one of its exceptions'],
    ['peer', fromPeers({ ipBlock: { cidr: '192.0.2.0/24' } }), OUTSIDE, 'the ports fit, its peers do not include the other end'],
  ])('names the %s', (_what, rule, from, expected) => {
    const [why, ...others] = whyOf(ingress([rule], { from }));
    expect(why).toContain(expected);
    expect(others).toEqual([]);
  });

  it('leaves out rules that miss in two ways, and has none for what is allowed', () => {
    expect(whyOf(ingress([policy({ ingress: [{ from: [app('zzz')], ports: [{ port: 443 }] }] })], { from: CLI }))).toEqual([]);
    expect(whyOf(ingress([policy({ ingress: [{}] })], { from: CLI }))).toEqual([]);
  });
});
