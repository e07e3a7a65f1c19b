/** The listeners of a load balancer, those of a Classic one in the same shape. */
import { describeService } from '../../../packet/describe.js';
import type { ConsideredRule } from '../../../packet/finding.js';
import type { PacketSet } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Listener, LoadBalancer } from '../../../model/aws/services.js';

/** `HTTPS:443`. */
export function listenerText({ protocol, port }: Pick<Listener, 'protocol' | 'port'>): string {
  return `${protocol}:${port}`;
}

/** Every listener, in order of ports. */
export function listenersOf(balancer: LoadBalancer, network: IndexedNetwork): readonly Listener[] {
  if (balancer.classic === null) return network.balancing.listenersOf(balancer);
  return balancer.classic.listeners.map(({ port, protocol }) => ({
    id: `${balancer.id}/${protocol.toLowerCase()}/${port}`,
    name: null,
    home: balancer.home,
    tags: {},
    loadBalancerArn: balancer.id,
    port,
    protocol,
    defaultActions: [],
    rules: [],
  }));
}

/** Why none of the listeners takes the packets, one line each. */
export function listenersConsidered(listeners: readonly Listener[], packets: PacketSet): ConsideredRule[] {
  return listeners.slice(0, 8).map((listener) => ({
    id: listener.id,
    text: listenerText(listener),
    why: `it is not for ${describeService(packets)}`,
  }));
}
