/** A variant of a story through everything between the stored bundle and the report that a user reads. */
import { explainTrace, type TraceAnswer } from '../../../src/explain/explain-trace.js';
import { buildIndex, type IndexedNetwork } from '../../../src/lookup/indexed-network.js';
import { readSnapshot } from '../../../src/snapshot/read-snapshot.js';
import { redactBundle } from '../../../src/snapshot/redact.js';
import { traceFlow } from '../../../src/trace/trace-flow.js';
import type { Sketch } from '../../sketch/bundle.js';
import type { ScenarioCase } from './story.js';

/** Half an hour after the sketches' capture: too soon for an answer to speak of age. */
const SOON = '2026-11-20T10:30:00Z';

/** The network of a variant, redacted and read as an upload is. Throws where it can't be read. */
export function networkOf(sketch: Sketch): IndexedNetwork {
  const { network, errors } = readSnapshot(redactBundle(sketch.bundle()));
  if (errors.length > 0) throw new Error(`The snapshot can't be read: ${JSON.stringify(errors[0])}`);
  return buildIndex(network);
}

/** The answer to the case's flow. Throws where an end of it can't be found. */
export function answerOf(network: IndexedNetwork, { flow, askedAt = SOON }: ScenarioCase, story: string): TraceAnswer {
  const result = traceFlow(network, flow);
  if (!result.ok) throw new Error(`${result.problem.path} ${result.problem.code}: ${result.problem.message}`);
  return explainTrace(result.trace, { now: askedAt, snapshot: { id: story, name: story, capturedAt: '2026-11-20T10:00:00Z' } });
}
