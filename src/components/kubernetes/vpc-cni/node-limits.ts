/** What a node can't do for its own pods, whatever groups and routes say: strict-mode branch pods and host processes, metadata one hop away. */
import { familyOf, formatAddress, parseAddress, type Address } from '../../../net/address.js';
import { onlyNumber } from '../../../net/interval-set.js';
import { fieldOf } from '../../../net/packet-set.js';
import { TCP } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { vpcServiceFindings } from '../../aws/vpc-service/findings.js';
import { podFindings } from '../pod/findings.js';
import { objectRef } from '../references.js';
import { cniSettingsOf, isHostAddress, placePod, type PodAttachment } from './attachment.js';
import { cniFindings } from './findings.js';
import { askUpstream } from './node-local-dns.js';

const NODE_LOCAL_CACHE = parseAddress('169.254.20.10') ?? 0n;

/** Services that only the node itself has: NodeLocal DNSCache and the EKS Pod Identity agent. */
const NODE_LOCAL: ReadonlyMap<Address, string> = new Map([
  [NODE_LOCAL_CACHE, 'NodeLocal DNSCache'],
  [parseAddress('169.254.170.23') ?? 0n, 'the EKS Pod Identity agent'],
]);
const METADATA = parseAddress('169.254.169.254');

function isDns(journey: Journey): boolean {
  return onlyNumber(fieldOf(journey.packets, 'destinationPorts')) === 53;
}

function isTcp(journey: Journey): boolean {
  const protocols = fieldOf(journey.packets, 'protocols');
  return protocols.length === 2 && protocols[0] === TCP && protocols[1] === TCP + 1;
}

function isStrictNeighbour(destination: Address, { node }: PlaceAt<'node-out'>, network: IndexedNetwork): boolean {
  return network.clusters.podsAt(destination).some((pod) => {
    if (pod.cluster !== node.cluster || pod.nodeName !== node.name) return false;
    const placed = placePod(pod, node, destination, network);
    return placed.ok && placed.attachment.strict;
  });
}

/** Early demux hands a packet to the host's socket before it is routed, so one side of a TCP connection is lost ("Security groups for pods", DISABLE_TCP_EARLY_DEMUX). */
function earlyDemux(
  destination: Address,
  place: PlaceAt<'node-out'>,
  attachment: PodAttachment | null,
  journey: Journey,
  network: IndexedNetwork,
): Finding | null {
  const { node, pod } = place;
  const host = pod === null || pod.hostNetwork;
  const met =
    attachment?.strict === true ? isHostAddress(node, destination, network) : host && isStrictNeighbour(destination, place, network);
  if (!met || !isTcp(journey) || place.translated || place.entered !== null) return null;
  if (cniSettingsOf(node.cluster, network).tcpEarlyDemuxDisabled) return null;
  const resource = objectRef('node', node, network);
  return cniFindings.TCP_EARLY_DEMUX({
    resource,
    packets: journey.packets,
    symptom: host ? 'connect-timeout' : 'hang-after-connect',
    say: () =>
      host
        ? `Processes of node ${node.name} can't open TCP connections to the strict-mode branch pod at ${formatAddress(destination)} while TCP early demux is on.`
        : `A strict-mode branch pod's TCP connection to its own node ${node.name} hangs after connect while TCP early demux is on.`,
  });
}

/** A drop that the node itself causes, or a service that only the node has; null where packets go on as usual. */
export function nodeLimit(
  destination: Address,
  place: PlaceAt<'node-out'>,
  attachment: PodAttachment | null,
  journey: Journey,
  network: IndexedNetwork,
): Step | null {
  const { node, pod } = place;
  const resource = objectRef('node', node, network);
  const service = NODE_LOCAL.get(destination);
  if (service !== undefined && attachment?.strict === true) {
    const finding = cniFindings.NODE_LOCAL_UNREACHABLE_STRICT_MODE({
      resource,
      packets: journey.packets,
      say: () =>
        `${formatAddress(destination)} (${service}) exists only on the node, and everything of a strict-mode branch pod leaves for the VPC.`,
    });
    return lost('vpc-cni', resource, finding);
  }
  if (service !== undefined && attachment?.mode !== 'fargate') {
    const upstream = destination === NODE_LOCAL_CACHE && isDns(journey) ? askUpstream(destination, node, network) : null;
    if (upstream !== null) return upstream;
    const explain = (): string => `${formatAddress(destination)} is ${service} of node ${node.name}: the packet stays in its kernel.`;
    return { kind: 'go', to: { at: 'host-in', node }, hop: { station: 'node', resource, action: 'forward', explain } };
  }
  const settings = cniSettingsOf(node.cluster, network);
  if (pod !== null && attachment?.mode !== 'host-network' && settings.ipv6 && !settings.v4Egress && familyOf(destination) === 'ipv4') {
    const own = objectRef('pod', pod, network);
    const say = (): string =>
      `Pod ${own.id} has IPv6 addresses only, and ENABLE_V4_EGRESS is false, so nothing of it can be sent to ${formatAddress(destination)}.`;
    return lost('vpc-cni', resource, podFindings.POD_HAS_NO_IPV4({ resource: own, packets: journey.packets, say }));
  }
  const demux = earlyDemux(destination, place, attachment, journey, network);
  if (demux !== null) return lost('vpc-cni', resource, demux);
  const instance = node.instanceId === null ? undefined : network.network.instances.get(node.instanceId);
  const limit = instance?.metadataHopLimit ?? null;
  if (destination === METADATA && instance !== undefined && pod !== null && !pod.hostNetwork && limit !== null && limit < 2) {
    const own = refOf('instance', instance);
    const say = (): string =>
      `The reply of the metadata service of ${label(instance)} may take ${limit.toString()} hop (HttpPutResponseHopLimit), and a pod is one hop further away.`;
    return lost('vpc-cni', resource, vpcServiceFindings.IMDS_HOP_LIMIT({ resource: own, packets: journey.packets, say }));
  }
  return null;
}
