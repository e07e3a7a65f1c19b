/** What a sketch of one AWS Region holds: short, mutable entries that the area files write out as raw documents. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type {
  PeeringSketch,
  TransitGatewaySketch,
  TransitRouteTableSketch,
  AttachmentSketch,
  CustomerGatewaySketch,
  VpnSketch,
  EndpointSketch,
  EndpointServiceSketch,
  PrefixListSketch,
  LoadBalancerSketch,
  TargetGroupSketch,
  ListenerSketch,
  DatabaseSketch,
  CacheSketch,
} from './aws-service-shapes.js';
import type { Entry, RawFields } from './collection.js';

export interface VpcSketch extends Entry {
  cidr: string;
  secondaryCidrs: string[];
  ipv6Cidrs: string[];
  dnsSupport: boolean;
  dnsHostnames: boolean;
  dhcpOptions: string;
}

export interface DhcpOptionsSketch extends Entry {
  domainName?: string;
  domainNameServers: string[];
}

export interface SubnetSketch extends Entry {
  vpc: string;
  /** The letter of the zone: `a` in eu-west-1 is eu-west-1a. */
  zone: string;
  cidr: string;
  ipv6Cidr?: string;
  mapPublicIp: boolean;
  dns64: boolean;
  /** Free addresses to claim; by default what the interfaces of the sketch leave. */
  free?: number;
}

/** `via` is `local` or a target's id, told apart by its prefix (igw-, nat-, tgw-, pcx-, vgw-, eigw-, eni-, vpce-, i-). */
export interface RouteSketch {
  to: string;
  via: string;
  propagated?: boolean;
  state?: 'active' | 'blackhole';
  raw?: RawFields;
}

export interface RouteTableSketch extends Entry {
  vpc: string;
  main: boolean;
  subnets: string[];
  /** Gateways with this table at the VPC's edge. */
  gateways: string[];
  /** Without the local routes, which follow from the VPC's ranges. */
  routes: RouteSketch[];
}

/** One numbered rule. `ports` from and to, both included; for ICMP they are type and code, -1 for all. */
export interface AclEntrySketch {
  number: number;
  action: 'allow' | 'deny';
  protocol: 'all' | 'tcp' | 'udp' | 'icmp' | 'icmpv6' | number;
  cidr: string;
  ports?: readonly [number, number];
}

/** `subnets` of an ACL that is not the default; every other subnet of the VPC is under the default one. */
export interface NetworkAclSketch extends Entry {
  vpc: string;
  isDefault: boolean;
  subnets: string[];
  inbound: AclEntrySketch[];
  outbound: AclEntrySketch[];
}

/** A group in another VPC, as a peer of a rule. */
export interface ForeignGroup {
  group: string;
  vpc?: string;
  account?: string;
  peering?: string;
  status?: string;
}

/** `peer`: a range, a group's id, a prefix list's id, `self`, or a group elsewhere. Ports are absent with protocol -1. */
export interface GroupRuleSketch {
  protocol: string;
  from?: number;
  to?: number;
  peer: string | ForeignGroup;
  description?: string;
  id?: string;
}

export interface SecurityGroupSketch extends Entry {
  groupName: string;
  description: string;
  vpc: string;
  ingress: GroupRuleSketch[];
  egress: GroupRuleSketch[];
}

/** A public address on a private one; with an allocation it is an Elastic IP. */
export interface PublicAddressSketch {
  privateIp: string;
  publicIp: string;
  allocation?: string;
  owner?: string;
}

export interface InterfaceSketch extends Entry {
  subnet: string;
  ip: string;
  groups: string[];
  secondary: string[];
  prefixes: string[];
  ipv6: string[];
  ipv6Prefixes: string[];
  publicAddresses: PublicAddressSketch[];
  type: string;
  description: string;
  instance?: string;
  deviceIndex: number;
  attached: boolean;
  instanceOwner?: string;
  requester?: string;
  requesterManaged: boolean;
  sourceDestCheck: boolean;
}

export interface InstanceSketch extends Entry {
  subnet: string;
  instanceType: string;
  state: string;
  hopLimit: number;
  role?: string;
}

export interface GatewaySketch extends Entry {
  vpc: string;
}

export interface NatGatewaySketch extends Entry {
  subnet: string;
  interface: string;
  connectivity: 'public' | 'private';
  state: string;
}

/** One account in one Region. `calls` are added as they stand. */
export interface RegionSketch {
  readonly accountId: string;
  readonly region: string;
  readonly vpcs: Map<string, VpcSketch>;
  readonly dhcpOptions: Map<string, DhcpOptionsSketch>;
  readonly subnets: Map<string, SubnetSketch>;
  readonly routeTables: Map<string, RouteTableSketch>;
  readonly networkAcls: Map<string, NetworkAclSketch>;
  readonly securityGroups: Map<string, SecurityGroupSketch>;
  readonly interfaces: Map<string, InterfaceSketch>;
  readonly instances: Map<string, InstanceSketch>;
  readonly internetGateways: Map<string, GatewaySketch>;
  readonly egressOnlyGateways: Map<string, GatewaySketch>;
  readonly natGateways: Map<string, NatGatewaySketch>;
  readonly peerings: Map<string, PeeringSketch>;
  readonly transitGateways: Map<string, TransitGatewaySketch>;
  readonly transitRouteTables: Map<string, TransitRouteTableSketch>;
  readonly attachments: Map<string, AttachmentSketch>;
  readonly vpnGateways: Map<string, GatewaySketch>;
  readonly customerGateways: Map<string, CustomerGatewaySketch>;
  readonly vpnConnections: Map<string, VpnSketch>;
  readonly endpoints: Map<string, EndpointSketch>;
  readonly endpointServices: Map<string, EndpointServiceSketch>;
  readonly prefixLists: Map<string, PrefixListSketch>;
  readonly loadBalancers: Map<string, LoadBalancerSketch>;
  readonly targetGroups: Map<string, TargetGroupSketch>;
  readonly listeners: Map<string, ListenerSketch>;
  readonly databases: Map<string, DatabaseSketch>;
  readonly caches: Map<string, CacheSketch>;
  readonly calls: AwsCall[];
}
