/**
 * What policies decide about a pod's packets in one direction: cluster policies of the admin tier, then NetworkPolicies, then the
 * baseline tier, then the default. Traffic with the pod's own node is let through before all of them.
 */
import type { ConsideredRule } from '../../../packet/finding.js';
import { fieldOf, intersectSet, intersectSets, subtractBox, type PacketMatch, type PacketSet } from '../../../net/packet-set.js';
import type { NumberSet } from '../../../net/port.js';
import type { Pod } from '../../../model/kubernetes/cluster.js';
import type { ClusterPolicy, NetworkPolicy, PolicyRule } from '../../../model/kubernetes/policy.js';
import { rulesInOrder, type OrderedRule } from './cluster-order.js';
import { isolationOf, type Direction, type Isolation } from './isolation.js';
import { nearMisses } from './near-misses.js';
import type { PolicyWorld } from './policy-world.js';
import { matchesOf, setOf, subjectOf, withPeer, type RuleMatches, type Subject } from './rule-matches.js';
import type { SelectedPolicies } from './selected-by.js';

export interface PolicyQuestion {
  readonly pod: Pod;
  readonly direction: Direction;
  /** As the policy engine sees them: for egress before the destination is rewritten by kube-proxy. */
  readonly packets: PacketSet;
  /** Enforcing mode strict (NodeClass: DefaultDeny): a pod that no NetworkPolicy selects is closed in both directions. */
  readonly strict: boolean;
}

export type PolicyReason =
  /** A pod always reaches itself, and its own node (kubelet probes). */
  | { readonly kind: 'itself' | 'own-node' }
  | { readonly kind: 'rule'; readonly policy: NetworkPolicy | ClusterPolicy; readonly rule: PolicyRule }
  /** No rule of these policies fits. */
  | { readonly kind: 'isolated'; readonly policies: readonly NetworkPolicy[] }
  /** Nothing has decided: open, or closed in strict mode. */
  | { readonly kind: 'default' }
  | { readonly kind: 'undecidable'; readonly policy: NetworkPolicy | ClusterPolicy; readonly rule: PolicyRule; readonly because: string };

/** The parts are disjoint and together are the packets in question. */
export interface PolicyPart {
  readonly packets: PacketSet;
  readonly outcome: 'allowed' | 'denied' | 'undecided';
  readonly reason: PolicyReason;
}

export interface PolicyDecision extends Isolation {
  readonly parts: readonly PolicyPart[];
  /** The first rule that allows some of the packets. */
  readonly rule: PolicyRule | null;
  /** Of packets that no rule allows: rules that would but for one thing, with what that is. */
  readonly nearMisses: () => readonly ConsideredRule[];
}

/** One thing that may decide, in order; `passTo` is the step that a pass goes on with. */
interface Step {
  /** Worked out when packets come to it: most are decided before the last rule. */
  readonly matches: () => RuleMatches;
  readonly action: 'allow' | 'deny' | 'pass';
  readonly reason: PolicyReason;
  readonly passTo: number;
}

export function evaluatePolicies(question: PolicyQuestion, selected: SelectedPolicies, world: PolicyWorld): PolicyDecision {
  const { pod, direction, packets } = question;
  const isolation = isolationOf(selected, direction);
  const closed = question.strict && !pod.hostNetwork && selected.networkPolicies.length === 0;
  if (!isolation.isolated && !closed && selected.clusterPolicies.length === 0) {
    return { ...isolation, parts: [{ packets, outcome: 'allowed', reason: { kind: 'default' } }], rule: null, nearMisses: () => [] };
  }
  const subject = subjectOf(pod, direction, packets, world);
  const parts = everyOrder(selected, isolation, subject, closed)
    .map((steps) => walk(steps, 0, packets))
    .reduce((one, other) => agreed(one, other, priorityTie));
  const denied = parts.filter(({ reason }) => reason.kind === 'isolated').flatMap((part) => part.packets);
  return { ...isolation, parts, rule: firstAllowing(parts), nearMisses: () => nearMisses(isolation.by, subject, denied) };
}

/** The ports of the parts with that outcome, for protocols that have ports. */
export function portsWith(decision: Pick<PolicyDecision, 'parts'>, outcome: PolicyPart['outcome']): NumberSet {
  const packets = decision.parts.filter((part) => part.outcome === outcome).flatMap((part) => part.packets);
  return packets.length === 0 ? [] : fieldOf(packets, 'destinationPorts');
}

function firstAllowing(parts: readonly PolicyPart[]): PolicyRule | null {
  for (const { outcome, reason } of parts) if (outcome === 'allowed' && reason.kind === 'rule') return reason.rule;
  return null;
}

