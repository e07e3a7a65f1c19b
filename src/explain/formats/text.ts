/** An answer as a readable report: at most eight lines that answer, then the hops. */
import type { AnswerHop, AnswerPath, TraceAnswer } from '../answer.js';
import { ruleText } from '../packets.js';

const LINES = 8;

/** The lines that an on-call engineer reads first: at most eight, and the last one always says how sure they are. */
export function summaryLines(answer: TraceAnswer): string[] {
  const { flow, symptom, scope, sourceSeen, verdict } = answer;
  const service = `${flow.protocol.toUpperCase()}${flow.port === null ? '' : ` ${flow.port}`}`;
  const lines = [
    `${answer.headline}`,
    `Flow: ${service} from ${flow.from.ref} (${flow.from.ip ?? 'no address'}) to ${flow.to.ref} (${flow.to.ip ?? 'no address'}).`,
    ...answer.explanation.slice(0, 3),
  ];
  if (symptom.predicted !== null && verdict !== 'reachable') lines.push(`The client sees: ${symptom.predicted}. ${symptom.why}`);
  if (scope.of > 1) lines.push(scopeText(answer));
  if (sourceSeen.ip !== null && (verdict === 'reachable' || verdict === 'partial' || answer.causes[0]?.leg === 'return'))
    lines.push(`The far end sees the source ${sourceSeen.ip}.${whySeen(answer)}`);
  return [...lines.slice(0, LINES - 1), sureness(answer)];
}

/** Why the far end sees that source, unless a line before says so. */
function whySeen({ verdict, sourceSeen, explanation }: TraceAnswer): string {
  const said = explanation.some((line) => line.includes(sourceSeen.why));
  return verdict === 'reachable' && !said ? ` ${sourceSeen.why}` : '';
}

/** How many of what fail; the headline of a partial answer says already which. */
function scopeText({ scope, headline }: TraceAnswer): string {
  const { failing, of, over, pattern } = scope;
  const what = over ?? 'ways';
  if (failing === 0 || failing === of) return `Scope: all ${of} ${what} ${failing === 0 ? 'pass' : 'fail'}.`;
  return `Scope: ${failing} of ${of} ${what} fail${pattern === null || headline.includes(pattern) ? '' : `: ${pattern}`}.`;
}

/** Which snapshot the answer rests on, how old it is, and which notes to read. */
function sureness({ caveats, snapshot }: TraceAnswer): string {
  const told = new Set(caveats.filter(({ code }) => code !== 'SNAPSHOT_AGE').map(({ code }) => code));
  const age = caveats.find(({ code }) => code === 'SNAPSHOT_AGE');
  const sure = age === undefined ? `Snapshot ${snapshot.name}, captured ${snapshot.capturedAt}` : age.message.replace(/\.$/, '');
  return `${sure}${told.size > 0 ? `; keep in mind ${[...told].join(', ')} (below)` : ''}.`;
}

/** `10.0.0.1:443`, `[2001:db8::1]:443`, `10.0.0.1` where there is no port, `10.0.0.1 type 8 code 0`. */
function endText(address: string, port: string): string {
  const host = address.includes(':') && port !== '' ? `[${address}]` : address;
  if (port === '') return host;
  return /^\D/.test(port) && port !== 'any' ? `${address} ${port}` : `${host}:${port}`;
}

function hopLine(hop: AnswerHop): string {
  const { packet, packetAfter } = hop;
  const text = (one: typeof packet): string => `${endText(one.source, one.sourcePort)} -> ${endText(one.destination, one.port)}`;
  const way = packetAfter === undefined ? text(packet) : `${text(packet)}  =>  ${text(packetAfter)}`;
  return `  ${String(hop.hop).padStart(2)}  ${hop.action.padEnd(9)} ${hop.station.padEnd(16)} ${way}\n      ${hop.explanation}`;
}

function stops({ action }: AnswerHop): boolean {
  return action === 'deny' || action === 'drop';
}

/** The walk goes on past what blocks, to find what else does: a reader must not take those hops for what happens. */
function legText(title: string, hops: readonly AnswerHop[], fate: 'passes' | 'stops' | 'never sent'): string[] {
  if (hops.length === 0) return [];
  const lines = hops.map(hopLine);
  const first = fate === 'stops' ? hops.findIndex(stops) : -1;
  if (first >= 0 && first < lines.length - 1) lines.splice(first + 1, 0, '  (stopped here; the hops below show what else it would meet)');
  return [` ${title}${fate === 'never sent' ? ' (never sent; the hops show what it would meet)' : ''}`, ...lines];
}

function pathText(path: AnswerPath): string[] {
  const blocked = path.verdict === 'blocked';
  const never = blocked && path.forward.some(stops);
  return [
    `Path (${path.describes}): ${path.verdict}`,
    ...legText('Forward', path.forward, blocked ? 'stops' : 'passes'),
    ...legText('Return', path.return, never ? 'never sent' : blocked ? 'stops' : 'passes'),
  ];
}

/** The whole report, lines ended by newlines, no control characters from the cloud's names. */
export function toText(answer: TraceAnswer): string {
  const details: string[] = [];
  for (const cause of answer.causes) {
    details.push(
      `Cause: ${cause.code} (${cause.leg}${cause.direction === null ? '' : `, ${cause.direction}`}) at ${cause.resource.name === undefined ? cause.resource.id : `${cause.resource.id} (${cause.resource.name})`}`,
      `  ${cause.message}`,
    );
    for (const rule of cause.evidence.rulesConsidered.slice(0, 4)) details.push(`  - ${ruleText(rule)}: ${rule.why}`);
  }
  for (const { code, message } of answer.caveats) details.push(`Note: ${code}: ${message}`);
  for (const { code, message, add } of answer.missing) details.push(`Missing: ${code}: ${message} Add: ${add}.`);
  const paths = answer.paths.flatMap((path) => ['', ...pathText(path)]);
  const report = [...summaryLines(answer), ...(details.length === 0 ? [] : ['', ...details]), ...paths];
  return `${report.map(printable).join('\n')}\n`;
}

/** Names come from other people's clouds: control characters (terminal escapes too) are shown as a question mark. */
export function printable(line: string): string {
  return line.replace(/(?!\n)[\p{Cc}\u2028-\u202e\u2066-\u2069]/gu, '?');
}
