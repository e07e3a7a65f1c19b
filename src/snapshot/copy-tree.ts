/** Copies of parsed values in canonical form: keys in order, named fields left out, nothing of a hostile key. */

/**
 * Copies a value without the fields in `dropped`, at any depth. Keys come out sorted, so that equal content gives equal JSON.
 * A key `__proto__` is left out: assigning it would change the copy's prototype. Expects a value within the nesting limit.
 */
export function copyTree(value: unknown, dropped: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const copy: unknown[] = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index += 1) copy[index] = copyTree(value[index], dropped);
    return copy;
  }
  const source = value as Record<string, unknown>;
  const copy: Record<string, unknown> = {};
  for (const key of sortedKeys(source)) {
    if (key !== '__proto__' && !dropped.has(key)) copy[key] = copyTree(source[key], dropped);
  }
  return copy;
}

/** Keys in order of their characters; kubectl prints them so already, and then nothing is sorted. */
function sortedKeys(object: Record<string, unknown>): readonly string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index += 1) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort();
  }
  return keys;
}

const NOTHING_DROPPED: ReadonlySet<string> = new Set();

/** Copies the listed fields that the source has; all others are left behind. The order is that of the list. */
export function copyFields(
  source: unknown,
  fields: readonly string[],
  dropped: ReadonlySet<string> = NOTHING_DROPPED,
): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  if (typeof source !== 'object' || source === null) return copy;
  const from = source as Record<string, unknown>;
  for (const field of fields) {
    const value = from[field];
    if (value !== undefined) copy[field] = typeof value === 'object' && value !== null ? copyTree(value, dropped) : value;
  }
  return copy;
}
