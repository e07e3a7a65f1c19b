/** Network policies of every kind, as authors write them; defaults of the API server are filled in by the reader. */
import type { NumberSet } from '../../net/port.js';
import type { Prefix } from '../../net/prefix.js';
import type { KubernetesObject, LabelSelector } from './cluster.js';

export type PolicyPeer =
  | { readonly kind: 'block'; readonly prefix: Prefix; readonly except: readonly Prefix[] }
  | {
      readonly kind: 'pods';
      /** null: the policy's own namespace. */ readonly namespaces: LabelSelector | null;
      readonly pods: LabelSelector | null;
    }
  /** Addresses of nodes; cluster policies only. */
  | { readonly kind: 'nodes'; readonly nodes: LabelSelector }
  /** Domain names: which addresses they stand for is not in a snapshot. */
  | { readonly kind: 'names'; readonly names: readonly string[] }
  /** A kind of peer that is newer than this reader. */
  | { readonly kind: 'unknown'; readonly text: string };
export interface PolicyPort {
  /** Lower case: tcp, udp, sctp. */
  readonly protocol: string;
  /** null: all ports of the protocol. */
  readonly ports: { readonly kind: 'numbers'; readonly set: NumberSet } | { readonly kind: 'named'; readonly name: string } | null;
}
export interface PolicyRule {
  /** `NS/NAME ingress[0]`; of cluster policies `NAME ingress[0]`. */
  readonly id: string;
  /** null: everyone. */
  readonly peers: readonly PolicyPeer[] | null;
  /** null: every protocol and port. */
  readonly ports: readonly PolicyPort[] | null;
  readonly text: string;
}
/** NetworkPolicy, and the ApplicationNetworkPolicy of EKS, which adds domain names. */
export interface NetworkPolicy extends KubernetesObject {
  readonly kind: 'NetworkPolicy' | 'ApplicationNetworkPolicy';
  readonly podSelector: LabelSelector;
  readonly isolatesIngress: boolean;
  readonly isolatesEgress: boolean;
  readonly ingress: readonly PolicyRule[];
  readonly egress: readonly PolicyRule[];
}
export interface ClusterPolicyRule extends PolicyRule {
  readonly action: 'allow' | 'deny' | 'pass';
}
/** AdminNetworkPolicy, BaselineAdminNetworkPolicy, ClusterNetworkPolicy. */
export interface ClusterPolicy extends KubernetesObject {
  readonly kind: string;
  readonly tier: 'admin' | 'baseline';
  readonly priority: number;
  /** Which of several fitting rules decides: the first of the list, or (policies of EKS) a denial before an allowance before a pass. */
  readonly precedence: 'listed' | 'deny-first';
  readonly subject: { readonly namespaces: LabelSelector | null; readonly pods: LabelSelector | null };
  readonly ingress: readonly ClusterPolicyRule[];
  readonly egress: readonly ClusterPolicyRule[];
}
