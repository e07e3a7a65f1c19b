/** The VPC's own delivery: an address goes to the interface that owns it, or to nobody; never out by another route. */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { holds } from '../../../net/interval-set.js';
import { prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Subnet, Vpc } from '../../../model/aws/vpc.js';
import { label, refOf } from '../../../model/resource.js';
import { onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Place } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall, badState } from '../../state.js';
import { eniFindings } from '../eni/findings.js';
import { subnetFindings } from '../subnet/findings.js';
import { resolverOf } from '../vpc-service/services.js';
import { vpcFindings } from './findings.js';

/** AWS keeps the first four addresses and the last one of every subnet ("Subnet CIDR blocks"). */
function isReserved(subnet: Subnet, address: Address): boolean {
  return [subnet.ipv4, ...subnet.ipv6].some(
    (prefix) => prefix !== null && prefixHolds(prefix, address) && (address < prefix.first + 4n || address === prefix.end - 1n),
  );
}

function nobody(address: Address, vpc: Vpc, journey: Journey, network: IndexedNetwork): Finding {
  const resource = refOf('vpc', vpc);
  const { packets } = journey;
  const text = formatAddress(address);
  if (!network.hasCall('ec2:DescribeNetworkInterfaces', vpc.home))
    return missingCall(resource, 'ec2:DescribeNetworkInterfaces', `Who has ${text} in ${label(vpc)}`, packets);
  const cidr = vpc.cidrs.find(({ prefix }) => prefixHolds(prefix, address));
  if (cidr === undefined) {
    return vpcFindings.VPC_LOCAL_ROUTE_CIDR_RESTRICTION({
      resource,
      packets,
      say: () => `The local route only covers addresses inside the CIDRs of ${label(vpc)}; ${text} is outside.`,
    });
  }
  const broken = badState(resource, `The CIDR that holds ${text} in ${label(vpc)}`, cidr.state, ['associated'], packets);
  if (broken !== null) return broken;
  const subnet = network.subnetHolding(vpc.id, address);
  if (resolverOf(vpc) === address) {
    return eniFindings.NO_POSSIBLE_DESTINATION({
      resource,
      packets,
      say: () => `${text} is the resolver of ${label(vpc)}; the VPC resolver answers only inside its own VPC.`,
    });
  }
  if (
    subnet === null &&
    familyOf(address) === 'ipv6' &&
    ![...network.network.subnets.values()].some((other) => other.vpcId === vpc.id && other.ipv6.length > 0)
  ) {
    return subnetFindings.IPV6_NOT_ENABLED({
      resource,
      packets,
      say: () => `No subnet of ${label(vpc)} has an IPv6 CIDR, so nobody there can have ${text}.`,
    });
  }
  if (subnet !== null && isReserved(subnet, address)) {
    return eniFindings.NO_POSSIBLE_DESTINATION({
      resource: refOf('subnet', subnet),
      packets,
      say: () => `${text} is one of the five addresses that AWS reserves in ${label(subnet)}.`,
    });
  }
  return eniFindings.NO_POSSIBLE_DESTINATION({
    resource: subnet === null ? resource : refOf('subnet', subnet),
    packets,
    say: () =>
      `${text} belongs to ${label(vpc)} but no network interface has that address: the local route takes the packet and nobody receives it.`,
  });
}

/** Past the ACL of the owner's subnet when the packet comes from elsewhere; straight to the owner's filters from the same subnet. */
function toInterface(eni: NetworkInterface, fromSubnet: Subnet | null): Place {
  const filters: Place = { at: 'security-group-in', eni };
  return fromSubnet?.id === eni.subnetId ? filters : { at: 'subnet-in', eni, then: filters };
}

/** Brings packets to the owner of an address in a VPC. `fromSubnet`: the subnet that they are in now; null when a gateway hands them in. */
export function deliver(address: Address, vpc: Vpc, fromSubnet: Subnet | null, journey: Journey, network: IndexedNetwork): Step {
  const eni = network.owners.ownerOf(vpc.id, address);
  if (eni !== null) return { kind: 'go', hop: null, to: toInterface(eni, fromSubnet) };
  return lost('subnet', refOf('vpc', vpc), nobody(address, vpc, journey, network));
}

export const vpcDelivery: Station<'vpc-delivery'> = (journey, { vpc, fromSubnet }, network) => {
  const address = onlyDestination(journey.packets);
  if (address !== null) return deliver(address, vpc, fromSubnet, journey, network);
  return spread(journey, vpc, fromSubnet, network);
};

/** Packets to a whole range: each interface that owns a part of it gets its part; what nobody owns is lost. */
function spread(journey: Journey, vpc: Vpc, fromSubnet: Subnet | null, network: IndexedNetwork): Step {
  const owned: { eni: NetworkInterface; address: Address }[] = [];
  for (const eni of network.network.interfaces.values()) {
    if (eni.vpcId !== vpc.id) continue;
    for (const { address } of eni.addresses) {
      if (journey.packets.some(({ destinations }) => holds(destinations, address))) owned.push({ eni, address });
    }
  }
  const finding = eniFindings.NO_POSSIBLE_DESTINATION({
    resource: refOf('vpc', vpc),
    packets: journey.packets,
    say: () => `No interface of ${label(vpc)} has an address in the range asked for.`,
  });
  if (owned.length === 0) return lost('subnet', refOf('vpc', vpc), finding);
  return {
    kind: 'choose',
    alternatives: owned.slice(0, 256).map(({ eni, address }) => ({
      member: { dimension: 'destinations', label: formatAddress(address), zone: eni.zone },
      represents: 1,
      step: {
        kind: 'split',
        parts: [{ match: { destinations: [address, address + 1n] }, step: { kind: 'go', hop: null, to: toInterface(eni, fromSubnet) } }],
      },
    })),
  };
}
