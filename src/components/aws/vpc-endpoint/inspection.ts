/**
 * Gateway Load Balancer endpoints, those of Network Firewall among them: packets go in, are inspected, come out unchanged and go on with
 * the table of the endpoint's subnet ("Access virtual appliances through AWS PrivateLink").
 */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Firewall, VpcEndpoint } from '../../../model/aws/connections.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall } from '../../state.js';
import { holderOf, noteOf, refuseUnseen, remembered } from '../appliance/passage.js';
import { judgeFirewall } from '../firewall/judge.js';
import { judgeAcl } from '../network-acl/judge.js';
import { vpcFindings } from '../vpc/findings.js';
import { vpcEndpointFindings } from './findings.js';
import { firewallOf, fleetOf } from './fleet.js';

function stateOf(endpoint: VpcEndpoint, firewall: Firewall | null, journey: Journey): Finding | null {
  const broken = badState(
    refOf('vpc-endpoint', endpoint),
    `Endpoint ${label(endpoint)}`,
    endpoint.state,
    ['available', 'partial'],
    journey.packets,
  );
  if (broken !== null || firewall === null) return broken;
  const status = firewall.endpoints.find(({ endpointId }) => endpointId === endpoint.id)?.status ?? 'READY';
  return badState(
    refOf('firewall', firewall),
    `Endpoint ${label(endpoint)} of firewall ${label(firewall)}`,
    status,
    ['READY'],
    journey.packets,
  );
}

/** In enforce mode a VPC may hold neither kind of inspection ("Enforce VPC encryption in transit"). */
function enforcement(endpoint: VpcEndpoint, journey: Journey, network: IndexedNetwork): Finding | null {
  const vpc = network.network.vpcs.get(endpoint.vpcId);
  if (vpc?.encryptionMode !== 'enforce') return null;
  return vpcFindings.ENCRYPTION_ENFORCED({
    resource: refOf('vpc', vpc),
    packets: journey.packets,
    say: () =>
      `Encryption controls of ${label(vpc)} are in enforce mode, which does not allow Gateway Load Balancer and Network Firewall endpoints such as ${label(endpoint)}.`,
  });
}

/** Through the device: with what it remembers on the way back. */
function through(
  journey: Journey,
  { endpoint }: PlaceAt<'vpc-endpoint'>,
  firewall: Firewall | null,
  to: Place,
  network: IndexedNetwork,
): Step {
  const resource = refOf('vpc-endpoint', endpoint);
  const name = firewall === null ? `endpoint ${label(endpoint)}` : `firewall ${label(firewall)} at ${label(endpoint)}`;
  const fleet = fleetOf(endpoint, network);
  const crosses = { kind: 'appliance', id: endpoint.id } as const;
  const also = firewall === null ? undefined : [refOf('firewall', firewall)];
  const hop = {
    station: 'vpc-endpoint',
    resource,
    also,
    action: 'forward',
    explain: () => `The packet comes out of ${name} unchanged and goes on with the table of its subnet.`,
  } as const;
  if (journey.leg === 'return') {
    const session = remembered(journey, fleet);
    return session === null ? refuseUnseen(resource, name, journey, hop, to) : { kind: 'go', to, hop, undo: session, crosses };
  }
  const unchecked = vpcEndpointFindings.PATH_THROUGH_GWLB_NOT_CHECKED({
    resource,
    packets: journey.packets,
    say: () => `The appliances behind endpoint ${label(endpoint)} are not in AWS's data: they are assumed to let the packets pass.`,
  });
  return {
    kind: 'go',
    to,
    crosses,
    rememberedBy: holderOf(fleet),
    note: noteOf(endpoint.id, name),
    hop: firewall === null ? { ...hop, findings: [unchecked] } : hop,
  };
}

/** The ACL of the endpoint's subnet, then the firewall's rules, then on. */
export function inspectionEndpoint(journey: Journey, place: PlaceAt<'vpc-endpoint'>, network: IndexedNetwork): Step {
  const { endpoint, phase } = place;
  const resource = refOf('vpc-endpoint', endpoint);
  const subnetId = endpoint.subnetIds[0] ?? '';
  const subnet = network.network.subnets.get(subnetId);
  if (subnet === undefined)
    return lost(
      'vpc-endpoint',
      resource,
      missingCall(resource, 'ec2:DescribeSubnets', `Where ${label(endpoint)} stands (${subnetId})`, journey.packets),
    );
  if (phase === undefined) return judgeAcl(subnet, 'ingress', journey, network, { ...place, phase: 'inside' });
  const firewall = firewallOf(endpoint.id, network);
  if (phase === 'inside') {
    const finding = stateOf(endpoint, firewall, journey) ?? enforcement(endpoint, journey, network);
    if (finding !== null) return lost('vpc-endpoint', resource, finding);
    if (firewall !== null) return judgeFirewall(firewall, journey, { ...place, phase: 'through' });
  }
  return through(journey, place, firewall, { at: 'subnet-out', subnet, from: null }, network);
}
