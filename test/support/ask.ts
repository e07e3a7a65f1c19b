/** Shorthand for specs of the engine: asks about a sketch, and puts a verdict with its first code into one line. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { buildIndex } from '../../src/lookup/indexed-network.js';
import { readSnapshot } from '../../src/snapshot/read-snapshot.js';
import { traceFlow, type Trace, type TraceRequest } from '../../src/trace/trace-flow.js';
import type { LocatedFinding } from '../../src/trace/walk.js';

/** Traces one question on a bundle. Throws where the bundle or the question can't be read. */
export function ask(bundle: Bundle, request: TraceRequest): Trace {
  const reading = readSnapshot(bundle);
  if (reading.errors.length > 0) throw new Error(`The bundle can't be read: ${JSON.stringify(reading.errors[0])}`);
  const result = traceFlow(buildIndex(reading.network), request);
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.trace;
}

/** What was found, of all conversations in walking order. */
export function findingsOf(trace: Trace): LocatedFinding[] {
  return trace.conversations.flatMap(({ findings }) => findings);
}

/** What decides the verdict first: the first blocker, or, of an unknown, what could not be judged. */
export function decisive(trace: Trace): LocatedFinding | undefined {
  const effects = trace.verdict === 'unknown' ? ['unknown'] : ['blocks', 'partial'];
  return trace.verdict === 'reachable' ? undefined : findingsOf(trace).find(({ finding }) => effects.includes(finding.effect));
}

/** One line: `reachable`, `blocked SG_HAS_NO_RULES`, `partial NACL_BLOCKS_RETURN_PORTS return`, `unknown MISSING_CALL`. */
export function brief(trace: Trace): string {
  const first = decisive(trace);
  return [trace.verdict, first?.finding.code, first?.leg === 'return' ? 'return' : undefined]
    .filter((word) => word !== undefined)
    .join(' ');
}

/** The ids of the resources that a leg passes, in order. */
export function passed(trace: Trace, leg: 'forward' | 'return'): string[] {
  const [conversation] = trace.conversations;
  const path = leg === 'forward' ? conversation?.forward : conversation?.back;
  return (path?.hops ?? []).map(({ resource }) => resource.id);
}

/** The codes of everything that does not stop the packets but must be said. */
export function caveatsOf(trace: Trace): string[] {
  return findingsOf(trace)
    .filter(({ finding }) => finding.effect === 'caveat')
    .map(({ finding }) => finding.code);
}
