/** The pure engine as the use cases see it: every function and type of it that they use, in one place. */
export type { Bundle, SnapshotWarning } from '../snapshot/bundle.js';
export type { CodeEntry } from '../packet/finding.js';
export type { IndexedNetwork } from '../lookup/indexed-network.js';
export { readSnapshot } from '../snapshot/read-snapshot.js';
export { buildIndex } from '../lookup/indexed-network.js';
export { traceFlow, type EndpointProblem, type Trace, type TraceRequest } from '../trace/trace-flow.js';
export { dependencyFlows } from '../questions/dependencies.js';
export { explainTrace, type TraceAnswer } from '../explain/explain-trace.js';
export { codeCatalogue } from '../explain/codes.js';
export { toText } from '../explain/formats/text.js';
export { toMarkdown } from '../explain/formats/markdown.js';
export {
  describeResource,
  searchResources,
  type ResourceDescription,
  type ResourceMatch,
  type ResourceQuery,
  type ResourceSearch,
} from '../questions/resources.js';
export { policyVerdict, type PolicyQuery, type PolicyVerdict } from '../questions/policy-verdicts.js';
export { nextHop, type NextHop, type NextHopQuestion } from '../questions/next-hop.js';
export { effectiveRules, type EffectiveRules } from '../questions/effective-rules.js';
