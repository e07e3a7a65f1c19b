/** What permits and denies: security groups, network ACLs, managed prefix lists. */
import type { PacketMatch } from '../../net/packet-set.js';
import type { Prefix } from '../../net/prefix.js';
import type { AwsResource } from '../resource.js';

/** Whom a security group rule names. Exactly one peer a rule: rules stay one-to-one with what the console shows. */
export type GroupPeer =
  | { readonly kind: 'cidr'; readonly prefix: Prefix }
  | { readonly kind: 'prefix-list'; readonly prefixListId: string }
  | {
      readonly kind: 'group';
      readonly groupId: string;
      readonly accountId: string | null;
      readonly vpcId: string | null;
      readonly peeringId: string | null;
      readonly peeringStatus: string | null;
    };

export interface SecurityGroupRule {
  /** sgr-… where describe-security-group-rules tells it, else group id + direction + position. */
  readonly id: string;
  readonly direction: 'ingress' | 'egress';
  /** Protocol and ports; the peer is judged apart, because it may depend on the path. */
  readonly packets: Pick<PacketMatch, 'protocols' | 'destinationPorts'>;
  readonly peer: GroupPeer;
  /** `tcp 5432 from sg-0aaa`. */
  readonly text: string;
  readonly description: string | null;
}

export interface SecurityGroup extends AwsResource {
  readonly vpcId: string | null;
  readonly ingress: readonly SecurityGroupRule[];
  readonly egress: readonly SecurityGroupRule[];
}

export interface NetworkAclRule {
  readonly number: number;
  readonly direction: 'ingress' | 'egress';
  readonly action: 'allow' | 'deny';
  /** Whole match: protocol, destination port, and the peer as source (ingress) or destination (egress). */
  readonly packets: PacketMatch;
  /** `100 allow tcp 1024-65535 0.0.0.0/0`, the closing one `* deny all 0.0.0.0/0`. */
  readonly text: string;
}

export interface NetworkAcl extends AwsResource {
  readonly vpcId: string;
  readonly isDefault: boolean;
  readonly subnetIds: readonly string[];
  /** Sorted by number. */
  readonly ingress: readonly NetworkAclRule[];
  readonly egress: readonly NetworkAclRule[];
}

export interface PrefixList extends AwsResource {
  /** null: the entries are not in the snapshot. */
  readonly entries: readonly Prefix[] | null;
  readonly family: 'ipv4' | 'ipv6' | null;
}
