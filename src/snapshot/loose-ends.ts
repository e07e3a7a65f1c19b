/** Warnings about references that lead out of a snapshot, summed up by kind: other accounts, Regions, or things that are gone. */
import type { RouteTargetKind } from '../model/aws/routing.js';
import type { Network } from '../model/network.js';
import type { SnapshotWarning } from './bundle.js';

/** A kind of resource, what holds it, and what an answer does without it. */
interface LooseEnd {
  readonly one: string;
  readonly several: string;
  readonly lost: string;
  readonly references: (network: Network) => Iterable<string>;
  readonly held: (network: Network) => ReadonlyMap<string, unknown>;
}

function* vpcReferences({ subnets, interfaces, peerings, transitGatewayAttachments }: Network): Iterable<string> {
  for (const { vpcId } of subnets.values()) yield vpcId;
  for (const { vpcId } of interfaces.values()) yield vpcId;
  for (const { requester, accepter, status } of peerings.values()) {
    if (status === 'active') yield* [requester.vpcId, accepter.vpcId];
  }
  for (const { resourceType, resourceId } of transitGatewayAttachments.values()) if (resourceType === 'vpc') yield resourceId;
}

function* subnetReferences({ interfaces, loadBalancers }: Network): Iterable<string> {
  for (const { subnetId } of interfaces.values()) yield subnetId;
  for (const { zones } of loadBalancers.values()) for (const { subnetId } of zones) yield subnetId;
}

function* groupReferences({ interfaces, loadBalancers, securityGroups }: Network): Iterable<string> {
  for (const { groupIds } of interfaces.values()) yield* groupIds;
  for (const { groupIds } of loadBalancers.values()) yield* groupIds;
  for (const { ingress, egress } of securityGroups.values()) {
    for (const { peer } of [...ingress, ...egress]) if (peer.kind === 'group') yield peer.groupId;
  }
}

function* prefixListReferences({ securityGroups, routeTables }: Network): Iterable<string> {
  for (const { ingress, egress } of securityGroups.values()) {
    for (const { peer } of [...ingress, ...egress]) if (peer.kind === 'prefix-list') yield peer.prefixListId;
  }
  for (const { destination } of [...routeTables.values()].flatMap(({ routes }) => routes)) {
    if (destination.kind === 'prefix-list') yield destination.prefixListId;
  }
}

/** Targets of routes that are in force; a blackhole's target is gone, which the route says itself. */
function routeTargets(...kinds: readonly RouteTargetKind[]) {
  return function* ({ routeTables }: Network): Iterable<string> {
    for (const { routes } of routeTables.values()) {
      for (const { target, state } of routes) if (state !== 'blackhole' && kinds.includes(target.kind)) yield target.id;
    }
  };
}

const LOOSE_ENDS: readonly LooseEnd[] = [
  {
    ...{ one: 'VPC', several: 'VPCs', lost: 'traces that lead there end as unknown.' },
    references: vpcReferences,
    held: ({ vpcs }) => vpcs,
  },
  {
    ...{ one: 'subnet', several: 'subnets', lost: 'traces that lead there end as unknown.' },
    references: subnetReferences,
    held: ({ subnets }) => subnets,
  },
  {
    ...{
      one: 'security group',
      several: 'security groups',
      lost: 'members in other accounts are unknown, and rules that name a group that is gone match nothing.',
    },
    references: groupReferences,
    held: ({ securityGroups }) => securityGroups,
  },
  {
    ...{ one: 'prefix list', several: 'prefix lists', lost: 'rules and routes that name such a list are taken as unknown.' },
    references: prefixListReferences,
    held: ({ prefixLists }) => prefixLists,
  },
  {
    ...{ one: 'gateway', several: 'gateways', lost: 'traces that routes send there end as unknown.' },
    references: routeTargets('internet-gateway', 'egress-only-internet-gateway', 'vpn-gateway'),
    held: ({ gateways }) => gateways,
  },
  {
    ...{ one: 'NAT gateway', several: 'NAT gateways', lost: 'traces that routes send there end as unknown.' },
    references: routeTargets('nat-gateway'),
    held: ({ natGateways }) => natGateways,
  },
  {
    ...{ one: 'peering connection', several: 'peering connections', lost: 'traces that routes send there end as unknown.' },
    references: routeTargets('vpc-peering'),
    held: ({ peerings }) => peerings,
  },
  {
    ...{ one: 'transit gateway', several: 'transit gateways', lost: 'traces that routes send there end as unknown.' },
    references: routeTargets('transit-gateway'),
    held: ({ transitGateways }) => transitGateways,
  },
  {
    ...{ one: 'network interface', several: 'network interfaces', lost: 'traces that routes send there end as unknown.' },
    references: routeTargets('eni'),
    held: ({ interfaces }) => interfaces,
  },
];

const MOST_NAMED = 5;

/**
 * One warning for each kind of resource that is referred to and not there. A kind of which nothing at all was read is left
 * out: its call is missing, and that is another warning.
 */
export function looseEndWarnings(network: Network): SnapshotWarning[] {
  return LOOSE_ENDS.flatMap(({ one, several, lost, references, held }) => {
    const known = held(network);
    if (known.size === 0) return [];
    const ids = [...new Set(references(network))].filter((id) => id !== '' && !known.has(id)).sort();
    if (ids.length === 0) return [];
    const rest = ids.length > MOST_NAMED ? ` and ${ids.length - MOST_NAMED} more` : '';
    const what = ids.length === 1 ? `1 ${one} that is not in it` : `${ids.length} ${several} that are not in it`;
    return [
      {
        code: 'UNKNOWN_RESOURCE',
        message: `The snapshot refers to ${what} (${ids.slice(0, MOST_NAMED).join(', ')}${rest}): ${lost}`,
        path: null,
      },
    ];
  });
}
