/** Out of a transit gateway: through a subnet of a VPC's attachment and that subnet's route table, to a site, or into the gateway at the other end. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { TransitGatewayAttachment } from '../../../model/aws/connections.js';
import type { Subnet, Vpc } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { describeDestination, onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place, PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { badState, missingCall, stateFindings } from '../../state.js';
import { subnetHolds } from '../subnet/station.js';
import { applianceModeAdvised, ipv6Assumed } from './advice.js';
import { transitGatewayFindings } from './findings.js';
import { applianceHolder, exitSubnets, subnetsOf, zoneKey } from './zones.js';

type Here = PlaceAt<'transit-gateway-exit'>;

function elsewhere(attachment: TransitGatewayAttachment, what: string, home: string, journey: Journey): Step {
  const resource = refOf('transit-gateway-attachment', attachment);
  const say = (): string => `Attachment ${label(attachment)} leads to ${what} of ${home}, which is not in the snapshot.`;
  return lost(
    'transit-gateway',
    resource,
    stateFindings.UNKNOWN_RESOURCE({ resource, packets: journey.packets, missing: `the AWS outputs of ${home}, which holds ${what}`, say }),
  );
}

/** Handed out by the gateway's interface in a subnet: straight to a neighbour there, else by the subnet's table and past its ACL. */
function into(vpc: Vpc, subnet: Subnet, findings: readonly Finding[], { gateway, attachment }: Here, journey: Journey): Step {
  const closed = badState(refOf('subnet', subnet), `Subnet ${label(subnet)}`, subnet.state, ['available', ''], journey.packets);
  if (closed !== null) return lost('subnet', refOf('subnet', subnet), closed);
  const address = onlyDestination(journey.packets);
  const neighbour = address !== null && subnetHolds(subnet, address);
  const to: Place = neighbour
    ? { at: 'vpc-delivery', vpc, fromSubnet: subnet }
    : { at: 'router', vpc, scope: { of: 'subnet', subnet }, zone: subnet.zone, aclAfter: true };
  const direct = neighbour ? ', where the destination is too: no route table and no network ACL judges it' : '';
  return {
    kind: 'go',
    to,
    ...(attachment.applianceMode === true ? { rememberedBy: applianceHolder(attachment), note: zoneKey(subnet) } : {}),
    hop: {
      station: 'transit-gateway',
      resource: refOf('transit-gateway', gateway),
      also: [refOf('transit-gateway-attachment', attachment)],
      action: 'forward',
      findings,
      explain: () =>
        `Leaves transit gateway ${label(gateway)} by attachment ${label(attachment)} into ${label(vpc)}, through ${label(subnet)} (${subnet.zone})${direct}.`,
    },
  };
}

/** Subnets whose table and ACL are the same are one way; those that hold the destination are ways of their own. */
function alike(subnets: readonly Subnet[], journey: Journey, network: IndexedNetwork): { subnet: Subnet; represents: number }[] {
  const address = onlyDestination(journey.packets);
  const classes = new Map<string, { subnet: Subnet; represents: number }>();
  for (const subnet of subnets) {
    const own = address !== null && subnetHolds(subnet, address);
    const key = own ? subnet.id : `${network.routes.tableOf(subnet)?.table.id ?? ''}|${network.networkAclOf(subnet)?.id ?? ''}`;
    const found = classes.get(key);
    if (found === undefined) classes.set(key, { subnet, represents: 1 });
    else found.represents += 1;
  }
  return [...classes.values()];
}

