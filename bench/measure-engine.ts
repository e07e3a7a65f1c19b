/** Part of the benchmark: reading a snapshot and tracing on it, in process. Parameter: the folder with bundle.json and questions.json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { explainTrace, type ExplainContext } from '../src/explain/explain-trace.js';
import { ingestUpload } from '../src/ingest/ingest.js';
import { buildIndex, type IndexedNetwork } from '../src/lookup/indexed-network.js';
import { readSnapshot } from '../src/snapshot/read-snapshot.js';
import { traceFlow } from '../src/trace/trace-flow.js';
import type { AskedQuestion } from './questions.js';
import { percentile, quickest, timed } from './timing.js';

/** Times in milliseconds. */
export interface EngineResult {
  /** JSON.parse of the bytes as text: the least that any ingest costs. */
  readonly parse: number;
  /** An upload's bytes to a redacted, hashed and compressed bundle. */
  readonly ingest: number;
  readonly read: number;
  readonly index: number;
  readonly firstTrace: number;
  /** `all` questions, those of each kind, and the sentences made for them (`explained`). */
  readonly traces: Record<string, Spent>;
  readonly verdicts: Record<string, number>;
  /** Questions that were refused, by code. */
  readonly problems: Record<string, number>;
  /** What the loaded network holds, without the documents that it was read from; NaN when the collector can't be called. */
  readonly heapBytes: number;
}

interface Spent {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
}

const CAPTURED = '2026-11-20T10:00:00Z';
const [folder = '.'] = process.argv.slice(2);
const questions = JSON.parse(readFileSync(join(folder, 'questions.json'), 'utf8')) as AskedQuestion[];
const { network, ...loading } = await load(join(folder, 'bundle.json'));
const firstTrace = (await timed(() => ask(questions[0]))).milliseconds;
// The first round is for the compiler, the second one counts.
for (const question of questions) ask(question);
const asked = measure();
const result: EngineResult = { ...loading, firstTrace, ...asked, heapBytes: heapBytes() };
process.stdout.write(JSON.stringify(result));

/** In a function of its own, so that the text and the documents can go when it returns. */
async function load(file: string): Promise<{ network: IndexedNetwork } & Pick<EngineResult, 'parse' | 'ingest' | 'read' | 'index'>> {
  const bytes = readFileSync(file);
  const parse = await quickest(3, () => JSON.parse(bytes.toString('utf8')) as unknown);
  const ingest = await timed(() => ingestUpload({ kind: 'bundle', bytes }, { now: CAPTURED }));
  if (!ingest.result.ok) throw new Error(`the bundle was refused: ${ingest.result.failure.message}`);
  const { bundle } = ingest.result;
  const read = await timed(() => readSnapshot(bundle).network);
  const index = await timed(() => buildIndex(read.result));
  return { network: index.result, parse, ingest: ingest.milliseconds, read: read.milliseconds, index: index.milliseconds };
}

/** One question as a service answers it; gives the outcome and the two times. */
function ask(asked: AskedQuestion | undefined): { code: string; refused: boolean; traced: number; explained: number } {
  if (!asked) throw new Error('there are no questions');
  const context: ExplainContext = { now: CAPTURED, snapshot: { id: 'bench', name: 'bench', capturedAt: CAPTURED } };
  const began = performance.now();
  const result = traceFlow(network, asked.question);
  const traced = performance.now() - began;
  if (!result.ok) return { code: result.problem.code, refused: true, traced, explained: 0 };
  const { verdict } = explainTrace(result.trace, context);
  return { code: verdict, refused: false, traced, explained: performance.now() - began - traced };
}

function measure(): Pick<EngineResult, 'traces' | 'verdicts' | 'problems'> {
  const all: number[] = [];
  const explained: number[] = [];
  const kinds = new Map<string, number[]>();
  const verdicts: Record<string, number> = {};
  const problems: Record<string, number> = {};
  for (const question of questions) {
    const outcome = ask(question);
    const own = kinds.get(question.kind) ?? [];
    kinds.set(question.kind, own);
    for (const list of [all, own]) list.push(outcome.traced);
    if (!outcome.refused) explained.push(outcome.explained);
    const tally = outcome.refused ? problems : verdicts;
    tally[outcome.code] = (tally[outcome.code] ?? 0) + 1;
  }
  const lists = [['all', all] as const, ...kinds, ['explained', explained] as const];
  return { traces: Object.fromEntries(lists.map(([name, times]) => [name, spent(times)])), verdicts, problems };
}

function spent(times: readonly number[]): Spent {
  return { count: times.length, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

function heapBytes(): number {
  if (globalThis.gc === undefined) return Number.NaN;
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
