/** A policy's rule in one line, as answers print it. */
import { formatPorts } from '../../../net/port.js';
import { formatPrefix } from '../../../net/prefix.js';
import type { PolicyPeer, PolicyPort } from '../../../model/kubernetes/policy.js';
import { formatSelector, isEverything } from '../selector.js';

/** `from pods app=cli or 203.0.113.0/24 on tcp 80, udp 53`. */
export function ruleText(
  direction: 'ingress' | 'egress',
  peers: readonly PolicyPeer[] | null,
  ports: readonly PolicyPort[] | null,
): string {
  const who = peers === null ? 'anyone' : peers.map(peerText).join(' or ');
  const what = ports === null ? 'any port' : ports.map(portText).join(', ');
  return `${direction === 'ingress' ? 'from' : 'to'} ${who} on ${what}`;
}

export function peerText(peer: PolicyPeer): string {
  switch (peer.kind) {
    case 'block': {
      const except = peer.except.length === 0 ? '' : ` except ${peer.except.map(formatPrefix).join(', ')}`;
      return `${formatPrefix(peer.prefix)}${except}`;
    }
    case 'pods':
      return podsText(peer);
    case 'nodes':
      return isEverything(peer.nodes) ? 'all nodes' : `nodes ${formatSelector(peer.nodes)}`;
    case 'names':
      return peer.names.join(', ');
    case 'unknown':
      return `a peer that is not known here (${peer.text})`;
  }
}

function podsText({ namespaces, pods }: Extract<PolicyPeer, { kind: 'pods' }>): string {
  const which = pods === null || isEverything(pods) ? 'all pods' : `pods ${formatSelector(pods)}`;
  if (namespaces === null) return `${which} of its own namespace`;
  return isEverything(namespaces) ? `${which} of all namespaces` : `${which} in namespaces ${formatSelector(namespaces)}`;
}

function portText({ protocol, ports }: PolicyPort): string {
  if (ports === null) return protocol;
  return ports.kind === 'named' ? `${protocol} "${ports.name}"` : `${protocol} ${formatPorts(ports.set)}`;
}
