/** What joins virtual private gateways to other networks, and which prefixes the snapshot shows that they have learnt. */
import type { Prefix } from '../net/prefix.js';
import type { DirectConnectGateway, VpnConnection } from '../model/aws/connections.js';
import type { Network } from '../model/network.js';

export interface GatewaySide {
  readonly vpns: readonly VpnConnection[];
  readonly directConnects: readonly DirectConnectGateway[];
  /** Prefixes of routes that VPC tables have from the gateway by propagation: the only sight of what it learnt by BGP. */
  readonly propagated: readonly Prefix[];
  /** Does some table take its routes, so that `propagated` is all that it knows? */
  readonly propagates: boolean;
}

export interface Sites {
  behind(vpnGatewayId: string): GatewaySide;
}

const NOTHING: GatewaySide = { vpns: [], directConnects: [], propagated: [], propagates: false };

interface Collected {
  vpns: VpnConnection[];
  directConnects: DirectConnectGateway[];
  propagated: Prefix[];
  propagates: boolean;
}

export function indexSites(network: Network): Sites {
  const sides = new Map<string, Collected>();
  const sideOf = (id: string): Collected => {
    let side = sides.get(id);
    if (side === undefined) sides.set(id, (side = { vpns: [], directConnects: [], propagated: [], propagates: false }));
    return side;
  };
  for (const vpn of network.vpnConnections.values()) if (vpn.vpnGatewayId !== null) sideOf(vpn.vpnGatewayId).vpns.push(vpn);
  for (const gateway of network.directConnectGateways.values()) {
    for (const { gatewayId, gatewayType } of gateway.associations) {
      if (gatewayType !== 'transitGateway') sideOf(gatewayId).directConnects.push(gateway);
    }
  }
  for (const table of network.routeTables.values()) {
    for (const id of table.propagatingGatewayIds) sideOf(id).propagates = true;
    for (const { origin, target, destination } of table.routes) {
      if (origin !== 'propagated' || target.kind !== 'vpn-gateway' || destination.kind !== 'cidr') continue;
      const side = sideOf(target.id);
      side.propagates = true;
      side.propagated.push(destination.prefix);
    }
  }
  return { behind: (id) => sides.get(id) ?? NOTHING };
}
