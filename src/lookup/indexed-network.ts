/** The questions that a station may ask of a network, answered fast. Built once a snapshot, read by all. */
import type { Address } from '../net/address.js';
import { prefixHolds } from '../net/prefix.js';
import { collectedCall, collectedKind, type Network } from '../model/network.js';
import type { NetworkAcl } from '../model/aws/filters.js';
import type { AttachedGateway } from '../model/aws/routing.js';
import type { TransitGatewayAttachment } from '../model/aws/connections.js';
import type { Subnet, Vpc } from '../model/aws/vpc.js';
import type { Home } from '../model/resource.js';
import { indexAddresses, type AddressOwners } from './address-owners.js';
import { indexCluster, type ClusterObjects } from './cluster-objects.js';
import { indexDistinctions, type Distinctions } from './distinctions.js';
import { indexGroups, type GroupMembers } from './group-members.js';
import { indexLoadBalancing, type LoadBalancing } from './load-balancing.js';
import { indexServiceInterfaces, type ServiceInterfaces } from './service-interfaces.js';
import { indexSites, type Sites } from './sites.js';
import { indexNamedAddresses, type NamedAddresses } from './named-addresses.js';
import { indexNames, type Names } from './names.js';
import { indexRoutes, type SubnetRoutes } from './subnet-routes.js';
import { indexTransit, type TransitLookup } from './transit-routes.js';

export interface IndexedNetwork {
  readonly network: Network;
  readonly owners: AddressOwners;
  readonly routes: SubnetRoutes;
  readonly groups: GroupMembers;
  readonly clusters: ClusterObjects;
  readonly services: ServiceInterfaces;
  readonly names: Names;
  readonly named: NamedAddresses;
  readonly distinctions: Distinctions;
  readonly balancing: LoadBalancing;
  readonly transit: TransitLookup;
  readonly sites: Sites;
  /** null: no ACL of the snapshot judges the subnet (then `hasCall` tells whether they were captured). */
  networkAclOf(subnet: Subnet): NetworkAcl | null;
  /** The attached gateway of that kind, whatever its state. */
  gatewayOf(vpcId: string, kind: AttachedGateway['kind']): AttachedGateway | null;
  attachmentOf(transitGatewayId: string, vpcId: string): TransitGatewayAttachment | null;
  /** Is the address in an associated CIDR of the VPC? */
  inVpc(vpc: Vpc, address: Address): boolean;
  subnetHolding(vpcId: string, address: Address): Subnet | null;
  hasCall(operation: string, home: Home): boolean;
  hasKind(kind: string, cluster: string): boolean;
}

/** Derives every lookup of a network; about a second for 100,000 pods. */
export function buildIndex(network: Network): IndexedNetwork {
  const aclOf = new Map<string, NetworkAcl>();
  const defaultAclOf = new Map<string, NetworkAcl>();
  for (const acl of network.networkAcls.values()) {
    if (acl.isDefault) defaultAclOf.set(acl.vpcId, acl);
    for (const subnetId of acl.subnetIds) aclOf.set(subnetId, acl);
  }
  const gatewayOf = new Map<string, AttachedGateway>();
  for (const gateway of network.gateways.values()) {
    for (const { vpcId } of gateway.attachments) gatewayOf.set(`${gateway.kind}|${vpcId}`, gateway);
  }
  const attachmentOf = new Map<string, TransitGatewayAttachment>();
  for (const attachment of network.transitGatewayAttachments.values()) {
    const key = `${attachment.transitGatewayId}|${attachment.resourceId}`;
    // A deleted attachment stays listed for a while beside the one that took its place.
    if (attachment.resourceType === 'vpc' && attachmentOf.get(key)?.state !== 'available') attachmentOf.set(key, attachment);
  }
  const subnetsOf = new Map<string, Subnet[]>();
  for (const subnet of network.subnets.values()) subnetsOf.set(subnet.vpcId, [...(subnetsOf.get(subnet.vpcId) ?? []), subnet]);
  return {
    network,
    owners: indexAddresses(network),
    routes: indexRoutes(network),
    groups: indexGroups(network),
    clusters: indexCluster(network),
    services: indexServiceInterfaces(network),
    names: indexNames(network),
    named: indexNamedAddresses(network),
    distinctions: indexDistinctions(network),
    balancing: indexLoadBalancing(network),
    transit: indexTransit(network),
    sites: indexSites(network),
    networkAclOf: (subnet) => aclOf.get(subnet.id) ?? defaultAclOf.get(subnet.vpcId) ?? null,
    gatewayOf: (vpcId, kind) => gatewayOf.get(`${kind}|${vpcId}`) ?? null,
    attachmentOf: (transitGatewayId, vpcId) => attachmentOf.get(`${transitGatewayId}|${vpcId}`) ?? null,
    inVpc: (vpc, address) => vpc.cidrs.some(({ prefix, state }) => state === 'associated' && prefixHolds(prefix, address)),
    subnetHolding: (vpcId, address) =>
      (subnetsOf.get(vpcId) ?? []).find(
        ({ ipv4, ipv6 }) => (ipv4 !== null && prefixHolds(ipv4, address)) || ipv6.some((prefix) => prefixHolds(prefix, address)),
      ) ?? null,
    hasCall: (operation, home) => network.collected.has(collectedCall(operation, home)),
    hasKind: (kind, cluster) => network.collected.has(collectedKind(kind, cluster)),
  };
}
