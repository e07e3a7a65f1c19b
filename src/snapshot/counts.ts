/** How many resources of each kind a snapshot holds. */
import type { Documents } from '../components/reader.js';
import type { Network } from '../model/network.js';

type Counted = Iterable<{ readonly kind: string }>;

function byKind(resources: Counted): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of resources) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

/** Customer gateways decide nothing, so the network has none; they are counted in the documents. */
function customerGateways(documents: Documents): number {
  const lists = documents.outputs('ec2:DescribeCustomerGateways').map(({ output }) => output['CustomerGateways']);
  return lists.reduce<number>((sum, list) => sum + (Array.isArray(list) ? list.length : 0), 0);
}

/** Kinds as answers name them; kinds of which there are none are left out. */
export function countResources(network: Network, documents: Documents): Record<string, number> {
  const counts: Record<string, number> = {
    vpc: network.vpcs.size,
    subnet: network.subnets.size,
    'route-table': network.routeTables.size,
    'network-acl': network.networkAcls.size,
    'security-group': network.securityGroups.size,
    'prefix-list': network.prefixLists.size,
    eni: network.interfaces.size,
    instance: network.instances.size,
    ...byKind(network.gateways.values()),
    'nat-gateway': network.natGateways.size,
    'vpc-peering': network.peerings.size,
    'transit-gateway': network.transitGateways.size,
    'transit-gateway-attachment': network.transitGatewayAttachments.size,
    'transit-gateway-route-table': network.transitGatewayRouteTables.size,
    'vpn-connection': network.vpnConnections.size,
    'customer-gateway': customerGateways(documents),
    'direct-connect-gateway': network.directConnectGateways.size,
    'vpc-endpoint': network.vpcEndpoints.size,
    'load-balancer': network.loadBalancers.size,
    listener: network.listeners.size,
    'target-group': network.targetGroups.size,
    firewall: network.firewalls.size,
    ...byKind(network.databases.values()),
    'eks-cluster': network.eksClusters.size,
    'dhcp-options': network.dhcpOptions.size,
    pod: network.pods.size,
    node: network.nodes.size,
    namespace: network.namespaces.size,
    service: network.services.size,
    'endpoint-slice': network.endpointSlices.size,
    'network-policy': network.networkPolicies.size,
    'cluster-network-policy': network.clusterPolicies.size,
    ingress: network.ingresses.size,
    ...byKind(network.workloads.values()),
    'target-group-binding': network.targetGroupBindings.size,
    'security-group-policy': network.securityGroupPolicies.size,
    'eni-config': network.eniConfigs.size,
    'node-class': network.nodeClasses.size,
  };
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
}
