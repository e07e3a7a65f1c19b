/** The policy layer alone: what network policies say of a flow, whatever interfaces, groups and routes do. Needs no AWS data. */
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import { policyWorldOf } from '../components/kubernetes/network-policy/world-of.js';
import type { EndpointProblem } from '../snapshot/endpoints/endpoint.js';
import { readPolicyQuery, type PolicyQuery } from './policy-ends.js';
import { judgeSide, type PolicySide } from './policy-side.js';

export type { PolicyQuery } from './policy-ends.js';
export type { PolicySide } from './policy-side.js';

export interface PolicyVerdict {
  /** `allowed`: both ends let all of the packets pass; `denied`: one of them stops at least some. */
  readonly verdict: 'allowed' | 'denied' | 'unknown';
  readonly egress: PolicySide;
  readonly ingress: PolicySide;
  /** Only of an unknown: what to add to the snapshot. */
  readonly missing?: readonly string[];
}
export type PolicyAnswer =
  { readonly ok: true; readonly verdict: PolicyVerdict } | { readonly ok: false; readonly problem: EndpointProblem };

/** The verdict of one query; a denial of one end decides, however little is known of the other. */
export function policyVerdict(query: PolicyQuery, network: IndexedNetwork): PolicyAnswer {
  const read = readPolicyQuery(query, network);
  if (!read.ok) return read;
  const { sender, receiver, packets } = read.flow;
  const world = policyWorldOf(network);
  const egress = judgeSide(sender, 'egress', packets, world, network);
  const ingress = judgeSide(receiver, 'ingress', packets, world, network);
  const sides = [egress, ingress];
  const verdict = (['denied', 'unknown'] as const).find((one) => sides.some((side) => side.verdict === one)) ?? 'allowed';
  const missing = [...new Set(sides.flatMap((side) => side.missing ?? []))];
  return { ok: true, verdict: { verdict, egress: egress.side, ingress: ingress.side, ...(verdict === 'unknown' ? { missing } : {}) } };
}
