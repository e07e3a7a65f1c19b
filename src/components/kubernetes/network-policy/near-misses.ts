/** Rules that would have allowed denied packets but for one thing: what a user most likely meant. */
import type { ConsideredRule } from '../../../packet/finding.js';
import { fieldOf, intersectSet, type PacketSet } from '../../../net/packet-set.js';
import { formatPorts, formatProtocols } from '../../../net/port.js';
import { prefixSet } from '../../../net/prefix.js';
import { overlaps } from '../../../net/interval-set.js';
import type { NetworkPolicy, PolicyPeer, PolicyRule } from '../../../model/kubernetes/policy.js';
import { EVERYTHING, matchesSelector } from '../selector.js';
import { matchesOf, type Subject } from './rule-matches.js';
import { namespaceMatch } from './selected-by.js';
import { peerText } from './rule-text.js';

/** In the order of the rules; empty when nothing was denied. */
export function nearMisses(policies: readonly NetworkPolicy[], subject: Subject, denied: PacketSet): readonly ConsideredRule[] {
  if (denied.length === 0) return [];
  return policies.flatMap((policy) =>
    policy[subject.direction].flatMap((rule) => {
      const why = missedBy(rule, policy, subject, denied);
      return why === null ? [] : [{ id: rule.id, text: rule.text, why }];
    }),
  );
}

function missedBy(rule: PolicyRule, policy: NetworkPolicy, subject: Subject, denied: PacketSet): string | null {
  if (rule.ports !== null && fits({ ...rule, ports: null }, policy, subject, denied)) return portReason(rule, denied);
  if (rule.peers === null || !fits({ ...rule, peers: null }, policy, subject, denied)) return null;
  return (
    rule.peers.map((peer) => peerReason(peer, policy, subject)).find((reason) => reason !== null) ??
    'the ports fit, its peers do not include the other end'
  );
}

function fits(rule: PolicyRule, { namespace }: NetworkPolicy, subject: Subject, denied: PacketSet): boolean {
  const { certain, possible } = matchesOf(rule, namespace, subject, true);
  return [...certain, ...possible].some((match) => intersectSet(denied, match).length > 0);
}

function portReason(rule: PolicyRule, denied: PacketSet): string {
  const protocols = formatProtocols(fieldOf(denied, 'protocols'));
  const named = rule.ports?.find(({ ports }) => ports?.kind === 'named')?.ports;
  const asked = `${protocols} ${formatPorts(fieldOf(denied, 'destinationPorts'))}`;
  const hint =
    named?.kind === 'named' ? `; a named port ("${named.name}") is the one that the destination pod declares under that name` : '';
  return `the other end fits, the port does not: ${asked} was asked for${hint}`;
}

/** What of one peer fits, when all but one of its parts do. */
function peerReason(peer: PolicyPeer, policy: NetworkPolicy, subject: Subject): string | null {
  if (peer.kind === 'block') {
    const excepted = overlaps(subject.peerAddresses, prefixSet(peer.prefix));
    return excepted ? `the address is in ${peerText({ ...peer, except: [] })}, but also in one of its exceptions` : null;
  }
  if (peer.kind !== 'pods') return null;
  return podsReason(peer, policy, subject) ?? serviceReason(peer, subject);
}

function podsReason(peer: Extract<PolicyPeer, { kind: 'pods' }>, { namespace }: NetworkPolicy, subject: Subject): string | null {
  for (const far of subject.pods()) {
    const labelled = matchesSelector(peer.pods ?? EVERYTHING, far.labels);
    if (peer.namespaces === null) {
      if (labelled && far.namespace !== namespace) {
        return `the labels of ${far.namespace}/${far.name} fit, but without a namespaceSelector only pods of namespace ${namespace} are meant`;
      }
      if (!labelled && far.namespace === namespace)
        return `the labels of ${far.namespace}/${far.name} do not fit: it has ${labelsText(far.labels)}`;
      continue;
    }
    const inside = namespaceMatch(peer.namespaces, subject.pod.cluster, far.namespace, subject.world) !== 'no';
    if (labelled && !inside) return `the labels of ${far.namespace}/${far.name} fit, those of its namespace do not: ${peerText(peer)}`;
    if (!labelled && inside) return `the namespace of ${far.namespace}/${far.name} fits, the labels of the pod do not: ${peerText(peer)}`;
  }
  return null;
}

/** Asked for by its cluster address, a Service must itself select by all labels of the peer; its pods having them is not enough. */
function serviceReason(peer: Extract<PolicyPeer, { kind: 'pods' }>, subject: Subject): string | null {
  for (const service of subject.services()) {
    const pods = subject.world.podsOf(service);
    if (matchesSelector(peer.pods ?? EVERYTHING, service.selector ?? {}) || pods.length === 0) continue;
    if (!pods.every((pod) => matchesSelector(peer.pods ?? EVERYTHING, pod.labels))) continue;
    return `the pods behind ${service.namespace}/${service.name} fit, but by cluster address only a Service whose own selector has all labels of the peer is allowed`;
  }
  return null;
}

/** The labels of a pod as a reader compares them with a selector; those that tools add to every pod are left out. */
function labelsText(labels: Readonly<Record<string, string>>): string {
  const own = Object.entries(labels).filter(([key]) => !/^(pod-template-hash|controller-revision-hash)$/.test(key));
  return own.length === 0 ? 'none' : `${own.map(([key, value]) => `${key}=${value}`).join(', ')}`;
}
