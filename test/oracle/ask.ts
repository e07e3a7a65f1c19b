/** Shorthand for specs of the oracle: asks about a sketch and gives the verdict with its first code, `blocked CODE` or `blocked CODE return`. */
import { judge, type OracleEnd, type OracleJudgement, type OracleQuestion } from './judge.js';
import { bundleOf, type Sketch } from './sketch.js';

/** `eni-…` is an interface (`eni-web@10.0.1.11` one of its addresses), `internet/…`, `rds/…`, `pod/ns/name`, `node/…`, else an address. */
export function end(written: string): OracleEnd {
  if (written.startsWith('eni-')) {
    const [id = '', address] = written.split('@');
    return { kind: 'interface', id, address };
  }
  const [kind, first = '', second = ''] = written.split('/');
  if (kind === 'internet') return { kind, address: first };
  if (kind === 'rds') return { kind, id: first };
  if (kind === 'node') return { kind, name: first };
  return kind === 'pod' ? { kind, namespace: first, name: second } : { kind: 'address', address: written };
}

/** Asks for TCP from port 40000 unless `more` says otherwise. */
export function ask(drawn: Sketch, from: string, to: string, port: number, more: Partial<OracleQuestion> = {}): OracleJudgement {
  return judge(bundleOf(drawn), { from: end(from), to: end(to), protocol: 6, sourcePort: 40000, destinationPort: port, ...more });
}

/** One line for a judgement. */
export function brief(judgement: OracleJudgement): string {
  const [first] = judgement.verdict === 'unknown' ? judgement.missing : judgement.blockers;
  if (first === undefined) return judgement.verdict;
  return `${judgement.verdict} ${first.code}${first.leg === 'return' ? ' return' : ''}`;
}
