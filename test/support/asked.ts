/** A question with everything that specs look at: causes, each finding with its sentence, and the sources that targets see. */
import { formatAddress } from '../../src/net/address.js';
import { fieldOf } from '../../src/net/packet-set.js';
import type { Effect } from '../../src/packet/finding.js';
import type { Leg } from '../../src/packet/hop.js';
import type { Bundle } from '../../src/snapshot/bundle.js';
import type { Scope } from '../../src/trace/verdict.js';
import type { Trace, TraceRequest } from '../../src/trace/trace-flow.js';
import { ask, findingsOf } from './ask.js';

export interface AskedFinding {
  readonly code: string;
  readonly effect: Effect;
  readonly leg: Leg;
  readonly resource: string;
  readonly text: string;
  readonly missing: string | null;
  readonly symptom: string | null;
}

export interface Asked {
  readonly verdict: Trace['verdict'];
  /** Codes of what blocks, in walking order, each once. */
  readonly causes: readonly string[];
  readonly scope: Scope;
  /** The sources with which delivered packets arrive, each once. */
  readonly sourcesSeen: readonly string[];
  readonly trace: Trace;
  /** The first finding with this code; fails the test where there is none. */
  finding(code: string): AskedFinding;
  has(code: string): boolean;
}

/** Traces one question on a bundle. Throws where the bundle or the question can't be read. */
export function asked(bundle: Bundle, request: TraceRequest): Asked {
  const trace = ask(bundle, request);
  const findings = findingsOf(trace).map(({ finding, leg }): AskedFinding => {
    const { code, effect, resource, missing, symptom } = finding;
    return { code, effect, leg, resource: resource.id, text: finding.say(), missing, symptom };
  });
  const blocking = findings.filter(({ effect }) => effect === 'blocks' || effect === 'partial');
  const arrived = trace.conversations.filter(({ forward }) => forward.outcome === 'delivered' || forward.outcome === 'left');
  const sources = arrived.map(({ forward }) => fieldOf(forward.asked, 'sources')[0]);
  return {
    verdict: trace.verdict,
    causes: [...new Set(blocking.map(({ code }) => code))],
    scope: trace.scope,
    sourcesSeen: [...new Set(sources.map((source) => (source === undefined ? '' : formatAddress(source))))].sort(),
    trace,
    finding: (code) => {
      const found = findings.find((one) => one.code === code);
      if (found === undefined) throw new Error(`No ${code} among ${findings.map((one) => one.code).join(', ')}`);
      return found;
    },
    has: (code) => findings.some((one) => one.code === code),
  };
}
