/** A request body as JSON; what is wrong with it is named by line and column, never by repeating it. */
import { problemException } from './problem.js';

/** The value of a JSON text in UTF-8, with or without a byte order mark. Throws the problem `MALFORMED_JSON`. */
export function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  if (text.trim() === '') throw problemException({ code: 'MALFORMED_JSON', message: 'The body is empty; a JSON object is expected.' });
  try {
    return JSON.parse(text);
  } catch {
    const message = `The body is not valid JSON: it goes wrong at ${lineAndColumn(text, errorPosition(text))}.`;
    throw problemException({ code: 'MALFORMED_JSON', message, errors: [{ path: '', message }] });
  }
}

/**
 * Where a text stops being JSON, as a number of characters. V8 doesn't always say, so the shortest prefix that can't be continued to
 * valid JSON is looked for: being continuable is lost once and never regained, hence by halving.
 */
export function errorPosition(text: string): number {
  let good = 0;
  let bad = text.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isContinuable(text.slice(0, middle))) good = middle;
    else bad = middle;
  }
  return Math.min(good, text.length);
}

function isContinuable(prefix: string): boolean {
  try {
    JSON.parse(prefix);
    return true;
  } catch (error) {
    const { message } = error as SyntaxError;
    const position = /at position (\d+)/.exec(message)?.[1];
    return position === undefined ? message.startsWith('Unexpected end') : Number(position) >= prefix.length;
  }
}

function lineAndColumn(text: string, position: number): string {
  const lines = text.slice(0, position).split('\n');
  return `line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
