/** The public internet: where packets leave what the snapshot holds, and where those from outside come in. */
import { familyOf, formatAddress } from '../../../net/address.js';
import { fieldOf } from '../../../net/packet-set.js';
import { parsePrefix, prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { Vpc } from '../../../model/aws/vpc.js';
import { catalogue, type Finding } from '../../../packet/finding.js';
import { describeAddresses, describeDestination, describeSource, onlyDestination } from '../../../packet/describe.js';
import type { HopDraft } from '../../../packet/hop.js';
import { sessionOf, type Journey, type Station, type Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { eniFindings } from '../../aws/eni/findings.js';
import { embeddedIpv4 } from '../../aws/nat-gateway/station.js';
import { knowsGateways, noWayIn } from '../../aws/internet-gateway/way-in.js';

export const internetFindings = catalogue('internet', {
  UNKNOWN_DESTINATION: {
    effect: 'caveat',
    meaning: 'The packet leaves what the snapshot holds; what happens beyond is not known.',
    remedy: 'Check the far end: its firewall and whether it listens.',
  },
});

const RESOURCE = { kind: 'internet', id: 'internet' } as const;

/** The VPC whose internet gateway brings an address in. */
function homeOf(journey: Journey, network: IndexedNetwork): Vpc | null {
  const destination = onlyDestination(journey.packets);
  if (destination === null) return null;
  const owner =
    familyOf(destination) === 'ipv4' ? network.owners.publicOwnerOf(destination)?.eni : network.owners.ownersAnywhere(destination)[0];
  const vpcId =
    owner?.vpcId ??
    (familyOf(destination) === 'ipv6' ? [...network.network.vpcs.values()].find((vpc) => network.inVpc(vpc, destination))?.id : undefined);
  return vpcId === undefined ? null : (network.network.vpcs.get(vpcId) ?? null);
}

/** Into AWS: by the internet gateway of the VPC that has the address, or back through the egress-only one that the flow went out by. */
function inward(journey: Journey, network: IndexedNetwork, hop: HopDraft | null): Step {
  const vpc = homeOf(journey, network);
  const gateway = vpc === null ? null : network.gatewayOf(vpc.id, 'internet-gateway');
  const destination = onlyDestination(journey.packets);
  const carried = vpc !== null && destination !== null && familyOf(destination) === 'ipv6';
  const egressOnly = carried ? network.gatewayOf(vpc.id, 'egress-only-internet-gateway') : null;
  if (
    vpc !== null &&
    egressOnly !== null &&
    (sessionOf(journey, `eigw:${egressOnly.id}`) !== null || (gateway === null && knowsGateways(vpc, network)))
  ) {
    return { kind: 'go', hop, to: { at: 'egress-only-internet-gateway', gateway: egressOnly, vpc, heading: 'in', subnet: null } };
  }
  if (vpc !== null && gateway !== null)
    return { kind: 'go', hop, to: { at: 'internet-gateway', gateway, vpc, heading: 'in', subnet: null } };
  return lost('internet', RESOURCE, noWayIn(journey, vpc, RESOURCE, network));
}

/** What is meant for an EKS cluster and gets to the internet is bound for the public endpoint of its API server. */
function towardApi(journey: Journey, clusterName: string, started: boolean): Step {
  const source = describeSource(journey.packets);
  const explain = (): string =>
    started ? `Starts on the internet, at ${source}.` : `Leaves for the public endpoint of ${clusterName} with source ${source}.`;
  return {
    kind: 'go',
    to: { at: 'eks-api', clusterName, admitted: false },
    hop: { station: 'internet', resource: RESOURCE, action: started ? 'originate' : 'forward', explain },
  };
}

/** The reply of a public endpoint to a client that is not in AWS. */
function backToOutside(journey: Journey): Step {
  const explain = (): string => `The reply goes over the internet to ${describeDestination(journey.packets)}.`;
  return { kind: 'end', outcome: 'left', replyFrom: null, hop: { station: 'internet', resource: RESOURCE, action: 'forward', explain } };
}

/** Global unicast addresses, the only IPv6 ones that the internet carries ("IANA IPv6 address space"). */
const GLOBAL_IPV6 = parsePrefix('2000::/3');

/** An IPv6 destination that no network outside carries: a NAT64 address without its NAT64 device, a unique local one. */
function notCarried(journey: Journey): Finding | null {
  const destination = onlyDestination(journey.packets);
  if (destination === null || familyOf(destination) === 'ipv4' || GLOBAL_IPV6 === null || prefixHolds(GLOBAL_IPV6, destination))
    return null;
  const nat64 = embeddedIpv4(fieldOf(journey.packets, 'destinations'));
  const what =
    nat64 === null
      ? 'is no public IPv6 address, so the internet does not carry it'
      : `is a NAT64 address of ${describeAddresses(nat64)}: only a NAT gateway turns it back, by a route for 64:ff9b::/96, and the internet does not carry it`;
  return eniFindings.NO_POSSIBLE_DESTINATION({
    resource: RESOURCE,
    packets: journey.packets,
    say: () => `${formatAddress(destination)} ${what}.`,
  });
}

export const internet: Station<'internet'> = (journey, _place, network): Step => {
  const started = journey.crossed.length === 0;
  const api = journey.flow.meant?.kind === 'eks-cluster' ? journey.flow.meant.id : null;
  if (api !== null && journey.leg === 'forward') return towardApi(journey, api, started);
  if (api !== null && started && homeOf(journey, network) === null) return backToOutside(journey);
  if (started) {
    const hop: HopDraft = {
      station: 'internet',
      resource: RESOURCE,
      action: 'originate',
      explain: () => `${journey.leg === 'return' ? 'The reply starts' : 'Starts'} on the internet, at ${describeSource(journey.packets)}.`,
    };
    return inward(journey, network, hop);
  }
  const stray = notCarried(journey);
  if (stray !== null) return lost('internet', RESOURCE, stray);
  const finding = internetFindings.UNKNOWN_DESTINATION({
    resource: RESOURCE,
    packets: journey.packets,
    say: () => `What happens to the packet beyond AWS, at ${describeDestination(journey.packets)}, is not in the snapshot.`,
  });
  return {
    kind: 'end',
    outcome: 'left',
    replyFrom: { at: 'internet' },
    hop: {
      station: 'internet',
      resource: RESOURCE,
      action: 'forward',
      explain: () => `Leaves AWS for ${describeDestination(journey.packets)} with source ${describeSource(journey.packets)}.`,
      findings: journey.leg === 'forward' ? [finding] : [],
    },
  };
};
