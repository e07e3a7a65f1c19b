/**
 * Typed access to the fields of AWS outputs. An entry knows where it stands in the upload, so a wrong shape is refused by
 * name; what is absent, null or an empty text counts as not said. After a refusal the accessors give an empty value and
 * reading goes on, so that one pass names every bad field: the upload is refused as a whole anyway.
 */
import { type Address, parseAddress } from '../../net/address.js';
import { parsePrefix, type Prefix } from '../../net/prefix.js';
import type { AwsOutput, Documents, Reading } from '../reader.js';

export type Raw = Readonly<Record<string, unknown>>;

/**
 * One JSON object of an output. `parent`, `key` and `index` say how to get there: the object at `parent[key]`, or at `parent[key][index]`.
 * The output itself has no parent. The steps are kept apart because a pointer is needed for one entry in a million.
 */
export interface Entry {
  readonly raw: Raw;
  readonly output: AwsOutput;
  readonly reading: Reading;
  readonly parent: Entry | null;
  readonly key: string;
  readonly index: number | null;
}

function escaped(key: string): string {
  return key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** JSON pointer of an entry, or of one of its fields. */
export function pointerTo(entry: Entry, field?: string): string {
  const own = entry.parent === null ? entry.output.pointer : `${pointerTo(entry.parent)}/${escaped(entry.key)}`;
  const item = entry.index === null ? own : `${own}/${entry.index}`;
  return field === undefined ? item : `${item}/${escaped(field)}`;
}

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(entry: Entry, key: string, expected: string): null {
  entry.reading.refuse(pointerTo(entry, key), expected, entry.raw[key]);
  return null;
}

/** Every output of an operation, as entries. */
export function outputsOf(documents: Documents, operation: string, reading: Reading): Entry[] {
  return documents.outputs(operation).map((output) => ({ raw: output.output, output, reading, parent: null, key: '', index: null }));
}

/** The objects under `key` in every output of an operation. */
export function entriesOf(documents: Documents, operation: string, key: string, reading: Reading): Entry[] {
  return outputsOf(documents, operation, reading).flatMap((output) => list(output, key));
}

/** The objects of a list; none where the list is absent. Refuses what is no list of objects. */
export function list(entry: Entry | null, key: string): Entry[] {
  const value = entry?.raw[key] ?? null;
  if (entry === null || value === null) return [];
  if (!Array.isArray(value)) {
    refuse(entry, key, 'a list');
    return [];
  }
  const { output, reading } = entry;
  const items: readonly unknown[] = value;
  const found: Entry[] = [];
  for (let index = 0; index < items.length; index += 1) {
    const raw = items[index];
    if (isObject(raw)) found.push({ raw, output, reading, parent: entry, key, index });
    else reading.refuse(`${pointerTo(entry, key)}/${index}`, 'an object', raw);
  }
  return found;
}

/** The object under `key`; null where it is absent. */
export function child(entry: Entry | null, key: string): Entry | null {
  const raw = entry?.raw[key] ?? null;
  if (entry === null || raw === null) return null;
  if (!isObject(raw)) return refuse(entry, key, 'an object');
  return { raw, output: entry.output, reading: entry.reading, parent: entry, key, index: null };
}

/** The objects that an object holds by name, such as `SyncStates` by zone. */
export function namedChildren(entry: Entry | null, key: string): { readonly name: string; readonly entry: Entry }[] {
  const holder = child(entry, key);
  if (holder === null) return [];
  return Object.keys(holder.raw).flatMap((name) => {
    const held = child(holder, name);
    return held === null ? [] : [{ name, entry: held }];
  });
}

/** A text, null where it is absent or empty. */
export function text(entry: Entry | null, key: string): string | null {
  const value = entry?.raw[key] ?? null;
  if (entry === null || value === null || value === '') return null;
  return typeof value === 'string' ? value : refuse(entry, key, 'a text');
}

/** A text that the reader can't do without; `kind` says what it should be: `a VPC id`. */
export function requiredText(entry: Entry, key: string, kind = 'a text'): string {
  const value = entry.raw[key];
  if (typeof value === 'string' && value !== '') return value;
  refuse(entry, key, kind);
  return '';
}

/** A text or a number as text: protocols and priorities are printed either way. */
export function textOrNumber(entry: Entry | null, key: string): string | null {
  const value = entry?.raw[key] ?? null;
  return typeof value === 'number' ? String(value) : text(entry, key);
}

export function number(entry: Entry | null, key: string): number | null {
  const value = entry?.raw[key] ?? null;
  if (entry === null || value === null) return null;
  return typeof value === 'number' && Number.isFinite(value) ? value : refuse(entry, key, 'a number');
}

export function requiredNumber(entry: Entry, key: string): number {
  const value = number(entry, key);
  if (value === null && (entry.raw[key] ?? null) === null) refuse(entry, key, 'a number');
  return value ?? 0;
}

export function flag(entry: Entry | null, key: string): boolean | null {
  const value = entry?.raw[key] ?? null;
  if (entry === null || value === null) return null;
  return typeof value === 'boolean' ? value : refuse(entry, key, 'true or false');
}

/** `enable`/`disable` or `enabled`/`disabled` as a flag; null where absent. */
export function enabled(entry: Entry | null, key: string): boolean | null {
  const value = text(entry, key);
  return value === null ? null : value === 'enable' || value === 'enabled';
}

/** A list of texts; none where it is absent. */
export function texts(entry: Entry | null, key: string): string[] {
  const value = entry?.raw[key] ?? null;
  if (entry === null || value === null) return [];
  if (Array.isArray(value) && value.every((part) => typeof part === 'string')) return value;
  refuse(entry, key, 'a list of texts');
  return [];
}

/** One field of each object in a list: the `GroupId` of `Groups`. Objects without it are passed over. */
export function textsOf(entry: Entry | null, key: string, field: string): string[] {
  return list(entry, key).flatMap((part) => text(part, field) ?? []);
}

/** An address range, null where it is absent. */
export function prefix(entry: Entry | null, key: string): Prefix | null {
  const written = text(entry, key);
  if (entry === null || written === null) return null;
  return parsePrefix(written) ?? refuse(entry, key, 'a CIDR such as 10.0.0.0/16');
}

/** An address range that the reader can't do without; null only after a refusal. */
export function requiredPrefix(entry: Entry, key: string): Prefix | null {
  return prefix(entry, key) ?? ((entry.raw[key] ?? '') === '' ? refuse(entry, key, 'a CIDR such as 10.0.0.0/16') : null);
}

/** Address ranges written as a list of texts. */
export function prefixes(entry: Entry | null, key: string): Prefix[] {
  return texts(entry, key).flatMap((written, index) => {
    const read = parsePrefix(written);
    if (read !== null) return [read];
    if (entry !== null) entry.reading.refuse(`${pointerTo(entry, key)}/${index}`, 'a CIDR such as 10.0.0.0/16', written);
    return [];
  });
}

/** An IP address, null where it is absent. */
export function address(entry: Entry | null, key: string): Address | null {
  const written = text(entry, key);
  if (entry === null || written === null) return null;
  return parseAddress(written) ?? refuse(entry, key, 'an IP address');
}

/** A text of the call's input: what an output is about that does not name its subject. */
export function inputText(entry: Entry, key: string): string | null {
  const value = entry.output.input[key];
  return typeof value === 'string' && value !== '' ? value : null;
}
