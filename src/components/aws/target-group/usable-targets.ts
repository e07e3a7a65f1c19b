/**
 * Which targets a node of a load balancer hands new connections to: zones that are enabled, cross-zone balancing, registration and health
 * ("Target group health", "Cross-zone load balancing").
 */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import { placedTargets, type PlacedTarget } from './placed-target.js';

export type Usable =
  | { readonly kind: 'targets'; readonly targets: readonly PlacedTarget[]; readonly failOpen: boolean; readonly assumedZonal: boolean }
  | {
      readonly kind: 'none';
      readonly why:
        'empty' | 'health-missing' | 'attributes-missing' | 'not-cross-zone' | 'zone-not-enabled' | 'none-in-zone' | 'all-out-of-service';
    };

const HEALTHY: ReadonlySet<string> = new Set(['healthy', 'unavailable']);
/** Registered, but never handed a new connection. */
const OUT: ReadonlySet<string> = new Set(['unused', 'draining', 'unhealthy.draining']);

export function isHealthy({ target }: PlacedTarget): boolean {
  return HEALTHY.has(target.state);
}

/** The group's own attribute, else the load balancer's; null: neither is in the snapshot, and the default is off. */
export function crossesZones(balancer: LoadBalancer, group: TargetGroup): boolean | null {
  const own = group.attributes?.['load_balancing.cross_zone.enabled'];
  return own === 'true' || own === 'false' ? own === 'true' : balancer.crossZone;
}

/** How many healthy targets the group wants before it stops sending to unhealthy ones. */
function wantedHealthy(group: TargetGroup, of: number): number {
  const count = Number(group.attributes?.['target_group_health.unhealthy_state_routing.minimum_healthy_targets.count'] ?? '1');
  const percentage = Number(group.attributes?.['target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage'] ?? '0');
  return Math.max(1, Number.isFinite(count) ? count : 1, Number.isFinite(percentage) ? Math.ceil((of * percentage) / 100) : 0);
}

/** The targets that a node in `zone` uses. */
export function usableTargets(balancer: LoadBalancer, group: TargetGroup, zone: string, network: IndexedNetwork): Usable {
  const registered = placedTargets(group, network);
  if (registered === null) return { kind: 'none', why: 'health-missing' };
  if (registered.length === 0) return { kind: 'none', why: 'empty' };
  const crosses = crossesZones(balancer, group);
  const enabled = new Set(balancer.zones.map((one) => one.zone));
  const inEnabled = registered.filter((one) => one.zone === null || enabled.size === 0 || enabled.has(one.zone));
  const within = crosses === true ? inEnabled : inEnabled.filter((one) => one.zone === null || one.zone === zone);
  if (within.length === 0) {
    if (crosses === null && inEnabled.length > 0) return { kind: 'none', why: 'attributes-missing' };
    return { kind: 'none', why: crosses === false && registered.some((one) => one.zone !== zone) ? 'not-cross-zone' : 'zone-not-enabled' };
  }
  const candidates = within.filter(({ target }) => !OUT.has(target.state));
  if (candidates.length === 0) return { kind: 'none', why: 'none-in-zone' };
  const healthy = candidates.filter(isHealthy);
  const assumedZonal = crosses === null && inEnabled.length > within.length;
  if (healthy.length >= wantedHealthy(group, candidates.length))
    return { kind: 'targets', targets: healthy, failOpen: false, assumedZonal };
  // A Classic Load Balancer does not fail open: without an instance in service it answers 503 ("Troubleshoot a Classic Load Balancer").
  if (balancer.type === 'classic') return { kind: 'none', why: 'all-out-of-service' };
  return { kind: 'targets', targets: candidates, failOpen: true, assumedZonal };
}

/** Is there a target in the group that a node in this zone would use because it is healthy? Unknown health counts as yes. */
export function servesZone(balancer: LoadBalancer, group: TargetGroup, zone: string, network: IndexedNetwork): boolean {
  const usable = usableTargets(balancer, group, zone, network);
  if (usable.kind === 'targets') return !usable.failOpen;
  return usable.why === 'health-missing' || usable.why === 'attributes-missing';
}
