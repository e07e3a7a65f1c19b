/** A request and its reply: the two legs of one way through the network, and whether the whole works. */
import { covers } from '../net/interval-set.js';
import { fieldOf, type PacketSet } from '../net/packet-set.js';
import { icmpReplyPorts, isIcmp } from '../net/port.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import { endKey } from '../components/aws/eni/owner.js';
import { bypassed } from '../components/aws/appliance/passage.js';
import { natGatewayFindings } from '../components/aws/nat-gateway/findings.js';
import { describeDestination } from '../packet/describe.js';

import type { FlowContext, Member } from '../packet/station.js';
import type { Origin } from '../snapshot/endpoints/endpoint.js';
import { Walk, type LocatedFinding, type WalkedPath } from './walk.js';

export interface Conversation {
  readonly forward: WalkedPath;
  /** null: the request never arrives, or nothing is to be answered. */
  readonly back: WalkedPath | null;
  readonly outcome: 'reachable' | 'partial' | 'blocked' | 'unknown';
  /** The part of connections that works: 0 to 1. */
  readonly share: number;
  readonly members: readonly Member[];
  readonly represents: number;
  /** Both legs, in the order that packets meet them. */
  readonly findings: readonly LocatedFinding[];
}

/** How many packets a set holds, roughly: enough for shares. */
function volume(packets: PacketSet): number {
  let sum = 0;
  for (const { protocols, sources, destinations, sourcePorts, destinationPorts } of packets) {
    sum += length(protocols) * length(sources) * length(destinations) * length(sourcePorts) * length(destinationPorts);
  }
  return sum;
}
/** Subtracts before it converts: as numbers, neighbouring IPv6 addresses are the same. */
function length(set: readonly (number | bigint)[]): number {
  let sum = 0;
  for (let i = 0; i < set.length; i += 2) {
    const [first, end] = [set[i], set[i + 1]];
    sum += typeof first === 'bigint' && typeof end === 'bigint' ? Number(end - first) : Number(end) - Number(first);
  }
  return sum;
}

function shareOf({ open, asked, share }: WalkedPath): number {
  if (open.length === 0) return 0;
  if (open === asked) return share;
  const all = volume(asked);
  return all === 0 ? 0 : share * Math.min(1, volume(open) / all);
}

/** Source and destination exchanged. An ICMP request is answered by its reply type; null where none is due. */
export function replyTo(packets: PacketSet): PacketSet | null {
  const out = packets.flatMap((box) => {
    const protocol = box.protocols[0];
    const icmp = box.protocols.length === 2 && protocol !== undefined && box.protocols[1] === protocol + 1 && isIcmp(protocol);
    const answer = icmp ? icmpReplyPorts(box.destinationPorts) : box.sourcePorts;
    if (answer.length === 0) return [];
    return [
      {
        protocols: box.protocols,
        sources: box.destinations,
        destinations: box.sources,
        sourcePorts: icmp ? box.sourcePorts : box.destinationPorts,
        destinationPorts: answer,
      },
    ];
  });
  return out.length === 0 ? null : out;
}

function hasUnknown(path: WalkedPath): boolean {
  return path.outcome === 'unknown' || path.findings.some(({ finding }) => finding.effect === 'unknown');
}

function judged(forward: WalkedPath, back: WalkedPath | null): Conversation {
  const forwardShare = shareOf(forward);
  const backShare = back === null ? 1 : shareOf(back);
  const share = forwardShare * backShare;
  const unknown = hasUnknown(forward) || (back !== null && hasUnknown(back));
  const outcome = share === 0 ? 'blocked' : unknown ? 'unknown' : share < 1 ? 'partial' : 'reachable';
  return {
    forward,
    back,
    outcome,
    share,
    members: back === null ? forward.members : [...forward.members, ...back.members.filter((one) => !forward.members.includes(one))],
    represents: forward.represents,
    findings: back === null ? forward.findings : [...forward.findings, ...back.findings],
  };
}

/** A reply must come back to who asked, from the address that was asked: a part of them where routes split a range. */
function checkedBack(back: WalkedPath, forward: WalkedPath, origin: Origin): WalkedPath {
  const end = back.hops[back.hops.length - 1];
  const start = forward.hops[0];
  if (end === undefined || start === undefined || (back.outcome !== 'delivered' && back.outcome !== 'left')) return back;
  // A host-network pod has the node's address, so its replies end at the node.
  const onHost = origin.place.at === 'pod-out' && origin.place.pod.hostNetwork && end.station === 'node';
  const sameEnd = onHost || endKey(end.resource) === endKey(origin.resource) || back.outcome === 'left' || origin.place.at === 'eni-out';
  const asked = start.packets;
  const sameAddresses =
    covers(fieldOf(asked, 'destinations'), fieldOf(back.asked, 'sources')) &&
    covers(fieldOf(asked, 'sources'), fieldOf(back.asked, 'destinations'));
  if (sameEnd && sameAddresses) return passedAll(back);
  const finding = natGatewayFindings.RETURN_WRONG_TARGET({
    resource: end.resource,
    packets: back.asked,
    direction: 'egress',
    say: () =>
      `The reply ends at ${end.resource.name ?? end.resource.id} for ${describeDestination(back.asked)}, not where the request came from: the client never sees it as an answer.`,
  });
  return { ...back, open: [], findings: [...back.findings, { finding, leg: 'return', hop: back.hops.length - 1, asked: back.asked }] };
}

/** A reply that came back without passing a device that tracks the connection is not let through on the next packet. */
function passedAll(back: WalkedPath): WalkedPath {
  const finding = bypassed(back.sessions, back.asked);
  if (finding === null) return back;
  return { ...back, open: [], findings: [...back.findings, { finding, leg: 'return', hop: back.hops.length - 1, asked: back.asked }] };
}

/** Walks the reply of every way that arrived, and judges both legs together. */
export function converse(
  paths: readonly WalkedPath[],
  origin: Origin,
  flow: FlowContext,
  network: IndexedNetwork,
): { conversations: Conversation[]; complete: boolean } {
  const conversations: Conversation[] = [];
  let complete = true;
  for (const forward of paths) {
    const asked = forward.replyFrom === null ? null : replyTo(forward.asked);
    if (forward.replyFrom === null || asked === null) {
      conversations.push(judged(forward, null));
      continue;
    }
    const walk = new Walk(network, flow);
    walk.from({
      leg: 'return',
      place: forward.replyFrom,
      asked,
      open: asked,
      sessions: forward.sessions,
      members: [],
      represents: forward.represents,
    });
    complete &&= walk.complete;
    for (const back of walk.paths) conversations.push(judged(forward, checkedBack(back, forward, origin)));
  }
  return { conversations, complete };
}
