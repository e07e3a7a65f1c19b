/** The way out of a node: which interface a packet leaves by and which source it carries, for new connections and for replies. */
import { formatAddress, type Address } from '../../../net/address.js';
import { oneAddress, overlaps, range, subtract } from '../../../net/interval-set.js';
import { fieldOf, type AddressSet, type PacketMatch } from '../../../net/packet-set.js';
import { SCTP, TCP, UDP, WIDE_CLIENT_PORTS } from '../../../net/port.js';
import { prefixSet, type Prefix } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { Node, Pod } from '../../../model/kubernetes/cluster.js';
import { label } from '../../../model/resource.js';
import { onlySource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { PlaceAt } from '../../../packet/place.js';
import type { Journey, Station, Step } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { masqueraded } from '../kube-proxy/masquerade.js';
import { objectRef } from '../references.js';
import { cniSettingsOf, isHostAddress, placePod, primaryInterfaceOf, type PodAttachment } from './attachment.js';
import { decideEgress, type EgressDecision } from './egress.js';
import { cniFindings } from './findings.js';
import { nodeLimit } from './node-limits.js';
import { replyInterface } from './reply-interface.js';

/** The IPv4 CIDRs of the node's own VPC: the CNI reads them from instance metadata. */
export function vpcCidrsOf(eni: NetworkInterface, network: IndexedNetwork): readonly Prefix[] {
  const vpc = network.network.vpcs.get(eni.vpcId);
  return (vpc?.cidrs ?? []).filter(({ prefix, state }) => prefix.family === 'ipv4' && state === 'associated').map(({ prefix }) => prefix);
}

/** The pods of the node that a packet can be handed to in the kernel: all but strict branch pods, to which there is no way but the VPC. */
export function localPodAt(node: Node, address: Address, network: IndexedNetwork): Pod | null {
  const pod = network.clusters.podsAt(address).find(({ cluster, nodeName }) => cluster === node.cluster && nodeName === node.name);
  if (pod === undefined) return null;
  const placed = placePod(pod, node, address, network);
  return placed.ok && placed.attachment.strict ? null : pod;
}

function unplaced(pod: Pod, why: string, missing: string, journey: Journey, network: IndexedNetwork): Step {
  const resource = objectRef('pod', pod, network);
  return lost(
    'vpc-cni',
    resource,
    cniFindings.POD_ADDRESS_NOT_IN_VPC({
      resource,
      packets: journey.packets,
      missing,
      say: () => `Where pod ${resource.id} is can't be told: ${why}.`,
    }),
  );
}

/** The way to a pod of the cluster whose address no interface holds: routes would only tell where packets to a stranger's address go. */
function towardUnplaced(address: Address, node: Node, journey: Journey, network: IndexedNetwork): Step | null {
  if (network.owners.ownersAnywhere(address).length > 0) return null;
  const pod = network.clusters.podsAt(address).find(({ cluster }) => cluster === node.cluster);
  const home = pod === undefined || pod.nodeName === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
  if (pod === undefined || home === null || home.computeType === 'hybrid') return null;
  const placed = placePod(pod, home, address, network);
  return placed.ok ? null : unplaced(pod, placed.why, placed.missing, journey, network);
}

/** Splits destinations into those that the CNI treats alike: inside the VPC's and the excluded CIDRs, and outside. */
function parts(destinations: AddressSet, known: readonly Prefix[]): AddressSet[] {
  const out: AddressSet[] = [];
  let rest = destinations;
  for (const prefix of known) {
    const set = prefixSet(prefix);
    if (!overlaps(rest, set)) continue;
    const outside = subtract(rest, set);
    out.push(subtract(rest, outside));
    rest = outside;
  }
  if (rest.length > 0) out.push(rest);
  return out;
}

/** Do the packets have ports that a translation could draw anew? ICMP and protocols without ports have none. */
function carriesPorts({ packets }: Journey): boolean {
  const protocols = fieldOf(packets, 'protocols');
  return [TCP, UDP, SCTP].some((protocol) => overlaps(protocols, range(protocol, protocol)));
}

function leave(
  decision: EgressDecision,
  place: PlaceAt<'node-out'>,
  attachment: PodAttachment | null,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const { node, pod } = place;
  const resource = objectRef('node', node, network);
  const settings = cniSettingsOf(node.cluster, network);
  const to = { at: 'eni-out', eni: decision.eni } as const;
  const source = onlySource(journey.packets);
  const drawsPorts = decision.drawsPorts && carriesPorts(journey);
  const assumed =
    !settings.found && decision.why.includes('AWS_VPC')
      ? [
          cniFindings.CNI_SETTINGS_ASSUMED({
            resource,
            packets: journey.packets,
            say: () => 'The settings of the VPC CNI (DaemonSet aws-node) are not in the snapshot: its defaults were taken.',
          }),
        ]
      : [];
  const subnet = network.network.subnets.get(decision.eni.subnetId);
  const where = (): string => `leaves by ${label(decision.eni)} in ${subnet === undefined ? decision.eni.subnetId : label(subnet)}`;
  if (decision.source === null || (decision.source === source && !drawsPorts)) {
    const mode = attachment === null || attachment.mode === 'host-network' ? '' : `. Here ${attachment.why}`;
    return {
      kind: 'go',
      to,
      hop: {
        station: 'vpc-cni',
        resource,
        action: 'forward',
        findings: assumed,
        explain: () => `The packet ${where()} with its own source: ${decision.why}${mode}.`,
      },
    };
  }
  const changed = decision.source !== source;
  const rewrite: PacketMatch = {
    ...(changed ? { sources: oneAddress(decision.source) } : {}),
    ...(drawsPorts ? { sourcePorts: WIDE_CLIENT_PORTS } : {}),
  };
  const why = `${decision.why}.`;
  const address = formatAddress(decision.source);
  const translated: Finding[] =
    changed && pod !== null
      ? [
          cniFindings.SOURCE_TRANSLATED_BY_NODE({
            resource,
            packets: journey.packets,
            say: () => `Node ${node.name} sends it as ${address}${source === null ? '' : ` instead of ${formatAddress(source)}`}: ${why}`,
          }),
        ]
      : [];
  return {
    kind: 'go',
    to,
    rememberedBy: `node:${node.cluster}|${node.name}`,
    translation: { kind: 'snat', by: resource, rewrite, drawsPorts, why: () => why },
    hop: {
      station: 'vpc-cni',
      resource,
      action: 'translate',
      findings: [...translated, ...assumed],
      explain: () => `The packet ${where()}${changed ? ` as ${address}` : ', with a source port drawn by the node'}: ${why}`,
    },
  };
}

export const nodeOut: Station<'node-out'> = (journey, place, network): Step => {
  const { node, pod } = place;
  const resource = objectRef('node', node, network);
  const destinations = fieldOf(journey.packets, 'destinations');
  const first = destinations[0];
  const source = onlySource(journey.packets);
  let attachment: PodAttachment | null = null;
  if (pod !== null) {
    const address = pod.addresses.find((own) => own === source) ?? pod.addresses[0];
    const placed = address === undefined ? null : placePod(pod, node, address, network);
    if (placed?.ok === false) return unplaced(pod, placed.why, placed.missing, journey, network);
    attachment = placed?.attachment ?? null;
  }
  const primary = primaryInterfaceOf(node, network) ?? attachment?.primary ?? null;
  if (primary === null || first === undefined)
    return lost(
      'vpc-cni',
      resource,
      missingCall(
        resource,
        'ec2:DescribeInstances and ec2:DescribeNetworkInterfaces',
        `Which interfaces node ${node.name} has`,
        journey.packets,
      ),
    );
  const only = destinations.length === 2 && destinations[1] === first + 1n ? first : null;
  const limit = only === null || journey.leg === 'return' ? null : nodeLimit(only, place, attachment, journey, network);
  if (limit !== null) return limit;
  const local = only === null ? null : attachment?.strict === true ? toItself(only, place, network) : withinNode(only, place, network);
  if (place.masquerade !== undefined && only !== null) {
    const masked = masqueraded(
      place.masquerade,
      { attachment, primary, destination: only, inside: local?.to ?? null },
      journey,
      place,
      network,
    );
    if (masked !== null) return masked;
  }
  if (local !== null) return local;
  if (journey.leg === 'return') {
    const { eni, why } = replyInterface(attachment, primary, place, only, journey, network);
    return {
      kind: 'go',
      to: { at: 'eni-out', eni },
      hop: {
        station: 'vpc-cni',
        resource,
        action: 'forward',
        explain: () => `The reply leaves node ${node.name} by ${label(eni)}: ${why}.`,
      },
    };
  }
  const stray = only === null ? null : towardUnplaced(only, node, journey, network);
  if (stray !== null) return stray;
  const settings = cniSettingsOf(node.cluster, network);
  const vpcCidrs = vpcCidrsOf(primary, network);
  const question = {
    pod: attachment,
    primary,
    vpcCidrs,
    settings: autoMode(settings, node, network),
    windows: node.operatingSystem === 'windows',
    serviceTranslated: place.translated,
  };
  if (only !== null) return leave(decideEgress({ ...question, destination: only }), place, attachment, journey, network);
  return {
    kind: 'split',
    parts: parts(destinations, [...vpcCidrs, ...settings.excludeSnatCidrs]).map((set) => {
      const part = { ...journey, packets: journey.packets.map((box) => ({ ...box, destinations: set })) };
      return {
        match: { destinations: set },
        step: leave(
          decideEgress({ ...question, destination: set[0] ?? first, shown: 'the destination' }),
          place,
          attachment,
          part,
          network,
        ),
      };
    }),
  };
};

/** EKS Auto Mode takes its translation from the NodeClass instead of the DaemonSet. */
function autoMode(settings: ReturnType<typeof cniSettingsOf>, node: Node, network: IndexedNetwork): ReturnType<typeof cniSettingsOf> {
  if (node.computeType !== 'auto') return settings;
  const classes = [...network.network.nodeClasses.values()].filter(({ cluster }) => cluster === node.cluster);
  const named = classes.find(({ name }) => name === node.labels['eks.amazonaws.com/nodeclass']) ?? classes[0];
  return { ...settings, found: true, externalSnat: named?.snatPolicy === 'Disabled', excludeSnatCidrs: [] };
}

/** The one address that the table of a strict-mode branch pod finds in the kernel is the pod's own. */
function toItself(destination: Address, { node, pod }: PlaceAt<'node-out'>, network: IndexedNetwork): Extract<Step, { kind: 'go' }> | null {
  if (pod === null || !pod.addresses.includes(destination)) return null;
  const resource = objectRef('node', node, network);
  const explain = (): string => `${formatAddress(destination)} is the pod itself: the packet stays in the kernel of node ${node.name}.`;
  return { kind: 'go', to: { at: 'policy-in', pod, eni: null }, hop: { station: 'node', resource, action: 'forward', explain } };
}

/** Destinations on the same node never leave it: no interface, no group, no ACL. */
function withinNode(
  destination: Address,
  { node, pod, entered }: PlaceAt<'node-out'>,
  network: IndexedNetwork,
): Extract<Step, { kind: 'go' }> | null {
  const resource = objectRef('node', node, network);
  const neighbour = localPodAt(node, destination, network);
  if (neighbour !== null) {
    return {
      kind: 'go',
      to: { at: 'policy-in', pod: neighbour, eni: entered },
      hop: {
        station: 'node',
        resource,
        action: 'forward',
        explain: () =>
          `${formatAddress(destination)} is on the same node ${node.name}: the packet stays in its kernel and meets no interface, security group or network ACL.`,
      },
    };
  }
  if (!isHostAddress(node, destination, network)) return null;
  const who = pod === null ? 'the node itself' : `the pod's own node ${node.name}`;
  return {
    kind: 'go',
    to: { at: 'host-in', node },
    hop: {
      station: 'node',
      resource,
      action: 'forward',
      explain: () => `${formatAddress(destination)} is ${who}: the packet stays in its kernel.`,
    },
  };
}
