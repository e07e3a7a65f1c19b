/** Where a registered target is: its address, its interface, its zone, and the name by which people know it. */
import { familyOf, formatAddress, parseAddress, type Address } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { isFinished } from '../../../lookup/cluster-objects.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { LoadBalancer, Target, TargetGroup } from '../../../model/aws/services.js';
import { refOf, type ResourceRef } from '../../../model/resource.js';
import { objectRef } from '../../kubernetes/references.js';
import { ownerOf } from '../eni/owner.js';

export interface PlacedTarget {
  readonly target: Target;
  /** null: the snapshot does not hold it, or it has none (a function). */
  readonly address: Address | null;
  /** null: outside the VPC, or not in the snapshot. */
  readonly eni: NetworkInterface | null;
  /** null: not known, or in no zone of the VPC (`all`). */
  readonly zone: string | null;
  /** `pod/shop/web-1:8080`, `node/ip-10-0-1-5:30080`, `10.0.2.20:8080`. */
  readonly label: string;
  readonly resource: ResourceRef;
}

function placed(target: Target, address: Address | null, eni: NetworkInterface | null, name: string, resource: ResourceRef): PlacedTarget {
  const zone = target.zone === 'all' ? null : (eni?.zone ?? target.zone);
  return { target, address, eni, zone: zone === '' ? null : zone, label: `${name}:${target.port}`, resource };
}

/** Instances are reached at the primary private address of their first interface. */
function placedInstance(target: Target, group: TargetGroup, network: IndexedNetwork): PlacedTarget {
  const eni = network.clusters.interfacesOfInstance(target.id).find(({ attachment }) => attachment?.deviceIndex === 0) ?? null;
  const family = group.addressType === 'ipv6' ? 'ipv6' : 'ipv4';
  const own = eni?.addresses.filter(({ address }) => familyOf(address) === family) ?? [];
  const address = (own.find(({ primary }) => primary) ?? own[0])?.address ?? null;
  const node = network.clusters.nodeOfInstance(target.id);
  const instance = network.network.instances.get(target.id);
  if (node !== null) return placed(target, address, eni, `node/${node.name}`, objectRef('node', node, network));
  return placed(target, address, eni, `instance/${target.id}`, refOf('instance', instance ?? { id: target.id, name: null }));
}

function placedAddress(target: Target, group: TargetGroup, network: IndexedNetwork): PlacedTarget {
  const address = parseAddress(target.id);
  if (address === null) return placed(target, null, null, target.id, { kind: 'address', id: target.id });
  const eni = group.vpcId === null ? null : network.owners.ownerOf(group.vpcId, address);
  const pod = network.clusters.podsAt(address).find((one) => !isFinished(one));
  if (pod !== undefined) return placed(target, address, eni, `pod/${pod.namespace}/${pod.name}`, objectRef('pod', pod, network));
  const resource: ResourceRef = eni === null ? { kind: 'address', id: target.id } : ownerOf(eni, network).resource;
  return placed(target, address, eni, formatAddress(address), resource);
}

/** Behind a network load balancer an application load balancer is reached at each of its nodes. */
function placedBalancer(target: Target, network: IndexedNetwork): PlacedTarget[] {
  const nodes = network.services.interfacesOfLoadBalancer(target.id);
  const resource: ResourceRef = refOf('load-balancer', network.network.loadBalancers.get(target.id) ?? { id: target.id, name: null });
  const name = resource.name ?? target.id;
  if (nodes.length === 0) return [placed(target, null, null, name, resource)];
  return nodes.flatMap((eni) => {
    const address = eni.addresses.find(({ primary }) => primary)?.address ?? null;
    return placed(target, address, eni, address === null ? name : `${name} ${formatAddress(address)}`, resource);
  });
}

const known = new WeakMap<IndexedNetwork, Map<string, readonly PlacedTarget[]>>();

/** The targets of a group; null where describe-target-health was not captured for it. */
export function placedTargets(group: TargetGroup, network: IndexedNetwork): readonly PlacedTarget[] | null {
  if (group.targets === null) return null;
  const groups = known.get(network) ?? new Map<string, readonly PlacedTarget[]>();
  known.set(network, groups);
  let targets = groups.get(group.id);
  if (targets === undefined) {
    targets = group.targets.flatMap((target) => {
      if (group.targetType === 'instance') return [placedInstance(target, group, network)];
      if (group.targetType === 'alb') return placedBalancer(target, network);
      return [placedAddress(target, group, network)];
    });
    groups.set(group.id, targets);
  }
  return targets;
}

/** The target groups that a Classic Load Balancer's listener would have: its instances at the instance port. */
export function classicGroup(balancer: LoadBalancer, port: number): TargetGroup | null {
  const listener = balancer.classic?.listeners.find((one) => one.port === port);
  if (balancer.classic === null || listener === undefined) return null;
  const { instanceIds, instanceStates } = balancer.classic;
  const STATES: Readonly<Record<string, string>> = { InService: 'healthy', OutOfService: 'unhealthy' };
  return {
    id: `${balancer.id}:${listener.instancePort}`,
    name: balancer.id,
    home: balancer.home,
    tags: balancer.tags,
    targetType: 'instance',
    protocol: listener.instanceProtocol,
    port: listener.instancePort,
    vpcId: balancer.vpcId,
    addressType: 'ipv4',
    loadBalancerArns: [balancer.id],
    healthCheck: { protocol: '', port: '', path: null },
    // Without elb:DescribeInstanceHealth the registered instances are taken as in service.
    targets: instanceIds.map((id) => {
      const state = instanceStates[id];
      return {
        id,
        port: listener.instancePort,
        zone: null,
        state: state === undefined ? 'unavailable' : (STATES[state] ?? 'initial'),
        reason: state ?? null,
      };
    }),
    attributes: {},
  };
}