function toVpc(place: Here, journey: Journey, network: IndexedNetwork): Step {
  const { attachment } = place;
  const { packets } = journey;
  const resource = refOf('transit-gateway-attachment', attachment);
  const vpc = network.network.vpcs.get(attachment.resourceId);
  if (vpc === undefined)
    return elsewhere(
      attachment,
      attachment.resourceId,
      `account ${attachment.resourceOwnerId ?? 'unknown'} in ${place.gateway.home.region}`,
      journey,
    );
  const subnets = subnetsOf(attachment, network);
  if (subnets === null)
    return lost(
      'transit-gateway',
      resource,
      missingCall(resource, 'ec2:DescribeTransitGatewayVpcAttachments', `Which subnets attachment ${label(attachment)} has`, packets),
    );
  const known = subnets.filter((subnet) => subnet !== null);
  if (known.length < subnets.length)
    return lost(
      'transit-gateway',
      resource,
      missingCall(resource, 'ec2:DescribeSubnets', `Where the subnets of attachment ${label(attachment)} are`, packets),
    );
  if (known.length === 0) {
    const say = (): string =>
      `Attachment ${label(attachment)} of ${label(vpc)} has no subnet, so the gateway can't hand anything into the VPC.`;
    return lost(
      'transit-gateway',
      resource,
      transitGatewayFindings.TGW_ATTACH_VPC_AZ_RESTRICTION({ resource, packets, direction: 'egress', say }),
    );
  }
  const findings = [applianceModeAdvised(attachment, known, journey, network), ipv6Assumed(attachment, journey)].filter(
    (finding) => finding !== null,
  );
  const chosen = exitSubnets(attachment, known, place.zone, journey, network);
  const ways = attachment.applianceMode === true ? chosen.map((subnet) => ({ subnet, represents: 1 })) : alike(chosen, journey, network);
  const [first] = ways;
  if (first !== undefined && ways.length === 1) return into(vpc, first.subnet, findings, place, journey);
  return {
    kind: 'choose',
    alternatives: ways.map(({ subnet, represents }) => ({
      member: { dimension: 'zones', label: subnet.zone, zone: subnet.zone },
      represents,
      step: into(vpc, subnet, findings, place, journey),
    })),
  };
}

/** The gateway at the other end of a peering has tables of its own; between gateways only static routes lead on. */
function toPeer({ attachment, gateway }: Here, journey: Journey, network: IndexedNetwork): Step {
  const peerId = attachment.peerTransitGatewayId;
  const home = `account ${attachment.resourceOwnerId ?? 'unknown'}${attachment.peerRegion === null ? '' : ` in ${attachment.peerRegion}`}`;
  const peer = network.transit.peerOf(attachment);
  const far = peer === null ? undefined : network.network.transitGateways.get(peer.transitGatewayId);
  if (peer === null || far === undefined) return elsewhere(attachment, `transit gateway ${peerId ?? 'at the other end'}`, home, journey);
  return {
    kind: 'go',
    to: { at: 'transit-gateway', gateway: far, attachment: peer, zone: null },
    hop: {
      station: 'transit-gateway',
      resource: refOf('transit-gateway', gateway),
      also: [refOf('transit-gateway-attachment', attachment)],
      action: 'forward',
      explain: () =>
        `Leaves transit gateway ${label(gateway)} by peering attachment ${label(attachment)} for transit gateway ${label(far)} in ${far.home.region}.`,
    },
  };
}

export const transitGatewayExit: Station<'transit-gateway-exit'> = (journey, place, network): Step => {
  const { attachment, gateway } = place;
  const resource = refOf('transit-gateway-attachment', attachment);
  switch (attachment.resourceType) {
    case 'vpc':
      return toVpc(place, journey, network);
    case 'peering':
      return toPeer(place, journey, network);
    case 'vpn':
    case 'direct-connect-gateway':
      return {
        kind: 'go',
        to: { at: 'hybrid', connectionId: attachment.resourceId, heading: 'out', gatewayId: gateway.id },
        hop: {
          station: 'transit-gateway',
          resource: refOf('transit-gateway', gateway),
          also: [resource],
          action: 'forward',
          explain: () =>
            `Leaves transit gateway ${label(gateway)} by attachment ${label(attachment)} for ${describeDestination(journey.packets)}.`,
        },
      };
    default: {
      const kind = attachment.resourceType.replaceAll('-', ' ');
      const say = (): string => `Attachment ${label(attachment)} is of type ${kind}, which is not analysed.`;
      return lost(
        'transit-gateway',
        resource,
        stateFindings.UNSUPPORTED_COMPONENT({
          resource,
          packets: journey.packets,
          missing: `an analysis of ${kind} attachments such as ${attachment.id}`,
          say,
        }),
      );
    }
  }
};
