/** The target groups that the rules of a listener lead to. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Listener, LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import type { RuleRef } from '../../../packet/finding.js';
import { classicGroup } from '../target-group/placed-target.js';
import { choicesOf, ruleText, type Choice } from './rule-match.js';

/** A target group that the listener may send to, and the rule that names it. */
export interface Forward {
  readonly targetGroupArn: string;
  readonly group: TargetGroup | null;
  readonly rule: RuleRef | null;
}

/** The rule of a choice, as answers point at it. */
export function ruleRef({ rule }: Choice): RuleRef {
  return { id: rule === null ? 'default' : rule.arn, text: ruleText(rule) };
}

/** Every target group with a weight, once. */
export function forwardsOf(choices: readonly Choice[], network: IndexedNetwork): Forward[] {
  const found = new Map<string, Forward>();
  for (const choice of choices) {
    if (choice.action.type !== 'forward') continue;
    for (const { targetGroupArn, weight } of choice.action.targets) {
      if (weight <= 0 || found.has(targetGroupArn)) continue;
      found.set(targetGroupArn, { targetGroupArn, group: network.network.targetGroups.get(targetGroupArn) ?? null, rule: ruleRef(choice) });
    }
  }
  return [...found.values()];
}

/** The groups that a listener's default action and rules name: what decides whether a zone has anybody to send to. */
export function groupsBehind(loadBalancer: LoadBalancer, listener: Listener, network: IndexedNetwork): TargetGroup[] {
  if (loadBalancer.type === 'classic') return [classicGroup(loadBalancer, listener.port)].filter((group) => group !== null);
  const choices = choicesOf(listener, { host: null, path: null }, []);
  return forwardsOf(choices, network).flatMap(({ group }) => group ?? []);
}
