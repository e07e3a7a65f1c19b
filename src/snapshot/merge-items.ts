/** Joins lists of the same kind into one, keeping one copy of what occurs several times. */
import type { SnapshotWarning } from './bundle.js';
import type { Json } from './input-problem.js';
import { warning } from './pieces.js';

/** One list and where it stands in the upload. */
export interface SourcedList {
  readonly items: readonly Json[];
  readonly place: string;
}

interface Repeated {
  readonly key: string;
  readonly sameContent: boolean;
  readonly kept: Json;
  readonly dropped: Json;
}

export interface MergedList {
  readonly items: readonly Json[];
  readonly repeated: readonly Repeated[];
}

/** Joins the lists in their order. Items with the same key are the same resource: the first copy is kept. */
export function mergeItems(lists: readonly SourcedList[], keyOf: (item: Json) => string): MergedList {
  const first = new Map<string, Json>();
  const repeated: Repeated[] = [];
  let total = 0;
  for (const { items } of lists) {
    total += items.length;
    for (const item of items) {
      const key = keyOf(item);
      const kept = first.get(key);
      if (kept === undefined) first.set(key, item);
      else repeated.push({ key, sameContent: sameContent(kept, item), kept, dropped: item });
    }
  }
  const [only] = lists;
  const untouched = lists.length === 1 && only !== undefined && first.size === total;
  return { items: untouched ? only.items : [...first.values()], repeated };
}

/** Content is compared as it was written: another order of keys counts as a difference, which only changes the wording of a warning. */
function sameContent(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

const NAMES_SHOWN = 5;

/** The warning about repeated resources of one list, or none. `what` names the list: `ec2:DescribeSubnets`, `Pod`. */
export function repeatedWarnings(what: string, lists: readonly SourcedList[], repeated: readonly Repeated[]): readonly SnapshotWarning[] {
  if (repeated.length === 0) return [];
  const names = [...new Set(repeated.map(({ key }) => key.slice(0, 120)))];
  const shown = names.slice(0, NAMES_SHOWN).join(', ') + (names.length > NAMES_SHOWN ? `, and ${names.length - NAMES_SHOWN} more` : '');
  const differ = repeated.some((entry) => !entry.sameContent);
  const which = differ ? 'with different content: the first copy is kept' : 'with the same content: one copy is kept';
  return [warning('DUPLICATE_RESOURCE', `${what}: ${shown} occurs more than once in the upload, ${which}.`, lists[0]?.place ?? null)];
}
