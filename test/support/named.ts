/** Shorthand for specs about names: asks for a name, and shows which address it gave. */
import type { RegionSketch } from '../sketch/aws-shapes.js';
import { take } from '../sketch/collection.js';
import type { Bundle } from '../../src/snapshot/bundle.js';
import { formatAddress } from '../../src/net/address.js';
import { asked, type Asked } from './asked.js';

/** Asks for a name from a pod of the lab on 443 unless told. */
export function to(sketch: { bundle(): Bundle }, name: string, from = 'pod/prod/cli-a', port = 443): Asked {
  return asked(sketch.bundle(), { from, to: name, port });
}

/** The address that the name gave; null for none or many. */
export function address({ trace }: Asked): string | null {
  const set = trace.to.destination?.addresses ?? [];
  return set.length === 2 && set[1] === (set[0] ?? 0n) + 1n ? formatAddress(set[0] ?? 0n) : null;
}

export function seen(answer: Asked): [string, string | null] {
  return [answer.verdict, address(answer)];
}

/** Sets enableDnsSupport and enableDnsHostnames of vpc-a. */
export function setDnsAttributes(region: RegionSketch, dnsSupport: boolean, dnsHostnames: boolean): void {
  Object.assign(take(region.vpcs, 'vpc-a'), { dnsSupport, dnsHostnames });
}
