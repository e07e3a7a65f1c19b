/** Part of the benchmark: reading a snapshot and tracing on it, in process. Parameters: folder with bundle.json and questions.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { explainTrace } from '../src/explain/explain-trace.js';
import { buildIndex } from '../src/lookup/indexed-network.js';
import type { Bundle } from '../src/snapshot/bundle.js';
import { readSnapshot } from '../src/snapshot/read-snapshot.js';
import { traceFlow } from '../src/trace/trace-flow.js';
import type { AskedQuestion } from './questions.js';
import { percentile, quickest, timed } from './timing.js';

/** Times in milliseconds. */
export interface EngineResult {
  readonly parse: number;
  readonly read: number;
  readonly index: number;
  readonly firstTrace: number;
  /** Engine time of a trace by kind of question and over all (`all`), and the time of its sentences (`explained`). */
  readonly traces: Record<string, { count: number; p50: number; p99: number }>;
  readonly verdicts: Record<string, number>;
  /** Answers that were problems, by code. */
  readonly problems: Record<string, number>;
  readonly residentBytes: number;
}

const [folder = '.'] = process.argv.slice(2);
const text = readFileSync(join(folder, 'bundle.json'), 'utf8');
const questions = JSON.parse(readFileSync(join(folder, 'questions.json'), 'utf8')) as AskedQuestion[];

const parse = await quickest(3, () => JSON.parse(text) as unknown);
const bundle = JSON.parse(text) as Bundle;
const reading = await timed(() => readSnapshot(bundle));
const indexing = await timed(() => buildIndex(reading.result.network));
const network = indexing.result;
const [first] = questions;
if (!first) throw new Error('no questions');
const firstTrace = (await timed(() => traceFlow(network, first.question))).milliseconds;

const times = new Map<string, number[]>();
const verdicts: Record<string, number> = {};
const problems: Record<string, number> = {};
const context = { now: bundle.capturedAt, snapshot: { id: 'bench', name: bundle.name, capturedAt: bundle.capturedAt } };
// The first round is for the compiler, the second one counts.
for (const { question } of questions) {
  const warmed = traceFlow(network, question);
  if (warmed.ok) explainTrace(warmed.trace, context);
}
for (const { kind, question } of questions) {
  const began = performance.now();
  const result = traceFlow(network, question);
  const traced = performance.now();
  for (const name of ['all', kind]) keep(name, traced - began);
  if (result.ok) {
    explainTrace(result.trace, context);
    keep('explained', performance.now() - traced);
  }
  const [tally, key] = result.ok ? [verdicts, result.trace.verdict] : [problems, result.problem.code];
  tally[key] = (tally[key] ?? 0) + 1;
}
const traces = Object.fromEntries(
  [...times].map(([name, values]) => [name, { count: values.length, p50: percentile(values, 0.5), p99: percentile(values, 0.99) }]),
);

function keep(name: string, spent: number): void {
  const own = times.get(name);
  if (own) own.push(spent);
  else times.set(name, [spent]);
}

const residentBytes = process.memoryUsage().rss;
const result: EngineResult = {
  parse,
  read: reading.milliseconds,
  index: indexing.milliseconds,
  firstTrace,
  traces,
  verdicts,
  problems,
  residentBytes,
};
process.stdout.write(JSON.stringify(result));
