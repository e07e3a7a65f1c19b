/** Gathers the readers of all AWS components: documents of a snapshot in, the AWS part of the network out. */
import type { Network } from '../../model/network.js';
import type { Documents, Reading } from '../reader.js';
import { readDatabases } from './database/read.js';
import { readDirectConnectGateways } from './direct-connect/read.js';
import { readEgressOnlyGateways } from './egress-only-internet-gateway/read.js';
import { readEksClusters } from './eks-cluster/read.js';
import { readElasticAddresses, readInterfaces } from './eni/read.js';
import { readFirewalls } from './firewall/read.js';
import { readInstances } from './instance/read.js';
import { readInternetGateways } from './internet-gateway/read.js';
import { readListeners } from './listener/read.js';
import { readBalancingTags, readLoadBalancers } from './load-balancer/read.js';
import { readNatGateways } from './nat-gateway/read.js';
import { readNetworkAcls } from './network-acl/read.js';
import { readPrefixLists } from './prefix-list/read.js';
import { readRouteTables } from './route-table/read.js';
import { readSecurityGroups } from './security-group/read.js';
import { readSubnets } from './subnet/read.js';
import { readTargetGroups } from './target-group/read.js';
import { readTransitGateways } from './transit-gateway/read.js';
import { readVpnGateways } from './virtual-private-gateway/read.js';
import { readVpcEndpoints } from './vpc-endpoint/read.js';
import { readPeerings } from './vpc-peering/read.js';
import { readVpcs, readVpcSettings } from './vpc/read.js';
import { readVpnConnections } from './vpn/read.js';

/** The collections of a network that come from AWS. */
export type AwsCollections = Pick<
  Network,
  | 'vpcs'
  | 'subnets'
  | 'dhcpOptions'
  | 'publicAccessBlocks'
  | 'interfaces'
  | 'instances'
  | 'securityGroups'
  | 'networkAcls'
  | 'prefixLists'
  | 'routeTables'
  | 'gateways'
  | 'natGateways'
  | 'elasticAddresses'
  | 'peerings'
  | 'transitGateways'
  | 'transitGatewayAttachments'
  | 'transitGatewayRouteTables'
  | 'vpnConnections'
  | 'directConnectGateways'
  | 'vpcEndpoints'
  | 'firewalls'
  | 'loadBalancers'
  | 'listeners'
  | 'targetGroups'
  | 'databases'
  | 'eksClusters'
>;

function namesOf(resources: ReadonlyMap<string, { readonly name: string | null }>): Map<string, string> {
  return new Map([...resources].flatMap(([id, { name }]) => (name === null ? [] : [[id, name] as const])));
}

function readBalancing(documents: Documents, reading: Reading, subnets: Network['subnets']) {
  const tags = readBalancingTags(documents, reading);
  return {
    loadBalancers: readLoadBalancers(documents, reading, subnets, tags),
    listeners: readListeners(documents, reading),
    targetGroups: readTargetGroups(documents, reading, tags),
  };
}

/** Reads every AWS output of a snapshot. What can't be used goes to `reading`; the collections are whole only without a refusal. */
export function readAws(documents: Documents, reading: Reading): AwsCollections {
  const subnets = readSubnets(documents, reading);
  const elasticAddresses = readElasticAddresses(documents, reading);
  const prefixLists = readPrefixLists(documents, reading);
  return {
    vpcs: readVpcs(documents, reading),
    ...readVpcSettings(documents, reading),
    subnets,
    elasticAddresses,
    interfaces: readInterfaces(documents, reading, elasticAddresses),
    instances: readInstances(documents, reading),
    prefixLists,
    securityGroups: readSecurityGroups(documents, reading, namesOf(prefixLists)),
    networkAcls: readNetworkAcls(documents, reading),
    routeTables: readRouteTables(documents, reading),
    gateways: new Map([
      ...readInternetGateways(documents, reading),
      ...readEgressOnlyGateways(documents, reading),
      ...readVpnGateways(documents, reading),
    ]),
    natGateways: readNatGateways(documents, reading),
    peerings: readPeerings(documents, reading),
    ...readTransitGateways(documents, reading),
    vpnConnections: readVpnConnections(documents, reading),
    directConnectGateways: readDirectConnectGateways(documents, reading),
    vpcEndpoints: readVpcEndpoints(documents, reading),
    firewalls: readFirewalls(documents, reading),
    ...readBalancing(documents, reading, subnets),
    databases: readDatabases(documents, reading),
    eksClusters: readEksClusters(documents, reading),
  };
}
