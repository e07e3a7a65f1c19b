/** Which rules of an application load balancer's listener take a request ("Listener rules"): by priority, all conditions of a rule, any value of a condition. */
import { covers, overlaps } from '../../../net/interval-set.js';
import { fieldOf, type PacketSet } from '../../../net/packet-set.js';
import { parsePrefix, prefixSet } from '../../../net/prefix.js';
import type { Listener, ListenerAction, ListenerRule } from '../../../model/aws/services.js';
import type { FlowContext } from '../../../packet/station.js';

/** `maybe`: the question does not say what the condition asks for. */
export type Fit = 'yes' | 'no' | 'maybe';

/** `*` stands for any characters, `?` for one. Time grows with the product of both lengths, not beyond. */
export function fitsPattern(pattern: string, text: string): boolean {
  let patternAt = 0;
  let textAt = 0;
  /** Where the last star stands, and how far the text was when it was met: it takes one character more at each retry. */
  let star = -1;
  let taken = 0;
  while (textAt < text.length) {
    if (pattern[patternAt] === '*') {
      star = patternAt;
      taken = textAt;
      patternAt += 1;
    } else if (patternAt < pattern.length && (pattern[patternAt] === '?' || pattern[patternAt] === text[textAt])) {
      patternAt += 1;
      textAt += 1;
    } else if (star >= 0) {
      taken += 1;
      patternAt = star + 1;
      textAt = taken;
    } else return false;
  }
  while (pattern[patternAt] === '*') patternAt += 1;
  return patternAt === pattern.length;
}

function anyPattern(values: readonly string[], text: string): Fit {
  return values.some((value) => fitsPattern(value, text)) ? 'yes' : 'no';
}

function sourceFits(values: readonly string[], packets: PacketSet): Fit {
  const sources = fieldOf(packets, 'sources');
  const prefixes = values.flatMap((value) => parsePrefix(value) ?? []);
  if (prefixes.some((prefix) => covers(prefixSet(prefix), sources))) return 'yes';
  return prefixes.some((prefix) => overlaps(prefixSet(prefix), sources)) ? 'maybe' : 'no';
}

function conditionFits({ field, values }: ListenerRule['conditions'][number], http: FlowContext['http'], packets: PacketSet): Fit {
  switch (field) {
    case 'host-header':
      return http.host === null
        ? 'maybe'
        : anyPattern(
            values.map((value) => value.toLowerCase()),
            http.host.toLowerCase().replace(/:\d+$/, ''),
          );
    case 'path-pattern':
      return http.path === null ? 'maybe' : anyPattern(values, http.path.split(/[?#]/)[0] ?? '');
    case 'source-ip':
      return sourceFits(values, packets);
    default:
      // Headers, methods, query strings and regular expressions: the question says nothing about them.
      return 'maybe';
  }
}

export function ruleFits(rule: ListenerRule, http: FlowContext['http'], packets: PacketSet): Fit {
  const fits = rule.conditions.map((condition) => conditionFits(condition, http, packets));
  if (fits.includes('no')) return 'no';
  return fits.includes('maybe') ? 'maybe' : 'yes';
}

/** A rule that may take the request; `rule`: null for the default action. */
export interface Choice {
  readonly rule: ListenerRule | null;
  readonly action: ListenerAction;
}

/** Checks of who asks come before the action that takes the request. */
function lastAction(actions: readonly ListenerAction[]): ListenerAction | undefined {
  return [...actions].reverse().find(({ type }) => type !== 'authenticate') ?? actions[actions.length - 1];
}

/** The rules that may take the request, in order of priority, up to the first that takes it for certain. */
export function choicesOf(listener: Listener, http: FlowContext['http'], packets: PacketSet): Choice[] {
  const choices: Choice[] = [];
  for (const rule of listener.rules ?? []) {
    if (rule.priority === 'default') continue;
    const fit = ruleFits(rule, http, packets);
    const action = lastAction(rule.actions);
    if (fit === 'no' || action === undefined) continue;
    choices.push({ rule, action });
    if (fit === 'yes') return choices;
  }
  const last = listener.rules?.find(({ priority }) => priority === 'default');
  const action = lastAction(last === undefined ? listener.defaultActions : last.actions);
  return action === undefined ? choices : [...choices, { rule: null, action }];
}

/** `host-header shop.example.com and path-pattern /api/*`. */
export function ruleText(rule: ListenerRule | null): string {
  if (rule === null) return 'default action';
  const conditions = rule.conditions.map(({ field, values }) => `${field} ${values.join(' or ')}`).join(' and ');
  return `rule ${rule.priority}: ${conditions === '' ? 'any request' : conditions}`;
}
