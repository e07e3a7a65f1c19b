/** The engine behind the use cases: plain questions in, plain answers out, so that it can live in this process or on a thread of its own. */
import { performance } from 'node:perf_hooks';
import {
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

/** An answer with the time that the walk took. */
export interface TimedAnswer extends TraceAnswer {
  readonly engineMicroseconds: number;
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
      return success({ ...explainTrace(result.trace, { now, snapshot }), engineMicroseconds });
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

function inspect(bundle: Bundle): Outcome<SnapshotContents> {
  const { counts, warnings, errors } = readSnapshot(bundle);
  return errors.length > 0 ? failed(unreadable(errors)) : success({ counts, warnings });
}
