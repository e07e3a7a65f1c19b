/**
 * A JSON scanner for what JSON.parse doesn't say: where a document ends when several follow one another, and where exactly a malformed one goes wrong.
 * It runs only after JSON.parse has refused a text, so it is written to be exact rather than fast.
 */
import { pointerPart } from '../snapshot/input-problem.js';

/** Where one document stands in the text, end exclusive. */
export interface JsonRange {
  readonly start: number;
  readonly end: number;
}

/** The first fault: its place (line and column count from 1), the pointer to the value that was being read, what was expected. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly pointer: string;
  readonly expected: string;
  /** True when the text ends before the document does, as a cut-off download leaves it. */
  readonly truncated: boolean;
}

export type JsonScan = { readonly ok: true; readonly documents: readonly JsonRange[] } | { readonly ok: false; readonly fault: JsonFault };

const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])|true(?!\w)|false(?!\w)|null(?!\w)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** An object or list that is open at this point. */
interface Open {
  readonly close: '}' | ']';
  /** The key or index of the value that is being read. */
  part: string | number;
}

/** How far the scan has come. The functions below move it on, and answer false once `fault` is set. */
interface Scan {
  readonly text: string;
  position: number;
  readonly open: Open[];
  fault: { readonly offset: number; readonly expected: string } | null;
}

/** Finds the documents of a text, or its first fault. */
export function scanJson(text: string): JsonScan {
  const documents: JsonRange[] = [];
  const scan: Scan = { text, position: 0, open: [], fault: null };
  skipSpace(scan);
  while (scan.position < text.length && scan.fault === null) {
    const start = scan.position;
    if (scanDocument(scan)) documents.push({ start, end: scan.position });
    skipSpace(scan);
  }
  return scan.fault === null ? { ok: true, documents } : { ok: false, fault: describe(scan, scan.fault) };
}

/** Reads one document. After a fault `open` holds the way to it. */
function scanDocument(scan: Scan): boolean {
  if (!scanValueStart(scan)) return false;
  for (let innermost = scan.open.at(-1); innermost !== undefined; innermost = scan.open.at(-1)) {
    skipSpace(scan);
    const character = scan.text[scan.position];
    if (character !== innermost.close && character !== ',') return fail(scan, scan.position, `"," or "${innermost.close}"`);
    scan.position += 1;
    if (character === innermost.close) scan.open.pop();
    else if (!scanNext(scan, innermost)) return false;
  }
  return true;
}

/** Reads a scalar whole, or opens objects and lists up to the end of their first scalar. */
function scanValueStart(scan: Scan): boolean {
  for (;;) {
    const character = scan.text[scan.position];
    if (character !== '{' && character !== '[') return scanScalar(scan);
    const innermost: Open = { close: character === '{' ? '}' : ']', part: 0 };
    scan.position += 1;
    skipSpace(scan);
    if (scan.text[scan.position] === innermost.close) {
      scan.open.push(innermost);
      return true;
    }
    if (character === '{' && !scanKey(scan, innermost)) return false;
    scan.open.push(innermost);
  }
}

/** After a comma: the next key and value, or the next item. */
function scanNext(scan: Scan, innermost: Open): boolean {
  skipSpace(scan);
  if (innermost.close === '}') return scanKey(scan, innermost) && scanValueStart(scan);
  innermost.part = Number(innermost.part) + 1;
  return scanValueStart(scan);
}

/** Reads `"key":` up to the value. */
function scanKey(scan: Scan, into: Open): boolean {
  const start = scan.position;
  if (scan.text[start] !== '"') return fail(scan, start, 'a key in double quotes');
  if (!scanString(scan)) return false;
  into.part = JSON.parse(scan.text.slice(start, scan.position)) as string;
  skipSpace(scan);
  if (scan.text[scan.position] !== ':') return fail(scan, scan.position, '":"');
  scan.position += 1;
  skipSpace(scan);
  return true;
}

function scanScalar(scan: Scan): boolean {
  if (scan.text[scan.position] === '"') return scanString(scan);
  SCALAR.lastIndex = scan.position;
  const value = SCALAR.exec(scan.text);
  if (value === null) return fail(scan, scan.position, 'a value');
  scan.position += value[0].length;
  return true;
}

/** Reads a string; a loop rather than a pattern, because the string may be megabytes long. */
function scanString(scan: Scan): boolean {
  const { text } = scan;
  const start = scan.position;
  for (let at = start + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      scan.position = at + 1;
      return true;
    }
    if (code < 0x20) return fail(scan, at, 'no line break or control character inside a string');
    if (code !== 0x5c) continue;
    ESCAPE.lastIndex = at;
    const escape = ESCAPE.exec(text);
    if (escape === null) return fail(scan, at, 'a valid escape after "\\"');
    at += escape[0].length - 1;
  }
  return fail(scan, text.length, 'the end of a string');
}

function skipSpace(scan: Scan): void {
  while (' \t\r\n'.includes(scan.text[scan.position] ?? '-')) scan.position += 1;
}

function fail(scan: Scan, offset: number, expected: string): false {
  scan.fault = { offset, expected };
  return false;
}

function describe({ text, open }: Scan, fault: { readonly offset: number; readonly expected: string }): JsonFault {
  const before = text.slice(0, fault.offset);
  return {
    line: countLines(before),
    column: fault.offset - before.lastIndexOf('\n'),
    pointer: open.map(({ part }) => pointerPart(part)).join(''),
    expected: fault.expected,
    truncated: fault.offset >= text.length,
  };
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
