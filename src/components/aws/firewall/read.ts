/** Reads AWS Network Firewall: firewalls with their endpoints, and the rules that their policies put together. */
import type { Firewall, FirewallRule } from '../../../model/aws/connections.js';
import { child, inputText, list, namedChildren, number, outputsOf, requiredText, text, texts, type Entry } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';
import { readGroupRules, type GroupRules } from './read-rules.js';

type Rules = Pick<
  Firewall,
  'stateless' | 'statelessDefault' | 'statelessOpaque' | 'stateful' | 'statefulStrict' | 'statefulDefault' | 'opaqueRules'
>;

/** No policy in the snapshot. */
const UNKNOWN_RULES: Rules = {
  stateless: null,
  statelessDefault: null,
  statelessOpaque: false,
  stateful: null,
  statefulStrict: false,
  statefulDefault: [],
  opaqueRules: [],
};

function nameOf(arn: string): string {
  return arn.split('/').at(-1) ?? arn;
}

function readGroups(documents: Documents, reading: Reading): Map<string, GroupRules> {
  const groups = new Map<string, GroupRules>();
  for (const output of outputsOf(documents, 'network-firewall:DescribeRuleGroup', reading)) {
    const response = child(output, 'RuleGroupResponse');
    const arn = text(response, 'RuleGroupArn') ?? inputText(output, 'RuleGroupArn');
    const group = child(output, 'RuleGroup');
    if (arn !== null && group !== null) groups.set(arn, readGroupRules(group, text(response, 'RuleGroupName') ?? nameOf(arn)));
  }
  return groups;
}

/** The rule groups that a policy names, by priority where they have one. */
function referencedArns(policy: Entry, key: string): string[] {
  return list(policy, key)
    .map((part) => ({ arn: requiredText(part, 'ResourceArn', 'the ARN of a rule group'), priority: number(part, 'Priority') ?? 0 }))
    .sort((one, other) => one.priority - other.priority)
    .map(({ arn }) => arn);
}

/** AWS keeps these groups itself and prints no rules of them. */
function isManaged(arn: string): boolean {
  return arn.includes(':aws-managed:');
}

/** null as soon as one group is not in the snapshot. */
function joined(arns: readonly string[], groups: ReadonlyMap<string, GroupRules>, key: 'stateless' | 'stateful'): FirewallRule[] | null {
  const known = arns.filter((arn) => !isManaged(arn));
  return known.some((arn) => !groups.has(arn)) ? null : known.flatMap((arn) => groups.get(arn)?.[key] ?? []);
}

const DEFAULT_ORDER: readonly FirewallRule['action'][] = ['pass', 'drop', 'alert', 'forward'];

/** Without strict order, passes are tried before drops and rejects, and those before alerts ("Evaluation order for stateful rules"). */
function inEvaluationOrder(rules: FirewallRule[] | null, strict: boolean): FirewallRule[] | null {
  if (rules === null || strict) return rules;
  return [...rules].sort((one, other) => DEFAULT_ORDER.indexOf(one.action) - DEFAULT_ORDER.indexOf(other.action));
}

function readPolicy(policy: Entry, groups: ReadonlyMap<string, GroupRules>): Rules {
  const statelessArns = referencedArns(policy, 'StatelessRuleGroupReferences');
  const statefulArns = referencedArns(policy, 'StatefulRuleGroupReferences');
  const strict = text(child(policy, 'StatefulEngineOptions'), 'RuleOrder') === 'STRICT_ORDER';
  const arns = [...statelessArns, ...statefulArns];
  return {
    stateless: joined(statelessArns, groups, 'stateless'),
    statelessDefault: texts(policy, 'StatelessDefaultActions').find((action) => action.startsWith('aws:')) ?? null,
    statelessOpaque: statelessArns.some((arn) => isManaged(arn) || (groups.get(arn)?.opaque.length ?? 0) > 0),
    stateful: inEvaluationOrder(joined(statefulArns, groups, 'stateful'), strict),
    statefulStrict: strict,
    statefulDefault: texts(policy, 'StatefulDefaultActions'),
    opaqueRules: [
      ...arns.filter(isManaged).map((arn) => `${nameOf(arn)}: a rule group that AWS manages`),
      ...arns.flatMap((arn) => groups.get(arn)?.opaque ?? []),
    ],
  };
}

function readPolicies(documents: Documents, reading: Reading): Map<string, Rules> {
  const groups = readGroups(documents, reading);
  const policies = new Map<string, Rules>();
  for (const output of outputsOf(documents, 'network-firewall:DescribeFirewallPolicy', reading)) {
    const arn = text(child(output, 'FirewallPolicyResponse'), 'FirewallPolicyArn') ?? inputText(output, 'FirewallPolicyArn');
    const policy = child(output, 'FirewallPolicy');
    if (arn !== null && policy !== null) policies.set(arn, readPolicy(policy, groups));
  }
  return policies;
}

/** One endpoint for each zone; it is a `vpce-…` that routes lead to. */
function readEndpoints(output: Entry): Firewall['endpoints'] {
  return namedChildren(child(output, 'FirewallStatus'), 'SyncStates').flatMap(({ entry }) => {
    const attachment = child(entry, 'Attachment');
    const endpointId = text(attachment, 'EndpointId');
    if (endpointId === null) return [];
    return [{ endpointId, subnetId: text(attachment, 'SubnetId') ?? '', status: text(attachment, 'Status') ?? 'READY' }];
  });
}

export function readFirewalls(documents: Documents, reading: Reading): Map<string, Firewall> {
  const policies = readPolicies(documents, reading);
  const entries = outputsOf(documents, 'network-firewall:DescribeFirewall', reading).flatMap((output) => child(output, 'Firewall') ?? []);
  return gather(entries, (entry): Firewall => {
    const arn = text(entry, 'FirewallArn') ?? requiredText(entry, 'FirewallName', 'the name of a firewall');
    return {
      ...resourceOf(entry, arn, { arn, owner: null, name: text(entry, 'FirewallName') }),
      // A firewall that is attached to a transit gateway is in no VPC of its owner.
      vpcId: text(entry, 'VpcId') ?? '',
      endpoints: entry.parent === null ? [] : readEndpoints(entry.parent),
      ...(policies.get(text(entry, 'FirewallPolicyArn') ?? '') ?? UNKNOWN_RULES),
    };
  });
}
