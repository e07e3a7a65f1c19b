/** "pod/shop/cart-0@cluster-a" ↔ its parts. What it names is another question (resolve.ts). */
import { parseAddress, type Address } from '../../net/address.js';
import { parsePrefix, type Prefix } from '../../net/prefix.js';

export type ParsedReference =
  | { readonly form: 'named'; readonly kind: string; readonly parts: readonly string[]; readonly scope: string | null }
  | { readonly form: 'address'; readonly address: Address; readonly scope: string | null }
  | { readonly form: 'range'; readonly prefix: Prefix; readonly scope: string | null }
  | { readonly form: 'host'; readonly host: string; readonly scope: string | null };

/** The object form of a reference: `{"kind":"pod","namespace":"shop","name":"cart-0"}`. */
export interface ReferenceObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly id?: string;
  readonly scope?: string;
}

const KINDS: ReadonlySet<string> = new Set([
  'pod',
  'deployment',
  'statefulset',
  'daemonset',
  'job',
  'replicaset',
  'service',
  'ingress',
  'node',
  'instance',
  'eni',
  'subnet',
  'rds',
  'elasticache',
  'lb',
  'alb',
  'nlb',
  'clb',
  'vpce',
  'nat',
  'eks',
  'dns',
  'internet',
  'onprem',
  'ip',
  'cidr',
  'host',
]);

/** The kinds of reference that exist, for messages. */
export const REFERENCE_KINDS: readonly string[] = [...KINDS];

const HOST = /^(?=.{1,253}\.?$)[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_]([a-z0-9_-]{0,62}))+\.?$/i;

function split(text: string): { body: string; scope: string | null } {
  const at = text.lastIndexOf('@');
  return at <= 0 ? { body: text, scope: null } : { body: text.slice(0, at), scope: text.slice(at + 1) };
}

/** Reads a reference; null when it has no form that exists. ARNs may hold slashes and colons of their own. */
export function parseReference(text: string): ParsedReference | null {
  const { body, scope } = split(text.trim());
  const address = parseAddress(body);
  if (address !== null) return { form: 'address', address, scope };
  const slash = body.indexOf('/');
  const kind = (slash < 0 ? body : body.slice(0, slash)).toLowerCase();
  const rest = slash < 0 ? '' : body.slice(slash + 1);
  if (!KINDS.has(kind)) {
    const range = parsePrefix(body);
    if (range !== null && body.includes('/')) return { form: 'range', prefix: range, scope };
    return HOST.test(body) ? { form: 'host', host: body.toLowerCase().replace(/\.$/, ''), scope } : null;
  }
  if (kind === 'ip') {
    const named = parseAddress(rest);
    return named === null ? null : { form: 'address', address: named, scope };
  }
  if (kind === 'cidr') {
    const prefix = parsePrefix(rest);
    return prefix === null ? null : { form: 'range', prefix, scope };
  }
  if (kind === 'host') return HOST.test(rest) ? { form: 'host', host: rest.toLowerCase().replace(/\.$/, ''), scope } : null;
  if (rest === '') return kind === 'internet' || kind === 'dns' ? { form: 'named', kind, parts: [], scope } : null;
  const inNamespace = ['pod', 'deployment', 'statefulset', 'daemonset', 'job', 'replicaset', 'service', 'ingress'].includes(kind);
  const parts = inNamespace ? rest.split('/') : [rest];
  if (parts.length > 2 || parts.some((part) => part === '')) return null;
  return { form: 'named', kind, parts, scope };
}

/** The string form of an object reference. */
export function referenceText(reference: string | ReferenceObject): string {
  if (typeof reference === 'string') return reference;
  const { kind, namespace, name, id, scope } = reference;
  const rest = [namespace, name ?? id].filter((part) => part !== undefined && part !== '').join('/');
  return `${kind}${rest === '' ? '' : `/${rest}`}${scope === undefined ? '' : `@${scope}`}`;
}
