/** Where the route of the sender's subnet takes packets: outbound rules that name a group depend on it, although groups come before routes. */
import { matching } from '../../../net/prefix-table.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { RouteTarget } from '../../../model/aws/routing.js';
import { onlyDestination } from '../../../packet/describe.js';
import type { Journey } from '../../../packet/station.js';

/** The target of the route that wins; null for a neighbour in the subnet, for several destinations, and where nothing is known. */
export function wayOut(eni: NetworkInterface, journey: Journey, network: IndexedNetwork): RouteTarget | null {
  const address = onlyDestination(journey.packets);
  const subnet = network.network.subnets.get(eni.subnetId);
  if (address === null || subnet === undefined || network.subnetHolding(eni.vpcId, address)?.id === subnet.id) return null;
  const table = network.routes.tableOf(subnet)?.table;
  if (table === undefined) return null;
  return matching(network.routes.compiled(table).candidates, address)[0]?.route.target ?? null;
}
