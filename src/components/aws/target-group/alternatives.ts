/** The targets of a group among which a node of a load balancer chooses, each with its way. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { refOf, type ResourceRef } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Member, Step } from '../../../packet/station.js';
import { intersect, isEmpty } from '../../../net/interval-set.js';
import { fieldOf } from '../../../net/packet-set.js';
import { describeService } from '../../../packet/describe.js';
import { lost } from '../../ends.js';
import { missingCall, stateFindings } from '../../state.js';
import { listenerFindings } from '../listener/findings.js';
import type { Forward } from '../listener/forwards.js';
import { zoneOf } from '../load-balancer/names.js';
import { wireProtocols } from '../load-balancer/protocols.js';
import { clientAddress, hairpin } from './client-address.js';
import { serviceOf } from './cluster-service.js';
import { unhealthyNote } from './health-notes.js';
import { noTargets } from './no-targets.js';
import { targetClasses } from './target-classes.js';
import { towardTarget, type Handover } from './toward-target.js';
import { usableTargets } from './usable-targets.js';

export interface Alternative {
  readonly member: Member;
  readonly represents: number;
  readonly step: Step;
}

function ended(resource: ResourceRef, label: string, findings: readonly Finding[], zone: string | null): Alternative {
  const [first] = findings;
  if (first === undefined) throw new Error('A way that ends has a reason.');
  const end = lost('target-group', resource, first);
  const step: Step = end.kind === 'end' ? { ...end, hop: { ...end.hop, findings } } : end;
  return { member: { dimension: 'targets', label, zone }, represents: 1, step };
}

/** Assumptions about the group that hold whichever target is chosen. */
function assumptions(place: PlaceAt<'listener'>, resource: ResourceRef, assumedZonal: boolean): Finding[] {
  const { loadBalancer } = place;
  const found: Finding[] = [];
  const name = loadBalancer.name ?? loadBalancer.id;
  if (assumedZonal) {
    const say = () =>
      `Cross-zone load balancing of ${name} is taken as off, the default: the snapshot has no elbv2:DescribeLoadBalancerAttributes for it.`;
    found.push(stateFindings.STATE_ASSUMED({ resource, say }));
  }
  if (loadBalancer.classic !== null && Object.keys(loadBalancer.classic.instanceStates).length === 0) {
    const say = () => `The registered instances of ${name} are taken as in service: the snapshot has no elb:DescribeInstanceHealth for it.`;
    found.push(stateFindings.STATE_ASSUMED({ resource, say }));
  }
  return found;
}

/** One alternative for each target (or class of targets) that a new connection may be handed to; one that ends where there is none. */
export function alternativesOf(journey: Journey, place: PlaceAt<'listener'>, forward: Forward, network: IndexedNetwork): Alternative[] {
  const { loadBalancer, listener, eni } = place;
  const { group, rule } = forward;
  if (group === null) {
    const resource: ResourceRef = { kind: 'target-group', id: forward.targetGroupArn };
    const finding = missingCall(
      resource,
      `elbv2:DescribeTargetGroups with ${forward.targetGroupArn}`,
      `What ${forward.targetGroupArn} holds`,
      journey.packets,
    );
    return [ended(resource, forward.targetGroupArn, [finding], null)];
  }
  const resource = loadBalancer.type === 'classic' ? refOf('load-balancer', loadBalancer) : refOf('target-group', group);
  const zone = zoneOf(eni, network);
  const name = `target group ${group.name ?? group.id}`;
  if (isEmpty(intersect(wireProtocols(group.protocol), fieldOf(journey.packets, 'protocols')))) {
    const say = () => `${name} takes ${group.protocol}, not ${describeService(journey.packets)}.`.replace(/^t/, 'T');
    return [ended(resource, name, [listenerFindings.ELBV2_LISTENER_REQUIRES_TG_ACCEPT({ resource, packets: journey.packets, say })], zone)];
  }
  const bound = serviceOf(group, loadBalancer, network);
  const usable = usableTargets(loadBalancer, group, zone, network);
  if (usable.kind === 'none') {
    const findings = noTargets({ balancer: loadBalancer, listener, group, resource, zone, bound }, usable.why, journey, network);
    return [ended(resource, name, findings, zone)];
  }
  const client = clientAddress(loadBalancer, group, resource);
  const unhealthy = unhealthyNote(loadBalancer, group, resource, usable.failOpen, bound, network);
  const notes = [...(unhealthy === null ? [] : [unhealthy]), ...client.notes, ...assumptions(place, resource, usable.assumedZonal)];
  const handover: Handover = { loadBalancer, eni, group, resource, rule, client, bound, notes, of: usable.targets.length };
  const own = (target: (typeof usable.targets)[number]): boolean =>
    client.kept && hairpin(journey, eni, target, 0, resource, network) !== null;
  return targetClasses(usable.targets, bound, own, network).map(({ target, represents }) => ({
    member: { dimension: 'targets', label: target.label, zone: target.zone },
    represents,
    step: towardTarget(journey, handover, target, network),
  }));
}
