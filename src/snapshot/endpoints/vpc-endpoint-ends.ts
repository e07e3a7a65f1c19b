/** VPC endpoints as the ends of a flow: the interfaces of an interface endpoint, or the addresses that routes lead to a gateway endpoint. */
import { union } from '../../net/interval-set.js';
import type { AddressSet } from '../../net/packet-set.js';
import { familyOf } from '../../net/address.js';
import { prefixSet } from '../../net/prefix.js';
import { TCP } from '../../net/port.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { VpcEndpoint } from '../../model/aws/connections.js';
import { refOf } from '../../model/resource.js';
import { interfacesEnd } from './aws-ends.js';
import type { EndpointReference } from './endpoint.js';

/** What AWS services answer on, where the question names no port. */
const HTTPS: EndpointReference['ports'] = { protocol: TCP, ports: [443, 444] };

/** The entries of the prefix lists whose routes lead to a gateway endpoint: its service's addresses. */
function serviceAddresses(endpoint: VpcEndpoint, network: IndexedNetwork): AddressSet {
  const lists = new Set<string>();
  for (const { routes } of network.network.routeTables.values()) {
    for (const { target, destination } of routes)
      if (target.id === endpoint.id && destination.kind === 'prefix-list') lists.add(destination.prefixListId);
  }
  const prefixes = [...lists].flatMap((id) => network.network.prefixLists.get(id)?.entries ?? []);
  return prefixes.map(prefixSet).reduce<AddressSet>((all, set) => union(all, set), []);
}

/** `vpce/ID`; each interface of an interface endpoint may be the one that a name gives. */
export function vpcEndpointEnd(ref: string, endpoint: VpcEndpoint, network: IndexedNetwork): EndpointReference {
  const resource = refOf('vpc-endpoint', endpoint);
  const interfaces = endpoint.interfaceIds.flatMap((id) => network.network.interfaces.get(id) ?? []);
  const ends = { ref, kind: 'vpce', id: endpoint.id, name: endpoint.name, resource, interfaces, dimension: 'zones', ports: HTTPS } as const;
  const end = interfacesEnd(ends, network);
  const addresses = endpoint.endpointType === 'Gateway' ? serviceAddresses(endpoint, network) : [];
  const [first] = addresses;
  if (first === undefined) return end;
  return {
    ...end,
    families: [familyOf(first)],
    destinations: () => [{ addresses, member: null, represents: 1, resource, interfaceId: null, subnetId: null, vpcId: null, notes: [] }],
  };
}
