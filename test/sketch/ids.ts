/** Identifiers that follow from a seed, so that building twice gives the same documents. */
import { createHash } from 'node:crypto';

/** The first `length` hexadecimal digits of the seed's hash. */
export function digits(seed: string, length: number): string {
  return createHash('sha256').update(seed).digest('hex').slice(0, length);
}

/** An id of the length that AWS gives: `awsId('sg', 'shop/web')` is `sg-0` and sixteen hexadecimal digits. */
export function awsId(prefix: string, seed: string): string {
  return `${prefix}-0${digits(`${prefix}/${seed}`, 16)}`;
}

/** A version 4 UUID. */
export function uuid(seed: string): string {
  const h = digits(`uuid/${seed}`, 32);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
}

/** A locally administered MAC address. */
export function macAddress(seed: string): string {
  const pairs = digits(`mac/${seed}`, 10).match(/../g) ?? [];
  return ['06', ...pairs].join(':');
}

/** Letters as Kubernetes puts them at the end of a generated name (no vowels, no look-alikes). */
export function nameSuffix(seed: string, length = 5): string {
  const alphabet = 'bcdfghjklmnpqrstvwxz2456789';
  const pairs = digits(`name/${seed}`, length * 2).match(/../g) ?? [];
  return pairs.map((pair) => alphabet[Number.parseInt(pair, 16) % alphabet.length]).join('');
}

/** `10.0.2.20` as host names carry it: `10-0-2-20`. */
export function dashed(ip: string): string {
  return ip.replaceAll('.', '-');
}
