/** The answer to a traced flow, as clients see it (JSON): plain values, every sentence made. */
import type { ResourceRef } from '../model/resource.js';
import type { RuleRef, Symptom } from '../packet/finding.js';

export interface AnswerPacket {
  readonly source: string;
  readonly sourcePort: string;
  readonly destination: string;
  readonly port: string;
  readonly protocol: string;
}
export interface AnswerHop {
  readonly hop: number;
  readonly station: string;
  readonly resource: ResourceRef;
  readonly also?: readonly ResourceRef[];
  readonly action: string;
  readonly packet: AnswerPacket;
  /** As it went on, where it was rewritten. */
  readonly packetAfter?: AnswerPacket;
  readonly rule: RuleRef | null;
  readonly code: string | null;
  readonly explanation: string;
}
export interface AnswerPath {
  readonly verdict: string;
  readonly describes: string;
  readonly represents: { readonly alternatives: number; readonly of: number };
  readonly forward: readonly AnswerHop[];
  readonly return: readonly AnswerHop[];
}
export interface AnswerCause {
  readonly code: string;
  readonly leg: 'forward' | 'return';
  readonly direction: 'ingress' | 'egress' | null;
  readonly resource: ResourceRef;
  readonly rule: RuleRef | null;
  readonly at: { readonly path: number; readonly hop: number };
  readonly message: string;
  readonly evidence: {
    readonly packet: AnswerPacket;
    readonly rulesConsidered: readonly { readonly id: string; readonly text: string; readonly why: string }[];
  };
  readonly fix: null;
}
export interface AnswerTranslation {
  readonly kind: 'snat' | 'dnat' | 'proxy';
  readonly leg: 'forward' | 'return';
  readonly by: ResourceRef;
  readonly before: { readonly ip: string; readonly port?: string };
  readonly after: { readonly ip: string; readonly port?: string };
  readonly reason: string;
}
export interface AnswerEnd {
  readonly ref: string;
  readonly kind: string;
  readonly name?: string;
  readonly ip: string | null;
  readonly vpcId?: string;
  readonly subnetId?: string;
  readonly eniId?: string;
}
export interface TraceAnswer {
  readonly snapshot: { readonly id: string; readonly name: string; readonly capturedAt: string };
  readonly flow: {
    readonly from: AnswerEnd;
    readonly to: AnswerEnd;
    readonly protocol: string;
    readonly port: string | null;
    readonly sourcePort: string;
    readonly family: 'ipv4' | 'ipv6';
  };
  readonly verdict: 'reachable' | 'partial' | 'blocked' | 'unknown';
  readonly headline: string;
  readonly explanation: readonly string[];
  readonly causes: readonly AnswerCause[];
  readonly translations: readonly AnswerTranslation[];
  readonly paths: readonly AnswerPath[];
  readonly sourceSeen: { readonly ip: string | null; readonly why: string };
  readonly symptom: {
    readonly predicted: Symptom | null;
    readonly why: string;
    readonly reported?: string;
    readonly fits?: boolean | null;
  };
  readonly scope: { readonly over: string | null; readonly failing: number; readonly of: number; readonly pattern: string | null };
  readonly pathMtu: { readonly bytes: number; readonly at: string | null };
  readonly caveats: readonly { readonly code: string; readonly message: string; readonly resource?: ResourceRef }[];
  readonly missing: readonly { readonly code: string; readonly message: string; readonly add: string }[];
}

export interface ExplainContext {
  /** RFC 3339: what the age of the snapshot is told by. */
  readonly now: string;
  readonly snapshot: { readonly id: string; readonly name: string; readonly capturedAt: string };
}
