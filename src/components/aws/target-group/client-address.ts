/** Whose address a target sees, and where keeping the client's can't work ("Client IP preservation"). */
import { familyOf } from '../../../net/address.js';
import { matching } from '../../../net/prefix-table.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import type { ResourceRef } from '../../../model/resource.js';
import { describeSource, onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { carriesDatagrams } from '../load-balancer/protocols.js';
import { targetGroupFindings } from './findings.js';
import type { PlacedTarget } from './placed-target.js';

export interface ClientAddress {
  readonly kept: boolean;
  /** The attribute, default or rule that decides, for sentences. */
  readonly why: string;
  readonly notes: readonly Finding[];
}

/** Does a node of this load balancer keep the client's address toward the targets of this group? */
export function clientAddress(balancer: LoadBalancer, group: TargetGroup, resource: ResourceRef): ClientAddress {
  if (balancer.type !== 'network') return { kept: false, why: 'it opens a connection of its own to the target', notes: [] };
  if (group.targetType === 'alb')
    return { kept: true, why: 'it keeps the address of the client toward an application load balancer', notes: [] };
  if (carriesDatagrams(group.protocol))
    return { kept: true, why: `it always keeps the address of the client for ${group.protocol}`, notes: [] };
  const written = group.attributes?.['preserve_client_ip.enabled'];
  if (written !== undefined)
    return { kept: written === 'true', why: `preserve_client_ip.enabled of ${group.name ?? group.id} is ${written}`, notes: [] };
  const kept = group.targetType === 'instance';
  const why = `keeping the address of the client (client IP preservation) is ${kept ? 'on' : 'off'} by default for ${group.targetType} targets of ${group.protocol}`;
  if (group.attributes !== null) return { kept, why, notes: [] };
  const name = group.name ?? group.id;
  const assumed = kept
    ? targetGroupFindings.ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED
    : targetGroupFindings.ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED;
  return {
    kept,
    why,
    notes: [
      assumed({
        resource,
        say: () =>
          `preserve_client_ip.enabled of ${name} is taken as ${kept ? 'true' : 'false'}, the default for ${group.targetType} targets of ${group.protocol}.`,
      }),
      targetGroupFindings.MISSING_TARGET_GROUP_ATTRIBUTES({
        resource,
        say: () => `The snapshot has no elbv2:DescribeTargetGroupAttributes for ${name}.`,
      }),
    ],
  };
}

/** A client of the other family than the target: the node's own address must stand in for it. */
export function otherFamily(journey: Journey, target: PlacedTarget): boolean {
  const source = journey.packets[0]?.sources[0];
  return source !== undefined && target.address !== null && familyOf(source) !== familyOf(target.address);
}

/** The interface that sends the packets, when it is in the VPC of the load balancer. */
function clientInterface(journey: Journey, node: NetworkInterface, network: IndexedNetwork): NetworkInterface | null {
  const source = onlySource(journey.packets);
  return source === null ? null : network.owners.ownerOf(node.vpcId, source);
}

function sameHost(one: NetworkInterface, other: NetworkInterface): boolean {
  const instanceId = one.attachment?.instanceId ?? null;
  return one.id === other.id || (instanceId !== null && instanceId === other.attachment?.instanceId);
}

/** Client and target on one host: the reply never leaves it, or comes with the wrong address ("Troubleshoot your Network Load Balancer"). */
export function hairpin(
  journey: Journey,
  node: NetworkInterface,
  target: PlacedTarget,
  others: number,
  resource: ResourceRef,
  network: IndexedNetwork,
): Finding | null {
  const client = clientInterface(journey, node, network);
  if (client === null || target.eni === null || !sameHost(client, target.eni)) return null;
  return targetGroupFindings.NLB_HAIRPIN_CLIENT_IP({
    resource,
    effect: others > 0 ? 'partial' : 'blocks',
    packets: journey.packets,
    say: () =>
      `When the load balancer picks ${target.label}, client and target are the same host: the client's address ${describeSource(journey.packets)} is kept, ` +
      'so the host would answer itself and the connection times out' +
      `${others > 0 ? `; it chooses among ${others + 1} targets, so only the connections that go to this host fail` : ''}. ` +
      'With preserve_client_ip.enabled off, or by the cluster IP of the Service, it works.',
  });
}

const OTHER_BALANCERS: Readonly<Record<string, string>> = {
  vpc_endpoint: 'an interface endpoint',
  network_load_balancer: 'a network load balancer',
};
const CROSSED: Readonly<Record<string, string>> = {
  'transit-gateway': 'a transit gateway',
  'vpn-gateway': 'a virtual private gateway',
  'vpc-endpoint': 'a gateway load balancer endpoint',
};

/** Where the target stands so that the client's address can't be kept on the way to it; null where it can. */
function unsupportedBecause(node: NetworkInterface, group: TargetGroup, target: PlacedTarget, network: IndexedNetwork): string | null {
  const kind = target.eni === null ? undefined : OTHER_BALANCERS[target.eni.type];
  if (kind !== undefined) return `it is ${kind}`;
  const vpc = network.network.vpcs.get(node.vpcId);
  const subnet = network.network.subnets.get(node.subnetId);
  const choice = subnet === undefined ? null : network.routes.tableOf(subnet);
  if (target.address === null || choice === null || vpc === undefined) return null;
  const route = matching(network.routes.compiled(choice.table).candidates, target.address)[0]?.route;
  const by = route === undefined ? undefined : CROSSED[route.target.kind];
  if (by !== undefined && route !== undefined) return `the way to it leads over ${by} (${route.text})`;
  if (carriesDatagrams(group.protocol) && !network.inVpc(vpc, target.address))
    return `it is outside ${vpc.id}, where ${group.protocol} targets receive but can't answer`;
  return null;
}

export function unsupported(
  journey: Journey,
  node: NetworkInterface,
  group: TargetGroup,
  target: PlacedTarget,
  resource: ResourceRef,
  network: IndexedNetwork,
): Finding | null {
  const because = unsupportedBecause(node, group, target, network);
  if (because === null) return null;
  return targetGroupFindings.CLIENT_IP_PRESERVATION_UNSUPPORTED({
    resource,
    packets: journey.packets,
    say: () =>
      `${group.name ?? group.id} keeps the address of the client ${describeSource(journey.packets)}, which can't work for ${target.label}: ${because}.`,
  });
}
