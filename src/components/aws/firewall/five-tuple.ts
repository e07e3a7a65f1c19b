/** Addresses, ports and protocols of Network Firewall rules as packet sets; null for what only the running firewall can judge. */
import { intervalSet, oneNumber, pairsOf, subtract, union, type IntervalSet } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import { ALL_PORTS, ICMP, ICMPV6, TCP, UDP, type NumberSet } from '../../../net/port.js';
import { ALL_ADDRESSES, parsePrefix, prefixSet } from '../../../net/prefix.js';

/** What the variables of a rule group stand for; null for one that is defined elsewhere. */
export interface Variables {
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly ports: ReadonlyMap<string, readonly string[]>;
}

const PROTOCOLS: ReadonlyMap<string, NumberSet | null> = new Map([
  ['IP', null],
  ['TCP', oneNumber(TCP)],
  ['UDP', oneNumber(UDP)],
  ['ICMP', union(oneNumber(ICMP), oneNumber(ICMPV6))],
]);

/** The protocols that a stateful header names: `all` for IP, null for those of the application layer (HTTP, TLS, DNS …). */
export function headerProtocols(written: string): NumberSet | 'all' | null {
  const found = PROTOCOLS.get(written.toUpperCase());
  return found === undefined ? null : (found ?? 'all');
}

/** Splits `[a,b,!c]` at the commas outside of inner brackets. */
function partsOf(list: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= list.length; at += 1) {
    const letter = list[at];
    if (letter === '[') depth += 1;
    else if (letter === ']') depth -= 1;
    else if (letter === undefined || (letter === ',' && depth === 0)) {
      parts.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return parts;
}

/** Reads one expression of Suricata's grammar: ANY, one value, `$VARIABLE`, `!not`, or a list in brackets. */
function readSet<N extends number | bigint>(
  written: string,
  all: IntervalSet<N>,
  readOne: (value: string) => IntervalSet<N> | null,
  variables: ReadonlyMap<string, readonly string[]>,
): IntervalSet<N> | null {
  const expression = written.trim();
  const read = (part: string) => readSet(part, all, readOne, variables);
  if (expression.toUpperCase() === 'ANY') return all;
  if (expression.startsWith('!')) {
    const excluded = read(expression.slice(1));
    return excluded === null ? null : subtract(all, excluded);
  }
  if (expression.startsWith('$')) {
    const values = variables.get(expression.slice(1));
    return values === undefined ? null : read(`[${values.join(',')}]`);
  }
  if (!expression.startsWith('[')) return readOne(expression);
  const parts = partsOf(expression.slice(1, -1));
  const included = parts.filter((part) => !part.startsWith('!')).map(read);
  const excluded = parts.filter((part) => part.startsWith('!')).map((part) => read(part.slice(1)));
  if (included.includes(null) || excluded.includes(null)) return null;
  const join = (sets: readonly (IntervalSet<N> | null)[]) => intervalSet(sets.flatMap((set) => pairsOf(set ?? [])));
  return subtract(included.length === 0 ? all : join(included), join(excluded));
}

function readAddress(written: string): AddressSet | null {
  const prefix = parsePrefix(written);
  return prefix === null ? null : prefixSet(prefix);
}

/** `443`, `1024:2048`, `1024:`, `:1023`. */
function readPorts(written: string): NumberSet | null {
  const match = /^(\d{1,5})?(:)?(\d{1,5})?$/.exec(written);
  if (match === null || written === '' || written === ':') return null;
  const [, first, colon, last] = match;
  const from = Number(first ?? 0);
  const to = colon === undefined ? from : Number(last ?? 65535);
  return from <= to && to <= 65535 ? [from, to + 1] : null;
}

/** Addresses of a stateful header; null when a variable or reference is not defined in the rule group. */
export function headerAddresses(written: string, variables: Variables): AddressSet | null {
  return readSet(written, ALL_ADDRESSES, readAddress, variables.addresses);
}

export function headerPorts(written: string, variables: Variables): NumberSet | null {
  return readSet(written, ALL_PORTS, readPorts, variables.ports);
}
