/** A packet that comes back to where it was, bound for the same end, runs in a circle until its hop count is used up. */
import type { PacketSet } from '../net/packet-set.js';
import { catalogue } from '../packet/finding.js';
import { describeDestination } from '../packet/describe.js';
import type { Place } from '../packet/place.js';
import type { Step } from '../packet/station.js';
import { label, refOf, type ResourceRef } from '../model/resource.js';

export const loopFindings = catalogue('loop', {
  ROUTE_LOOP: {
    effect: 'blocks',
    meaning: 'The packet comes back to the same hop, bound for the same destination.',
    remedy: 'Change one of the routes of the circle; a NAT gateway must not stand in a subnet whose table leads back to it.',
  },
});

function resourceAt(place: Place): ResourceRef {
  switch (place.at) {
    case 'router':
      return place.scope.of === 'subnet' ? refOf('subnet', place.scope.subnet) : refOf('vpc', place.vpc);
    case 'transit-gateway':
      return refOf('transit-gateway', place.gateway);
    case 'nat-gateway':
      return refOf('nat-gateway', place.natGateway);
    case 'load-balancer':
      return refOf('load-balancer', place.loadBalancer);
    case 'kube-proxy':
      return { kind: 'node', id: place.node.name };
    default:
      return { kind: 'address', id: place.at };
  }
}

/** The end of a way that has come back to a place it was at before. */
export function loopStep(place: Place, packets: PacketSet): Step {
  const resource = resourceAt(place);
  const finding = loopFindings.ROUTE_LOOP({
    resource,
    packets,
    say: () =>
      `The packet to ${describeDestination(packets)} comes back to ${label(resource)}, where it was before: the routes lead in a circle.`,
  });
  return {
    kind: 'end',
    outcome: 'dropped',
    replyFrom: null,
    hop: { station: 'route-table', resource, action: 'drop', explain: finding.say, findings: [finding] },
  };
}
