/** Rows of a table of questions: what is changed on the small AWS estate, who asks for what, and the answer in one line. */
import { expect, it } from 'vitest';
import type { TraceRequest } from '../../src/trace/trace-flow.js';
import { awsFixture } from '../sketch/aws-fixture.js';
import type { RegionSketch } from '../sketch/aws-shapes.js';
import { ask, brief } from '../support/ask.js';

export type Change = (region: RegionSketch) => void;
/** Title, changes, question, `verdict CODE` with ` return` behind codes of the return leg. */
export type Row = readonly [title: string, changes: readonly Change[], request: TraceRequest, expected: string];

/** `tcp('eni/eni-app', 'ip/10.0.3.30', 5432)`. */
export function tcp(from: string, to: string, port: number, more: Partial<TraceRequest> = {}): TraceRequest {
  return { from, to, protocol: 'tcp', port, ...more };
}

/** An echo request, or another ICMP message. */
export function ping(from: string, to: string, type = 8, code = 0): TraceRequest {
  return { from, to, protocol: 'icmp', icmp: { type, code } };
}

/** One test a row. */
export function checkRows(rows: readonly Row[]): void {
  it.each(rows)('%s', (_, changes, request, expected) => {
    const sketch = awsFixture();
    for (const change of changes) change(sketch.region);
    expect(brief(ask(sketch.bundle(), request))).toBe(expected);
  });
}
