/** Every rule in force at an interface or pod: policies, groups, network ACLs and routes, and which interface carries what. */
import type { Family } from '../net/address.js';
import type { AddressSet } from '../net/packet-set.js';
import { ALL_IPV4, ALL_IPV6 } from '../net/prefix.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { Pod } from '../model/kubernetes/cluster.js';
import type { ClusterPolicy, PolicyRule } from '../model/kubernetes/policy.js';
import { describeAddresses } from '../packet/describe.js';
import { isStrict } from '../components/kubernetes/network-policy/enforcement.js';
import { isolationOf } from '../components/kubernetes/network-policy/isolation.js';
import { policiesSelecting } from '../components/kubernetes/network-policy/selected-by.js';
import { policyWorldOf } from '../components/kubernetes/network-policy/world-of.js';
import type { EndpointProblem, Origin } from '../snapshot/endpoints/endpoint.js';
import { resolveReference } from '../snapshot/endpoints/resolve.js';
import { interfaceRules, type InterfaceRules } from './interface-rules.js';
import { leavingParts } from './leaving.js';

/** Network policies that select a pod, in one direction. */
export interface PolicyRules {
  readonly isolated: boolean;
  /** `namespace/name` of the policies that isolate the pod. */
  readonly by: readonly string[];
  readonly rules: readonly {
    readonly policy: string;
    readonly id: string;
    readonly text: string;
    readonly action: 'allow' | 'deny' | 'pass';
  }[];
}

/** Where packets to some destinations leave. */
export interface OutboundWay {
  readonly destinations: string;
  /** null: they do not leave by an interface, or the snapshot does not tell. */
  readonly interface: string | null;
  readonly source: string | null;
  readonly why: string;
}

export interface EffectiveRules {
  readonly ref: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  /** The interfaces at which packets for it arrive. */
  readonly inbound: readonly string[];
  readonly outbound: readonly OutboundWay[];
  /** One entry for each interface that is named above; for a subnet one without an interface. */
  readonly interfaces: readonly InterfaceRules[];
  /** Only of a pod. */
  readonly networkPolicies?: { readonly strict: boolean; readonly ingress: PolicyRules; readonly egress: PolicyRules };
  readonly missing: readonly string[];
}
export type EffectiveRulesAnswer =
  { readonly ok: true; readonly rules: EffectiveRules } | { readonly ok: false; readonly problem: EndpointProblem };

/** Answers for a reference to something with interfaces; anything else is a problem. */
export function effectiveRules(ref: string, network: IndexedNetwork): EffectiveRulesAnswer {
  const resolved = resolveReference(ref, network);
  if (!resolved.ok) return resolved;
  const { end } = resolved;
  const family = end.families[0] ?? 'ipv4';
  const origins = end.origins(family);
  const pod = origins.length === 1 && origins[0]?.place.at === 'pod-out' ? origins[0].place.pod : null;
  const placed = origins.filter((origin) => origin.subnetId !== null || origin.place.at === 'pod-out' || origin.place.at === 'host-out');
  if (placed.length === 0)
    return {
      ok: false,
      problem: { code: 'INVALID_REQUEST', message: `${ref} has no interface in this snapshot, so no rules are in force at it.`, path: '' },
    };
  const missing = new Set<string>();
  const ways = waysOut(placed, family, network, missing);
  const inbound = [...new Set(placed.flatMap(({ interfaceId }) => interfaceId ?? []))];
  const ids = new Set([...inbound, ...ways.flatMap((way) => way.interface ?? [])]);
  const interfaces = [...ids].flatMap((id) => {
    const eni = network.network.interfaces.get(id);
    return eni === undefined ? [] : [interfaceRules(eni, network.network.subnets.get(eni.subnetId) ?? null, network, missing)];
  });
  const edges = placed.flatMap(({ place }) => (place.at === 'subnet-out' ? [interfaceRules(null, place.subnet, network, missing)] : []));
  const networkPolicies = pod === null ? {} : { networkPolicies: policyRules(pod, network, missing) };
  const base = { ref, kind: end.kind, id: end.id, name: end.name };
  return {
    ok: true,
    rules: { ...base, inbound, outbound: ways, interfaces: [...interfaces, ...edges], ...networkPolicies, missing: [...missing] },
  };
}

/** Of a node or pod every destination is asked about at once: its node splits them into what it treats alike. */
function waysOut(origins: readonly Origin[], family: Family, network: IndexedNetwork, missing: Set<string>): OutboundWay[] {
  const everywhere: AddressSet = family === 'ipv4' ? ALL_IPV4 : ALL_IPV6;
  return origins.flatMap((origin) =>
    (leavingParts(origin, everywhere, network) ?? []).map(({ destinations, leaving }): OutboundWay => {
      if (leaving.how === 'unknown') missing.add(leaving.missing);
      const out = leaving.how === 'leaves' ? leaving : null;
      return {
        destinations: destinationsText(destinations, origin),
        interface: out?.eni?.id ?? null,
        source: out?.source ?? null,
        why: leaving.why,
      };
    }),
  );
}

function destinationsText(destinations: AddressSet, { vpc }: Origin): string {
  const inside =
    vpc?.cidrs.some(({ prefix }) => destinations[0] === prefix.first && destinations[destinations.length - 1] === prefix.end) === true;
  const text = describeAddresses(destinations);
  return inside ? `${text} (inside the VPC)` : text.includes('further ranges') ? 'everywhere else' : text;
}

function policyRules(pod: Pod, network: IndexedNetwork, missing: Set<string>): NonNullable<EffectiveRules['networkPolicies']> {
  if (!pod.hostNetwork && !network.hasKind('NetworkPolicy', pod.cluster))
    missing.add('Kubernetes network policies (kubectl get networkpolicies -A -o json)');
  const selected = policiesSelecting(pod, policyWorldOf(network));
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const strict = !pod.hostNetwork && selected.networkPolicies.length === 0 && isStrict(pod, node, network);
  const tier = (wanted: ClusterPolicy['tier'], direction: 'ingress' | 'egress') =>
    selected.clusterPolicies
      .filter(({ policy }) => policy.tier === wanted)
      .flatMap(({ policy }) =>
        policy[direction].map((rule) => ({ policy: policy.name, id: rule.id, text: rule.text, action: rule.action })),
      );
  const own = (policy: string, rule: PolicyRule) => ({ policy, id: rule.id, text: rule.text, action: 'allow' as const });
  const side = (direction: 'ingress' | 'egress'): PolicyRules => {
    const { isolated, by } = isolationOf(selected, direction);
    const rules = by.flatMap((policy) => policy[direction].map((rule) => own(`${policy.namespace}/${policy.name}`, rule)));
    return {
      isolated: isolated || strict,
      by: by.map(({ namespace, name }) => `${namespace}/${name}`),
      rules: [...tier('admin', direction), ...rules, ...tier('baseline', direction)],
    };
  };
  return { strict, ingress: side('ingress'), egress: side('egress') };
}
