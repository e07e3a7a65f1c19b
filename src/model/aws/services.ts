/** Managed services with interfaces of their own: load balancers, databases, caches, EKS clusters. */
import type { Address } from '../../net/address.js';
import type { Prefix } from '../../net/prefix.js';
import type { AwsResource } from '../resource.js';

export interface LoadBalancer extends AwsResource {
  /** id is the ARN (the name for a Classic one). */
  readonly type: 'application' | 'network' | 'gateway' | 'classic';
  readonly scheme: 'internet-facing' | 'internal';
  readonly state: string;
  readonly vpcId: string | null;
  readonly dnsName: string;
  readonly groupIds: readonly string[];
  readonly addressType: string;
  readonly zones: readonly { readonly zone: string; readonly subnetId: string; readonly addresses: readonly Address[] }[];
  readonly crossZone: boolean | null;
  readonly attributes: Readonly<Record<string, string>>;
  readonly enforcePrivateLinkRules: boolean;
  /** false: describe-listeners was not captured for this load balancer. */
  readonly listenersKnown: boolean;
  /** Of a Classic one. */
  readonly classic: {
    readonly listeners: readonly {
      readonly port: number;
      readonly protocol: string;
      readonly instancePort: number;
      readonly instanceProtocol: string;
    }[];
    readonly instanceIds: readonly string[];
    readonly instanceStates: Readonly<Record<string, string>>;
  } | null;
}
export type ListenerAction =
  | { readonly type: 'forward'; readonly targets: readonly { readonly targetGroupArn: string; readonly weight: number }[] }
  | { readonly type: 'redirect' | 'fixed-response' | 'authenticate'; readonly status: string | null };
export interface ListenerRule {
  readonly arn: string;
  readonly priority: number | 'default';
  readonly conditions: readonly { readonly field: string; readonly values: readonly string[] }[];
  readonly actions: readonly ListenerAction[];
}
export interface Listener extends AwsResource {
  readonly loadBalancerArn: string;
  readonly port: number;
  readonly protocol: string;
  readonly defaultActions: readonly ListenerAction[];
  /** null: describe-rules was not captured for this listener. */
  readonly rules: readonly ListenerRule[] | null;
}
export interface Target {
  readonly id: string;
  readonly port: number;
  readonly zone: string | null;
  readonly state: string;
  readonly reason: string | null;
}
export interface TargetGroup extends AwsResource {
  readonly targetType: 'instance' | 'ip' | 'lambda' | 'alb';
  readonly protocol: string;
  readonly port: number | null;
  readonly vpcId: string | null;
  readonly addressType: string;
  readonly loadBalancerArns: readonly string[];
  readonly healthCheck: { readonly protocol: string; readonly port: string; readonly path: string | null };
  /** null: describe-target-health was not captured for this group. */
  readonly targets: readonly Target[] | null;
  /** null: describe-target-group-attributes was not captured. */
  readonly attributes: Readonly<Record<string, string>> | null;
}

/** An RDS instance, an Aurora cluster or a cache: interfaces that only receive. */
export interface Database extends AwsResource {
  readonly kind: 'rds' | 'elasticache';
  readonly state: string;
  readonly endpoints: readonly {
    readonly host: string;
    readonly port: number;
    readonly role: 'primary' | 'reader' | 'node' | 'configuration';
  }[];
  readonly groupIds: readonly string[];
  readonly vpcId: string | null;
  /** The subnets of its subnet group; null where they are not in the snapshot. */
  readonly subnetIds: readonly string[] | null;
  readonly zone: string | null;
  readonly secondaryZone: string | null;
  readonly multiZone: boolean;
  readonly publiclyAccessible: boolean;
  readonly engine: string | null;
  /** Members of a cluster: identifiers of instances. */
  readonly memberIds: readonly string[];
}

export interface EksCluster extends AwsResource {
  /** id is the name. */
  readonly version: string | null;
  readonly status: string;
  readonly endpoint: string | null;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly clusterGroupId: string | null;
  readonly publicAccess: boolean;
  readonly privateAccess: boolean;
  readonly publicAccessCidrs: readonly Prefix[];
  readonly serviceCidrs: readonly Prefix[];
  readonly family: 'ipv4' | 'ipv6';
  readonly autoMode: boolean;
  readonly remoteNodeCidrs: readonly Prefix[];
  readonly remotePodCidrs: readonly Prefix[];
  readonly addons: Readonly<Record<string, { readonly version: string | null; readonly configuration: string | null }>>;
}
