/** Does a VPN connection carry anything: available, with a tunnel up ("Site-to-Site VPN tunnel status"). */
import type { VpnConnection } from '../../../model/aws/connections.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { stateFindings } from '../../state.js';
import { transitGatewayFindings } from '../transit-gateway/findings.js';
import { vpnFindings } from './findings.js';

export function vpnCarries({ state, tunnels }: VpnConnection): boolean {
  return state === 'available' && (tunnels.length === 0 || tunnels.some(({ status }) => status === 'UP'));
}

/** What is to be said of the connection's state; a caveat where the question only wants to be told; null when all is well. */
export function vpnState(vpn: VpnConnection, journey: Journey): Finding | null {
  const resource = refOf('vpn-connection', vpn);
  const { packets } = journey;
  if (vpnCarries(vpn)) {
    if (vpn.tunnels.length > 0) return null;
    return stateFindings.STATE_ASSUMED({
      resource,
      packets,
      say: () => `The snapshot shows no tunnel of VPN ${label(vpn)}; it was taken as up.`,
    });
  }
  const why =
    vpn.state === 'available'
      ? `${vpn.tunnels.length === 1 ? 'its tunnel is' : `all ${vpn.tunnels.length} tunnels are`} down`
      : `it is ${vpn.state}`;
  const make = vpn.transitGatewayId === null ? vpnFindings.BAD_STATE_VPN : transitGatewayFindings.TGW_BAD_STATE_VPN;
  const effect = journey.flow.downTunnels === 'caveat' ? 'caveat' : 'blocks';
  return make({ resource, packets, effect, say: () => `VPN ${label(vpn)} carries nothing: ${why}.` });
}
