/** What a cluster's load balancer controller has to do with the security groups of a target: rules it does not manage, or made for another Service. */
import { covers } from '../../../net/interval-set.js';
import { fieldOf, withFields, type PacketMatch } from '../../../net/packet-set.js';
import { parsePrefix, prefixSet } from '../../../net/prefix.js';
import { union } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { LoadBalancer } from '../../../model/aws/services.js';
import { label, refOf } from '../../../model/resource.js';
import { describeSource } from '../../../packet/describe.js';
import type { Finding, RuleRef } from '../../../packet/finding.js';
import type { Journey, Step } from '../../../packet/station.js';
import { securityGroupIn } from '../security-group/station.js';
import { serviceText, type BoundService } from './cluster-service.js';
import { targetGroupFindings } from './findings.js';

const OWN_GROUPS = [
  ['alb.ingress.kubernetes.io/security-groups', 'alb.ingress.kubernetes.io/manage-backend-security-group-rules'],
  [
    'service.beta.kubernetes.io/aws-load-balancer-security-groups',
    'service.beta.kubernetes.io/aws-load-balancer-manage-backend-security-group-rules',
  ],
] as const;

/** Does nobody let the load balancer in at the targets: own groups by annotation, or a binding without networking rules? */
function unmanaged(balancer: LoadBalancer, bound: BoundService | null, network: IndexedNetwork): string | null {
  if (balancer.groupIds.length === 0) return null;
  const objects = [...network.balancing.ingressesBehind(balancer), ...network.balancing.servicesBehind(balancer)];
  for (const { namespace, name, annotations } of objects) {
    const own = OWN_GROUPS.find(([groups]) => annotations[groups] !== undefined);
    if (own !== undefined && annotations[own[1]] !== 'true') return `${namespace}/${name} sets ${own[0]} without ${own[1]}: "true"`;
  }
  const binding = bound?.binding ?? null;
  return binding !== null && !binding.managesRules
    ? `TargetGroupBinding ${binding.namespace}/${binding.name} has no networking rules`
    : null;
}

/** More than one group with the cluster's tag on an interface: the controller refuses to choose ("expected exactly one securityGroup tagged"). */
export function clusterTaggedGroups(eni: NetworkInterface, cluster: string, network: IndexedNetwork): readonly string[] {
  return eni.groupIds.filter((id) => network.network.securityGroups.get(id)?.tags[`kubernetes.io/cluster/${cluster}`] !== undefined);
}

function sourceRanges({ sourceRanges: written }: BoundService['service']): AddressSet | null {
  const prefixes = written.flatMap((text) => parsePrefix(text) ?? []);
  return prefixes.length === 0 ? null : prefixes.map(prefixSet).reduce<AddressSet>((all, set) => union(all, set), []);
}

function judged(step: Step): { denied: boolean; rule: RuleRef | null } {
  if (step.kind !== 'filter') return { denied: false, rule: null };
  return { denied: step.decisions.some(({ verdict }) => verdict === 'deny'), rule: step.hop.rule ?? null };
}

/** What to say about the groups of a target's interface before they judge the packets; `rewrite` and `sender` are what they will see. */
export function backendRules(
  journey: Journey,
  balancer: LoadBalancer,
  bound: BoundService | null,
  eni: NetworkInterface | null,
  arriving: { readonly rewrite: PacketMatch; readonly sender: Journey['sender']; readonly crossed: Journey['crossed'] },
  network: IndexedNetwork,
): Finding[] {
  if (bound === null || eni === null) return [];
  const allowed = sourceRanges(bound.service);
  const because = unmanaged(balancer, bound, network);
  const tagged = clusterTaggedGroups(eni, bound.service.cluster, network);
  if (allowed === null && because === null && tagged.length < 2) return [];
  const packets = withFields(journey.packets, arriving.rewrite);
  const { denied, rule } = judged(
    securityGroupIn({ ...journey, packets, sender: arriving.sender, crossed: arriving.crossed }, { at: 'security-group-in', eni }, network),
  );
  const group = network.network.securityGroups.get(eni.groupIds[0] ?? '');
  const resource = group === undefined ? refOf('eni', eni) : refOf('security-group', group);
  const groups = eni.groupIds.map((id) => label(network.network.securityGroups.get(id) ?? { id })).join(', ');
  const from = balancer.name ?? balancer.id;
  if (denied && because !== null) {
    const say = () =>
      `${because}, so nobody lets ${from} in at its targets, and ${groups} on ${eni.id} ${eni.groupIds.length > 1 ? 'have' : 'has'} no rule for it.`;
    return [targetGroupFindings.LB_BACKEND_RULES_NOT_MANAGED({ resource, direction: 'ingress', packets, say })];
  }
  if (denied && tagged.length > 1) {
    const say = () =>
      `${tagged.join(' and ')} on ${eni.id} both carry the tag kubernetes.io/cluster/${bound.service.cluster}: the controller expects exactly one, and adds no rule for ${from}.`;
    return [targetGroupFindings.MULTIPLE_CLUSTER_TAGGED_GROUPS({ resource, effect: 'caveat', packets, say })];
  }
  if (!denied && allowed !== null && !covers(allowed, fieldOf(journey.packets, 'sources'))) {
    const by = rule === null ? 'a rule' : `rule ${rule.text} (${rule.id})`;
    const say = () =>
      `${describeSource(journey.packets)} is outside loadBalancerSourceRanges of Service ${serviceText(bound.service)} (${bound.service.sourceRanges.join(', ')}), yet ${by} of ${groups} lets it in: that rule was made for another Service.`;
    return [targetGroupFindings.SOURCE_RANGE_WIDENED({ resource, packets, say })];
  }
  return [];
}
