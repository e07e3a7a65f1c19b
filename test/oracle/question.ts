/** What the oracle is asked and what it answers: one packet conversation, both legs. */

/** One end of the conversation. `address` is any address that the snapshot, a peer or a site behind a VPN has. */
export type OracleEnd =
  | { readonly kind: 'pod'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'interface'; readonly id: string; readonly address?: string }
  | { readonly kind: 'internet'; readonly address: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'rds'; readonly id: string };

/** Type and code of the ICMP message that opens the conversation. */
export interface IcmpKind {
  readonly type: number;
  readonly code: number;
}

/**
 * `protocol` is the IP protocol number. `translatedPort` is the source port that a translating device picks
 * (a NAT gateway, a node); without it the device keeps `sourcePort`. `gatewayPort` is that of NAT gateways alone, where they differ.
 */
export interface OracleQuestion {
  readonly from: OracleEnd;
  readonly to: OracleEnd;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly translatedPort?: number;
  readonly gatewayPort?: number;
  /** Which of a transit gateway attachment's subnets is taken where none is in the packet's zone; 0 without it. */
  readonly landing?: number;
  readonly icmp?: IcmpKind;
}

/** One thing that stops the packet, or that the snapshot does not say. */
export interface OracleBlocker {
  readonly code: string;
  readonly leg: 'forward' | 'return';
  readonly resource: string;
}

/**
 * `blockers` are in the order that the packet meets them (the first decides); `missing` is what the snapshot lacks.
 * `sourceSeen` is the source address at the far end, null when the packet never gets there.
 */
export interface OracleJudgement {
  readonly verdict: 'reachable' | 'blocked' | 'unknown';
  readonly blockers: readonly OracleBlocker[];
  readonly missing: readonly OracleBlocker[];
  readonly sourceSeen: string | null;
  readonly path: readonly string[];
}
