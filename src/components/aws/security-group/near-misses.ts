/** Rules that came close: those that fail in one field are named first, so that a reader sees the typo. */
import { covers, overlaps } from '../../../net/interval-set.js';
import { fieldOf, type PacketSet } from '../../../net/packet-set.js';
import { formatPorts, formatProtocols, isIcmp } from '../../../net/port.js';
import { label } from '../../../model/resource.js';
import type { SecurityGroupRule } from '../../../model/aws/filters.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { describeAddresses } from '../../../packet/describe.js';
import type { ConsideredRule } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { peerMatch } from './peers.js';

const MOST = 6;

function nameOfGroup(groupId: string, network: IndexedNetwork): string {
  const group = network.network.securityGroups.get(groupId);
  return group === undefined ? groupId : label(group);
}

/** Why the peer of a rule does not cover the other end; null when it does. */
function peerMiss(rule: SecurityGroupRule, eni: NetworkInterface, journey: Journey, network: IndexedNetwork): string | null {
  const others = fieldOf(journey.packets, rule.direction === 'ingress' ? 'sources' : 'destinations');
  const match = peerMatch(rule.peer, rule.direction, eni, journey, network);
  if (match.kind === 'addresses' && covers(match.addresses, others)) return null;
  const who = describeAddresses(others);
  if (match.kind === 'hidden') return `${who} belongs to ${match.id}'s other side, where group membership is not seen`;
  if (rule.peer.kind === 'group') return `${who} is not an address of an interface in ${nameOfGroup(rule.peer.groupId, network)}`;
  if (match.kind === 'unknown') return `the entries of ${match.id} are not in the snapshot`;
  if (rule.peer.kind === 'prefix-list') return `${who} is in no entry of ${rule.peer.prefixListId}`;
  return `${who} is outside it`;
}

/** Rules for another protocol, or for all traffic of somebody else, are near misses by count only: the others come first. */
function isFar(rule: SecurityGroupRule, reasons: readonly string[]): boolean {
  return rule.packets.protocols === undefined || reasons.some((reason) => /^it is for (?!another)/.test(reason));
}

/** The rules of one direction with the reason why each does not fit, closest first. */
export function nearMisses(
  rules: readonly SecurityGroupRule[],
  packets: PacketSet,
  eni: NetworkInterface,
  journey: Journey,
  network: IndexedNetwork,
): ConsideredRule[] {
  const judged = rules.map((rule) => {
    const reasons: string[] = [];
    const protocols = fieldOf(packets, 'protocols');
    const ports = fieldOf(packets, 'destinationPorts');
    if (rule.packets.protocols !== undefined && !overlaps(rule.packets.protocols, protocols)) {
      reasons.push(`it is for ${formatProtocols(rule.packets.protocols)}, not ${formatProtocols(protocols)}`);
    } else if (rule.packets.destinationPorts !== undefined && !covers(rule.packets.destinationPorts, ports)) {
      const only = protocols[0];
      reasons.push(
        only !== undefined && isIcmp(only)
          ? 'it is for another ICMP type or code'
          : `port ${formatPorts(ports)} is outside ${formatPorts(rule.packets.destinationPorts)}`,
      );
    }
    const peer = peerMiss(rule, eni, journey, network);
    if (peer !== null) reasons.push(peer);
    return { rule, reasons };
  });
  return judged
    .filter(({ reasons }) => reasons.length > 0)
    .sort(
      (one, other) =>
        one.reasons.length - other.reasons.length || Number(isFar(one.rule, one.reasons)) - Number(isFar(other.rule, other.reasons)),
    )
    .slice(0, MOST)
    .map(({ rule, reasons }) => ({ id: rule.id, text: rule.text, why: reasons.join('; ') }));
}
