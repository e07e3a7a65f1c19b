/** What the policies of one end decide, told as an answer shows it. */
import { familyOf } from '../net/address.js';
import { fieldOf, type PacketSet } from '../net/packet-set.js';
import { formatPorts } from '../net/port.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { Pod } from '../model/kubernetes/cluster.js';
import { describeAddresses, describeDestination, describeService, describeSource } from '../packet/describe.js';
import type { RuleRef } from '../packet/finding.js';
import { enforcementOf, isStrict } from '../components/kubernetes/network-policy/enforcement.js';
import { evaluatePolicies, portsWith, type PolicyDecision, type PolicyPart } from '../components/kubernetes/network-policy/evaluate.js';
import type { PolicyWorld } from '../components/kubernetes/network-policy/policy-world.js';
import { policiesSelecting, type SelectedPolicies } from '../components/kubernetes/network-policy/selected-by.js';

export interface PolicySide {
  /** Is the pod closed in this direction but for what rules allow? */
  readonly isolated: boolean;
  /** `namespace/name` of the policies that isolate it. */
  readonly by: readonly string[];
  /** The first rule that allows some of the packets; null: no rule was needed, or none does. */
  readonly rule: RuleRef | null;
  /** The rule of a cluster-wide policy that denies. */
  readonly deniedBy?: RuleRef;
  /** Only in enforcing mode strict: a pod that no policy selects is closed. */
  readonly strict?: true;
  /** One sentence: what decides. */
  readonly why: string;
}

export interface JudgedSide {
  readonly side: PolicySide;
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  /** Of an unknown: what to add to the snapshot. */
  readonly missing: string | null;
}

type Direction = 'ingress' | 'egress';

interface Question {
  readonly pod: Pod;
  readonly direction: Direction;
  readonly packets: PacketSet;
}

function open(why: string): JudgedSide {
  return { side: { isolated: false, by: [], rule: null, why }, verdict: 'allowed', missing: null };
}

/** Judges one direction as if policies were enforced, whether or not an agent runs. `pod` null: the end is none, and no policy asks for it. */
export function judgeSide(
  pod: Pod | null,
  direction: Direction,
  packets: PacketSet,
  world: PolicyWorld,
  network: IndexedNetwork,
): JudgedSide {
  if (pod === null)
    return open(`No policy judges ${direction === 'egress' ? 'the sender' : 'the receiver'}: it is not a pod of the snapshot.`);
  const name = `${pod.namespace}/${pod.name}`;
  if (pod.hostNetwork) return open(`Pod ${name} uses the network of its node, so no policy selects it.`);
  if (direction === 'egress' && familyOf(fieldOf(packets, 'sources')[0] ?? 0n) !== ownFamily(pod, packets))
    return open(`Pod ${name} sends this by the helper interface for the other address family, which policies do not see.`);
  if (!network.hasKind('NetworkPolicy', pod.cluster)) {
    const missing = 'Kubernetes network policies (kubectl get networkpolicies -A -o json)';
    return { ...open(`Which policies select pod ${name} is not in the snapshot.`), verdict: 'unknown', missing };
  }
  const { selected, strict } = closureOf(pod, world, network);
  const closed = strict && selected.networkPolicies.length === 0;
  const decision = evaluatePolicies({ pod, direction, packets, strict }, selected, world);
  return told({ pod, direction, packets }, decision, closed);
}

interface Closure {
  readonly selected: SelectedPolicies;
  readonly strict: boolean;
}

/** What does not depend on the packets, kept as long as its network: the same pods are asked about again and again. */
const CLOSURES = new WeakMap<IndexedNetwork, Map<Pod, Closure>>();

function closureOf(pod: Pod, world: PolicyWorld, network: IndexedNetwork): Closure {
  let closures = CLOSURES.get(network);
  if (closures === undefined) CLOSURES.set(network, (closures = new Map<Pod, Closure>()));
  let closure = closures.get(pod);
  if (closure === undefined) {
    const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
    const enforcement = enforcementOf(pod, node, false, network);
    const strict = enforcement.state === 'enforced' ? enforcement.strict : isStrict(pod, node, network);
    closures.set(pod, (closure = { selected: policiesSelecting(pod, world), strict }));
  }
  return closure;
}

/** The family of the pod's own address that the packets carry; another one when they carry none of its own. */
function ownFamily(pod: Pod, packets: PacketSet): 'ipv4' | 'ipv6' | null {
  const source = fieldOf(packets, 'sources')[0] ?? 0n;
  return pod.addresses.some((address) => familyOf(address) === familyOf(source)) ? familyOf(source) : null;
}

