/** The few differences between SQLite and PostgreSQL that entities and migrations have to know. */

export type Dialect = 'sqlite' | 'postgres';

/** The column type that holds bytes: each database refuses the other's name for it. */
export function bytesType(dialect: Dialect): 'blob' | 'bytea' {
  return dialect === 'sqlite' ? 'blob' : 'bytea';
}

/** RFC 3339 text of a moment in UTC, without a fraction where it is zero: what users read. */
function asUtcText(moment: string): string {
  return new Date(moment).toISOString().replace('.000Z', 'Z');
}

/**
 * Moments are kept as text of fixed width in UTC, so that both databases order and compare them alike
 * (TypeORM's own Date depends on the time zone of the process in PostgreSQL).
 */
export const momentColumn = {
  type: 'varchar',
  length: 24,
  transformer: {
    to: (moment: unknown): unknown => (typeof moment === 'string' ? new Date(moment).toISOString() : moment),
    from: (stored: unknown): unknown => (typeof stored === 'string' ? asUtcText(stored) : stored),
  },
} as const;

/** A count of bytes: PostgreSQL's driver gives `bigint` as text, SQLite's as a number. */
export const byteCountColumn = {
  type: 'bigint',
  transformer: { to: (count: unknown): unknown => count, from: (stored: unknown): unknown => Number(stored) },
} as const;
