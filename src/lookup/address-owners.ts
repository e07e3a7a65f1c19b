/** Who has an address: private ones within a VPC, public ones everywhere. */
import { familyOf, IPV4_BASE, type Address } from '../net/address.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { Network } from '../model/network.js';

export interface PublicOwner {
  readonly eni: NetworkInterface;
  readonly privateAddress: Address;
}

export interface AddressOwners {
  /** The interface that owns a private (or IPv6) address in a VPC, by itself or through a delegated prefix. */
  ownerOf(vpcId: string, address: Address): NetworkInterface | null;
  /** All interfaces that have the address, in any VPC, in order of their ids. */
  ownersAnywhere(address: Address): readonly NetworkInterface[];
  publicOwnerOf(address: Address): PublicOwner | null;
}

/** Delegated blocks are /28 and /80 only, so one map a size finds them. */
function blockKey(address: Address, length: 28 | 80): Address {
  return length === 28 ? (address - IPV4_BASE) >> 4n : address >> 48n;
}

interface VpcAddresses {
  readonly exact: Map<Address, NetworkInterface>;
  readonly blocks: ReadonlyMap<number, Map<Address, NetworkInterface>>;
}

export function indexAddresses(network: Network): AddressOwners {
  const vpcs = new Map<string, VpcAddresses>();
  const publicOwners = new Map<Address, PublicOwner>();
  for (const eni of network.interfaces.values()) {
    let entry = vpcs.get(eni.vpcId);
    if (entry === undefined) {
      entry = {
        exact: new Map(),
        blocks: new Map([
          [28, new Map()],
          [80, new Map()],
        ]),
      };
      vpcs.set(eni.vpcId, entry);
    }
    for (const { address, publicAddress } of eni.addresses) {
      entry.exact.set(address, eni);
      if (publicAddress !== null) publicOwners.set(publicAddress, { eni, privateAddress: address });
    }
    for (const prefix of eni.prefixes) {
      const length = prefix.family === 'ipv4' ? 28 : 80;
      entry.blocks.get(length)?.set(blockKey(prefix.first, length), eni);
    }
  }
  for (const elastic of network.elasticAddresses.values()) {
    const eni = elastic.interfaceId === null ? undefined : network.interfaces.get(elastic.interfaceId);
    if (eni !== undefined && elastic.privateAddress !== null && !publicOwners.has(elastic.publicAddress)) {
      publicOwners.set(elastic.publicAddress, { eni, privateAddress: elastic.privateAddress });
    }
  }
  const ownerOf = (vpcId: string, address: Address): NetworkInterface | null => {
    const entry = vpcs.get(vpcId);
    if (entry === undefined) return null;
    const exact = entry.exact.get(address);
    if (exact !== undefined) return exact;
    const length = familyOf(address) === 'ipv4' ? 28 : 80;
    return entry.blocks.get(length)?.get(blockKey(address, length)) ?? null;
  };
  return {
    ownerOf,
    ownersAnywhere: (address) => [...vpcs.keys()].sort().flatMap((vpcId) => ownerOf(vpcId, address) ?? []),
    publicOwnerOf: (address) => publicOwners.get(address) ?? null,
  };
}

/** Does the interface have the address, by itself or through a delegated prefix? */
export function ownsAddress(eni: NetworkInterface, address: Address): boolean {
  return (
    eni.addresses.some((own) => own.address === address) ||
    eni.prefixes.some((prefix) => address >= prefix.first && address < prefix.end && familyOf(address) === prefix.family)
  );
}
