/**
 * Replies at a load balancer: those of targets are turned back to the client; those that keep the client's address on paper come back
 * through the node that sent the request, whatever the target's route table says ("Client IP preservation", "Target groups: network ACLs").
 */
import { splitByPrefix } from '../../../net/prefix-table.js';
import { fieldOf } from '../../../net/packet-set.js';
import { ownsAddress } from '../../../lookup/address-owners.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Subnet } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import { sessionOf, translationAnsweredBy, type Journey, type Step } from '../../../packet/station.js';
import { judgeAcl } from '../network-acl/judge.js';
import { loadBalancerFindings } from './findings.js';
import { balancerName, nodeName } from './names.js';

/** Who remembers a connection that a node opened in its own name, and one that keeps the client's address. */
export const PROXIED = 'lb:';
export const KEPT = 'nlb:';

type At = PlaceAt<'load-balancer'>;

/** The route by which a node answers clients on the internet does not lead to an internet gateway. */
function notPublic(journey: Journey, { loadBalancer, eni }: At, network: IndexedNetwork): Finding | null {
  if (loadBalancer.scheme !== 'internet-facing' || sessionOf(journey, `internet:${eni.id}`) === null) return null;
  const subnet = network.network.subnets.get(eni.subnetId);
  const choice = subnet === undefined ? null : network.routes.tableOf(subnet);
  if (subnet === undefined || choice === null) return null;
  const parts = splitByPrefix(network.routes.compiled(choice.table).candidates, fieldOf(journey.packets, 'destinations'));
  if (parts.some(({ entry }) => entry?.route.target.kind === 'internet-gateway')) return null;
  const route = parts.find(({ entry }) => entry !== null)?.entry?.route;
  return loadBalancerFindings.LB_SUBNET_NOT_PUBLIC({
    resource: refOf('subnet', subnet),
    direction: 'egress',
    packets: journey.packets,
    rule: route === undefined ? null : { id: route.text.split(' ')[0] ?? route.text, text: route.text },
    say: () =>
      `Internet-facing ${balancerName(loadBalancer)} has ${nodeName(eni, network)}, but route table ${label(choice.table)} of that subnet ` +
      `${route === undefined ? `has no route to ${describeDestination(journey.packets)}` : `sends replies to ${route.target.kind === 'local' ? 'the local route' : route.target.id} (${route.text})`}, not to an internet gateway: ` +
      'clients on the internet reach this node and never get an answer.',
  });
}

/** On from the node toward the client, by the node's own subnet. */
function towardClient(journey: Journey, place: At, network: IndexedNetwork): Step {
  const { loadBalancer, eni } = place;
  const to: Place = { at: 'eni-out', eni };
  const finding = notPublic(journey, place, network);
  if (finding === null) return { kind: 'go', hop: null, to };
  return {
    kind: 'filter',
    to,
    decisions: [{ packets: journey.packets, verdict: 'deny', finding }],
    hop: { station: 'load-balancer', resource: refOf('load-balancer', loadBalancer), action: 'deny', explain: finding.say },
  };
}

/** A reply that has come back to a node of a load balancer, or that the node itself gives. */
export function returning(journey: Journey, place: At, network: IndexedNetwork): Step {
  const { loadBalancer, eni } = place;
  const session = translationAnsweredBy(journey, `${PROXIED}${eni.id}`) ?? translationAnsweredBy(journey, `${KEPT}${eni.id}`);
  const resource = refOf('load-balancer', loadBalancer);
  if (session !== null) {
    return {
      kind: 'go',
      undo: session,
      to: place,
      hop: {
        station: 'load-balancer',
        resource,
        action: 'translate',
        explain: () => `${nodeName(eni, network)}, of ${balancerName(loadBalancer)} hands the reply on to the client.`.replace(/^n/, 'N'),
      },
    };
  }
  const destination = onlyDestination(journey.packets);
  if (destination === null || !ownsAddress(eni, destination)) return towardClient(journey, place, network);
  return {
    kind: 'end',
    outcome: 'delivered',
    replyFrom: null,
    hop: {
      station: 'load-balancer',
      resource,
      action: 'deliver',
      explain: () => `Delivered to ${nodeName(eni, network)}, of ${balancerName(loadBalancer)}.`,
    },
  };
}

/** The node whose connection these packets answer with the client's address as destination. */
function nodeKeeping(journey: Journey, network: IndexedNetwork): NetworkInterface | null {
  for (let list = journey.sessions; list !== null; list = list.earlier) {
    const { holder } = list.session;
    if (!holder.startsWith(KEPT) || translationAnsweredBy(journey, holder) === null) continue;
    return network.network.interfaces.get(holder.slice(KEPT.length)) ?? null;
  }
  return null;
}

/** The way of a reply whose connection kept the client's address; null for all other packets. */
export function backThroughNode(journey: Journey, subnet: Subnet, network: IndexedNetwork): Step | null {
  const eni = journey.leg === 'return' ? nodeKeeping(journey, network) : null;
  const loadBalancer = eni === null ? null : network.services.loadBalancerOf(eni.id);
  if (eni === null || loadBalancer === null) return null;
  const node: Place = { at: 'load-balancer', loadBalancer, eni };
  if (eni.subnetId === subnet.id) return { kind: 'go', hop: null, to: node };
  return judgeAcl(subnet, 'egress', journey, network, { at: 'subnet-in', eni, then: node });
}
