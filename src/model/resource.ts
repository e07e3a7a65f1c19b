/** How resources are named in answers, and whose they are. */

/** The kinds of api.md, which are also the kinds of `counts` and of the resource search. */
export type ResourceKind =
  | 'vpc'
  | 'subnet'
  | 'route-table'
  | 'network-acl'
  | 'security-group'
  | 'prefix-list'
  | 'eni'
  | 'instance'
  | 'internet-gateway'
  | 'egress-only-internet-gateway'
  | 'nat-gateway'
  | 'vpc-peering'
  | 'transit-gateway'
  | 'transit-gateway-attachment'
  | 'transit-gateway-route-table'
  | 'vpn-gateway'
  | 'vpn-connection'
  | 'customer-gateway'
  | 'direct-connect-gateway'
  | 'vpc-endpoint'
  | 'load-balancer'
  | 'listener'
  | 'target-group'
  | 'firewall'
  | 'rds'
  | 'elasticache'
  | 'eks-cluster'
  | 'dhcp-options'
  | 'pod'
  | 'node'
  | 'namespace'
  | 'service'
  | 'endpoint-slice'
  | 'network-policy'
  | 'cluster-network-policy'
  | 'ingress'
  | 'deployment'
  | 'statefulset'
  | 'daemonset'
  | 'job'
  | 'replicaset'
  | 'internet'
  | 'on-premises'
  | 'address';

/** A resource as an answer shows it: `name` only where it differs from `id` and exists. */
export interface ResourceRef {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly name?: string;
  readonly cluster?: string;
}

/** The account and Region of an AWS resource; `unknown` where the snapshot does not say. */
export interface Home {
  readonly accountId: string;
  readonly region: string;
}

/** What every AWS resource has. `name` is its Name tag or, for groups, the group's name; null without one. */
export interface AwsResource {
  readonly id: string;
  readonly name: string | null;
  readonly home: Home;
  readonly tags: Readonly<Record<string, string>>;
}

/** `sg-0a1 (orders-db)`: how sentences name a resource. */
export function label(resource: { readonly id: string; readonly name?: string | null }): string {
  return resource.name && resource.name !== resource.id ? `${resource.id} (${resource.name})` : resource.id;
}

/** The reference of an AWS resource. */
export function refOf(kind: ResourceKind, resource: { readonly id: string; readonly name?: string | null }): ResourceRef {
  return resource.name && resource.name !== resource.id ? { kind, id: resource.id, name: resource.name } : { kind, id: resource.id };
}
