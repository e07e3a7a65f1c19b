/**
 * Reads the rules of Network Firewall rule groups. Rules by address and port become packet sets; what only the running firewall can
 * judge (Suricata text, domain lists, rule options, TCP flags) is kept as a sentence.
 */
import type { FirewallRule } from '../../../model/aws/connections.js';
import { intervalSet, pairsOf } from '../../../net/interval-set.js';
import type { AddressSet, PacketMatch } from '../../../net/packet-set.js';
import type { NumberSet } from '../../../net/port.js';
import { prefixSet } from '../../../net/prefix.js';
import { child, list, namedChildren, number, requiredPrefix, requiredText, text, texts, type Entry } from '../fields.js';
import { headerAddresses, headerPorts, headerProtocols, type Variables } from './five-tuple.js';

/** The rules of one group, in order. */
export interface GroupRules {
  readonly stateless: readonly FirewallRule[];
  readonly stateful: readonly FirewallRule[];
  readonly opaque: readonly string[];
}

/** Options that only name or number a rule. */
const LABELS = new Set(['sid', 'msg', 'rev', 'gid', 'priority', 'classtype', 'metadata', 'reference']);

function addressesOf(entry: Entry, key: string): AddressSet | undefined {
  const parts = list(entry, key);
  if (parts.length === 0) return undefined;
  return intervalSet(parts.flatMap((part) => pairsOf(prefixSetOf(part))));
}
function prefixSetOf(part: Entry): AddressSet {
  const prefix = requiredPrefix(part, 'AddressDefinition');
  return prefix === null ? [] : prefixSet(prefix);
}

function portsOf(entry: Entry, key: string): NumberSet | undefined {
  const parts = list(entry, key);
  if (parts.length === 0) return undefined;
  return intervalSet(parts.map((part) => [number(part, 'FromPort') ?? 0, (number(part, 'ToPort') ?? 65535) + 1] as const));
}

function protocolsOf(entry: Entry): NumberSet | undefined {
  const written: unknown = entry.raw['Protocols'];
  const numbers = Array.isArray(written) ? written.filter((value): value is number => typeof value === 'number') : [];
  return numbers.length === 0 ? undefined : intervalSet(numbers.map((value) => [value, value + 1] as const));
}

/** A field that is not asked about is left out, so that it accepts all. */
function compact(match: { readonly [F in keyof PacketMatch]: PacketMatch[F] | undefined }): PacketMatch {
  return Object.fromEntries(Object.entries(match).filter(([, set]) => set !== undefined));
}

const STATELESS_ACTIONS: ReadonlyMap<string, FirewallRule['action']> = new Map([
  ['aws:pass', 'pass'],
  ['aws:drop', 'drop'],
  ['aws:forward_to_sfe', 'forward'],
]);

function describeList(entry: Entry, key: string, field: string): string {
  const parts = list(entry, key).flatMap((part) => text(part, field) ?? []);
  return parts.length === 0 ? 'any' : parts.join(',');
}

function readStatelessRule(rule: Entry, group: string): { readonly priority: number; readonly rule: FirewallRule | string } {
  const priority = number(rule, 'Priority') ?? 0;
  const definition = child(rule, 'RuleDefinition');
  const match = child(definition, 'MatchAttributes');
  const action = texts(definition, 'Actions')
    .map((name) => STATELESS_ACTIONS.get(name))
    .find((known) => known !== undefined);
  const id = `${group} priority ${priority}`;
  if (match === null || action === undefined) return { priority, rule: `${id}: no action that is known` };
  if (list(match, 'TCPFlags').length > 0) return { priority, rule: `${id}: matches by TCP flags` };
  const packets = compact({
    protocols: protocolsOf(match),
    sources: addressesOf(match, 'Sources'),
    destinations: addressesOf(match, 'Destinations'),
    sourcePorts: portsOf(match, 'SourcePorts'),
    destinationPorts: portsOf(match, 'DestinationPorts'),
  });
  const between = `${describeList(match, 'Sources', 'AddressDefinition')} to ${describeList(match, 'Destinations', 'AddressDefinition')}`;
  return { priority, rule: { id, text: `${priority} ${action} ${between}`, action, packets: [packets] } };
}

