/** The public catalogue of codes: what each means, what it does to the verdict, and what to do about it. */
import type { CodeEntry } from '../packet/finding.js';
import { codeEntries } from '../components/registry.js';

const ANSWERING: readonly CodeEntry[] = [
  {
    code: 'SNAPSHOT_AGE',
    component: 'answer',
    effect: 'caveat',
    meaning: 'The snapshot is more than an hour old.',
    remedy: 'Capture a new one before you act on the answer.',
  },
  {
    code: 'TRUNCATED',
    component: 'answer',
    effect: 'caveat',
    meaning: 'A limit cut the walk short; not every way was judged.',
    remedy: 'Ask about fewer sources, destinations or ports at once.',
  },
];

/** Every code that an answer may carry, in alphabetical order. */
export function codeCatalogue(): readonly CodeEntry[] {
  return [...codeEntries, ...ANSWERING].sort((one, other) => (one.code < other.code ? -1 : 1));
}
