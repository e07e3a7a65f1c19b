/** Reads listeners and their rules: what a load balancer does with a request, by host, path and other conditions. */
import type { Listener, ListenerAction, ListenerRule } from '../../../model/aws/services.js';
import {
  child,
  entriesOf,
  inputText,
  list,
  number,
  outputsOf,
  pointerTo,
  requiredText,
  text,
  textOrNumber,
  texts,
  type Entry,
} from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

function readTargets(action: Entry): { targetGroupArn: string; weight: number }[] {
  const weighted = list(child(action, 'ForwardConfig'), 'TargetGroups').map((part) => ({
    targetGroupArn: requiredText(part, 'TargetGroupArn', 'the ARN of a target group'),
    weight: number(part, 'Weight') ?? 1,
  }));
  const only = text(action, 'TargetGroupArn');
  return weighted.length > 0 || only === null ? weighted : [{ targetGroupArn: only, weight: 1 }];
}

function readAction(action: Entry): ListenerAction {
  const type = requiredText(action, 'Type', 'the type of an action');
  switch (type) {
    case 'forward':
      return { type, targets: readTargets(action) };
    case 'redirect':
      return { type, status: text(child(action, 'RedirectConfig'), 'StatusCode') };
    case 'fixed-response':
      return { type, status: text(child(action, 'FixedResponseConfig'), 'StatusCode') };
    default:
      // authenticate-oidc, authenticate-cognito, jwt-validation: the request is checked before the next action takes it.
      return { type: 'authenticate', status: null };
  }
}

/** In the order in which they are carried out; outputs of one action have no `Order`. */
function readActions(entry: Entry, key: string): ListenerAction[] {
  const ordered = list(entry, key).map((action) => ({ order: number(action, 'Order') ?? 0, action: readAction(action) }));
  return ordered.sort((one, other) => one.order - other.order).map(({ action }) => action);
}

/** Where each kind of condition keeps its values; older outputs have `Values` beside the field. */
const CONFIG_OF: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'path-pattern': 'PathPatternConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

function readQueryValues(config: Entry | null): string[] {
  return list(config, 'Values').map((pair) => {
    const key = text(pair, 'Key');
    return `${key === null ? '' : `${key}=`}${text(pair, 'Value') ?? ''}`;
  });
}

/** Values in words: `Name: value` for headers, `key=value` for query strings. Regular expressions are another field. */
function readCondition(condition: Entry): ListenerRule['conditions'][number] {
  const field = requiredText(condition, 'Field', 'the field of a condition');
  const config = child(condition, CONFIG_OF[field] ?? '');
  const patterns = [...texts(config, 'RegexValues'), ...texts(condition, 'RegexValues')];
  if (patterns.length > 0) return { field: `${field}-regex`, values: patterns };
  if (field === 'query-string') return { field, values: readQueryValues(config) };
  const configured = texts(config, 'Values');
  const values = configured.length > 0 ? configured : texts(condition, 'Values');
  const header = field === 'http-header' ? text(config, 'HttpHeaderName') : null;
  return { field, values: header === null ? values : values.map((value) => `${header}: ${value}`) };
}

function readPriority(rule: Entry): number | 'default' {
  const written = textOrNumber(rule, 'Priority');
  if (written === 'default' || written === null) return 'default';
  if (/^\d+$/.test(written)) return Number(written);
  rule.reading.refuse(pointerTo(rule, 'Priority'), 'a number or default', written);
  return 'default';
}

function readRule(rule: Entry): ListenerRule {
  return {
    arn: requiredText(rule, 'RuleArn', 'the ARN of a listener rule'),
    priority: readPriority(rule),
    conditions: list(rule, 'Conditions').map(readCondition),
    actions: readActions(rule, 'Actions'),
  };
}

/** `…:listener-rule/app/web/LB/LISTENER/RULE` belongs to `…:listener/app/web/LB/LISTENER`. */
function listenerOf(ruleArn: string): string {
  return ruleArn.replace(':listener-rule/', ':listener/').split('/').slice(0, -1).join('/');
}

function orderOf({ priority }: ListenerRule): number {
  return priority === 'default' ? Infinity : priority;
}

/** Rules by listener. A listener that was asked about but has none (they all have a default one) is there with none. */
function readRules(documents: Documents, reading: Reading): Map<string, ListenerRule[]> {
  const byListener = new Map<string, Map<string, ListenerRule>>();
  const rulesOf = (arn: string) => {
    const rules = byListener.get(arn) ?? new Map<string, ListenerRule>();
    byListener.set(arn, rules);
    return rules;
  };
  for (const output of outputsOf(documents, 'elbv2:DescribeRules', reading)) {
    const asked = inputText(output, 'ListenerArn');
    if (asked !== null) rulesOf(asked);
    for (const rule of list(output, 'Rules').map(readRule)) rulesOf(listenerOf(rule.arn)).set(rule.arn, rule);
  }
  const sorted = (rules: Map<string, ListenerRule>) => [...rules.values()].sort((one, other) => orderOf(one) - orderOf(other));
  return new Map([...byListener].map(([arn, rules]) => [arn, sorted(rules)]));
}

function readListener(entry: Entry, rules: ReadonlyMap<string, ListenerRule[]>): Listener {
  const arn = requiredText(entry, 'ListenerArn', 'the ARN of a listener');
  const onlyDefault = !arn.includes(':listener/app/');
  return {
    ...resourceOf(entry, arn, { arn, owner: null }),
    loadBalancerArn: text(entry, 'LoadBalancerArn') ?? inputText(entry, 'LoadBalancerArn') ?? '',
    // A Gateway Load Balancer takes all IP packets, and its listener has neither.
    port: number(entry, 'Port') ?? 0,
    protocol: text(entry, 'Protocol') ?? 'GENEVE',
    defaultActions: readActions(entry, 'DefaultActions'),
    // Only application load balancers have more than the default rule.
    rules: rules.get(arn) ?? (onlyDefault ? [] : null),
  };
}

export function readListeners(documents: Documents, reading: Reading): Map<string, Listener> {
  const rules = readRules(documents, reading);
  return gather(entriesOf(documents, 'elbv2:DescribeListeners', 'Listeners', reading), (entry) => readListener(entry, rules));
}
