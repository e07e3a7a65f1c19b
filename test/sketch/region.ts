/** One account in one Region: an empty sketch of it, and all calls that a collector makes there. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { RegionSketch } from './aws-shapes.js';
import { databaseCalls } from './databases.js';
import { endpointCalls } from './endpoints.js';
import { gatewayCalls } from './gateways.js';
import { hybridCalls } from './hybrid.js';
import { instanceCalls } from './instances.js';
import { interfaceCalls } from './interfaces.js';
import { loadBalancerCalls } from './load-balancers.js';
import { networkAclCalls } from './network-acl.js';
import { peeringCalls } from './peering.js';
import { routeTableCalls } from './route-table.js';
import { securityGroupCalls } from './security-group.js';
import { transitGatewayCalls } from './transit-gateway.js';
import { vpcCalls } from './vpc.js';

/** An empty Region, eu-west-1 of account 111122223333 unless said. */
export function newRegion(region = 'eu-west-1', accountId = '111122223333'): RegionSketch {
  return {
    accountId,
    region,
    vpcs: new Map(),
    dhcpOptions: new Map(),
    subnets: new Map(),
    routeTables: new Map(),
    networkAcls: new Map(),
    securityGroups: new Map(),
    interfaces: new Map(),
    instances: new Map(),
    internetGateways: new Map(),
    egressOnlyGateways: new Map(),
    natGateways: new Map(),
    peerings: new Map(),
    transitGateways: new Map(),
    transitRouteTables: new Map(),
    attachments: new Map(),
    vpnGateways: new Map(),
    customerGateways: new Map(),
    vpnConnections: new Map(),
    endpoints: new Map(),
    endpointServices: new Map(),
    prefixLists: new Map(),
    loadBalancers: new Map(),
    targetGroups: new Map(),
    listeners: new Map(),
    databases: new Map(),
    caches: new Map(),
    calls: [],
  };
}

/** Every call of the Region, also those whose lists are empty. `all` are the Regions that a peering may lead to. */
export function regionCalls(region: RegionSketch, all: readonly RegionSketch[]): AwsCall[] {
  return [
    ...vpcCalls(region),
    ...routeTableCalls(region),
    ...networkAclCalls(region),
    ...securityGroupCalls(region),
    ...interfaceCalls(region),
    ...instanceCalls(region),
    ...gatewayCalls(region),
    ...peeringCalls(region, all),
    ...transitGatewayCalls(region),
    ...hybridCalls(region),
    ...endpointCalls(region),
    ...publicAccessCalls(region),
    ...loadBalancerCalls(region),
    ...databaseCalls(region),
    { operation: 'network-firewall:ListFirewalls', output: { Firewalls: [] } },
    ...region.calls,
  ];
}

function publicAccessCalls(region: RegionSketch): AwsCall[] {
  const options = {
    AwsAccountId: region.accountId,
    AwsRegion: region.region,
    State: 'default-state',
    InternetGatewayBlockMode: 'off',
    ManagedBy: 'account',
    ExclusionsAllowed: 'allowed',
  };
  return [
    { operation: 'ec2:DescribeVpcBlockPublicAccessOptions', output: { VpcBlockPublicAccessOptions: options } },
    { operation: 'ec2:DescribeVpcBlockPublicAccessExclusions', output: { VpcBlockPublicAccessExclusions: [] } },
  ];
}
