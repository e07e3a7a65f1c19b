/** Where a pod really is: its networking mode and the interface that holds its address, recognised from the snapshot. */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import type { CniSettings, Node, Pod } from '../../../model/kubernetes/cluster.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { ownsAddress } from '../../../lookup/address-owners.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { branchInterfaceOf } from './annotations.js';

export type PodMode = 'host-network' | 'fargate' | 'branch' | 'secondary-ip' | 'prefix';

export interface PodAttachment {
  readonly mode: PodMode;
  /** Where packets for the pod arrive, and where those that keep its address leave. */
  readonly eni: NetworkInterface;
  /** The interface whose primary address the node uses; the same as `eni` where there is no node of its own (Fargate). */
  readonly primary: NetworkInterface;
  /** Everything of the pod leaves by its branch interface, same-node traffic too. */
  readonly strict: boolean;
  /** One sentence: how the mode was recognised. */
  readonly why: string;
}
export type PlacedPod =
  { readonly ok: true; readonly attachment: PodAttachment } | { readonly ok: false; readonly why: string; readonly missing: string };

const DEFAULTS: CniSettings = {
  found: false,
  version: null,
  externalSnat: false,
  excludeSnatCidrs: [],
  randomizeSnat: 'prng',
  nodePortSupport: true,
  externalServiceCidrs: [],
  customNetworking: false,
  eniConfigLabel: 'k8s.amazonaws.com/eniConfig',
  eniConfigAnnotation: 'k8s.amazonaws.com/eniConfig',
  prefixDelegation: false,
  podEni: false,
  enforcingMode: 'strict',
  tcpEarlyDemuxDisabled: false,
  ipv6: false,
  v4Egress: true,
  v6Egress: false,
  policyEnforcingMode: 'standard',
  policyAgent: null,
  policyAgentVersion: null,
};

/** The settings of the cluster's CNI; its documented defaults, with `found: false`, where the snapshot has none. */
export function cniSettingsOf(cluster: string, network: IndexedNetwork): CniSettings {
  return network.clusters.settingsOf(cluster)?.cni ?? DEFAULTS;
}

/** The node's first interface: device 0 of card 0. */
export function primaryInterfaceOf(node: Node, network: IndexedNetwork): NetworkInterface | null {
  if (node.instanceId === null) return null;
  const own = network.clusters.interfacesOfInstance(node.instanceId);
  return (
    own.find(({ attachment }) => attachment?.deviceIndex === 0 && attachment.networkCard === 0) ??
    own.find((eni) => node.addresses.some((address) => ownsAddress(eni, address))) ??
    null
  );
}

/** The node's primary address of a family on its first interface. */
export function primaryAddressOf(eni: NetworkInterface, family: 'ipv4' | 'ipv6'): Address | null {
  const own = eni.addresses.filter(({ address }) => familyOf(address) === family);
  return (own.find(({ primary }) => primary) ?? own[0])?.address ?? null;
}

/** Is a destination one of the addresses that the host itself answers on: the primary address of each of its interfaces? */
export function isHostAddress(node: Node, address: Address, network: IndexedNetwork): boolean {
  if (node.addresses.includes(address)) return true;
  if (node.instanceId === null) return false;
  return network.clusters
    .interfacesOfInstance(node.instanceId)
    .some((eni) => eni.type !== 'branch' && primaryAddressOf(eni, familyOf(address)) === address);
}

function branch(pod: Pod, node: Node, primary: NetworkInterface, network: IndexedNetwork): PlacedPod | null {
  const annotation = branchInterfaceOf(pod);
  if (annotation === null) return null;
  const eni = network.network.interfaces.get(annotation.eniId);
  if (eni === undefined)
    return {
      ok: false,
      why: `its annotation names branch interface ${annotation.eniId}, which is not in the snapshot`,
      missing: `ec2:DescribeNetworkInterfaces with ${annotation.eniId}`,
    };
  const { enforcingMode } = cniSettingsOf(pod.cluster, network);
  const strict = enforcingMode === 'strict';
  return {
    ok: true,
    attachment: {
      mode: 'branch',
      eni,
      primary,
      strict,
      why: `a SecurityGroupPolicy gave it the branch interface ${eni.id} (${enforcingMode} mode) on node ${node.name}`,
    },
  };
}

