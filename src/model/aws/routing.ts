/** Route tables and the gateways that routes lead to. */
import type { Address } from '../../net/address.js';
import type { Prefix } from '../../net/prefix.js';
import type { AwsResource } from '../resource.js';

export type RouteTargetKind =
  | 'local'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'vpc-peering'
  | 'transit-gateway'
  | 'vpn-gateway'
  | 'vpc-endpoint'
  | 'eni'
  | 'instance'
  | 'unsupported'
  | 'none';

export interface RouteTarget {
  readonly kind: RouteTargetKind;
  /** Empty for `local` and `none` (a dead target may leave no id). */
  readonly id: string;
}

export interface Route {
  readonly destination:
    { readonly kind: 'cidr'; readonly prefix: Prefix } | { readonly kind: 'prefix-list'; readonly prefixListId: string };
  readonly target: RouteTarget;
  readonly origin: 'local' | 'static' | 'propagated' | 'advertised';
  /** `active`, `blackhole`, `filtered`. */
  readonly state: string;
  /** `0.0.0.0/0 -> nat-0a`. */
  readonly text: string;
}

export interface RouteTable extends AwsResource {
  readonly vpcId: string;
  readonly main: boolean;
  readonly subnetIds: readonly string[];
  /** Edge associations: igw-…, vgw-… */
  readonly gatewayIds: readonly string[];
  readonly propagatingGatewayIds: readonly string[];
  readonly routes: readonly Route[];
}

/** An internet gateway, egress-only internet gateway or virtual private gateway with the VPC that it is attached to. */
export interface AttachedGateway extends AwsResource {
  readonly kind: 'internet-gateway' | 'egress-only-internet-gateway' | 'vpn-gateway';
  readonly state: string;
  readonly attachments: readonly { readonly vpcId: string; readonly state: string }[];
}

export interface NatGateway extends AwsResource {
  readonly vpcId: string;
  /** null for a regional gateway. */
  readonly subnetId: string | null;
  readonly state: string;
  readonly connectivity: 'public' | 'private';
  readonly regional: boolean;
  readonly autoProvisionZones: boolean;
  readonly routeTableId: string | null;
  readonly addresses: readonly {
    readonly privateAddress: Address | null;
    readonly publicAddress: Address | null;
    readonly interfaceId: string | null;
    readonly zone: string | null;
    readonly status: string | null;
    readonly primary: boolean;
  }[];
}

/** An Elastic IP. */
export interface ElasticAddress extends AwsResource {
  readonly publicAddress: Address;
  readonly privateAddress: Address | null;
  readonly interfaceId: string | null;
}
