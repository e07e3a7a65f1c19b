/** An answer for tickets and chat. */
import type { AnswerHop, TraceAnswer } from '../answer.js';
import { ruleText } from '../packets.js';
import { printable, summaryLines } from './text.js';

/** Text from the cloud must not become markup: everything that markdown reads is escaped. */
function escaped(text: string): string {
  return printable(text).replace(/[\\`*_{}[\]<>#|~]/g, (character) => `\\${character}`);
}

function row(hop: AnswerHop): string {
  const { packet, packetAfter } = hop;
  const shown = packetAfter ?? packet;
  const cells = [String(hop.hop), hop.station, hop.action, `${shown.source} → ${shown.destination}:${shown.port}`, hop.explanation];
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** The summary as a list, causes with the rules that came close, and the hops as tables. */
export function toMarkdown(answer: TraceAnswer): string {
  const [headline, ...rest] = summaryLines(answer);
  const out = [`**${escaped(headline ?? '')}**`, '', ...rest.map((line) => `- ${escaped(line)}`)];
  for (const cause of answer.causes) {
    out.push('', `**${cause.code}** at \`${printable(cause.resource.id).replaceAll('`', "'")}\`: ${escaped(cause.message)}`);
    for (const rule of cause.evidence.rulesConsidered.slice(0, 4)) out.push(`- ${escaped(ruleText(rule))}: ${escaped(rule.why)}`);
  }
  for (const path of answer.paths.slice(0, 4)) {
    for (const [leg, hops] of [
      ['Forward', path.forward],
      ['Return', path.return],
    ] as const) {
      if (hops.length === 0) continue;
      out.push(
        '',
        `${leg}, ${escaped(path.describes)}: ${path.verdict}`,
        '',
        '| # | station | action | packet | why |',
        '| --- | --- | --- | --- | --- |',
        ...hops.map(row),
      );
    }
  }
  for (const { code, message } of answer.caveats) out.push('', `> ${code}: ${escaped(message)}`);
  for (const { message, add } of answer.missing) out.push('', `> Missing: ${escaped(message)} Add: ${escaped(add)}`);
  return `${out.join('\n')}\n`;
}