function readVariables(group: Entry): Variables {
  const sets = (key: string) =>
    new Map(namedChildren(child(group, 'RuleVariables'), key).map(({ name, entry }) => [name, texts(entry, 'Definition')]));
  return { addresses: sets('IPSets'), ports: sets('PortSets') };
}

/** A rule with direction ANY holds both ways. */
function headerPackets(header: Entry, variables: Variables): PacketMatch[] | null {
  const protocols = headerProtocols(text(header, 'Protocol') ?? 'IP');
  const sources = headerAddresses(text(header, 'Source') ?? 'ANY', variables);
  const destinations = headerAddresses(text(header, 'Destination') ?? 'ANY', variables);
  const sourcePorts = headerPorts(text(header, 'SourcePort') ?? 'ANY', variables);
  const destinationPorts = headerPorts(text(header, 'DestinationPort') ?? 'ANY', variables);
  if (protocols === null || sources === null || destinations === null || sourcePorts === null || destinationPorts === null) return null;
  const shared = protocols === 'all' ? {} : { protocols };
  const forward: PacketMatch = { ...shared, sources, destinations, sourcePorts, destinationPorts };
  if (text(header, 'Direction') !== 'ANY') return [forward];
  return [
    forward,
    { ...shared, sources: destinations, destinations: sources, sourcePorts: destinationPorts, destinationPorts: sourcePorts },
  ];
}

const STATEFUL_ACTIONS: Readonly<Record<string, FirewallRule['action']>> = { PASS: 'pass', DROP: 'drop', REJECT: 'drop', ALERT: 'alert' };

function readStatefulRule(rule: Entry, group: string, variables: Variables): FirewallRule | string {
  const written = requiredText(rule, 'Action', 'PASS, DROP, REJECT or ALERT');
  const header = child(rule, 'Header');
  const options = list(rule, 'RuleOptions').flatMap((option) => text(option, 'Keyword') ?? []);
  const sid = list(rule, 'RuleOptions').find((option) => text(option, 'Keyword') === 'sid');
  const id = `${group} sid ${sid === undefined ? '?' : texts(sid, 'Settings').join(' ')}`;
  const special = options.filter((keyword) => !LABELS.has(keyword));
  if (special.length > 0) return `${id}: matches by ${special.join(', ')}`;
  const action = STATEFUL_ACTIONS[written];
  const packets = header === null ? null : headerPackets(header, variables);
  if (action === undefined || header === null || packets === null) return `${id}: names what the rule group alone does not tell`;
  const end = (address: string, port: string) => `${text(header, address) ?? 'ANY'}:${text(header, port) ?? 'ANY'}`;
  const between = `${end('Source', 'SourcePort')} to ${end('Destination', 'DestinationPort')}`;
  return { id, text: `${written.toLowerCase()} ${text(header, 'Protocol') ?? 'IP'} ${between}`, action, packets };
}

/** What a rules source holds that is no list of rules. */
function opaqueSources(source: Entry | null, group: string): string[] {
  const domains = child(source, 'RulesSourceList');
  return [
    ...(domains === null ? [] : [`${group}: a list of ${texts(domains, 'Targets').length} domain names`]),
    ...(text(source, 'RulesString') === null ? [] : [`${group}: rules in Suricata's own language`]),
  ];
}

/** `entry` is the `RuleGroup` of describe-rule-group, `name` how sentences call it. */
export function readGroupRules(entry: Entry, name: string): GroupRules {
  const source = child(entry, 'RulesSource');
  const statelessRules = list(child(source, 'StatelessRulesAndCustomActions'), 'StatelessRules')
    .map((rule) => readStatelessRule(rule, name))
    .sort((one, other) => one.priority - other.priority)
    .map(({ rule }) => rule);
  const variables = readVariables(entry);
  const statefulRules = list(source, 'StatefulRules').map((rule) => readStatefulRule(rule, name, variables));
  const judged = (rules: readonly (FirewallRule | string)[]) => rules.filter((rule): rule is FirewallRule => typeof rule !== 'string');
  const unjudged = [...statelessRules, ...statefulRules].filter((rule): rule is string => typeof rule === 'string');
  return {
    stateless: judged(statelessRules),
    stateful: judged(statefulRules),
    opaque: [...unjudged, ...opaqueSources(source, name)],
  };
}
