/** Which public address belongs to a private one. */
import type { Address } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';

/** The public address that belongs to a private one, through its interface or an Elastic IP. */
export function publicAddressOf(address: Address, vpcId: string, network: IndexedNetwork): Address | null {
  const owner = network.owners.ownerOf(vpcId, address);
  if (owner === null) return null;
  const own = owner.addresses.find((entry) => entry.address === address)?.publicAddress ?? null;
  if (own !== null) return own;
  for (const elastic of network.network.elasticAddresses.values()) {
    if (elastic.interfaceId === owner.id && elastic.privateAddress === address) return elastic.publicAddress;
  }
  return null;
}
