/** One sender to one destination: the walk both ways, with what is to be told about how the destination's name was resolved. */
import type { AddressSet, PacketSet } from '../net/packet-set.js';
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import { kubeletCaveat } from '../components/aws/eks-cluster/kubelet.js';
import { nameFindings } from '../components/beyond/names/findings.js';
import type { Finding } from '../packet/finding.js';
import type { FlowContext } from '../packet/station.js';
import type { Destination, Origin, ResolutionNote } from '../snapshot/endpoints/endpoint.js';
import { converse, type Conversation } from './conversation.js';
import type { AskedFields } from './request.js';
import { Walk } from './walk.js';

export interface Toward {
  readonly conversations: readonly Conversation[];
  /** false: a limit cut the walk short. */
  readonly complete: boolean;
}

function packetsFor(origin: Origin, destination: Destination, addresses: AddressSet, fields: AskedFields): PacketSet {
  return [
    {
      protocols: fields.protocols,
      sources: origin.sources,
      destinations: addresses,
      sourcePorts: fields.sourcePorts ?? origin.clientPorts,
      destinationPorts: destination.ports ?? fields.ports,
    },
  ];
}

function walkTo(origin: Origin, destination: Destination, asked: PacketSet, flow: FlowContext, network: IndexedNetwork): Toward {
  const walk = new Walk(network, flow);
  walk.from({
    leg: 'forward',
    place: destination.start ?? origin.place,
    asked,
    open: asked,
    sessions: null,
    members: [origin.member, destination.member].filter((member) => member !== null),
    represents: origin.represents * destination.represents,
  });
  const { conversations, complete } = converse(walk.paths, origin, flow, network);
  return { conversations, complete: walk.complete && complete };
}

function findingOf({ code, message, missing, resource }: ResolutionNote, destination: Destination, packets: PacketSet): Finding {
  return {
    code,
    effect: missing === undefined ? 'caveat' : 'unknown',
    resource: resource ?? destination.resource,
    direction: null,
    rule: null,
    say: () => message,
    considered: () => [],
    packets,
    missing: missing ?? null,
    symptom: null,
  };
}

/** Puts findings about the name before those of the way. One that can't be decided leaves the whole open, whatever the way does. */
function told(conversations: readonly Conversation[], findings: readonly Finding[], asked: PacketSet): readonly Conversation[] {
  if (findings.length === 0) return conversations;
  const located = findings.map((finding) => ({ finding, leg: 'forward', hop: 0, asked }) as const);
  const open = findings.some(({ effect }) => effect === 'unknown');
  return conversations.map((one) => ({ ...one, outcome: open ? 'unknown' : one.outcome, findings: [...located, ...one.findings] }));
}

/** Traces one origin to one destination, both legs. `ref`: what the question calls the destination. */
export function traceToward(
  origin: Origin,
  destination: Destination,
  fields: AskedFields,
  asked: { readonly flow: FlowContext; readonly ref: string; readonly network: IndexedNetwork },
): Toward {
  const { ref, network } = asked;
  const flow: FlowContext = { ...asked.flow, meant: destination.resource };
  const packets = packetsFor(origin, destination, destination.addresses, fields);
  const toward = walkTo(origin, destination, packets, flow, network);
  const findings = destination.notes.map((note) => findingOf(note, destination, packets));
  const fails = toward.conversations.some(({ outcome }) => outcome === 'blocked' || outcome === 'partial');
  const kubelet = fails ? kubeletCaveat(origin.resource, destination.resource, packets) : null;
  if (kubelet !== null) findings.push(kubelet);
  if (destination.others !== undefined && toward.conversations.every(({ outcome }) => outcome === 'blocked')) {
    const others = walkTo(origin, destination, packetsFor(origin, destination, destination.others, fields), flow, network);
    if (others.conversations.some(({ outcome }) => outcome !== 'blocked'))
      findings.unshift(
        nameFindings.NAME_RESOLVES_PUBLIC({
          resource: destination.resource,
          effect: 'unknown',
          packets,
          missing: `the address that ${ref} resolves to (ask for internet/ADDRESS)`,
          say: () => `It depends on the address that ${ref} resolves to: some public addresses are let through and most are not.`,
        }),
      );
  }
  return { conversations: told(toward.conversations, findings, packets), complete: toward.complete };
}
