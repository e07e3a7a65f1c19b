/** From a node of a load balancer to one target: with the client's address, or as a new connection of the node's own. */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { oneAddress, oneNumber } from '../../../net/interval-set.js';
import type { PacketMatch } from '../../../net/packet-set.js';
import { WIDE_CLIENT_PORTS } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { LoadBalancer, TargetGroup } from '../../../model/aws/services.js';
import { refOf, type ResourceRef } from '../../../model/resource.js';
import { describeSource } from '../../../packet/describe.js';
import type { Finding, RuleRef } from '../../../packet/finding.js';
import type { Journey, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { kubeProxyFindings } from '../../kubernetes/kube-proxy/findings.js';
import { hasGroups } from '../eni/station.js';
import { balancerName } from '../load-balancer/names.js';
import { KEPT, PROXIED } from '../load-balancer/return-leg.js';
import { backendRules } from './backend-rules.js';
import { hairpin, otherFamily, unsupported, type ClientAddress } from './client-address.js';
import type { BoundService } from './cluster-service.js';
import type { PlacedTarget } from './placed-target.js';

/** One connection at a node, and the group that it is handed to. */
export interface Handover {
  readonly loadBalancer: LoadBalancer;
  /** The node. */
  readonly eni: NetworkInterface;
  readonly group: TargetGroup;
  readonly resource: ResourceRef;
  readonly rule: RuleRef | null;
  readonly client: ClientAddress;
  readonly bound: BoundService | null;
  /** What to say of the group, whichever target is chosen. */
  readonly notes: readonly Finding[];
  /** How many targets the node chooses from. */
  readonly of: number;
}

/** What is left of the client's address in the payload ("HTTP headers and load balancers", "Proxy protocol"). */
function whereTheClientIs({ loadBalancer, group }: Handover): string {
  if (group.attributes?.['proxy_protocol_v2.enabled'] === 'true')
    return ' The client’s address is in the proxy protocol header, which the target must understand.';
  if (loadBalancer.type === 'network') return '';
  if (loadBalancer.type === 'classic' && !/^HTTP/i.test(group.protocol)) return '';
  const mode = loadBalancer.attributes['routing.http.xff_header_processing.mode'] ?? 'append';
  if (mode === 'remove') return ' Not even the header X-Forwarded-For has the client’s address: the load balancer removes it.';
  return ` The client’s address is only in the header X-Forwarded-For${mode === 'append' ? ', as its last entry' : ' as far as the client says it'}.`;
}

function addressLost(journey: Journey, handover: Handover, own: Address): Finding {
  const { loadBalancer, client } = handover;
  return kubeProxyFindings.CLIENT_ADDRESS_LOST({
    resource: refOf('load-balancer', loadBalancer),
    packets: journey.packets,
    say: () =>
      `The target sees ${formatAddress(own)} of ${balancerName(loadBalancer)} instead of ${describeSource(journey.packets)}: ${client.why}.${whereTheClientIs(handover)}`,
  });
}

/** The target is asked by the node itself, from its private address in the family of the target. */
function asItself(journey: Journey, handover: Handover, target: PlacedTarget, address: Address, network: IndexedNetwork): Step {
  const { loadBalancer, eni, resource, rule, bound, notes, client } = handover;
  const own = eni.addresses.find((one) => familyOf(one.address) === familyOf(address))?.address ?? null;
  if (own === null) {
    const finding = missingCall(
      refOf('eni', eni),
      'ec2:DescribeNetworkInterfaces',
      `Which address of ${eni.id} reaches ${formatAddress(address)}`,
      journey.packets,
    );
    return lost('target-group', resource, finding);
  }
  const rewrite: PacketMatch = {
    sources: oneAddress(own),
    sourcePorts: WIDE_CLIENT_PORTS,
    destinations: oneAddress(address),
    destinationPorts: oneNumber(target.target.port),
  };
  const sender: Journey['sender'] = { interfaceId: eni.id, groupIds: hasGroups(eni) ? eni.groupIds : [] };
  const why = () =>
    `${balancerName(loadBalancer)} sends to ${target.label} from its node's own address ${formatAddress(own)}: ${client.why}.`.replace(
      /^./,
      (letter) => letter.toUpperCase(),
    );
  return {
    kind: 'go',
    to: { at: 'eni-out', eni },
    anew: true,
    rememberedBy: `${PROXIED}${eni.id}`,
    translation: { kind: 'proxy', by: refOf('load-balancer', loadBalancer), rewrite, drawsPorts: true, why },
    hop: {
      station: 'target-group',
      resource,
      action: 'translate',
      rule,
      explain: () => `Target group ${resource.name ?? resource.id} picks ${target.label}. ${why()}`,
      findings: [
        ...notes,
        addressLost(journey, handover, own),
        ...backendRules(journey, loadBalancer, bound, target.eni, { rewrite, sender, crossed: [] }, network),
      ],
    },
  };
}

/** The target is asked in the name of the client; groups still recognise the load balancer ("Security groups for your Network Load Balancer"). */
function asClient(journey: Journey, handover: Handover, target: PlacedTarget, address: Address, network: IndexedNetwork): Step {
  const { loadBalancer, eni, resource, rule, bound, notes, client } = handover;
  const rewrite: PacketMatch = { destinations: oneAddress(address), destinationPorts: oneNumber(target.target.port) };
  const sender: Journey['sender'] = { interfaceId: `lb:${eni.id}`, groupIds: hasGroups(eni) ? eni.groupIds : [] };
  const why = () =>
    `${balancerName(loadBalancer)} hands the connection to ${target.label} with the client's address ${describeSource(journey.packets)} as source: ${client.why}.`.replace(
      /^./,
      (letter) => letter.toUpperCase(),
    );
  return {
    kind: 'go',
    // Past the check of the source: the fabric sends these packets, not the interface.
    to: { at: 'security-group-out', eni },
    rememberedBy: `${KEPT}${eni.id}`,
    sender,
    translation: { kind: 'dnat', by: refOf('load-balancer', loadBalancer), rewrite, why },
    hop: {
      station: 'target-group',
      resource,
      action: 'translate',
      rule,
      explain: () => `Target group ${resource.name ?? resource.id} picks ${target.label}. ${why()}`,
      findings: [
        ...notes,
        ...backendRules(journey, loadBalancer, bound, target.eni, { rewrite, sender, crossed: journey.crossed }, network),
      ],
    },
  };
}

/** The step from the node to a target that it has picked. */
export function towardTarget(journey: Journey, handover: Handover, target: PlacedTarget, network: IndexedNetwork): Step {
  const { eni, group, resource, client, of, loadBalancer } = handover;
  if (group.targetType === 'lambda') {
    const explain = () =>
      `Target group ${resource.name ?? resource.id} calls function ${target.target.id}: there is no network path to check.`;
    return {
      kind: 'end',
      outcome: 'delivered',
      replyFrom: { at: 'load-balancer', loadBalancer, eni },
      hop: { station: 'target-group', resource, action: 'deliver', rule: handover.rule, explain, findings: handover.notes },
    };
  }
  if (target.address === null) {
    const finding = missingCall(
      target.resource,
      `ec2:DescribeNetworkInterfaces with the interface of ${target.target.id}`,
      `At which address ${target.label} is reached`,
      journey.packets,
    );
    return lost('target-group', resource, finding);
  }
  if (!client.kept || otherFamily(journey, target)) return asItself(journey, handover, target, target.address, network);
  const refused =
    unsupported(journey, eni, group, target, resource, network) ?? hairpin(journey, eni, target, of - 1, target.resource, network);
  if (refused === null) return asClient(journey, handover, target, target.address, network);
  const end = lost('target-group', resource, refused);
  return end.kind === 'end' ? { ...end, hop: { ...end.hop, findings: [...handover.notes, refused] } } : end;
}