/** The steps, in every order that they may be taken in: nearly always there is one. */
function everyOrder(selected: SelectedPolicies, { by }: Isolation, subject: Subject, closed: boolean): readonly (readonly Step[])[] {
  const exempt = exemptions(subject);
  const namespaced = by.flatMap((policy) => policy[subject.direction].map((rule) => namespacedStep(policy, rule, subject)));
  if (by.length > 0) namespaced.push(decides('deny', { kind: 'isolated', policies: by }));
  const last = decides(closed ? 'deny' : 'allow', { kind: 'default' });
  const baselines = rulesInOrder(selected.clusterPolicies, 'baseline', subject.direction);
  return rulesInOrder(selected.clusterPolicies, 'admin', subject.direction).flatMap((admin) =>
    baselines.map((baseline) => {
      const toNamespaced = exempt.length + admin.length;
      const toLast = toNamespaced + namespaced.length + baseline.length;
      return [
        ...exempt,
        ...admin.map((entry) => clusterStep(entry, subject, toNamespaced)),
        ...namespaced,
        ...baseline.map((entry) => clusterStep(entry, subject, toLast)),
        last,
      ];
    }),
  );
}

/** The node's own address is let through before every rule, in both directions ("Network Policies"; aws-network-policy-agent). */
function exemptions({ pod, direction }: Subject): Step[] {
  const step = (kind: 'itself' | 'own-node', addresses: readonly bigint[]): Step => ({
    ...decides('allow', { kind }),
    matches: () => ({ certain: addresses.length === 0 ? [] : [withPeer(direction, setOf(addresses))], possible: [] }),
  });
  return [step('itself', pod.addresses), step('own-node', pod.hostAddress === null ? [] : [pod.hostAddress])];
}

const EVERY_PACKET: RuleMatches = { certain: [{}], possible: [] };

/** A step that takes whatever comes to it. */
function decides(action: 'allow' | 'deny', reason: PolicyReason): Step {
  return { matches: () => EVERY_PACKET, action, reason, passTo: 0 };
}

function namespacedStep(policy: NetworkPolicy, rule: PolicyRule, subject: Subject): Step {
  const matches = (): RuleMatches => matchesOf(rule, policy.namespace, subject, true);
  return { matches, action: 'allow', reason: { kind: 'rule', policy, rule }, passTo: 0 };
}

/** Upstream, pods in the host's network are no peers; the controller of EKS takes their address like any other. */
function clusterStep({ policy, rule, certain }: OrderedRule, subject: Subject, passTo: number): Step {
  const matches = (): RuleMatches => {
    const found = matchesOf(rule, '', subject, policy.precedence === 'deny-first');
    return certain ? found : { certain: [], possible: [...found.certain, ...found.possible] };
  };
  return { matches, action: rule.action, reason: { kind: 'rule', policy, rule }, passTo };
}

function walk(steps: readonly Step[], from: number, packets: PacketSet): PolicyPart[] {
  const parts: PolicyPart[] = [];
  let rest = packets;
  for (let index = from; index < steps.length && rest.length > 0; index += 1) {
    const step = steps[index] as Step;
    const { certain, possible } = step.matches();
    const sure = take(rest, certain);
    if (sure.taken.length > 0) parts.push(...applied(steps, step, sure.taken));
    const unsure = take(sure.left, possible);
    if (unsure.taken.length > 0) {
      // Where the rule makes no difference, it doesn't matter that nobody knows whether it fits.
      parts.push(...agreed(walk(steps, index + 1, unsure.taken), applied(steps, step, unsure.taken), () => undecidable(step)));
    }
    rest = unsure.left;
  }
  return parts;
}

function applied(steps: readonly Step[], step: Step, packets: PacketSet): PolicyPart[] {
  if (step.action === 'pass') return walk(steps, step.passTo, packets);
  return [{ packets, outcome: step.action === 'allow' ? 'allowed' : 'denied', reason: step.reason }];
}

function take(packets: PacketSet, matches: readonly PacketMatch[]): { taken: PacketSet; left: PacketSet } {
  let left = packets;
  const taken: PacketSet[] = [];
  for (const match of matches) {
    if (left.length === 0) break;
    const part = intersectSet(left, match);
    if (part.length === 0) continue;
    taken.push(part);
    left = left.flatMap((box) => subtractBox(box, match));
  }
  return { taken: taken.flat(), left };
}

/** Two ways that the same packets may be decided: what both say holds, the rest is undecided. */
function agreed(
  one: readonly PolicyPart[],
  other: readonly PolicyPart[],
  why: (one: PolicyPart, other: PolicyPart) => PolicyReason,
): PolicyPart[] {
  return one.flatMap((part) =>
    other.flatMap((alternative): PolicyPart[] => {
      const packets = intersectSets(part.packets, alternative.packets);
      if (packets.length === 0) return [];
      if (part.outcome === alternative.outcome) return [{ ...part, packets }];
      return [{ packets, outcome: 'undecided', reason: why(part, alternative) }];
    }),
  );
}

function undecidable({ reason }: Step): PolicyReason {
  if (reason.kind !== 'rule') return reason;
  const { policy, rule } = reason;
  return { kind: 'undecidable', policy, rule, because: `the snapshot does not tell whether the rule fits: ${rule.text}` };
}

function priorityTie(one: PolicyPart, other: PolicyPart): PolicyReason {
  const reason = one.reason.kind === 'rule' ? one.reason : other.reason;
  if (reason.kind !== 'rule') return one.reason;
  const { policy, rule } = reason;
  return {
    kind: 'undecidable',
    policy,
    rule,
    because: 'another policy of the same priority decides otherwise, and their order is not defined',
  };
}
