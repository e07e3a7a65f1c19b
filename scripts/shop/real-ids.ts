/** Puts ids as AWS gives them (`subnet-0` and sixteen hexadecimal digits) where a sketch has readable ones, wherever they are written. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { awsId } from '../../test/sketch/ids.js';
import type { RegionSketch } from '../../test/sketch/aws-shapes.js';

/** The bundle with real-looking ids; the same readable id gets the same one every time. Lists that AWS keeps have theirs already. */
export function withRealIds(bundle: Bundle, region: RegionSketch): Bundle {
  const replacements = new Map(readableIds(region).map((id) => [id, realId(id)]));
  const longestFirst = [...replacements.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w-])(?:${longestFirst.join('|')})(?![\\w-])`, 'g');
  const swapped = JSON.stringify(bundle).replace(pattern, (id) => replacements.get(id) ?? id);
  return JSON.parse(swapped) as Bundle;
}

function readableIds(region: RegionSketch): string[] {
  const collections = [
    region.vpcs,
    region.dhcpOptions,
    region.subnets,
    region.routeTables,
    region.networkAcls,
    region.securityGroups,
    region.interfaces,
    region.instances,
    region.internetGateways,
    region.natGateways,
    region.endpoints,
  ];
  const allocations = [...region.interfaces.values()].flatMap((entry) =>
    entry.publicAddresses.flatMap((address) => address.allocation ?? []),
  );
  const associations = allocations.map((id) => id.replace(/^eipalloc-/, 'eipassoc-'));
  return [...collections.flatMap((collection) => [...collection.keys()]), ...allocations, ...associations];
}

function realId(readable: string): string {
  const dash = readable.indexOf('-');
  return awsId(readable.slice(0, dash), readable.slice(dash + 1));
}