function onInstance(node: Node, address: Address, primary: NetworkInterface, network: IndexedNetwork): PlacedPod | null {
  const own = network.clusters.interfacesOfInstance(node.instanceId ?? '');
  const exact = own.find((eni) => eni.addresses.some((entry) => entry.address === address));
  const eni = exact ?? own.find((candidate) => ownsAddress(candidate, address));
  if (eni === undefined) return null;
  const which = eni.id === primary.id ? `the primary interface ${eni.id}` : `the secondary interface ${eni.id}`;
  const custom = eni.subnetId === primary.subnetId ? '' : `, in subnet ${eni.subnetId} (custom networking or subnet discovery)`;
  const how = exact === undefined ? 'a delegated prefix' : 'a secondary address';
  return {
    ok: true,
    attachment: {
      mode: exact === undefined ? 'prefix' : 'secondary-ip',
      eni,
      primary,
      strict: false,
      why: `${formatAddress(address)} is ${how} of ${which}${custom}`,
    },
  };
}

/** Fargate pods have an interface of their own, which is found by its address in the VPC of the cluster. */
function withoutInstance(node: Node, address: Address, network: IndexedNetwork): PlacedPod | null {
  if (node.computeType !== 'fargate') return null;
  const eni = network.owners.ownersAnywhere(address).find((candidate) => (candidate.attachment?.instanceId ?? null) === null);
  return eni === undefined
    ? null
    : {
        ok: true,
        attachment: {
          mode: 'fargate',
          eni,
          primary: eni,
          strict: false,
          why: `it runs on Fargate with the interface ${eni.id} of its own`,
        },
      };
}

/** Finds the interface of a pod for one of its addresses. The reason and what is missing are given where that can't be told. */
export function placePod(pod: Pod, node: Node, address: Address, network: IndexedNetwork): PlacedPod {
  const primary = primaryInterfaceOf(node, network);
  const others = network.clusters.settingsOf(pod.cluster)?.otherCnis ?? [];
  const notFound: PlacedPod = {
    ok: false,
    why: `no interface of node ${node.name} holds ${formatAddress(address)}${others.length > 0 ? `, and ${others.join(', ')} is installed, so its pods may be on an overlay network` : ''}`,
    missing: 'ec2:DescribeNetworkInterfaces and ec2:DescribeInstances of the same moment (overlay networks can’t be analysed)',
  };
  if (primary === null) return withoutInstance(node, address, network) ?? notFound;
  if (pod.hostNetwork)
    return {
      ok: true,
      attachment: {
        mode: 'host-network',
        eni: primary,
        primary,
        strict: false,
        why: `it uses the host's network, so it has the node's address`,
      },
    };
  return branch(pod, node, primary, network) ?? onInstance(node, address, primary, network) ?? notFound;
}

/** The node whose kernel gets what arrives at an interface: its instance's, or that of the pod whose own interface it is (branch, Fargate). */
export function nodeBehind(eni: NetworkInterface, address: Address | null, network: IndexedNetwork): Node | null {
  const instanceId = eni.attachment?.instanceId;
  if (instanceId) return network.clusters.nodeOfInstance(instanceId);
  for (const pod of address === null ? [] : network.clusters.podsAt(address)) {
    const node = pod.nodeName === null || address === null ? null : network.clusters.nodeNamed(pod.cluster, pod.nodeName);
    if (node === null || address === null) continue;
    const placed = placePod(pod, node, address, network);
    if (placed.ok && placed.attachment.eni.id === eni.id) return node;
  }
  return null;
}
