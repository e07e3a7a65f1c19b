/** The ways to name a snapshot in a path: its id, `latest`, `NAME@latest`, or `NAME@` and a time. */
import { isUuid } from './uuid-v7.js';

export type SnapshotReference =
  | { readonly by: 'id'; readonly id: string }
  /** The newest capture, of `name` where given, captured at or before `until` (RFC 3339, UTC) where given. */
  | { readonly by: 'newest'; readonly name: string | null; readonly until: string | null };

/** A date and a time of RFC 3339 whose seconds may be left out. */
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/i;

/** Reads a reference; null when the text has none of the forms. A name may hold `@` itself: the last one separates. */
export function parseSnapshotReference(text: string): SnapshotReference | null {
  if (text === 'latest') return { by: 'newest', name: null, until: null };
  const id = text.toLowerCase();
  if (isUuid(id)) return { by: 'id', id };
  const at = text.lastIndexOf('@');
  // A control character is in no name, and PostgreSQL refuses a NUL in a parameter.
  if (at <= 0 || /\p{Cc}/u.test(text)) return null;
  const name = text.slice(0, at);
  const when = text.slice(at + 1);
  if (when === 'latest') return { by: 'newest', name, until: null };
  const time = TIME.test(when) ? new Date(when.toUpperCase()) : new Date(Number.NaN);
  return Number.isNaN(time.getTime()) ? null : { by: 'newest', name, until: time.toISOString() };
}
