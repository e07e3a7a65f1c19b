/** Why a node of a load balancer has nobody to hand a connection to. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Listener, LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import type { Service } from '../../../model/kubernetes/cluster.js';
import type { ResourceRef } from '../../../model/resource.js';
import type { Finding, Symptom } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { missingCall } from '../../state.js';
import { kubeProxyFindings } from '../../kubernetes/kube-proxy/findings.js';
import { nearPods, whyNone } from '../../kubernetes/kube-proxy/no-endpoints.js';
import { objectRef } from '../../kubernetes/references.js';
import { listenerFindings } from '../listener/findings.js';
import { onFargateOnly, readyEndpoints, serviceText, unregisteredNodes, unregisteredPods, type BoundService } from './cluster-service.js';
import { targetGroupFindings } from './findings.js';
import { placedTargets } from './placed-target.js';
import type { Usable } from './usable-targets.js';

export interface Asked {
  readonly balancer: LoadBalancer;
  readonly listener: Listener;
  readonly group: TargetGroup;
  readonly resource: ResourceRef;
  /** Of the node. */
  readonly zone: string;
  readonly bound: BoundService | null;
}

/** Load balancers that speak HTTP answer by themselves when they have nobody. */
export function answersHttp({ protocol }: Listener): boolean {
  return protocol === 'HTTP' || protocol === 'HTTPS';
}

/** Where the targets are and how they do: `node/a:30080 in eu-west-1b (healthy)`. */
function whereabouts(group: TargetGroup, network: IndexedNetwork): string {
  const targets = placedTargets(group, network) ?? [];
  const shown = targets
    .slice(0, 4)
    .map(
      ({ label, zone, target }) =>
        `${label} in ${zone ?? 'no zone'} (${target.state}${target.reason === null ? '' : `, ${target.reason}`})`,
    );
  return targets.length > 4 ? `${shown.join(', ')} and ${targets.length - 4} more` : shown.join(', ');
}

/** A Service without a ready endpoint has no address to register; null where it has one, or where the snapshot holds no endpoints. */
function withoutEndpoints(
  { service, binding }: BoundService,
  base: { packets: Journey['packets']; symptom?: Symptom },
  network: IndexedNetwork,
): Finding | null {
  if (!network.hasKind('EndpointSlice', service.cluster) && network.clusters.slicesOf(service).length === 0) return null;
  if (readyEndpoints(service, network).length > 0) return null;
  const port = service.ports.find((one) => one.port === binding?.servicePort || one.name === binding?.servicePort) ?? service.ports[0];
  return kubeProxyFindings.SERVICE_HAS_NO_ENDPOINTS({
    ...base,
    resource: objectRef('service', service, network),
    considered: () => nearPods(service, network),
    say: () =>
      `Service ${serviceText(service)} has no ready endpoint, so there is no address to register as a target. ${port === undefined ? '' : whyNone(service, port, network)}`.trim(),
  });
}

/** What should be in the group: ready pods, or nodes where the Service has node ports; null where nothing should. */
function notRegistered(group: TargetGroup, service: Service, network: IndexedNetwork): (() => string) | null {
  const name = group.name ?? group.id;
  if (group.targetType === 'instance' && service.ports.every(({ nodePort }) => nodePort === null)) {
    return () =>
      `${name} takes instances, and Service ${serviceText(service)} has no node port (type ${service.type}), so no node can be registered.`;
  }
  const own = group.targetType === 'instance' ? unregisteredNodes(group, service, network) : unregisteredPods(group, service, network);
  if (own.length === 0) return null;
  const shown = `${own.slice(0, 3).join(', ')}${own.length > 3 ? ` and ${own.length - 3} more` : ''}`;
  return () => `${shown} of Service ${serviceText(service)} ${own.length > 1 ? 'are' : 'is'} ready but not registered in ${name}.`;
}

/** An empty group, and what its Service tells about it. */
function empty(asked: Asked, base: { packets: Journey['packets']; symptom?: Symptom }, network: IndexedNetwork): Finding[] {
  const { group, listener, balancer, bound, resource } = asked;
  const found: Finding[] = [];
  const nobody = bound === null || group.targetType !== 'ip' ? null : withoutEndpoints(bound, base, network);
  if (nobody !== null) found.push(nobody);
  if (bound !== null && group.targetType === 'instance' && onFargateOnly(bound.service, network)) {
    const say = () =>
      `${group.name ?? group.id} takes instances, and all pods of Service ${serviceText(bound.service)} run on Fargate, which has no node to register.`;
    found.push(targetGroupFindings.INSTANCE_TARGETS_NEED_NODES({ ...base, resource, say }));
  }
  const missing = bound === null ? null : notRegistered(group, bound.service, network);
  if (missing !== null) found.push(targetGroupFindings.TARGET_NOT_REGISTERED({ ...base, resource, say: missing }));
  const say = () =>
    `Listener ${listener.protocol}:${listener.port} of ${balancer.name ?? balancer.id} leads to ${group.name ?? group.id}, which has no targets.`;
  return [...found, listenerFindings.ELBV2_LISTENER_HAS_NO_TG({ ...base, resource, say })];
}

/** The findings for a group that has nobody for this node, the one that decides first. */
export function noTargets(
  asked: Asked,
  why: Extract<Usable, { kind: 'none' }>['why'],
  journey: Journey,
  network: IndexedNetwork,
): Finding[] {
  const { group, balancer, zone, resource, listener } = asked;
  const { packets } = journey;
  const base = { packets, ...(answersHttp(listener) ? ({ symptom: 'http-503' } as const) : {}) };
  const name = group.name ?? group.id;
  const from = balancer.name ?? balancer.id;
  switch (why) {
    case 'empty':
      return empty(asked, base, network);
    case 'health-missing':
      return [missingCall(resource, `elbv2:DescribeTargetHealth for ${name}`, `Which targets ${name} has`, packets)];
    case 'attributes-missing':
      return [
        missingCall(
          resource,
          `elbv2:DescribeLoadBalancerAttributes for ${from}`,
          `Whether the node in ${zone} uses targets of other zones`,
          packets,
        ),
      ];
    case 'not-cross-zone': {
      const say = () =>
        `Cross-zone load balancing of ${from} is off, so its node in ${zone} serves only targets of ${zone}, and ${name} has none there: ${whereabouts(group, network)}.`;
      return [targetGroupFindings.ELB_NOT_CROSSZONE({ ...base, resource, say })];
    }
    case 'zone-not-enabled': {
      const say = () =>
        `All targets of ${name} are in zones that are not enabled for ${from} (${balancer.zones.map((one) => one.zone).join(', ')}): ${whereabouts(group, network)}.`;
      return [targetGroupFindings.ELB_INSTALLED_AZ_RESTRICTION({ ...base, resource, say })];
    }
    case 'none-in-zone': {
      const say = () => `${from} has no target for its node in ${zone} that takes new connections: ${whereabouts(group, network)}.`;
      return [targetGroupFindings.ELBV2_NO_TARGETS_IN_AZ({ ...base, resource, say })];
    }
    case 'all-out-of-service': {
      const say = () =>
        `No instance of ${from} is in service, and a Classic Load Balancer sends to none then: ${whereabouts(group, network)}.`;
      return [targetGroupFindings.TARGETS_UNHEALTHY({ ...base, effect: 'blocks', resource, say })];
    }
  }
}
