/** Security group → private addresses of the interfaces that carry it, delegated prefixes included. */
import type { Address } from '../net/address.js';
import { intervalSet } from '../net/interval-set.js';
import type { AddressSet } from '../net/packet-set.js';
import type { Network } from '../model/network.js';
import type { NetworkInterface } from '../model/aws/interface.js';

export interface GroupMembers {
  /** Addresses of the members in one VPC, or in all of them for `null`. */
  addressesOf(groupId: string, vpcId: string | null): AddressSet;
  interfacesOf(groupId: string): readonly NetworkInterface[];
}

export function indexGroups(network: Network): GroupMembers {
  const members = new Map<string, NetworkInterface[]>();
  for (const eni of network.interfaces.values()) {
    for (const groupId of eni.groupIds) {
      const list = members.get(groupId);
      if (list === undefined) members.set(groupId, [eni]);
      else list.push(eni);
    }
  }
  const sets = new Map<string, AddressSet>();
  return {
    interfacesOf: (groupId) => members.get(groupId) ?? [],
    addressesOf: (groupId, vpcId) => {
      const key = `${groupId}|${vpcId ?? ''}`;
      let set = sets.get(key);
      if (set === undefined) {
        const pairs: [Address, Address][] = [];
        for (const eni of members.get(groupId) ?? []) {
          if (vpcId !== null && eni.vpcId !== vpcId) continue;
          for (const { address } of eni.addresses) pairs.push([address, address + 1n]);
          for (const prefix of eni.prefixes) pairs.push([prefix.first, prefix.end]);
        }
        sets.set(key, (set = intervalSet(pairs)));
      }
      return set;
    },
  };
}
