/** Kubernetes objects and lists as kubectl and the API print them, split by kind; and the answers of kubectl that are no objects at all. */
import { describeValue, isJsonObject, pointerPart, type Json } from './input-problem.js';
import { itemKindOfList } from './kubernetes-kinds.js';
import type { Invalid, Recognised } from './recognised.js';

/** Parts under construction, by API version and kind. */
type Parts = Map<string, { kind: string; apiVersion: string; items: Json[] }>;

/** kubectl prints lists of lists only when it is given several files; more levels than this are no real output. */
const LIST_LEVELS = 3;

/** Recognises an object that has a `kind`. */
export function recogniseKubernetes(value: Json): Recognised {
  const kind = String(value.kind);
  if (kind === 'Status') return { what: 'look-alike', message: statusMessage(value) };
  if (kind === 'Table') {
    return { what: 'look-alike', message: 'is a table of Kubernetes for printing. Save the output of: kubectl get … -A -o json' };
  }
  if (typeof value.apiVersion !== 'string') {
    return { what: 'unread', message: `has kind ${kind.slice(0, 80)} but no apiVersion: it is not a Kubernetes object` };
  }
  const parts: Parts = new Map();
  const invalid = collect(value, parts, LIST_LEVELS);
  if (invalid !== null) return invalid;
  return { what: 'kubernetes', parts: [...parts.values()].map((part) => ({ ...part, source: value })), incomplete: isPage(value) };
}

/** Puts the objects of `value` into `parts`. A place in the answer is relative to `value`: writing it for every good item would cost more than the check. */
function collect(value: Json, parts: Parts, levels: number): Invalid | null {
  const kind = String(value.kind);
  const apiVersion = String(value.apiVersion);
  const itemKind = itemKindOfList(kind);
  if (kind !== 'List' && (itemKind === null || !Object.hasOwn(value, 'items'))) return addItem(value, kind, apiVersion, parts);
  // Go prints an empty list as null.
  const items = value.items ?? [];
  if (!Array.isArray(items)) return { what: 'invalid', pointer: '/items', message: `expected a list, found ${describeValue(items)}` };
  if (itemKind !== null) partOf(parts, itemKind, apiVersion);
  for (let index = 0; index < items.length; index += 1) {
    const item: unknown = items[index];
    const invalid = itemKind === null ? collectMixed(item, parts, levels - 1) : addItem(item, itemKind, apiVersion, parts);
    if (invalid !== null) return { ...invalid, pointer: `/items${pointerPart(index)}${invalid.pointer}` };
  }
  return null;
}

function collectMixed(item: unknown, parts: Parts, levels: number): Invalid | null {
  if (levels === 0) return { what: 'invalid', pointer: '', message: 'expected an object, found lists inside lists' };
  if (!isJsonObject(item) || typeof item.kind !== 'string' || typeof item.apiVersion !== 'string') {
    return { what: 'invalid', pointer: '', message: 'expected an object with kind and apiVersion, which every item of a mixed List has' };
  }
  return collect(item, parts, levels);
}

function addItem(item: unknown, kind: string, apiVersion: string, parts: Parts): Invalid | null {
  if (!isJsonObject(item)) return { what: 'invalid', pointer: '', message: `expected a ${kind}, found ${describeValue(item)}` };
  const metadata = item.metadata;
  if (!isJsonObject(metadata) || typeof metadata.name !== 'string') {
    return { what: 'invalid', pointer: '/metadata/name', message: `expected the name of the ${kind}` };
  }
  partOf(parts, kind, apiVersion).items.push(item);
  return null;
}

function partOf(parts: Parts, kind: string, apiVersion: string): { items: Json[] } {
  const key = `${apiVersion} ${kind}`;
  const existing = parts.get(key);
  if (existing !== undefined) return existing;
  const part = { kind, apiVersion, items: [] };
  parts.set(key, part);
  return part;
}

/** A list that was asked for with a limit names where it goes on (API Concepts, "Retrieving large results sets in chunks"). */
function isPage(value: Json): boolean {
  const metadata = value.metadata;
  return isJsonObject(metadata) && typeof metadata.continue === 'string' && metadata.continue !== '';
}

function statusMessage(value: Json): string {
  const reason = typeof value.reason === 'string' ? value.reason.slice(0, 80) : 'Failure';
  return `is an error message of the Kubernetes API (${reason}), not objects. Solve the error and run the same command again: kubectl get … -A -o json`;
}
