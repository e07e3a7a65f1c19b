/** Guards against values that are nested deeper than any real output: code that walks them by recursion would run out of stack. */
import { pointerPart } from './input-problem.js';

/** Deeper than any AWS output, Kubernetes object or custom resource schema that was seen. */
export const NESTING_LIMIT = 100;

/** The JSON pointer of the first place that is nested deeper than `limit`, or null. Costs one walk that stops at the limit. */
export function tooDeepAt(value: unknown, limit: number = NESTING_LIMIT): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (limit === 0) return '';
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) {
      const below = tooDeepAt(value[index], limit - 1);
      if (below !== null) return pointerPart(index) + below;
    }
    return null;
  }
  const object = value as Record<string, unknown>;
  for (const key in object) {
    const below = tooDeepAt(object[key], limit - 1);
    if (below !== null) return pointerPart(key) + below;
  }
  return null;
}
