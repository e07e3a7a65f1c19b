/** Address ranges that the public internet does not carry. */
import type { Address } from '../../../net/address.js';
import { parsePrefix, prefixHolds } from '../../../net/prefix.js';

export const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].flatMap((text) => parsePrefix(text) ?? []);
export const SHARED = ['100.64.0.0/10'].flatMap((text) => parsePrefix(text) ?? []);

export function within(address: Address, ranges: typeof PRIVATE): boolean {
  return ranges.some((prefix) => prefixHolds(prefix, address));
}

/** Is the address one that the public internet does not carry? */
export function isPrivateAddress(address: Address): boolean {
  return within(address, PRIVATE) || within(address, SHARED);
}
