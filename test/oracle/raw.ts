/**
 * Reading untyped JSON: what an AWS describe call or kubectl printed, field by field.
 * The oracle has no schemas on purpose; an absent or wrongly typed field reads as empty.
 */

/** One JSON object as it was printed. */
export type Raw = Readonly<Record<string, unknown>>;

export function isRaw(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object below `key`, or undefined. */
export function child(raw: Raw | undefined, key: string): Raw | undefined {
  const value = raw?.[key];
  return isRaw(value) ? value : undefined;
}

/** The objects of the list below `key`; an absent list is empty. */
export function list(raw: Raw | undefined, key: string): readonly Raw[] {
  const value = raw?.[key];
  return Array.isArray(value) ? value.filter(isRaw) : [];
}

/** The strings of the list below `key`; an absent list is empty. */
export function texts(raw: Raw | undefined, key: string): readonly string[] {
  const value = raw?.[key];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/** The string below `key`; empty when absent. */
export function text(raw: Raw | undefined, key: string): string {
  const value = raw?.[key];
  return typeof value === 'string' ? value : '';
}

/** The number below `key` (a numeric string counts); undefined when absent. */
export function numeric(raw: Raw | undefined, key: string): number | undefined {
  const value = raw?.[key];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : undefined;
}

/** The boolean below `key`, or `absent` when there is none. */
export function flag(raw: Raw | undefined, key: string, absent: boolean): boolean {
  const value = raw?.[key];
  return typeof value === 'boolean' ? value : absent;
}

/** Whether `key` is there at all. */
export function has(raw: Raw | undefined, key: string): boolean {
  return raw !== undefined && raw[key] !== undefined && raw[key] !== null;
}