function told(question: Question, decision: PolicyDecision, closed: boolean): JudgedSide {
  const { parts } = decision;
  const has = (outcome: PolicyPart['outcome']): boolean => parts.some((part) => part.outcome === outcome);
  const verdict = has('denied') ? 'denied' : has('undecided') ? 'unknown' : 'allowed';
  const denial = parts.find(({ outcome, reason }) => outcome === 'denied' && reason.kind === 'rule')?.reason;
  const deniedBy = denial?.kind === 'rule' ? ruleRef(denial.rule, question.direction) : null;
  return {
    verdict,
    missing: verdict === 'unknown' ? missingOf(parts) : null,
    side: {
      isolated: decision.isolated || closed,
      by: decision.by.map(({ namespace, name }) => `${namespace}/${name}`),
      rule: decision.rule === null ? null : ruleRef(decision.rule, question.direction),
      ...(deniedBy === null ? {} : { deniedBy }),
      ...(closed ? { strict: true as const } : {}),
      why: why(question, decision, verdict),
    },
  };
}

function ruleRef({ id, text }: { readonly id: string; readonly text: string }, direction: Direction): RuleRef {
  return { id, direction, text };
}

function why(question: Question, decision: PolicyDecision, verdict: JudgedSide['verdict']): string {
  const outcome = verdict === 'unknown' ? 'undecided' : verdict;
  const decisive =
    decision.parts.find((part) => part.outcome === outcome && part.reason.kind !== 'default') ??
    decision.parts.find((part) => part.outcome === outcome);
  const sentence = decisive === undefined ? '' : reasonText(question, decisive, decision);
  if (verdict === 'allowed' || !decision.parts.some((part) => part.outcome === 'allowed')) return sentence;
  const allowed = decision.parts.filter((part) => part.outcome === 'allowed').flatMap(({ packets }) => packets);
  const far = describeAddresses(fieldOf(allowed, question.direction === 'ingress' ? 'sources' : 'destinations'));
  return `${sentence} Only a part is allowed: ports ${formatPorts(portsWith(decision, 'allowed'))} ${question.direction === 'ingress' ? 'from' : 'to'} ${far}.`;
}

function reasonText({ pod, direction }: Question, { reason, packets, outcome }: PolicyPart, decision: PolicyDecision): string {
  const name = `${pod.namespace}/${pod.name}`;
  const what = `${describeService(packets)} ${direction === 'ingress' ? `from ${describeSource(packets)}` : `to ${describeDestination(packets)}`}`;
  switch (reason.kind) {
    case 'itself':
      return `Pod ${name} always reaches itself.`;
    case 'own-node':
      return `Traffic between pod ${name} and its own node always passes.`;
    case 'rule':
      return `Rule ${reason.rule.id} ${outcome === 'allowed' ? 'allows' : 'denies'} ${what}: ${reason.rule.text}.`;
    case 'isolated': {
      const [near] = decision.nearMisses();
      const close = near === undefined ? '' : ` ${near.id} comes close (${near.text}): ${near.why}.`;
      return `${reason.policies.map((policy) => `${policy.namespace}/${policy.name}`).join(', ')} isolate${reason.policies.length === 1 ? 's' : ''} pod ${name} for ${direction}, and no rule allows ${what}.${close}`;
    }
    case 'default':
      return outcome === 'denied'
        ? `Policies are enforced in strict mode and none selects pod ${name}, so ${what} is denied.`
        : `No policy isolates pod ${name} for ${direction}.`;
    case 'undecidable':
      return `Policies of pod ${name} can't be decided for ${what}: ${reason.because}.`;
  }
}

function missingOf(parts: readonly PolicyPart[]): string {
  const reasons = parts.flatMap(({ outcome, reason }) => (outcome === 'undecided' && reason.kind === 'undecidable' ? [reason] : []));
  const names = reasons.flatMap(({ rule }) => (rule.peers ?? []).flatMap((peer) => (peer.kind === 'names' ? peer.names : [])));
  if (names.length > 0) return `the addresses that ${names.join(', ')} resolve to`;
  if (reasons.some(({ rule }) => (rule.peers ?? []).some(({ kind }) => kind === 'unknown')))
    return `a reader for the kind of peer that ${reasons[0]?.rule.id ?? 'the rule'} names`;
  if (reasons.some(({ because }) => because.includes('priority')))
    return 'different priorities for the cluster policies of one priority: which is asked first is not defined';
  return 'Namespaces with their labels (kubectl get namespaces -o json)';
}
