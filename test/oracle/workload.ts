/** Where a pod or a node sits: its mode, the interface that gets its packets, the primary interface of its node. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { parseAddress, sameAddress, type Address } from './addresses.js';
import { cniSettings, type CniSettings } from './cni-settings.js';
import { firstAddress, interfaceById, interfaces, owns } from './interfaces.js';
import { child, flag, isRaw, list, numeric, text, type Raw } from './raw.js';
import { kubernetes } from './records.js';

export interface Workload {
  readonly mode: 'host' | 'pod' | 'branch-strict' | 'branch-standard' | 'fargate' | 'windows';
  readonly cluster: string;
  /** Null for a node itself. */
  readonly pod: Raw | null;
  readonly node: Raw | undefined;
  readonly nodeName: string;
  readonly addresses: readonly Address[];
  /** The interface where packets for the workload arrive. */
  readonly eni: Raw;
  /** The primary interface of the node; the workload's own on Fargate. */
  readonly primary: Raw;
  readonly settings: CniSettings;
}

export type Placement = { readonly found: Workload } | { readonly effect: 'blocks' | 'unknown'; readonly code: string };

export function podKey(pod: Raw): string {
  const metadata = child(pod, 'metadata');
  return `${text(metadata, 'namespace')}/${text(metadata, 'name')}`;
}

export function isOver(pod: Raw): boolean {
  return ['Succeeded', 'Failed'].includes(text(child(pod, 'status'), 'phase'));
}

/** All addresses of a pod, the first one first. */
export function podAddresses(pod: Raw): readonly Address[] {
  const status = child(pod, 'status');
  const written = [text(status, 'podIP'), ...list(status, 'podIPs').map((item) => text(item, 'ip'))];
  const found: Address[] = [];
  for (const item of written) {
    const parsed = parseAddress(item);
    if (parsed !== undefined && !found.some((other) => sameAddress(other, parsed))) found.push(parsed);
  }
  return found;
}

export function nodeByName(bundle: Bundle, cluster: string | null, name: string): { cluster: string; raw: Raw } | undefined {
  return kubernetes(bundle, 'Node').find(
    (item) => (cluster === null || item.cluster === cluster) && text(child(item.raw, 'metadata'), 'name') === name,
  );
}

function instanceIdOf(node: Raw | undefined): string {
  const provider = text(child(node, 'spec'), 'providerID');
  return provider.startsWith('aws:///') ? (provider.split('/').at(-1) ?? '') : '';
}

export function interfacesOfInstance(bundle: Bundle, instanceId: string): readonly Raw[] {
  return instanceId === '' ? [] : interfaces(bundle).filter((eni) => text(child(eni, 'Attachment'), 'InstanceId') === instanceId);
}

function primaryOf(enis: readonly Raw[]): Raw | undefined {
  return enis.find((eni) => {
    const attachment = child(eni, 'Attachment');
    return (numeric(attachment, 'DeviceIndex') ?? 0) === 0 && (numeric(attachment, 'NetworkCardIndex') ?? 0) === 0;
  });
}

function branchInterface(bundle: Bundle, pod: Raw): Raw | undefined {
  const written = text(child(child(pod, 'metadata'), 'annotations'), 'vpc.amazonaws.com/pod-eni');
  if (written === '') return undefined;
  const parsed: unknown = JSON.parse(written);
  const first: unknown = Array.isArray(parsed) ? parsed[0] : undefined;
  return isRaw(first) ? interfaceById(bundle, text(first, 'eniId')) : undefined;
}

/** A host-network pod has all addresses of its node, also those that its status does not list. */
function hostAddresses(listed: readonly Address[], primary: Raw): readonly Address[] {
  const own = [firstAddress(primary, 4), firstAddress(primary, 6)].filter((item): item is Address => item !== undefined);
  return [...listed, ...own.filter((item) => !listed.some((other) => sameAddress(other, item)))];
}

/** Places a pod by the tests of the reference, the first that fits. */
export function placePod(bundle: Bundle, cluster: string, pod: Raw): Placement {
  const [spec, nodeName] = [child(pod, 'spec'), text(child(pod, 'spec'), 'nodeName')];
  if (isOver(pod) || nodeName === '') return { effect: 'blocks', code: 'POD_NOT_RUNNING' };
  const addresses = podAddresses(pod);
  const [first] = addresses;
  if (first === undefined) return { effect: 'blocks', code: 'POD_HAS_NO_ADDRESS' };
  const node = nodeByName(bundle, cluster, nodeName)?.raw;
  const settings = cniSettings(bundle, cluster, node);
  const base = { cluster, pod, node, nodeName, addresses, settings };
  const labels = child(child(node, 'metadata'), 'labels');
  const podLabels = child(child(pod, 'metadata'), 'labels');
  const fargate =
    text(labels, 'eks.amazonaws.com/compute-type') === 'fargate' || text(podLabels, 'eks.amazonaws.com/fargate-profile') !== '';
  if (fargate) {
    const own = interfaces(bundle).find((eni) => owns(eni, first));
    return own === undefined
      ? { effect: 'unknown', code: 'POD_ADDRESS_NOT_IN_VPC' }
      : { found: { ...base, mode: 'fargate', eni: own, primary: own } };
  }
  const enis = interfacesOfInstance(bundle, instanceIdOf(node));
  const primary = primaryOf(enis);
  if (primary === undefined) return { effect: 'unknown', code: 'POD_ADDRESS_NOT_IN_VPC' };
  if (flag(spec, 'hostNetwork', false))
    return { found: { ...base, addresses: hostAddresses(addresses, primary), mode: 'host', eni: primary, primary } };
  const branch = branchInterface(bundle, pod);
  if (branch !== undefined) {
    return { found: { ...base, mode: settings.strictBranches ? 'branch-strict' : 'branch-standard', eni: branch, primary } };
  }
  const eni = enis.find((item) => owns(item, first));
  if (eni === undefined) return { effect: 'unknown', code: 'POD_ADDRESS_NOT_IN_VPC' };
  const windows = text(labels, 'kubernetes.io/os') === 'windows';
  return { found: { ...base, mode: windows ? 'windows' : 'pod', eni, primary } };
}

/** A node as an end: its own network, its internal address. */
export function placeNode(bundle: Bundle, name: string): Placement {
  const node = nodeByName(bundle, null, name) ?? kubernetes(bundle, 'Node').find((item) => instanceIdOf(item.raw) === name);
  if (node === undefined) return { effect: 'unknown', code: 'NO_SOURCE_OR_DESTINATION' };
  const primary = primaryOf(interfacesOfInstance(bundle, instanceIdOf(node.raw)));
  if (primary === undefined) return { effect: 'unknown', code: 'UNKNOWN_RESOURCE' };
  const addresses = [firstAddress(primary, 4), firstAddress(primary, 6)].filter((item): item is Address => item !== undefined);
  const settings = cniSettings(bundle, node.cluster, node.raw);
  const nodeName = text(child(node.raw, 'metadata'), 'name');
  return {
    found: { mode: 'host', cluster: node.cluster, pod: null, node: node.raw, nodeName, addresses, eni: primary, primary, settings },
  };
}

/** The pod that has an address of its own; host-network pods share their node's and never count. */
export function podAtAddress(bundle: Bundle, wanted: Address): { cluster: string; raw: Raw } | undefined {
  return kubernetes(bundle, 'Pod').find(
    (item) =>
      !isOver(item.raw) &&
      !flag(child(item.raw, 'spec'), 'hostNetwork', false) &&
      podAddresses(item.raw).some((own) => sameAddress(own, wanted)),
  );
}
