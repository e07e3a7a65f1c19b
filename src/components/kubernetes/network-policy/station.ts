/** Where the policies of a pod are asked: of the sender before a Service is resolved, of the receiver as the packet arrives. */
import { familyOf } from '../../../net/address.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Pod } from '../../../model/kubernetes/cluster.js';
import type { ResourceRef } from '../../../model/resource.js';
import { describeDestination, describeService, describeSource, onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place } from '../../../packet/place.js';
import type { Decision, Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { objectRef } from '../references.js';
import { enforcementOf, type Enforcement } from './enforcement.js';
import { evaluatePolicies, type PolicyDecision, type PolicyPart } from './evaluate.js';
import { policyFindings } from './findings.js';
import { policiesSelecting } from './selected-by.js';
import { policyWorldOf } from './world-of.js';

type Direction = 'ingress' | 'egress';

interface Asked {
  readonly pod: Pod;
  readonly direction: Direction;
  readonly journey: Journey;
  readonly network: IndexedNetwork;
}

function policyRef(
  policy: {
    readonly cluster: string;
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  },
  network: IndexedNetwork,
): ResourceRef {
  return objectRef(policy.namespace === '' ? 'cluster-network-policy' : 'network-policy', policy, network);
}

function subject({ direction }: Asked, packets: Decision['packets']): string {
  return direction === 'ingress'
    ? `${describeService(packets)} from ${describeSource(packets)}`
    : `${describeService(packets)} to ${describeDestination(packets)}`;
}

function denied(asked: Asked, part: PolicyPart, decision: PolicyDecision): Finding {
  const { pod, direction, network } = asked;
  const podRef = objectRef('pod', pod, network);
  const { packets, reason } = part;
  const base = { direction, packets, considered: decision.nearMisses };
  if (reason.kind === 'rule') {
    const resource = policyRef(reason.policy, network);
    return policyFindings.CLUSTER_POLICY_DENY({
      ...base,
      resource,
      rule: { id: reason.rule.id, direction, text: reason.rule.text },
      say: () =>
        `Cluster-wide policy ${resource.id} denies ${subject(asked, packets)} ${direction === 'ingress' ? 'into' : 'out of'} pod ${podRef.id}: ${reason.rule.text}.`,
    });
  }
  if (reason.kind === 'isolated') {
    const names = reason.policies.map((policy) => policyRef(policy, network).id);
    const first = reason.policies[0];
    const resource = first === undefined ? podRef : policyRef(first, network);
    const say = (): string =>
      `Network ${names.length === 1 ? 'policy' : 'policies'} ${names.join(', ')} isolate${names.length === 1 ? 's' : ''} pod ${podRef.id} for ${direction}, and no rule allows ${subject(asked, packets)}.`;
    return direction === 'ingress'
      ? policyFindings.NETWORK_POLICY_INGRESS_DENY({ ...base, resource, say })
      : policyFindings.NETWORK_POLICY_EGRESS_DENY({ ...base, resource, say });
  }
  return policyFindings.NETWORK_POLICY_DEFAULT_DENY_STRICT({
    ...base,
    resource: podRef,
    say: () => `Policies are enforced in strict mode and none selects pod ${podRef.id}, so ${subject(asked, packets)} is denied.`,
  });
}

/** What a denying or undecided part means, given who enforces. */
function decisionFor(asked: Asked, part: PolicyPart, decision: PolicyDecision, enforcement: Enforcement): Decision {
  const { packets, outcome, reason } = part;
  if (outcome === 'allowed') return { packets, verdict: 'permit', finding: null };
  const resource = objectRef('pod', asked.pod, asked.network);
  if (enforcement.state === 'not-enforced') {
    const would = denied(asked, part, decision);
    return {
      packets,
      verdict: 'permit',
      finding: policyFindings.NETWORK_POLICY_NOT_ENFORCED({
        resource: would.resource,
        direction: asked.direction,
        packets,
        say: () => `${would.say()} Yet nothing enforces it: ${enforcement.why}.`,
      }),
    };
  }
  if (enforcement.state === 'unknown') {
    return {
      packets,
      verdict: 'unknown',
      finding: policyFindings.NETWORK_POLICY_UNDECIDED({
        resource,
        direction: asked.direction,
        packets,
        missing: enforcement.missing,
        say: () => `${denied(asked, part, decision).say()} Whether anything enforces policies is not in the snapshot.`,
      }),
    };
  }
  if (outcome === 'undecided') {
    const because = reason.kind === 'undecidable' ? reason.because : 'its order is not defined';
    return {
      packets,
      verdict: 'unknown',
      finding: policyFindings.NETWORK_POLICY_UNDECIDED({
        resource,
        direction: asked.direction,
        packets,
        missing: 'Namespaces with their labels (kubectl get namespaces -o json)',
        say: () => `Policies of pod ${resource.id} can't be decided for ${subject(asked, packets)}: ${because}.`,
      }),
    };
  }
  return { packets, verdict: 'deny', finding: denied(asked, part, decision) };
}

function ask(asked: Asked, byHelper: boolean, to: Place): Step {
  const { pod, direction, journey, network } = asked;
  if (pod.hostNetwork || journey.leg === 'return') return { kind: 'go', hop: null, to };
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const world = policyWorldOf(network);
  const selected = policiesSelecting(pod, world);
  const enforcement = enforcementOf(pod, node, byHelper, network);
  const strict = enforcement.state === 'enforced' && enforcement.strict;
  const resource = objectRef('pod', pod, network);
  if (enforcement.state !== 'not-enforced' && !network.hasKind('NetworkPolicy', pod.cluster)) {
    const finding = missingCall(
      resource,
      'Kubernetes network policies (kubectl get networkpolicies -A -o json)',
      `Whether policies let pod ${resource.id} ${direction === 'ingress' ? 'receive' : 'send'} this`,
      journey.packets,
    );
    return {
      kind: 'filter',
      to,
      decisions: [{ packets: journey.packets, verdict: 'unknown', finding }],
      hop: { station: 'network-policy', resource, action: 'permit', explain: finding.say },
    };
  }
  if (selected.networkPolicies.length === 0 && selected.clusterPolicies.length === 0 && !strict) return { kind: 'go', hop: null, to };
  const decision = evaluatePolicies({ pod, direction, packets: journey.packets, strict }, selected, world);
  const decisions = decision.parts.map((part) => decisionFor(asked, part, decision, enforcement));
  const refused = decisions.find(({ verdict }) => verdict === 'deny')?.finding ?? null;
  const shown = refused ?? decisions.find(({ finding }) => finding !== null)?.finding ?? null;
  const allowing = decision.parts.find(({ outcome, reason }) => outcome === 'allowed' && reason.kind === 'rule')?.reason;
  const by = allowing?.kind === 'rule' ? allowing : null;
  if (shown === null && !decision.isolated && by === null) return { kind: 'go', hop: null, to };
  return {
    kind: 'filter',
    to,
    decisions,
    hop: {
      station: 'network-policy',
      resource: shown?.resource ?? (by === null ? resource : policyRef(by.policy, network)),
      action: refused === null ? 'permit' : 'deny',
      rule: refused?.rule ?? (by === null ? null : { id: by.rule.id, direction, text: by.rule.text }),
      explain:
        shown?.say ??
        (() =>
          by === null
            ? exempted(decision, resource.id, direction)
            : `${policyRef(by.policy, network).id} lets pod ${resource.id} ${direction === 'ingress' ? 'receive' : 'send'} it: ${by.rule.text}.`),
    },
  };
}

function exempted(decision: PolicyDecision, pod: string, direction: Direction): string {
  const own = decision.parts.some(({ reason }) => reason.kind === 'own-node');
  const way = direction === 'ingress' ? 'from' : 'to';
  return own ? `Traffic ${way} its own node always passes the policies of pod ${pod}.` : `The policies of pod ${pod} do not stop it.`;
}

export const policyOut: Station<'policy-out'> = (journey, { pod }, network) => {
  const node = pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  const resource = objectRef('pod', pod, network);
  if (node === null)
    return lost(
      'pod',
      resource,
      missingCall(resource, 'Kubernetes nodes (kubectl get nodes -o json)', `Where pod ${resource.id} runs`, journey.packets),
    );
  const destination = onlyDestination(journey.packets);
  const byHelper =
    destination !== null && pod.addresses.length > 0 && !pod.addresses.some((address) => familyOf(address) === familyOf(destination));
  return ask({ pod, direction: 'egress', journey, network }, byHelper, { at: 'kube-proxy', node, pod, entered: null });
};

export const policyIn: Station<'policy-in'> = (journey, { pod, eni }, network) =>
  ask({ pod, direction: 'ingress', journey, network }, false, { at: 'pod-in', pod, eni });
