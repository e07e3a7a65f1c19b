/** What stands behind a Gateway Load Balancer endpoint: a network firewall, or appliances that share what they know. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Firewall, VpcEndpoint } from '../../../model/aws/connections.js';

/** The Network Firewall that an endpoint belongs to; null for one before other appliances. */
export function firewallOf(endpointId: string, network: IndexedNetwork): Firewall | null {
  for (const firewall of network.network.firewalls.values()) {
    if (firewall.endpoints.some((own) => own.endpointId === endpointId)) return firewall;
  }
  return null;
}

/** An endpoint that only the firewall's own output names. */
export function endpointOfFirewall(endpointId: string, network: IndexedNetwork): VpcEndpoint | null {
  const firewall = firewallOf(endpointId, network);
  const own = firewall?.endpoints.find((one) => one.endpointId === endpointId);
  if (firewall === null || own === undefined) return null;
  return {
    id: endpointId,
    name: null,
    home: firewall.home,
    tags: {},
    vpcId: firewall.vpcId,
    endpointType: 'GatewayLoadBalancer',
    serviceName: '',
    state: 'available',
    subnetIds: [own.subnetId],
    routeTableIds: [],
    groupIds: [],
    interfaceIds: [],
    privateDnsEnabled: false,
    dnsNames: [],
    policyFullAccess: null,
  };
}

/** Endpoints before the same appliances know each other's connections; those of a firewall in different zones do not. */
export function fleetOf(endpoint: VpcEndpoint, network: IndexedNetwork): string {
  return firewallOf(endpoint.id, network) !== null || endpoint.serviceName === '' ? endpoint.id : endpoint.serviceName;
}
