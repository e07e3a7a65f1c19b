/** The order in which rules of cluster policies are tried. It is not always defined: then every order that may be is given. */
import type { ClusterPolicy, ClusterPolicyRule } from '../../../model/kubernetes/policy.js';
import type { Direction } from './isolation.js';
import type { SelectedPolicies } from './selected-by.js';

export interface OrderedRule {
  readonly policy: ClusterPolicy;
  readonly rule: ClusterPolicyRule;
  readonly certain: boolean;
}

const RANK: Readonly<Record<ClusterPolicyRule['action'], number>> = { deny: 0, allow: 1, pass: 2 };

/**
 * Lower priority numbers first. Policies of EKS with one priority are one list, in which denials come before allowances and
 * passes. Upstream policies keep the order of their rules, and which of two with one priority is asked first is not defined:
 * each then stands first in one of the orders returned, which suffices, because a packet is decided by the first that fits.
 */
export function rulesInOrder(
  selected: SelectedPolicies['clusterPolicies'],
  tier: ClusterPolicy['tier'],
  direction: Direction,
): OrderedRule[][] {
  const byPriority = new Map<number, OrderedRule[][]>();
  for (const { policy, certain } of selected) {
    if (policy.tier !== tier || policy[direction].length === 0) continue;
    const rules = policy[direction].map((rule) => ({ policy, rule, certain }));
    const lists = byPriority.get(policy.priority) ?? [];
    const merged = policy.precedence === 'deny-first' ? lists.find(([first]) => first?.policy.precedence === 'deny-first') : undefined;
    if (merged === undefined) lists.push(rules);
    else merged.push(...rules);
    byPriority.set(policy.priority, lists);
  }
  const groups = [...byPriority].sort(([one], [other]) => one - other).map(([, lists]) => lists.map(denialsFirst));
  const orders = Math.max(1, ...groups.map(({ length }) => length));
  return Array.from({ length: orders }, (_, turn) => groups.flatMap((lists) => rotated(lists, turn).flat()));
}

function denialsFirst(rules: readonly OrderedRule[]): readonly OrderedRule[] {
  if (rules[0]?.policy.precedence !== 'deny-first') return rules;
  return [...rules].sort((one, other) => RANK[one.rule.action] - RANK[other.rule.action]);
}

function rotated<T>(items: readonly T[], turn: number): readonly T[] {
  const start = turn % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
