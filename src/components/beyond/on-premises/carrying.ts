/** Does the connection behind an id carry packets now, as far as the snapshot shows? */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { directConnectCarries } from '../../aws/direct-connect/state.js';
import { vpnCarries } from '../../aws/vpn/state.js';

/** True also for what is no connection, or not in the snapshot. */
export function isCarrying(connectionId: string, network: IndexedNetwork, gatewayId = ''): boolean {
  const vpn = network.network.vpnConnections.get(connectionId);
  if (vpn !== undefined) return vpnCarries(vpn);
  const directConnect = network.network.directConnectGateways.get(connectionId);
  return directConnect === undefined || directConnectCarries(directConnect, gatewayId);
}
