/** What a sketch holds beyond single VPCs: peerings, transit gateways, VPNs, endpoints, load balancers, databases. */
import type { Entry } from './collection.js';

/** The VPC of one end of a peering; ranges follow from the sketch unless the VPC is outside it. */
export interface PeeringEnd {
  vpc: string;
  account?: string;
  region?: string;
  cidrs?: string[];
}

export interface PeeringSketch extends Entry {
  requester: PeeringEnd;
  accepter: PeeringEnd;
  status: string;
}

export interface TransitGatewaySketch extends Entry {
  defaultTable: string;
  groupReferencing: 'enable' | 'disable';
}

export interface TransitRouteSketch {
  to: string;
  /** Attachments; empty with state `blackhole`. */
  attachments: string[];
  state?: 'active' | 'blackhole';
  type?: 'static' | 'propagated';
}

export interface TransitRouteTableSketch extends Entry {
  transitGateway: string;
  /** Attachments whose traffic enters by this table. */
  associations: string[];
  /** Attachments whose ranges this table learns. */
  propagations: string[];
  /** Static routes; learnt ones follow from the propagations. */
  routes: TransitRouteSketch[];
}

/** `announces`: the ranges that a VPN, Direct Connect gateway or peering brings; those of a VPC follow from it. */
export interface AttachmentSketch extends Entry {
  transitGateway: string;
  type: 'vpc' | 'vpn' | 'direct-connect-gateway' | 'peering';
  resource: string;
  subnets: string[];
  announces: string[];
  state: string;
  applianceMode: boolean;
  groupReferencing: 'enable' | 'disable';
}

export interface CustomerGatewaySketch extends Entry {
  ip: string;
}

export interface VpnSketch extends Entry {
  customerGateway: string;
  gateway: string;
  staticRoutes: string[];
  state: string;
  tunnels: ('UP' | 'DOWN')[];
}

export interface EndpointSketch extends Entry {
  vpc: string;
  kind: 'Gateway' | 'Interface' | 'GatewayLoadBalancer';
  service: string;
  routeTables: string[];
  interfaces: string[];
  groups: string[];
  privateDns: boolean;
  dnsNames: string[];
  policy: unknown;
  state: string;
}

export interface EndpointServiceSketch extends Entry {
  loadBalancer: string;
}

/** `awsService` is set on lists that AWS keeps (S3, DynamoDB). */
export interface PrefixListSketch extends Entry {
  cidrs: string[];
  awsService?: string;
  family: 'IPv4' | 'IPv6';
}

/** One node of a load balancer. */
export interface BalancerZone {
  subnet: string;
  interface: string;
}

export interface LoadBalancerSketch extends Entry {
  type: 'application' | 'network' | 'gateway';
  scheme: 'internal' | 'internet-facing';
  vpc: string;
  zones: BalancerZone[];
  groups: string[];
  ipAddressType: 'ipv4' | 'dualstack';
  attributes: Record<string, string>;
}

export interface TargetSketch {
  id: string;
  port?: number;
  zone?: string;
  state?: string;
  reason?: string;
}

export interface TargetGroupSketch extends Entry {
  vpc: string;
  type: 'instance' | 'ip' | 'alb';
  protocol: string;
  port: number;
  healthPort: string;
  healthProtocol: string;
  targets: TargetSketch[];
  attributes: Record<string, string>;
}

/** A rule before the default action of an application load balancer's listener. */
export interface ListenerRuleSketch {
  host?: string;
  path?: string;
  targetGroup: string;
}

export interface ListenerSketch extends Entry {
  loadBalancer: string;
  port: number;
  protocol: string;
  /** Null answers 404. */
  targetGroup: string | null;
  rules: ListenerRuleSketch[];
}

export interface DatabaseSketch extends Entry {
  engine: string;
  port: number;
  vpc: string;
  subnets: string[];
  subnetGroup: string;
  interface: string;
  groups: string[];
  multiAz: boolean;
  publiclyAccessible: boolean;
}

export interface CacheSketch extends Entry {
  engine: string;
  port: number;
  interface: string;
  groups: string[];
}
