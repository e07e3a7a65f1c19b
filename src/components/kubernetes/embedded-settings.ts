/**
 * Settings that are a text inside an object: the configuration of kube-proxy in its ConfigMap, the values of an add-on.
 * They are JSON or plain block YAML; a full YAML parser stays outside the engine, and what this reader doesn't know it refuses to guess.
 */
import type { Raw } from './fields.js';

/** A mapping of texts, mappings and lists; numbers, booleans and null stay as written (`"30s"`, `"false"`, `"null"`). Null: not readable. */
export function readEmbeddedSettings(text: string): Raw | null {
  const trimmed = text.trim();
  if (trimmed === '') return {};
  return trimmed.startsWith('{') ? readJson(trimmed) : readYaml(text);
}

function readJson(text: string): Raw | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : null;
  } catch {
    return null;
  }
}

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Reads forward through the lines; `at` is the next one. */
interface Cursor {
  readonly lines: Line[];
  at: number;
}

class NotPlain extends Error {}

/** `key:` or `key: value`. */
const KEY = /^("[^"]*"|'[^']*'|[^\s:'"[\]{}&*!|>-][^:'"]*?)\s*:(?:\s+(.*))?$/;

function readYaml(text: string): Raw | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => ({ indent: line.length - line.trimStart().length, text: withoutComment(line).trim() }))
    .filter((line) => line.text !== '' && line.text !== '---');
  const cursor = { lines, at: 0 };
  try {
    const value = readMapping(cursor, lines[0]?.indent ?? 0);
    return cursor.at === lines.length ? value : null;
  } catch (error) {
    if (error instanceof NotPlain) return null;
    throw error;
  }
}

/** A `#` begins a comment at the start or after a blank, outside quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line[index] as string;
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '#' && (index === 0 || /\s/.test(line[index - 1] as string))) return line.slice(0, index);
  }
  return line;
}

function readMapping(cursor: Cursor, indent: number): Raw {
  const mapping: Record<string, unknown> = {};
  for (let line = cursor.lines[cursor.at]; line !== undefined && line.indent === indent; line = cursor.lines[cursor.at]) {
    const parts = KEY.exec(line.text);
    if (parts === null) throw new NotPlain();
    cursor.at += 1;
    mapping[unquoted(parts[1] ?? '')] = parts[2] === undefined ? readBlock(cursor, indent) : readInline(parts[2]);
  }
  return mapping;
}

/** What stands below a key: a deeper mapping, a list at the same depth or deeper, or nothing. */
function readBlock(cursor: Cursor, indent: number): unknown {
  const next = cursor.lines[cursor.at];
  if (next === undefined || next.indent < indent) return null;
  const isList = next.text === '-' || next.text.startsWith('- ');
  if (isList) return readList(cursor, next.indent);
  return next.indent > indent ? readMapping(cursor, next.indent) : null;
}

function readList(cursor: Cursor, indent: number): unknown[] {
  const items: unknown[] = [];
  for (let line = cursor.lines[cursor.at]; line?.indent === indent && line.text.startsWith('- '); line = cursor.lines[cursor.at]) {
    const item = line.text.slice(2).trimStart();
    if (KEY.test(item)) {
      // A mapping begins on the line of its dash: its keys stand where the first one does.
      cursor.lines[cursor.at] = { indent: indent + line.text.length - item.length, text: item };
      items.push(readMapping(cursor, indent + line.text.length - item.length));
    } else {
      items.push(readInline(item));
      cursor.at += 1;
    }
  }
  return items;
}

function readInline(text: string): unknown {
  if (!/^[[{]/.test(text)) return plain(text);
  const flow = { text, at: 0 };
  const value = readFlow(flow);
  if (flow.at !== text.length) throw new NotPlain();
  return value;
}

/** `[a, "b"]`, `{key: value}` and scalars within them; `at` is the next character. */
function readFlow(flow: { readonly text: string; at: number }): unknown {
  const opening = flow.text[flow.at];
  if (opening !== '[' && opening !== '{') {
    const scalar = takeFrom(flow, /(?:"[^"]*"|'[^']*'|[^,[\]{}"']*)/y);
    return plain(scalar.trim());
  }
  flow.at += 1;
  const items: unknown[] = [];
  const mapping: Record<string, unknown> = {};
  for (takeFrom(flow, /\s*/y); !']}'.includes(flow.text[flow.at] ?? ''); takeFrom(flow, /\s*,?\s*/y)) {
    if (flow.at >= flow.text.length) throw new NotPlain();
    if (opening === '[') items.push(readFlow(flow));
    else {
      const key = takeFrom(flow, /(?:"[^"]*"|'[^']*'|[^,:[\]{}"']+)\s*:\s*/y);
      mapping[unquoted(key.slice(0, key.lastIndexOf(':')).trim())] = readFlow(flow);
    }
  }
  if (flow.text[flow.at] !== (opening === '[' ? ']' : '}')) throw new NotPlain();
  flow.at += 1;
  return opening === '[' ? items : mapping;
}

/** Takes what the sticky pattern matches at the cursor; nothing there is not plain. */
function takeFrom(flow: { readonly text: string; at: number }, pattern: RegExp): string {
  pattern.lastIndex = flow.at;
  const taken = pattern.exec(flow.text)?.[0];
  if (taken === undefined) throw new NotPlain();
  flow.at += taken.length;
  return taken;
}

/** Anchors, tags, block texts and the like are more than this reader knows. */
function plain(text: string): string {
  if (/^[&*!|>%@`]/.test(text)) throw new NotPlain();
  return unquoted(text);
}

function unquoted(text: string): string {
  const quoted = /^(["'])(.*)\1$/.exec(text);
  if (quoted !== null) return quoted[2] as string;
  if (/^["']/.test(text)) throw new NotPlain();
  return text;
}

/** A text of such settings; null when it is absent, empty or `null`. Numbers and booleans of JSON become texts. */
export function settingText(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value !== 'string' || value === '' || value === 'null' || value === '~' ? null : value;
}

/** A list of such settings, or the one text that stands in its place. */
export function settingTexts(value: unknown): readonly string[] {
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return items.flatMap((item) => settingText(item) ?? []);
}

export function settingRecord(value: unknown): Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};
}

const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'true', 'TRUE', 'True']);
const FALSE: ReadonlySet<string> = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);

/** Reads a switch as the Go programs behind these settings do; what they can't read leaves the default. */
export function settingFlag(value: unknown, byDefault: boolean): boolean {
  const text = settingText(value);
  if (text === null) return byDefault;
  return TRUE.has(text) || (byDefault && !FALSE.has(text));
}
