/** Puts targets that nothing on the way can tell apart into one class, so that thousands of them are judged by a few. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { nodesWithPods, type BoundService } from './cluster-service.js';
import type { PlacedTarget } from './placed-target.js';

export interface TargetClass {
  readonly target: PlacedTarget;
  readonly represents: number;
}

/** Up to so many targets are each judged by themselves. */
const FEW = 32;

/** What groups, ACLs, routes and the interface's own checks see of an interface. */
function interfaceKey(eni: NetworkInterface | null): string {
  return eni === null
    ? 'none'
    : [eni.subnetId, eni.groupIds.join(), eni.type, eni.status, eni.sourceDestCheck, eni.attachment?.status].join('|');
}

/** What policies see of a pod, and what matters of a node: its kind, its state, and whether a pod of the Service is on it. */
function holderKey({ target, address }: PlacedTarget, withPods: ReadonlySet<string> | null, network: IndexedNetwork): string {
  const node = network.clusters.nodeOfInstance(target.id);
  const instance = network.network.instances.get(target.id);
  if (node !== null) return [node.cluster, node.computeType, node.operatingSystem, instance?.state, withPods?.has(node.name)].join('|');
  const pod = address === null ? undefined : network.clusters.podsAt(address)[0];
  if (pod === undefined) return instance?.state ?? 'none';
  const labels = network.distinctions.selectedLabels().map((key) => pod.labels[key] ?? '');
  return [pod.cluster, pod.namespace, pod.phase, labels.join('\u0000')].join('|');
}

/** Every target by itself where they are few; else one for each class. `apart`: a target that nothing represents. */
export function targetClasses(
  targets: readonly PlacedTarget[],
  bound: BoundService | null,
  apart: (target: PlacedTarget) => boolean,
  network: IndexedNetwork,
): readonly TargetClass[] {
  if (targets.length <= FEW) return targets.map((target) => ({ target, represents: 1 }));
  const withPods = bound === null ? null : nodesWithPods(bound.service, network);
  const classes = new Map<string, { target: PlacedTarget; represents: number }>();
  for (const one of targets) {
    const place = one.address === null ? 'none' : network.distinctions.addressClass(one.address);
    const key = apart(one)
      ? one.label
      : [place, one.target.port, one.zone, interfaceKey(one.eni), holderKey(one, withPods, network)].join('|');
    const found = classes.get(key);
    if (found === undefined) classes.set(key, { target: one, represents: 1 });
    else found.represents += 1;
  }
  return [...classes.values()];
}
