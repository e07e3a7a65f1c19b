/** Databases as their names resolve: a publicly accessible one is public for all who are not in its VPC ("Hiding a DB instance in a VPC from the internet"). */
import { formatAddress } from '../../net/address.js';
import { TCP } from '../../net/port.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Database } from '../../model/aws/services.js';
import { databaseEnd } from './aws-ends.js';
import { single, type Destination, type EndpointReference, type Origin } from './endpoint.js';

/** Does an active peering give names of `ownerVpc` their private addresses in the other VPC ("Enable DNS resolution for a VPC peering connection")? */
export function resolvesOverPeering(callerVpc: string, ownerVpc: string, network: IndexedNetwork): boolean {
  for (const { status, requester, accepter } of network.network.peerings.values()) {
    if (status !== 'active') continue;
    const [own, other] = requester.vpcId === ownerVpc ? [requester, accepter] : [accepter, requester];
    if (own.vpcId === ownerVpc && other.vpcId === callerVpc && own.dnsResolution === true) return true;
  }
  return false;
}

/** Does the name give the private address? In its own VPC always, elsewhere unless the database is publicly accessible. */
function answersPrivately({ publiclyAccessible }: Database, vpcId: string | null, { vpc }: Origin, network: IndexedNetwork): boolean {
  if (!publiclyAccessible) return true;
  return vpc !== null && vpcId !== null && (vpc.id === vpcId || resolvesOverPeering(vpc.id, vpcId, network));
}

function publicly(destination: Destination, database: Database, network: IndexedNetwork): Destination {
  const eni = destination.interfaceId === null ? undefined : network.network.interfaces.get(destination.interfaceId);
  const seen = eni?.addresses.find(({ publicAddress }) => publicAddress !== null)?.publicAddress ?? null;
  if (seen === null || eni === undefined) return destination;
  const message = `${database.id} is publicly accessible, so outside ${eni.vpcId} its name gives ${formatAddress(seen)} (the peering's DNS option or a private zone would change that).`;
  return { ...destination, addresses: single(seen), notes: [...destination.notes, { code: 'NAME_RESOLVES_PUBLIC', message }] };
}

/** A database by its identifier or one of its names. `port`: that of the name. */
export function databaseNameEnd(ref: string, database: Database, network: IndexedNetwork, port: number | null = null): EndpointReference {
  const end = databaseEnd(ref, database, network);
  return {
    ...end,
    ports: port === null ? end.ports : { protocol: TCP, ports: [port, port + 1] },
    destinations: (asker) =>
      end
        .destinations(asker)
        .map((destination) =>
          asker.origin.place.at === 'internet' || answersPrivately(database, destination.vpcId, asker.origin, network)
            ? destination
            : publicly(destination, database, network),
        ),
  };
}
