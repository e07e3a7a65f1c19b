/**
 * A node of a load balancer: which listener takes a new connection, and where replies go on. A client talks to one node, the node
 * to a target ("How Elastic Load Balancing works").
 */
import { oneNumber, subtract } from '../../../net/interval-set.js';
import { intersectSet, type PacketMatch, type PacketSet } from '../../../net/packet-set.js';
import { ALL_PORTS, ALL_PROTOCOLS, type NumberSet } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Listener } from '../../../model/aws/services.js';
import { refOf } from '../../../model/resource.js';
import { describeService, describeSource } from '../../../packet/describe.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall, stateFindings } from '../../state.js';
import { loadBalancerFindings } from './findings.js';
import { listenersConsidered, listenersOf, listenerText } from './listeners.js';
import { balancerName, nodeName } from './names.js';
import { wireProtocols } from './protocols.js';
import { returning } from './return-leg.js';

type At = PlaceAt<'load-balancer'>;
interface Part {
  readonly match: PacketMatch;
  readonly listener: Listener | null;
}

function mismatch({ loadBalancer }: At, listeners: readonly Listener[], packets: PacketSet): Step {
  const resource = refOf('load-balancer', loadBalancer);
  const make =
    loadBalancer.type === 'classic' ? loadBalancerFindings.ELB_LISTENERS_MISMATCH : loadBalancerFindings.ELBV2_LISTENERS_MISMATCH;
  const finding = make({
    resource,
    direction: 'ingress',
    packets,
    considered: () => listenersConsidered(listeners, packets),
    say: () =>
      `${capital(balancerName(loadBalancer))} has no listener for ${describeService(packets)}; ${listeners.length === 0 ? 'it has no listener at all' : `its listeners: ${listeners.map(listenerText).join(', ')}`}.`,
  });
  return lost('load-balancer', resource, finding);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The packets by the listener that takes them; null for those that none takes. */
function partsOf(packets: PacketSet, listeners: readonly Listener[]): Part[] {
  const parts: Part[] = [];
  let ports: NumberSet = ALL_PORTS;
  for (const port of new Set(listeners.map((listener) => listener.port))) {
    const destinationPorts = oneNumber(port);
    let protocols: NumberSet = ALL_PROTOCOLS;
    for (const listener of listeners) {
      if (listener.port !== port) continue;
      const own = wireProtocols(listener.protocol);
      parts.push({ match: { destinationPorts, protocols: own }, listener });
      protocols = subtract(protocols, own);
    }
    parts.push({ match: { destinationPorts, protocols }, listener: null });
    ports = subtract(ports, destinationPorts);
  }
  parts.push({ match: { destinationPorts: ports }, listener: null });
  return parts.filter(({ match }) => intersectSet(packets, match).length > 0);
}

function toListener(journey: Journey, { loadBalancer, eni }: At, listener: Listener, network: IndexedNetwork): Step {
  return {
    kind: 'go',
    to: { at: 'listener', loadBalancer, listener, eni },
    // Replies to the internet need an internet gateway at this node's own subnet.
    ...(journey.crossed.some(({ kind }) => kind === 'internet') ? { rememberedBy: `internet:${eni.id}` } : {}),
    hop: {
      station: 'load-balancer',
      resource: refOf('load-balancer', loadBalancer),
      action: 'forward',
      rule: { id: listener.id, text: listenerText(listener) },
      explain: () =>
        `Arrives at ${nodeName(eni, network)}, of ${balancerName(loadBalancer)} from ${describeSource(journey.packets)}; listener ${listenerText(listener)} takes it.`,
    },
  };
}

function arriving(journey: Journey, place: At, network: IndexedNetwork): Step {
  const { loadBalancer } = place;
  const resource = refOf('load-balancer', loadBalancer);
  const { packets } = journey;
  const broken = badState(resource, capital(balancerName(loadBalancer)), loadBalancer.state, ['active', 'active_impaired'], packets);
  if (broken !== null) return lost('load-balancer', resource, broken);
  if (loadBalancer.type === 'gateway') {
    const say = () =>
      `${capital(balancerName(loadBalancer))} is reached by its endpoints only; packets straight to its nodes are not analysed.`;
    return lost(
      'load-balancer',
      resource,
      stateFindings.UNSUPPORTED_COMPONENT({ resource, packets, missing: 'an analysis of packets to a gateway load balancer itself', say }),
    );
  }
  const listeners = listenersOf(loadBalancer, network);
  if (listeners.length === 0 && !loadBalancer.listenersKnown) {
    const what = `Whether ${balancerName(loadBalancer)} listens for ${describeService(packets)}`;
    return lost(
      'load-balancer',
      resource,
      missingCall(resource, `elbv2:DescribeListeners for ${loadBalancer.name ?? loadBalancer.id}`, what, packets),
    );
  }
  const parts = partsOf(packets, listeners);
  const steps = parts.map(({ match, listener }) => {
    const own = parts.length === 1 ? packets : intersectSet(packets, match);
    return { match, step: listener === null ? mismatch(place, listeners, own) : toListener(journey, place, listener, network) };
  });
  const only = steps.length === 1 ? steps[0] : undefined;
  return only === undefined ? { kind: 'split', parts: steps } : only.step;
}

export const loadBalancer: Station<'load-balancer'> = (journey, place, network) =>
  journey.leg === 'return' ? returning(journey, place, network) : arriving(journey, place, network);
