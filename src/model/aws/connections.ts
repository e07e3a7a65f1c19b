/** What joins VPCs to one another and to other networks: peering, transit gateways, VPN, Direct Connect, endpoints, firewalls. */
import type { PacketMatch } from '../../net/packet-set.js';
import type { Prefix } from '../../net/prefix.js';
import type { AwsResource } from '../resource.js';

export interface PeeringSide {
  readonly vpcId: string;
  readonly accountId: string | null;
  readonly region: string | null;
  /** Empty while the connection is not active: the output does not show them then. */
  readonly cidrs: readonly Prefix[];
  readonly dnsResolution: boolean | null;
}
export interface VpcPeering extends AwsResource {
  readonly status: string;
  readonly requester: PeeringSide;
  readonly accepter: PeeringSide;
}

export interface TransitGateway extends AwsResource {
  readonly state: string;
  readonly groupReferencing: boolean | null;
  readonly ownerId: string | null;
}
export interface TransitGatewayAttachment extends AwsResource {
  readonly transitGatewayId: string;
  /** vpc, vpn, direct-connect-gateway, peering, connect, … */
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceOwnerId: string | null;
  readonly state: string;
  /** null: not associated with a table. */
  readonly association: { readonly routeTableId: string; readonly state: string } | null;
  /** false: only the gateway's owner sees associations, and no view of theirs was captured, so null says nothing. */
  readonly associationKnown: boolean;
  /** Of a VPC attachment; null where describe-transit-gateway-vpc-attachments was not captured. */
  readonly subnetIds: readonly string[] | null;
  readonly applianceMode: boolean | null;
  readonly ipv6Support: boolean | null;
  readonly groupReferencing: boolean | null;
  /** Of a peering attachment: the gateway at the other end. */
  readonly peerTransitGatewayId: string | null;
  readonly peerRegion: string | null;
  readonly peerAttachmentId: string | null;
}
export interface TransitGatewayRoute {
  readonly destination:
    { readonly kind: 'cidr'; readonly prefix: Prefix } | { readonly kind: 'prefix-list'; readonly prefixListId: string };
  readonly type: 'static' | 'propagated';
  readonly state: string;
  readonly attachments: readonly { readonly attachmentId: string; readonly resourceType: string; readonly resourceId: string }[];
  readonly text: string;
}
export interface TransitGatewayRouteTable extends AwsResource {
  readonly transitGatewayId: string;
  readonly state: string;
  /** null: search-transit-gateway-routes was not captured for this table. */
  readonly routes: readonly TransitGatewayRoute[] | null;
  readonly truncated: boolean;
  readonly propagatingAttachmentIds: readonly string[] | null;
}

export interface VpnConnection extends AwsResource {
  readonly state: string;
  readonly vpnGatewayId: string | null;
  readonly transitGatewayId: string | null;
  readonly customerGatewayId: string | null;
  readonly staticRoutesOnly: boolean;
  readonly routes: readonly { readonly prefix: Prefix; readonly state: string }[];
  readonly tunnels: readonly { readonly status: string; readonly acceptedRoutes: number | null }[];
}
export interface DirectConnectGateway extends AwsResource {
  readonly state: string;
  readonly associations: readonly {
    readonly gatewayId: string;
    readonly gatewayType: string;
    readonly state: string;
    readonly allowedPrefixes: readonly Prefix[];
  }[];
  readonly virtualInterfaces: readonly {
    readonly id: string;
    readonly type: string;
    readonly state: string;
    readonly mtu: number | null;
    readonly bgpUp: boolean | null;
    readonly virtualGatewayId: string | null;
  }[];
}

export interface VpcEndpoint extends AwsResource {
  readonly vpcId: string;
  /** Interface, Gateway, GatewayLoadBalancer, Resource, ServiceNetwork. */
  readonly endpointType: string;
  readonly serviceName: string;
  readonly state: string;
  readonly subnetIds: readonly string[];
  readonly routeTableIds: readonly string[];
  readonly groupIds: readonly string[];
  readonly interfaceIds: readonly string[];
  readonly privateDnsEnabled: boolean;
  readonly dnsNames: readonly string[];
  /** null: no policy document in the output; true when it is full access. */
  readonly policyFullAccess: boolean | null;
}

export interface FirewallRule {
  readonly id: string;
  readonly text: string;
  readonly action: 'pass' | 'drop' | 'forward' | 'alert';
  readonly packets: readonly PacketMatch[];
}
export interface Firewall extends AwsResource {
  readonly vpcId: string;
  /** Endpoint id -> state, by zone. */
  readonly endpoints: readonly { readonly endpointId: string; readonly subnetId: string; readonly status: string }[];
  /** null: policy or rule groups are not in the snapshot. */
  readonly stateless: readonly FirewallRule[] | null;
  readonly statelessDefault: string | null;
  readonly stateful: readonly FirewallRule[] | null;
  readonly statefulStrict: boolean;
  readonly statefulDefault: readonly string[];
  /** Are there stateless rules among those that can't be judged? */
  readonly statelessOpaque: boolean;
  /** Rules that can't be judged from the configuration (domain lists, Suricata text). */
  readonly opaqueRules: readonly string[];
}
