/** Log lines for people: pino's JSON lines → one short line each, for a terminal. */

const LEVELS: Readonly<Record<number, string>> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const HIDDEN = new Set(['level', 'time', 'pid', 'hostname', 'msg', 'context', 'reqId']);

/** One JSON line of pino as `10:00:00 info  message key=value`; a line that isn't JSON comes back as it is. */
export function prettyLine(line: string): string {
  let entry: Record<string, unknown>;
  try {
    entry = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return line;
  }
  const time = new Date(Number(entry['time'])).toISOString().slice(11, 19);
  const level = (LEVELS[Number(entry['level'])] ?? '').padEnd(5);
  const fields = Object.entries(entry)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return `${time} ${level} ${typeof entry['msg'] === 'string' ? entry['msg'] : ''}${fields.join('')}\n`;
}

/** A destination for pino that writes pretty lines. */
export function prettyStream(output: NodeJS.WritableStream): { write(line: string): void } {
  return { write: (line) => void output.write(prettyLine(line)) };
}
