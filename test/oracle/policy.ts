/** NetworkPolicy as the API states it, with the addresses that the EKS agent sees; one pod, one direction, one peer address. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { inCidr, sameAddress, type Address } from './addresses.js';
import { isOwnNode } from './node-network.js';
import type { Packet } from './leg.js';
import { child, has, list, numeric, text, texts, type Raw } from './raw.js';
import { kubernetes } from './records.js';
import { selects } from './selector.js';
import { isOver, podAddresses, type Workload } from './workload.js';

const PROTOCOLS: Readonly<Record<string, number>> = { TCP: 6, UDP: 17, SCTP: 132 };

export type PolicyAnswer = 'allowed' | 'denied' | 'denied-without-policy' | 'unknown';

function policiesOf(bundle: Bundle, cluster: string): readonly Raw[] {
  return kubernetes(bundle, 'NetworkPolicy')
    .filter((item) => item.cluster === cluster)
    .map((item) => item.raw);
}

function policiesCollected(bundle: Bundle, cluster: string): boolean {
  return bundle.kubernetes.some(
    (capture) =>
      capture.cluster === cluster &&
      capture.objects.some(
        (objects) => objects.kind === 'NetworkPolicyList' || objects.items.some((item) => text(item, 'kind') === 'NetworkPolicy'),
      ),
  );
}

function namespaceOf(raw: Raw): string {
  return text(child(raw, 'metadata'), 'namespace') || 'default';
}

function labelsOf(raw: Raw | undefined): Raw {
  return child(child(raw, 'metadata'), 'labels') ?? {};
}

function namespaceLabels(bundle: Bundle, cluster: string, name: string): Raw {
  const found = kubernetes(bundle, 'Namespace').find(
    (item) => item.cluster === cluster && text(child(item.raw, 'metadata'), 'name') === name,
  );
  return { 'kubernetes.io/metadata.name': name, ...labelsOf(found?.raw) };
}

function isolates(policy: Raw, direction: 'Ingress' | 'Egress'): boolean {
  const spec = child(policy, 'spec');
  if (has(spec, 'policyTypes')) return texts(spec, 'policyTypes').includes(direction);
  return direction === 'Ingress' || list(spec, 'egress').length > 0;
}

function peerMatches(bundle: Bundle, cluster: string, policy: Raw, peer: Raw, other: Address, pods: readonly Raw[]): boolean {
  const block = child(peer, 'ipBlock');
  if (block !== undefined) {
    return inCidr(other, text(block, 'cidr')) && !texts(block, 'except').some((cidr) => inCidr(other, cidr));
  }
  return pods.some((pod) => {
    const namespace = namespaceOf(pod);
    const byNamespace = has(peer, 'namespaceSelector')
      ? selects(child(peer, 'namespaceSelector'), namespaceLabels(bundle, cluster, namespace))
      : namespace === namespaceOf(policy);
    return byNamespace && (!has(peer, 'podSelector') || selects(child(peer, 'podSelector'), labelsOf(pod)));
  });
}

function namedPort(pod: Raw, name: string, protocol: string): number | undefined {
  for (const container of list(child(pod, 'spec'), 'containers')) {
    const found = list(container, 'ports').find((port) => text(port, 'name') === name && (text(port, 'protocol') || 'TCP') === protocol);
    if (found !== undefined) return numeric(found, 'containerPort');
  }
  return undefined;
}

function portMatches(port: Raw, packet: Packet, receivers: readonly Raw[]): boolean {
  const protocol = text(port, 'protocol') || 'TCP';
  if (PROTOCOLS[protocol] !== packet.protocol) return false;
  if (!has(port, 'port')) return true;
  const written = port['port'];
  if (typeof written === 'string' && !/^\d+$/.test(written)) {
    return receivers.some((pod) => namedPort(pod, written, protocol) === packet.destinationPort);
  }
  const first = numeric(port, 'port') ?? -1;
  return packet.destinationPort >= first && packet.destinationPort <= (numeric(port, 'endPort') ?? first);
}

/** Whether policies are looked at for the workload at all. */
function enforced(workload: Workload): boolean {
  if (workload.pod === null || ['host', 'fargate', 'windows'].includes(workload.mode)) return false;
  if (workload.mode === 'branch-strict' && !workload.settings.policiesOnStrictBranches) return false;
  return workload.settings.policies !== 'off';
}

/** Judges one direction for the workload; `packet` is as the agent at the pod's interface sees it. */
export function judgePolicies(bundle: Bundle, workload: Workload, direction: 'Ingress' | 'Egress', packet: Packet): PolicyAnswer {
  const { pod, cluster } = workload;
  if (pod === null || !enforced(workload)) return 'allowed';
  // The helper interface by which a pod calls the other family is not watched.
  if (packet.source.family !== packet.destination.family) return 'allowed';
  const other = direction === 'Ingress' ? packet.source : packet.destination;
  if (workload.addresses.some((own) => sameAddress(own, other)) || isOwnNode(workload, other)) return 'allowed';
  if (!policiesCollected(bundle, cluster)) return 'unknown';
  const selecting = policiesOf(bundle, cluster).filter(
    (policy) => namespaceOf(policy) === namespaceOf(pod) && selects(child(child(policy, 'spec'), 'podSelector'), labelsOf(pod)),
  );
  if (selecting.length === 0) return workload.settings.policies === 'strict' ? 'denied-without-policy' : 'allowed';
  const isolating = selecting.filter((policy) => isolates(policy, direction));
  if (isolating.length === 0) return 'allowed';
  const peers = kubernetes(bundle, 'Pod')
    .filter((item) => item.cluster === cluster && !isOver(item.raw) && podAddresses(item.raw).some((own) => sameAddress(own, other)))
    .map((item) => item.raw);
  const receivers = direction === 'Ingress' ? [pod] : peers;
  for (const policy of isolating) {
    for (const rule of list(child(policy, 'spec'), direction.toLowerCase())) {
      const [who, ports] = [list(rule, direction === 'Ingress' ? 'from' : 'to'), list(rule, 'ports')];
      const peerFits = who.length === 0 || who.some((peer) => peerMatches(bundle, cluster, policy, peer, other, peers));
      if (peerFits && (ports.length === 0 || ports.some((port) => portMatches(port, packet, receivers)))) return 'allowed';
    }
  }
  return 'denied';
}
