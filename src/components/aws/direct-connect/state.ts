/** Does a Direct Connect gateway carry anything: available, associated, with a virtual interface up and its BGP session established. */
import type { DirectConnectGateway } from '../../../model/aws/connections.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { stateFindings } from '../../state.js';

type VirtualInterface = DirectConnectGateway['virtualInterfaces'][number];

function isUp({ state, bgpUp }: VirtualInterface): boolean {
  return state === 'available' && bgpUp !== false;
}

/** Why nothing passes between the gateway and what it is associated with; null when something does, or when the snapshot does not show it. */
function down(gateway: DirectConnectGateway, gatewayId: string): string | null {
  if (gateway.state !== 'available' && !gateway.virtualInterfaces.some(({ id }) => id === gateway.id)) return `it is ${gateway.state}`;
  const association = gateway.associations.find((own) => own.gatewayId === gatewayId);
  if (association !== undefined && association.state !== 'associated') return `its association with ${gatewayId} is ${association.state}`;
  const interfaces = gateway.virtualInterfaces;
  if (interfaces.length === 0 || interfaces.some(isUp)) return null;
  return interfaces
    .map(({ id, state, bgpUp }) => `virtual interface ${id} is ${state}${bgpUp === false ? ' with BGP down' : ''}`)
    .join(', ');
}

export function directConnectCarries(gateway: DirectConnectGateway, gatewayId: string): boolean {
  return down(gateway, gatewayId) === null;
}

/** What is to be said of the state toward a virtual private or transit gateway; null when all is well. */
export function directConnectState(gateway: DirectConnectGateway, gatewayId: string, journey: Journey): Finding | null {
  const resource = refOf('direct-connect-gateway', gateway);
  const why = down(gateway, gatewayId);
  if (why !== null)
    return stateFindings.BAD_STATE({
      resource,
      packets: journey.packets,
      say: () => `Direct Connect ${label(gateway)} carries nothing: ${why}.`,
    });
  if (gateway.virtualInterfaces.length > 0) return null;
  return stateFindings.STATE_ASSUMED({
    resource,
    packets: journey.packets,
    say: () =>
      `The snapshot shows no virtual interface of Direct Connect gateway ${label(gateway)} (another account may own it); it was taken as up.`,
  });
}

/** The largest packet of the smallest virtual interface, where the snapshot says it. */
export function directConnectMtu({ virtualInterfaces }: DirectConnectGateway): number | null {
  const sizes = virtualInterfaces.filter(isUp).flatMap(({ mtu }) => (mtu === null ? [] : [mtu]));
  return sizes.length === 0 ? null : Math.min(...sizes);
}
