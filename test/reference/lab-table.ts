/** Rows of a table of questions about the cluster lab: what is changed, who asks for what, and the answer with the way in one line. */
import { expect, it } from 'vitest';
import { formatAddress } from '../../src/net/address.js';
import { onlySource } from '../../src/packet/describe.js';
import type { Hop } from '../../src/packet/hop.js';
import type { PacketSet } from '../../src/net/packet-set.js';
import type { Trace, TraceRequest } from '../../src/trace/trace-flow.js';
import { eksLab, type ClusterLab } from '../sketch/eks-lab.js';
import { ask, brief, caveatsOf } from '../support/ask.js';

export type LabChange = (lab: ClusterLab) => void;
/** Title, changes, question, and `verdict CODE | sources | way`, see `told`; a verdict alone asks for no more. */
export type LabRow = readonly [title: string, changes: readonly LabChange[], request: TraceRequest, expected: string];

const source = (packets: PacketSet): string => {
  const only = onlySource(packets);
  return only === null ? 'many' : formatAddress(only);
};

/** Whose groups let the packets through, by the sentence that names the interface. */
function interfacesOf(hops: readonly Hop[]): string[] {
  const met = hops.filter(({ station, action }) => station === 'security-group' && action === 'permit');
  return [...new Set(met.flatMap((hop) => /eni-[\w-]+/.exec(`${hop.resource.id} ${hop.explain()}`) ?? []))];
}

/**
 * `reachable | 10.0.17.12 => 10.0.16.10 => 198.51.100.10 | eni-a0 eni-nat-a`: the verdict, the sources that the packets of the first
 * conversation carry one after the other, and the interfaces whose groups let them through.
 */
export function told(trace: Trace): string {
  const hops = trace.conversations[0]?.forward.hops ?? [];
  const seen = hops.flatMap(({ packets, after }) => [source(packets), ...(after === null ? [] : [source(after)])]);
  const sources = seen.filter((address, index) => address !== seen[index - 1]);
  return [brief(trace), sources.join(' => '), interfacesOf(hops).join(' ')].join(' | ').trimEnd();
}

/** The interfaces that the replies of the first conversation pass, where groups have their say. */
export function backBy(trace: Trace): string[] {
  return interfacesOf(trace.conversations[0]?.back?.hops ?? []);
}

/** Traces a question on the changed lab. */
export function askLab(changes: readonly LabChange[], request: TraceRequest): Trace {
  const lab = eksLab();
  for (const change of changes) change(lab);
  return ask(lab.bundle(), request);
}

/** One test a row. */
export function checkLab(rows: readonly LabRow[]): void {
  it.each(rows)('%s', (_, changes, request, expected) => {
    const trace = askLab(changes, request);
    expect(expected.includes('|') ? told(trace) : brief(trace)).toBe(expected);
  });
}

/** One test a row, which also asks for a caveat. */
export function checkCaveats(rows: readonly (readonly [...LabRow, caveat: string])[]): void {
  it.each(rows)('%s', (_, changes, request, expected, caveat) => {
    const trace = askLab(changes, request);
    expect(brief(trace)).toBe(expected);
    expect(caveatsOf(trace)).toContain(caveat);
  });
}
