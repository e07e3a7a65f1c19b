/** What target health says: who is out, why, and whether that is as it should be. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import type { ResourceRef } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import { nodesWithPods, serviceText, type BoundService } from './cluster-service.js';
import { targetGroupFindings } from './findings.js';
import { placedTargets, type PlacedTarget } from './placed-target.js';
import { isHealthy } from './usable-targets.js';

const MOST = 3;

/** `node/ip-10-0-1-5:30080 (unhealthy, Target.Timeout)`. */
function named(targets: readonly PlacedTarget[]): string {
  const shown = targets
    .slice(0, MOST)
    .map(({ label, target }) => `${label} (${target.state}${target.reason === null ? '' : `, ${target.reason}`})`);
  return targets.length > MOST ? `${shown.join(', ')} and ${targets.length - MOST} more` : shown.join(', ');
}

/**
 * Nodes without a pod of a Service with policy Local answer its health check with 503: no fault of the network. The health check may also
 * be out of date with the pods, so only nodes without a ready pod count.
 */
function byDesign(out: readonly PlacedTarget[], group: TargetGroup, bound: BoundService | null, network: IndexedNetwork): string {
  if (bound === null || group.targetType !== 'instance' || bound.service.externalTrafficPolicy !== 'Local') return '';
  const { service } = bound;
  const withPods = nodesWithPods(service, network);
  const without = out.filter(({ resource }) => resource.kind === 'node' && !withPods.has(resource.id));
  if (without.length === 0) return '';
  const port = service.healthCheckNodePort;
  const all = without.length === out.length ? 'This is by design' : `For ${without.length} of them this is by design`;
  return (
    ` ${all}: Service ${serviceText(service)} has externalTrafficPolicy Local, and a node without a ready pod of it answers ` +
    `the health check${port === null ? '' : ` on healthCheckNodePort ${port}`} with 503.`
  );
}

/** The caveat for targets that fail their health check; null when all that are registered are healthy. */
export function unhealthyNote(
  balancer: LoadBalancer,
  group: TargetGroup,
  resource: ResourceRef,
  failOpen: boolean,
  bound: BoundService | null,
  network: IndexedNetwork,
): Finding | null {
  const registered = placedTargets(group, network) ?? [];
  const out = registered.filter((one) => !isHealthy(one) && one.target.state !== 'unused');
  if (out.length === 0) return null;
  const what = group.name ?? group.id;
  return targetGroupFindings.TARGETS_UNHEALTHY({
    resource,
    say: () =>
      (failOpen
        ? `No target of ${what} that can be used is healthy (${named(out)}), so ${balancer.name ?? balancer.id} fails open and sends to all of them.`
        : `${out.length} of ${registered.length} targets of ${what} are not healthy and get no new connections while others are: ${named(out)}.`) +
      byDesign(out, group, bound, network),
  });
}
