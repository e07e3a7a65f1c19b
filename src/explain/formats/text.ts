/** An answer as a readable report: at most eight lines that answer, then the hops. */
import { type AnswerHop, type AnswerPath, type TraceAnswer } from '../answer.js';

const WIDTH = 8;

/** The lines that an on-call engineer reads first. */
export function summaryLines(answer: TraceAnswer): string[] {
  const { flow, symptom, scope, caveats, sourceSeen, verdict, snapshot } = answer;
  const service = `${flow.protocol.toUpperCase()}${flow.port === null ? '' : ` ${flow.port}`}`;
  const lines = [
    `${answer.headline}`,
    `Flow: ${service} from ${flow.from.ref} (${flow.from.ip ?? 'no address'}) to ${flow.to.ref} (${flow.to.ip ?? 'no address'}).`,
  ];
  lines.push(...answer.explanation.slice(0, 3));
  if (symptom.predicted !== null && verdict !== 'reachable') lines.push(`The client sees: ${symptom.predicted}. ${symptom.why}`);
  if (verdict !== 'blocked' || answer.causes[0]?.leg === 'return')
    lines.push(`The far end sees the source ${sourceSeen.ip ?? 'of nobody'}. ${verdict === 'reachable' ? sourceSeen.why : ''}`.trim());
  if (scope.of > 1)
    lines.push(`Scope: ${scope.failing} of ${scope.of} ${scope.over ?? 'ways'} fail${scope.pattern === null ? '' : `: ${scope.pattern}`}.`);
  const told = caveats.filter(({ code }) => code !== 'SNAPSHOT_AGE').map(({ code }) => code);
  const age = caveats.find(({ code }) => code === 'SNAPSHOT_AGE');
  const sure = age === undefined ? `Snapshot ${snapshot.name}, captured ${snapshot.capturedAt}` : age.message.replace(/\.$/, '');
  lines.push(`${sure}${told.length > 0 ? `; keep in mind ${[...new Set(told)].join(', ')} (below)` : ''}.`);
  return lines.slice(0, 4).concat(lines.slice(4)).slice(0, WIDTH);
}

function hopLine(hop: AnswerHop): string {
  const { packet, packetAfter } = hop;
  const text = (one: typeof packet): string => `${one.source}:${one.sourcePort || '-'} -> ${one.destination}:${one.port || '-'}`;
  const way = packetAfter === undefined ? text(packet) : `${text(packet)}  =>  ${text(packetAfter)}`;
  return `  ${String(hop.hop).padStart(2)}  ${hop.action.padEnd(9)} ${hop.station.padEnd(16)} ${way}\n      ${hop.explanation}`;
}

function pathText(path: AnswerPath): string[] {
  const out = [`Path (${path.describes}): ${path.verdict}`];
  if (path.forward.length > 0) out.push(' Forward', ...path.forward.map(hopLine));
  if (path.return.length > 0) out.push(' Return', ...path.return.map(hopLine));
  return out;
}

/** The whole report, lines ended by newlines, no control characters from the cloud's names. */
export function toText(answer: TraceAnswer): string {
  const out = [...summaryLines(answer), ''];
  for (const cause of answer.causes) {
    out.push(
      `Cause: ${cause.code} (${cause.leg}${cause.direction === null ? '' : `, ${cause.direction}`}) at ${cause.resource.name === undefined ? cause.resource.id : `${cause.resource.id} (${cause.resource.name})`}`,
      `  ${cause.message}`,
    );
    for (const rule of cause.evidence.rulesConsidered.slice(0, 4)) out.push(`  - ${rule.id}: ${rule.text}: ${rule.why}`);
  }
  for (const { code, message } of answer.caveats) out.push(`Note: ${code}: ${message}`);
  for (const { message, add } of answer.missing) out.push(`Missing: ${message} Add: ${add}`);
  for (const path of answer.paths) out.push('', ...pathText(path));
  return `${out.map(printable).join('\n')}\n`;
}

/** Names come from other people's clouds: control characters (terminal escapes too) are shown as a question mark. */
export function printable(line: string): string {
  return line.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, '?');
}
