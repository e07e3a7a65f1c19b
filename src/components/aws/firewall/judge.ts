/**
 * AWS Network Firewall as far as configuration decides: stateless rules by priority for every packet, stateful rules by address and port
 * for what is forwarded to them ("Rule evaluation order"). Where rules that can't be judged might decide, the answer is unknown.
 */
import { decide } from '../../../net/rule-table.js';
import type { PacketMatch, PacketSet } from '../../../net/packet-set.js';
import type { Firewall, FirewallRule } from '../../../model/aws/connections.js';
import { label, refOf } from '../../../model/resource.js';
import { describePackets } from '../../../packet/describe.js';
import type { RuleRef } from '../../../packet/finding.js';
import type { Place } from '../../../packet/place.js';
import type { Decision, Journey, Step } from '../../../packet/station.js';
import { missingCall } from '../../state.js';
import { firewallFindings } from './findings.js';

/** `by` null: no rule, the default action. */
interface Outcome {
  readonly packets: PacketSet;
  readonly verdict: 'permit' | 'deny' | 'unknown';
  readonly by: FirewallRule | null;
  readonly why: string;
}

interface Alternative {
  readonly rule: FirewallRule;
  readonly match: PacketMatch;
}

function alternatives(rules: readonly FirewallRule[]): Alternative[] {
  return rules.flatMap((rule) => rule.packets.map((match) => ({ rule, match })));
}

const DROPS_WITHOUT_RULE = /^aws:drop_(strict|established)$/;

/** The stateful engine; an opaque rule may come first, except before passes where passes are tried before everything else. */
function stateful(firewall: Firewall, packets: PacketSet): Outcome[] {
  if (firewall.stateful === null) return [{ packets, verdict: 'unknown', by: null, why: '' }];
  const opaque = firewall.opaqueRules.length > 0;
  const deciding = firewall.stateful.filter(({ action }) => action !== 'alert');
  const drops = firewall.statefulStrict ? firewall.statefulDefault.find((action) => DROPS_WITHOUT_RULE.test(action)) : undefined;
  return decide(alternatives(deciding), packets, ({ match }) => match).map(({ rule, packets: part }): Outcome => {
    const by = rule?.rule ?? null;
    if (by?.action === 'pass' && (!opaque || !firewall.statefulStrict)) return { packets: part, verdict: 'permit', by, why: '' };
    if (opaque) return { packets: part, verdict: 'unknown', by, why: '' };
    if (by !== null) return { packets: part, verdict: by.action === 'drop' ? 'deny' : 'permit', by, why: '' };
    return {
      packets: part,
      verdict: drops === undefined ? 'permit' : 'deny',
      by,
      why: drops === undefined ? 'no stateful rule drops it' : `no stateful rule passes it, and the default action is ${drops}`,
    };
  });
}

/** Stateless rules first; what they forward goes to the stateful engine, which lets replies of connections that it knows pass. */
function judge(firewall: Firewall, { packets, leg }: Journey): Outcome[] {
  if (firewall.stateless === null) return [{ packets, verdict: 'unknown', by: null, why: '' }];
  return decide(alternatives(firewall.stateless), packets, ({ match }) => match).flatMap(({ rule, packets: part }): Outcome[] => {
    const by = rule?.rule ?? null;
    const action = by === null ? firewall.statelessDefault : by.action;
    const byDefault = by === null ? 'no stateless rule fits, and the default action is' : '';
    if (firewall.statelessOpaque && leg === 'forward') return [{ packets: part, verdict: 'unknown', by, why: '' }];
    if (action === 'drop' || action === 'aws:drop') return [{ packets: part, verdict: 'deny', by, why: `${byDefault} aws:drop` }];
    if (action === 'pass' || action === 'aws:pass') return [{ packets: part, verdict: 'permit', by, why: `${byDefault} aws:pass` }];
    if (action === null) return [{ packets: part, verdict: 'unknown', by, why: '' }];
    return leg === 'return' ? [{ packets: part, verdict: 'permit', by, why: 'the connection is known' }] : stateful(firewall, part);
  });
}

function ruleOf(rule: FirewallRule | null): RuleRef | null {
  return rule === null ? null : { id: rule.id, text: rule.text };
}

function decision(firewall: Firewall, { packets, verdict, by, why }: Outcome): Decision {
  if (verdict === 'permit') return { packets, verdict, finding: null };
  const resource = refOf('firewall', firewall);
  const what = (): string => describePackets(packets);
  if (verdict === 'deny') {
    const finding = firewallFindings.FIREWALL_RULES_RESTRICTION({
      resource,
      packets,
      rule: ruleOf(by),
      say: () =>
        by === null
          ? `Firewall ${label(firewall)} drops ${what()}: ${why.trim()}.`
          : `Firewall ${label(firewall)} drops ${what()} by rule ${by.id}: ${by.text}.`,
    });
    return { packets, verdict, finding };
  }
  if (firewall.opaqueRules.length === 0) {
    return {
      packets,
      verdict,
      finding: missingCall(
        resource,
        `network-firewall:DescribeFirewallPolicy and network-firewall:DescribeRuleGroup of ${label(firewall)}`,
        `Whether firewall ${label(firewall)} passes ${what()}`,
        packets,
      ),
    };
  }
  const shown = firewall.opaqueRules.slice(0, 3).join('; ');
  const finding = firewallFindings.FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES({
    resource,
    packets,
    rule: ruleOf(by),
    missing: `what these rules of ${label(firewall)} decide, from its flow and alert logs: ${shown}`,
    say: () => `Whether firewall ${label(firewall)} passes ${what()} depends on rules that configuration alone does not decide: ${shown}.`,
  });
  return { packets, verdict, finding };
}

/** Asks the rules of a firewall; what they deny no longer counts as open. */
export function judgeFirewall(firewall: Firewall, journey: Journey, to: Place): Step {
  const outcomes = judge(firewall, journey);
  const decisions = outcomes.map((outcome) => decision(firewall, outcome));
  const refused = decisions.find(({ finding }) => finding !== null)?.finding ?? null;
  const by = outcomes.find(({ verdict }) => verdict === 'permit');
  return {
    kind: 'filter',
    to,
    decisions,
    hop: {
      station: 'firewall',
      resource: refOf('firewall', firewall),
      action: refused === null || refused.effect === 'unknown' ? 'permit' : 'deny',
      rule: refused === null ? ruleOf(by?.by ?? null) : refused.rule,
      explain: refused?.say ?? (() => `Firewall ${label(firewall)} passes it: ${by?.by?.text ?? by?.why.trim() ?? ''}.`),
    },
  };
}
