/** Which connections of a virtual private gateway lead to an address, in the order in which AWS prefers them ("Site-to-Site VPN route priority"). */
import { familyOf } from '../../../net/address.js';
import { covers, union } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import { prefixSet, type Prefix } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { GatewaySide } from '../../../lookup/sites.js';
import type { VpnConnection } from '../../../model/aws/connections.js';
import { directConnectCarries } from '../direct-connect/state.js';
import { vpnCarries } from '../vpn/state.js';

/** `maybe`: learnt by BGP, and nothing in the snapshot shows what was learnt. */
export type Knowledge = 'yes' | 'maybe' | 'no';

export interface SiteConnection {
  readonly id: string;
  readonly kind: 'vpn' | 'direct-connect';
  readonly knows: Knowledge;
  readonly carries: boolean;
  /** Direct Connect, then VPNs with static routes, then those with BGP. */
  readonly rank: number;
}

export function prefixesCover(prefixes: readonly Prefix[], addresses: AddressSet): boolean {
  return covers(
    prefixes.map(prefixSet).reduce<AddressSet>((all, set) => union(all, set), []),
    addresses,
  );
}

function listedBy({ routes }: VpnConnection, addresses: AddressSet): boolean {
  return prefixesCover(
    routes.flatMap(({ prefix, state }) => (state === 'available' ? [prefix] : [])),
    addresses,
  );
}

/** What connections with BGP know: as the propagated routes of the VPC's tables show it, which is all of it or nothing. */
function learnt(side: GatewaySide, addresses: AddressSet): Knowledge {
  if (prefixesCover(side.propagated, addresses)) return side.vpns.some((vpn) => listedBy(vpn, addresses)) ? 'maybe' : 'yes';
  return side.propagates ? 'no' : 'maybe';
}

function ofVpn(vpn: VpnConnection, side: GatewaySide, addresses: AddressSet): Knowledge {
  if (listedBy(vpn, addresses)) return 'yes';
  const announcesNothing = vpn.tunnels.length > 0 && vpn.tunnels.every(({ acceptedRoutes }) => acceptedRoutes === 0);
  return vpn.staticRoutesOnly || announcesNothing ? 'no' : learnt(side, addresses);
}

const ORDER: readonly Knowledge[] = ['yes', 'maybe', 'no'];

/** Sorted: those that know first, then those that carry, then by AWS's preference. VPNs on these gateways carry no IPv6. */
export function connectionsToward(gatewayId: string, addresses: AddressSet, network: IndexedNetwork): SiteConnection[] {
  const side = network.sites.behind(gatewayId);
  const ipv6 = addresses[0] !== undefined && familyOf(addresses[0]) === 'ipv6';
  const found: SiteConnection[] = side.directConnects.map((gateway) => ({
    id: gateway.id,
    kind: 'direct-connect',
    knows: learnt(side, addresses),
    carries: directConnectCarries(gateway, gatewayId),
    rank: 0,
  }));
  for (const vpn of ipv6 ? [] : side.vpns) {
    found.push({
      id: vpn.id,
      kind: 'vpn',
      knows: ofVpn(vpn, side, addresses),
      carries: vpnCarries(vpn),
      rank: vpn.staticRoutesOnly ? 1 : 2,
    });
  }
  return found.sort(
    (one, other) =>
      ORDER.indexOf(one.knows) - ORDER.indexOf(other.knows) || Number(other.carries) - Number(one.carries) || one.rank - other.rank,
  );
}
