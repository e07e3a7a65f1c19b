/** The rules that judge an interface: those of all its groups. Gathered once an interface and network, because every packet asks. */
import { isEmpty, overlaps } from '../../../net/interval-set.js';
import type { PacketMatch, PacketSet } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { SecurityGroup, SecurityGroupRule } from '../../../model/aws/filters.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Journey } from '../../../packet/station.js';
import { peerMatch } from './peers.js';

/** A rule and the group that it belongs to. */
export interface Candidate {
  readonly rule: SecurityGroupRule;
  readonly group: SecurityGroup;
}

export interface RulesInForce {
  readonly known: readonly SecurityGroup[];
  /** Groups that the interface carries and the snapshot does not hold. */
  readonly unknown: readonly string[];
  readonly ingress: readonly Candidate[];
  readonly egress: readonly Candidate[];
}

const GATHERED = new WeakMap<IndexedNetwork, WeakMap<NetworkInterface, RulesInForce>>();

function gather(eni: NetworkInterface, { network }: IndexedNetwork): RulesInForce {
  const known: SecurityGroup[] = [];
  const unknown: string[] = [];
  for (const groupId of eni.groupIds) {
    const group = network.securityGroups.get(groupId);
    if (group === undefined) unknown.push(groupId);
    else known.push(group);
  }
  return {
    known,
    unknown,
    ingress: known.flatMap((group) => group.ingress.map((rule) => ({ rule, group }))),
    egress: known.flatMap((group) => group.egress.map((rule) => ({ rule, group }))),
  };
}

export function rulesInForce(eni: NetworkInterface, network: IndexedNetwork): RulesInForce {
  let ofNetwork = GATHERED.get(network);
  if (ofNetwork === undefined) GATHERED.set(network, (ofNetwork = new WeakMap()));
  let rules = ofNetwork.get(eni);
  if (rules === undefined) ofNetwork.set(eni, (rules = gather(eni, network)));
  return rules;
}

function portsMeet({ protocols, destinationPorts }: SecurityGroupRule['packets'], packets: PacketSet): boolean {
  return packets.some(
    (box) =>
      (protocols === undefined || overlaps(protocols, box.protocols)) &&
      (destinationPorts === undefined || overlaps(destinationPorts, box.destinationPorts)),
  );
}

/** What a rule accepts at an interface; null when it can't accept any of the packets. Whom it names is asked only where its ports fit. */
export function matchOf(rule: SecurityGroupRule, eni: NetworkInterface, journey: Journey, network: IndexedNetwork): PacketMatch | null {
  if (!portsMeet(rule.packets, journey.packets)) return null;
  const peer = peerMatch(rule.peer, rule.direction, eni, journey, network);
  if (peer.kind !== 'addresses' || isEmpty(peer.addresses)) return null;
  return rule.direction === 'ingress' ? { ...rule.packets, sources: peer.addresses } : { ...rule.packets, destinations: peer.addresses };
}
