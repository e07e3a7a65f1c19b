/** What a node does with packets of its pods: stay in the kernel, or leave by which interface with which source address. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { address, inAnyCidr, inCidr, sameAddress, type Address } from './addresses.js';
import { firstAddress, instanceOf, owns } from './interfaces.js';
import type { Packet } from './leg.js';
import { child, list, numeric, text, type Raw } from './raw.js';
import { cidrsOfVpc } from './records.js';
import { interfacesOfInstance, placePod, podAtAddress, type Workload } from './workload.js';

export type Departure =
  | { readonly kind: 'kernel' }
  | { readonly kind: 'interface'; readonly eni: Raw; readonly packet: Packet }
  | { readonly kind: 'stopped'; readonly code: string; readonly resource: string };

/** Whether the address is the node's own: the primary address of one of its interfaces. */
function isNodeAddress(bundle: Bundle, workload: Workload, wanted: Address): boolean {
  const instanceId = text(child(workload.primary, 'Attachment'), 'InstanceId');
  return interfacesOfInstance(bundle, instanceId).some((eni) => {
    const own = [firstAddress(eni, 4), ...list(eni, 'Ipv6Addresses').map((item) => address(text(item, 'Ipv6Address')))];
    return text(eni, 'InterfaceType') !== 'branch' && own.some((item) => item !== undefined && sameAddress(item, wanted));
  });
}

/** The workload on the same node that has the address: another pod, or the node itself. */
function neighbour(bundle: Bundle, workload: Workload, wanted: Address): 'none' | 'node' | 'pod' | 'strict-pod' {
  const pod = podAtAddress(bundle, wanted);
  if (pod !== undefined) {
    const placed = placePod(bundle, pod.cluster, pod.raw);
    if ('found' in placed && placed.found.cluster === workload.cluster && placed.found.nodeName === workload.nodeName) {
      return placed.found.mode === 'branch-strict' ? 'strict-pod' : 'pod';
    }
    return 'none';
  }
  return isNodeAddress(bundle, workload, wanted) ? 'node' : 'none';
}

function throughInterface(eni: Raw, packet: Packet, source: Address, translatedPort: number | null): Departure {
  const kept = translatedPort === null;
  return { kind: 'interface', eni, packet: { ...packet, source, sourcePort: kept ? packet.sourcePort : translatedPort } };
}

/** Decides how a new packet of the workload leaves its node; `picked` is the port that a translation takes where ports are drawn. */
export function depart(bundle: Bundle, workload: Workload, packet: Packet, picked: number | null): Departure {
  const translatedPort = workload.settings.keepsPorts ? null : picked;
  const { mode, settings, eni, primary } = workload;
  const local = mode === 'fargate' ? 'none' : neighbour(bundle, workload, packet.destination);
  const itself = workload.mode !== 'host' && workload.addresses.some((own) => sameAddress(own, packet.destination));
  if (itself) return { kind: 'kernel' };
  if (mode === 'branch-strict') return departStrict(workload, packet, local);
  if (mode === 'host' && local === 'strict-pod' && packet.protocol === 6 && !settings.tcpEarlyDemuxDisabled) {
    return { kind: 'stopped', code: 'TCP_EARLY_DEMUX', resource: workload.nodeName };
  }
  if (local === 'pod' || local === 'node') return { kind: 'kernel' };
  if (mode === 'fargate') return throughInterface(eni, packet, packet.source, null);
  if (['169.254.20.10', '169.254.170.23'].some((item) => sameAddress(address(item), packet.destination))) return { kind: 'kernel' };
  const hopLimit = numeric(child(instanceOf(bundle, primary), 'MetadataOptions'), 'HttpPutResponseHopLimit');
  const metadata = sameAddress(packet.destination, address('169.254.169.254'));
  if (metadata && mode !== 'host' && hopLimit !== undefined && hopLimit < 2) {
    return { kind: 'stopped', code: 'IMDS_HOP_LIMIT', resource: text(child(primary, 'Attachment'), 'InstanceId') };
  }
  return departByAddress(bundle, workload, packet, translatedPort);
}

/** Everything of a strict-mode pod goes out by its branch interface with its own address. */
function departStrict(workload: Workload, packet: Packet, local: ReturnType<typeof neighbour>): Departure {
  if (['169.254.20.10', '169.254.170.23'].some((item) => sameAddress(address(item), packet.destination))) {
    return { kind: 'stopped', code: 'NODE_LOCAL_UNREACHABLE_STRICT_MODE', resource: workload.nodeName };
  }
  if (local === 'node' && packet.protocol === 6 && !workload.settings.tcpEarlyDemuxDisabled) {
    return { kind: 'stopped', code: 'TCP_EARLY_DEMUX', resource: workload.nodeName };
  }
  return throughInterface(workload.eni, packet, packet.source, null);
}

function departByAddress(bundle: Bundle, workload: Workload, packet: Packet, translatedPort: number | null): Departure {
  const { mode, settings, eni, primary } = workload;
  const destination = packet.destination;
  if (destination.family === 6) {
    const own = workload.addresses.find((item) => item.family === 6);
    const source = own ?? (settings.version6Egress ? firstAddress(primary, 6) : undefined);
    if (source === undefined) return { kind: 'stopped', code: 'POD_HAS_NO_IPV6', resource: text(primary, 'NetworkInterfaceId') };
    return throughInterface(
      own === undefined ? primary : eni,
      packet,
      source,
      own === undefined ? (translatedPort ?? packet.sourcePort) : null,
    );
  }
  const nodeAddress = firstAddress(primary, 4);
  if (nodeAddress === undefined) return { kind: 'stopped', code: 'UNASSOCIATED_COMPONENT', resource: text(primary, 'NetworkInterfaceId') };
  const own = workload.addresses.find((item) => item.family === 4);
  if (own === undefined) {
    if (!settings.version4Egress) return { kind: 'stopped', code: 'POD_HAS_NO_IPV4', resource: text(primary, 'NetworkInterfaceId') };
    return throughInterface(primary, packet, nodeAddress, translatedPort ?? packet.sourcePort);
  }
  const inVpc = inAnyCidr(destination, cidrsOfVpc(bundle, text(primary, 'VpcId')));
  const excluded = mode === 'windows' ? false : inAnyCidr(destination, settings.excludedCidrs);
  const external = mode === 'windows' ? false : settings.externalSnat;
  const byMain = settings.externalServiceCidrs.some((cidr) => inCidr(destination, cidr)) && mode !== 'windows';
  if (external || inVpc || excluded) return throughInterface(byMain || mode === 'host' ? primary : eni, packet, own, null);
  return throughInterface(primary, packet, nodeAddress, translatedPort ?? packet.sourcePort);
}

/** The interface by which the reply of a workload leaves: its own, unless the main table takes every packet to that client. */
export function replyInterface(workload: Workload, arrivedAt: Raw, client: Address): Raw {
  const caught = workload.mode === 'pod' || workload.mode === 'branch-standard';
  return caught && inAnyCidr(client, workload.settings.externalServiceCidrs) ? workload.primary : arrivedAt;
}

/** Whether an interface end with the address is the workload's node itself. */
export function isOwnNode(workload: Workload, wanted: Address): boolean {
  return (
    owns(workload.primary, wanted) &&
    [4, 6].some((family) => {
      const own = firstAddress(workload.primary, family === 4 ? 4 : 6);
      return own !== undefined && sameAddress(own, wanted);
    })
  );
}
