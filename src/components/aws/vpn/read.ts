/** Reads Site-to-Site VPN connections with the state of their tunnels. */
import type { VpnConnection } from '../../../model/aws/connections.js';
import { child, entriesOf, type Entry, flag, list, number, requiredPrefix, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

function readConnection(entry: Entry): VpnConnection {
  return {
    ...resourceOf(entry, requiredText(entry, 'VpnConnectionId', 'a VPN connection id')),
    state: text(entry, 'State') ?? 'unknown',
    vpnGatewayId: text(entry, 'VpnGatewayId'),
    transitGatewayId: text(entry, 'TransitGatewayId'),
    customerGatewayId: text(entry, 'CustomerGatewayId'),
    staticRoutesOnly: flag(child(entry, 'Options'), 'StaticRoutesOnly') ?? false,
    routes: list(entry, 'Routes').flatMap((part) => {
      const prefix = requiredPrefix(part, 'DestinationCidrBlock');
      return prefix === null ? [] : [{ prefix, state: text(part, 'State') ?? 'available' }];
    }),
    tunnels: list(entry, 'VgwTelemetry').map((part) => ({
      status: text(part, 'Status') ?? 'unknown',
      acceptedRoutes: number(part, 'AcceptedRouteCount'),
    })),
  };
}

export function readVpnConnections(documents: Documents, reading: Reading): Map<string, VpnConnection> {
  return gather(entriesOf(documents, 'ec2:DescribeVpnConnections', 'VpnConnections', reading), readConnection);
}
