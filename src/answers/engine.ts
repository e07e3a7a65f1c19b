/** The engine behind the use cases: plain questions in, plain answers out, so that it can live in this process or on a thread of its own. */
import { performance } from 'node:perf_hooks';
import {
  dependencyFlows,
  describeResource,
  effectiveRules,
  explainTrace,
  nextHop,
  policyVerdict,
  readSnapshot,
  searchResources,
  traceFlow,
  type Bundle,
  type EffectiveRules,
  type NextHop,
  type NextHopQuestion,
  type PolicyQuery,
  type PolicyVerdict,
  type ResourceDescription,
  type ResourceQuery,
  type ResourceSearch,
  type SnapshotWarning,
  type Trace,
  type TraceAnswer,
  type TraceRequest,
} from './core.js';
import { failureOfEndpoint, snapshotGone, unreadable } from './failures.js';
import { LoadedNetworks, type StoredBundle } from './loaded-networks.js';
import { failed, success, type Outcome } from './outcome.js';

/** What an answer says of the snapshot that it is about. */
export interface SnapshotIdentity {
  readonly id: string;
  readonly name: string;
  readonly capturedAt: string;
}

export interface SnapshotContents {
  /** Resources by kind. */
  readonly counts: Readonly<Record<string, number>>;
  readonly warnings: readonly SnapshotWarning[];
}

/** A flow that the traced one needs first, with its own verdict. */
export interface DependencyAnswer {
  readonly what: string;
  readonly flow: { readonly from: string; readonly to: string; readonly protocol: string; readonly port: string };
  readonly verdict: TraceAnswer['verdict'];
  readonly headline: string;
}

/** An answer with the time that the walk took, and, where they were asked for, its dependencies. */
export interface TimedAnswer extends TraceAnswer {
  readonly engineMicroseconds: number;
  readonly dependencies?: readonly DependencyAnswer[];
}

/** The name under which the engine is injected. */
export const ENGINE = Symbol('engine');

export interface Engine {
  /** Reads a bundle without keeping it: what it holds and what is missing; fails where something in it can't be read. */
  inspect(bundle: Bundle): Promise<Outcome<SnapshotContents>>;
  /** Traces a flow; `now` (RFC 3339) is what the age of the snapshot is told by. */
  trace(snapshot: SnapshotIdentity, request: TraceRequest, now: string): Promise<Outcome<TimedAnswer>>;
  search(snapshotId: string, query: ResourceQuery): Promise<Outcome<ResourceSearch>>;
  describe(snapshotId: string, reference: string): Promise<Outcome<ResourceDescription>>;
  /** What network policies alone say of each query, in order; a bad query is a failure in its place. */
  policyVerdicts(snapshotId: string, queries: readonly PolicyQuery[]): Promise<Outcome<readonly Outcome<PolicyVerdict>[]>>;
  /** Which route takes packets from a source to an address. */
  nextHop(snapshotId: string, question: NextHopQuestion): Promise<Outcome<NextHop>>;
  /** Every rule in force at an interface or pod. */
  effectiveRules(snapshotId: string, reference: string): Promise<Outcome<EffectiveRules>>;
  /** Drops what is kept of a snapshot that was deleted. */
  forget(snapshotId: string): void;
}

/** The engine in this process. In: where documents come from; null means that the snapshot is gone. */
export function createEngine(documents: (snapshotId: string) => Promise<StoredBundle | null>): Engine {
  const networks = new LoadedNetworks(documents);
  return {
    inspect: (bundle) => Promise.resolve(inspect(bundle)),
    trace: async (snapshot, request, now) => {
      const network = await networks.of(snapshot.id);
      if (network === null) return failed(snapshotGone(snapshot.id));
      const began = performance.now();
      const result = traceFlow(network, request);
      const engineMicroseconds = Math.round((performance.now() - began) * 1000);
      if (!result.ok) return failed(failureOfEndpoint(result.problem));
      const answer = { ...explainTrace(result.trace, { now, snapshot }), engineMicroseconds };
      if (request.include?.includes('dependencies') !== true) return success(answer);
      return success({ ...answer, dependencies: dependenciesOf(result.trace, { now, snapshot }) });
    },
    search: async (snapshotId, query) => {
      const network = await networks.of(snapshotId);
      return network === null ? failed(snapshotGone(snapshotId)) : success(searchResources(network, query));
    },
    describe: async (snapshotId, reference) => {
      const network = await networks.of(snapshotId);
      if (network === null) return failed(snapshotGone(snapshotId));
      const result = describeResource(network, reference);
      return result.ok ? success(result.resource) : failed(failureOfEndpoint(result.problem));
    },
    policyVerdicts: async (snapshotId, queries) => {
      const network = await networks.of(snapshotId);
      if (network === null) return failed(snapshotGone(snapshotId));
      const answers = queries.map((query) => policyVerdict(query, network));
      return success(answers.map((answer) => (answer.ok ? success(answer.verdict) : failed(failureOfEndpoint(answer.problem)))));
    },
    nextHop: async (snapshotId, question) => {
      const network = await networks.of(snapshotId);
      if (network === null) return failed(snapshotGone(snapshotId));
      const answer = nextHop(question, network);
      return answer.ok ? success(answer.nextHop) : failed(failureOfEndpoint(answer.problem));
    },
    effectiveRules: async (snapshotId, reference) => {
      const network = await networks.of(snapshotId);
      if (network === null) return failed(snapshotGone(snapshotId));
      const answer = effectiveRules(reference, network);
      return answer.ok ? success(answer.rules) : failed(failureOfEndpoint(answer.problem));
    },
    forget: (snapshotId) => networks.forget(snapshotId),
  };
}

/** Traces what a flow needs first. A dependency whose ends can't be found in the snapshot is left out: nothing can be said of it. */
function dependenciesOf(trace: Trace, context: Parameters<typeof explainTrace>[1]): DependencyAnswer[] {
  return dependencyFlows(trace).flatMap(({ what, request }) => {
    const result = traceFlow(trace.network, { ...request, detail: 'summary' });
    if (!result.ok) return [];
    const { verdict, headline, flow } = explainTrace(result.trace, context);
    return [
      { what, flow: { from: flow.from.ref, to: flow.to.ref, protocol: request.protocol, port: String(request.port) }, verdict, headline },
    ];
  });
}

function inspect(bundle: Bundle): Outcome<SnapshotContents> {
  const { counts, warnings, errors } = readSnapshot(bundle);
  return errors.length > 0 ? failed(unreadable(errors)) : success({ counts, warnings });
}
