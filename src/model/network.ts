/** What a snapshot says, typed: plain readonly values, every collection by id. Nothing here is derived. */
import type { AttachedGateway, ElasticAddress, NatGateway, RouteTable } from './aws/routing.js';
import type {
  DirectConnectGateway,
  Firewall,
  TransitGateway,
  TransitGatewayAttachment,
  TransitGatewayRouteTable,
  VpcEndpoint,
  VpcPeering,
  VpnConnection,
} from './aws/connections.js';
import type { NetworkAcl, PrefixList, SecurityGroup } from './aws/filters.js';
import type { Instance, NetworkInterface } from './aws/interface.js';
import type { Database, EksCluster, Listener, LoadBalancer, TargetGroup } from './aws/services.js';
import type { DhcpOptions, PublicAccessBlock, Subnet, Vpc } from './aws/vpc.js';
import type {
  ClusterSettings,
  EndpointSlice,
  EniConfig,
  Ingress,
  Namespace,
  Node,
  NodeClass,
  Pod,
  SecurityGroupPolicy,
  Service,
  ServiceAccount,
  TargetGroupBinding,
  Workload,
} from './kubernetes/cluster.js';
import type { ClusterPolicy, NetworkPolicy } from './kubernetes/policy.js';

export type ById<T> = ReadonlyMap<string, T>;

/** AWS resources by their AWS id; Kubernetes objects by objectKey, `cluster|namespace|name`, or by kindKey where kinds share a collection. */
export interface Network {
  readonly vpcs: ById<Vpc>;
  readonly subnets: ById<Subnet>;
  readonly dhcpOptions: ById<DhcpOptions>;
  readonly publicAccessBlocks: readonly PublicAccessBlock[];
  readonly interfaces: ById<NetworkInterface>;
  readonly instances: ById<Instance>;
  readonly securityGroups: ById<SecurityGroup>;
  readonly networkAcls: ById<NetworkAcl>;
  readonly prefixLists: ById<PrefixList>;
  readonly routeTables: ById<RouteTable>;
  /** Internet, egress-only and virtual private gateways. */
  readonly gateways: ById<AttachedGateway>;
  readonly natGateways: ById<NatGateway>;
  readonly elasticAddresses: ById<ElasticAddress>;
  readonly peerings: ById<VpcPeering>;
  readonly transitGateways: ById<TransitGateway>;
  readonly transitGatewayAttachments: ById<TransitGatewayAttachment>;
  readonly transitGatewayRouteTables: ById<TransitGatewayRouteTable>;
  readonly vpnConnections: ById<VpnConnection>;
  readonly directConnectGateways: ById<DirectConnectGateway>;
  readonly vpcEndpoints: ById<VpcEndpoint>;
  readonly firewalls: ById<Firewall>;
  readonly loadBalancers: ById<LoadBalancer>;
  readonly listeners: ById<Listener>;
  readonly targetGroups: ById<TargetGroup>;
  readonly databases: ById<Database>;
  readonly eksClusters: ById<EksCluster>;
  readonly pods: ById<Pod>;
  readonly nodes: ById<Node>;
  readonly namespaces: ById<Namespace>;
  /** By workloadKey. */
  readonly workloads: ById<Workload>;
  readonly serviceAccounts: ById<ServiceAccount>;
  readonly services: ById<Service>;
  readonly endpointSlices: ById<EndpointSlice>;
  readonly ingresses: ById<Ingress>;
  readonly targetGroupBindings: ById<TargetGroupBinding>;
  /** ApplicationNetworkPolicies by kindKey. */
  readonly networkPolicies: ById<NetworkPolicy>;
  /** By kindKey. */
  readonly clusterPolicies: ById<ClusterPolicy>;
  readonly securityGroupPolicies: ById<SecurityGroupPolicy>;
  readonly eniConfigs: ById<EniConfig>;
  readonly nodeClasses: ById<NodeClass>;
  /** By cluster name. */
  readonly clusterSettings: ById<ClusterSettings>;
  /** The calls and Kubernetes kinds that the snapshot holds, see collectedCall and collectedKind. */
  readonly collected: ReadonlySet<string>;
}

/** The key of an AWS call in `collected`. */
export function collectedCall(operation: string, home: { readonly accountId: string; readonly region: string }): string {
  return `${home.accountId}/${home.region}/${operation}`;
}
/** The key of a Kubernetes kind (`Pod`) in `collected`. */
export function collectedKind(kind: string, cluster: string): string {
  return `${cluster}/${kind}`;
}
/** The key of a Kubernetes object in its collection. */
export function objectKey(object: { readonly cluster: string; readonly namespace: string; readonly name: string }): string {
  return `${object.cluster}|${object.namespace}|${object.name}`;
}
/** The key of an object in a collection of several kinds, whose names may coincide: `kind|cluster|namespace|name`. */
export function kindKey(kind: string, object: { readonly cluster: string; readonly namespace: string; readonly name: string }): string {
  return `${kind}|${objectKey(object)}`;
}
/** The key of a workload in its collection. */
export function workloadKey(workload: Pick<Workload, 'kind' | 'cluster' | 'namespace' | 'name'>): string {
  return kindKey(workload.kind, workload);
}
