/** One decision at one place, as it is shown in an answer, and what a decision leaves behind for the reply. */
import type { PacketMatch, PacketSet } from '../net/packet-set.js';
import type { ResourceRef } from '../model/resource.js';
import type { Finding, RuleRef } from './finding.js';

/** The names of api.md. */
export type StationName =
  | 'pod'
  | 'node'
  | 'network-policy'
  | 'kube-proxy'
  | 'vpc-cni'
  | 'eni'
  | 'security-group'
  | 'network-acl'
  | 'subnet'
  | 'route-table'
  | 'vpc-service'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'transit-gateway'
  | 'transit-gateway-route-table'
  | 'vpc-peering'
  | 'virtual-private-gateway'
  | 'vpn'
  | 'direct-connect'
  | 'vpc-endpoint'
  | 'load-balancer'
  | 'listener'
  | 'target-group'
  | 'firewall'
  | 'appliance'
  | 'rds'
  | 'elasticache'
  | 'eks-api'
  | 'internet'
  | 'on-premises'
  | 'instance';

export type Action = 'originate' | 'forward' | 'permit' | 'deny' | 'translate' | 'deliver' | 'drop';
export type Leg = 'forward' | 'return';

/** What a station says of its decision; the walker adds the packets. */
export interface HopDraft {
  readonly station: StationName;
  readonly resource: ResourceRef;
  readonly action: Action;
  /** What decided, named by the hop besides its resource: an interface with its groups, a table with its subnet. */
  readonly rule?: RuleRef | null | undefined;
  /** The sentence; made when it is read. */
  readonly explain: () => string;
  readonly findings?: readonly Finding[];
  /** Further resources that took part (the groups of an interface). */
  readonly also?: readonly ResourceRef[] | undefined;
  /** The largest packet, in bytes, where this very resource says so and its kind does not. */
  readonly mtu?: number | undefined;
}

export interface Hop extends HopDraft {
  /** As the packets came in. */
  readonly packets: PacketSet;
  /** As they went on, where they were rewritten. */
  readonly after: PacketSet | null;
  readonly translation?: Translation | undefined;
}

/** One rewriting of addresses or ports. */
export interface Translation {
  readonly kind: 'snat' | 'dnat' | 'proxy';
  readonly by: ResourceRef;
  /** The fields that change, with what they become. */
  readonly rewrite: PacketMatch;
  /** True where source ports are drawn anew: the reply's ports say nothing about the client's. */
  readonly drawsPorts?: boolean;
  readonly why: () => string;
}

/**
 * What a stateful device remembers of a connection. `holder` is who remembers: `sg:eni-…`, `node:i-…`, `nat:nat-…`.
 * A translation also keeps the packets before and after, so that the reply can be turned back.
 */
export interface Session {
  readonly holder: string;
  readonly translation: Translation | null;
  readonly before: PacketSet;
  readonly after: PacketSet;
  /** Whatever else the holder must remember, such as the interface that the connection came in by. */
  readonly note: string | null;
}

/** A persistent list: paths share what they have in common. */
export interface SessionList {
  readonly session: Session;
  readonly earlier: SessionList | null;
}
