/** Which AWS operations an output answers, told by its top-level keys and, where a key is shared, by an item. */
import { commandFor, operationNamed, operationsWithKey } from './aws-operation-index.js';
import type { AwsOperation } from './aws-operations.js';
import { describeValue, isJsonObject, pointerPart, type Json } from './input-problem.js';
import type { Invalid, Recognised, RecognisedCall } from './recognised.js';

/** Keys that say that more pages follow; absent, null or empty on the last one. */
export const PAGE_TOKENS = ['NextToken', 'nextToken', 'NextMarker', 'Marker'] as const;

/** What tools add to an output; nothing is lost with them. */
const WRAPPING = new Set<string>([...PAGE_TOKENS, 'ResponseMetadata', '$metadata', 'UpdateToken', 'MaxResults']);

/**
 * Recognises an output by its keys; an object with the keys of several operations (`jq -s add`) gives several calls.
 * Returns null when no key belongs to an operation that is read.
 */
export function recogniseAwsOutput(output: Json, input: Json | null, pointer: string): Recognised | null {
  const found = new Map<AwsOperation, RecognisedCall>();
  const used = new Set<string>();
  for (const key of Object.keys(output)) {
    const candidates = operationsWithKey(key);
    if (candidates.length === 0) continue;
    const items = itemsOf(output[key]);
    const operation = chooseOperation(candidates, items, output);
    if (operation === null) {
      if (items.length > 0) continue;
      used.add(key);
      continue;
    }
    const invalid = checkKey(operation, key, output[key], pointer);
    if (invalid !== null) return invalid;
    if (!found.has(operation)) found.set(operation, callOf(operation, output, input, pointer));
    for (const known of [...operation.keys, ...operation.also]) used.add(known);
  }
  if (found.size === 0) return used.size === 0 ? null : emptyShared([...used]);
  const ignored = Object.keys(output).filter((key) => !used.has(key) && !WRAPPING.has(key));
  return { what: 'aws', calls: [...found.values()], ignored };
}

/**
 * Takes an output whose operation is named, as in a bundle.
 * Returns null for an operation that isn't read, and `'empty'` for an output without any content, which says nothing.
 */
export function recogniseNamedOutput(
  name: string,
  output: Json,
  input: Json | null,
  pointer: string,
): RecognisedCall | Invalid | 'empty' | null {
  const operation = operationNamed(name);
  if (operation === undefined) return null;
  const present = operation.keys.filter((key) => output[key] !== undefined && output[key] !== null);
  if (present.length === 0) {
    if (Object.keys(output).every((key) => WRAPPING.has(key))) return 'empty';
    return {
      what: 'invalid',
      pointer,
      message: `expected ${operation.keys.join(' or ')} in the output of ${name} (as printed by: ${commandFor(operation)})`,
    };
  }
  for (const key of present) {
    const invalid = checkKey(operation, key, output[key], pointer);
    if (invalid !== null) return invalid;
  }
  return callOf(operation, output, input, pointer);
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The one operation that the key stands for; where several share it, or the key is a common word, the items have to show it. */
function chooseOperation(candidates: readonly AwsOperation[], items: readonly unknown[], output: Json): AwsOperation | null {
  const objects = items.filter(isJsonObject);
  if (objects.length === 0) {
    const [only] = candidates;
    if (candidates.length === 1 && only !== undefined) return only;
    return candidates.find((candidate) => candidate.also.some((key) => Object.hasOwn(output, key))) ?? null;
  }
  return candidates.find(({ sign }) => sign === null || objects.some(sign)) ?? null;
}

/** Some keys (`PrefixLists`, `Attributes`) are those of several operations; an empty one doesn't say which list is empty. */
function emptyShared(keys: readonly string[]): Recognised {
  return { what: 'unread', message: `holds only an empty ${keys.join(', ')}, which does not say which operation it answers` };
}

function checkKey(operation: AwsOperation, key: string, value: unknown, pointer: string): Invalid | null {
  const at = pointer + pointerPart(key);
  const command = `as printed by: ${commandFor(operation)}`;
  if (operation.shape === 'object') {
    return isJsonObject(value)
      ? null
      : { what: 'invalid', pointer: at, message: `expected an object, found ${describeValue(value)} (${command})` };
  }
  if (!Array.isArray(value))
    return { what: 'invalid', pointer: at, message: `expected a list, found ${describeValue(value)} (${command})` };
  const wrong = value.findIndex((item) => !isJsonObject(item));
  if (wrong === -1) return null;
  return {
    what: 'invalid',
    pointer: at + pointerPart(wrong),
    message: `expected an object, found ${describeValue(value[wrong])} (${command})`,
  };
}

function callOf(operation: AwsOperation, output: Json, input: Json | null, pointer: string): RecognisedCall {
  const own = [...operation.keys, ...operation.also].filter((key) => output[key] !== undefined && output[key] !== null);
  return {
    operation,
    input: hasSubject(operation, input) ? input : (operation.subjectOf?.(output) ?? input),
    output: Object.fromEntries(own.map((key) => [key, output[key]])),
    complete: !PAGE_TOKENS.some((token) => typeof output[token] === 'string' && output[token] !== ''),
    pointer,
  };
}

/** True when the input names everything that the output doesn't. */
export function hasSubject(operation: AwsOperation, input: Json | null): boolean {
  return operation.subject.every((field) => typeof input?.[field] === 'string');
}
