/** What annotations say of a pod's interfaces: its branch interface, and those that Multus added. */
import { parseAddress, type Address } from '../../../net/address.js';
import type { Pod } from '../../../model/kubernetes/cluster.js';
import type { Raw } from '../fields.js';

const POD_ENI = 'vpc.amazonaws.com/pod-eni';
/** The second is the name of older Multus versions. */
const NETWORK_STATUS = ['k8s.v1.cni.cncf.io/network-status', 'k8s.v1.cni.cncf.io/networks-status'];

export interface BranchInterface {
  readonly eniId: string;
  readonly address: Address | null;
  readonly ipv6: Address | null;
  readonly vlanId: number | null;
}

export interface ExtraInterface {
  /** The network attachment: `prod/multicast`. */
  readonly network: string;
  /** Its name in the pod: `net1`. */
  readonly interfaceName: string | null;
  readonly addresses: readonly Address[];
}

/** The branch interface that security groups for pods gave to the pod; null without one, or when the annotation can't be read. */
export function branchInterfaceOf(pod: Pick<Pod, 'annotations'>): BranchInterface | null {
  const [first] = recordsOf(pod.annotations[POD_ENI]);
  const eniId = first?.['eniId'];
  if (first === undefined || typeof eniId !== 'string' || eniId === '') return null;
  return { eniId, address: addressOf(first['privateIp']), ipv6: addressOf(first['ipv6Addr']), vlanId: vlanOf(first) };
}

/** The interfaces of a pod besides its own of the VPC CNI, which is told by its flag or its address: its name is not reliable. */
export function extraInterfacesOf(pod: Pick<Pod, 'annotations' | 'addresses'>): readonly ExtraInterface[] {
  const status = NETWORK_STATUS.map((name) => pod.annotations[name]).find((text) => text !== undefined);
  return recordsOf(status).flatMap((entry) => {
    const ips: readonly unknown[] = Array.isArray(entry['ips']) ? entry['ips'] : [];
    const addresses = ips.flatMap((text) => addressOf(text) ?? []);
    if (entry['default'] === true || addresses.some((address) => pod.addresses.includes(address))) return [];
    return [{ network: textOf(entry['name']) ?? '', interfaceName: textOf(entry['interface']), addresses }];
  });
}

/** The spelling of this key changed between releases of the controller. */
function vlanOf(entry: Raw): number | null {
  const key = Object.keys(entry).find((name) => name.toLowerCase() === 'vlanid');
  const vlan = key === undefined ? Number.NaN : Number(entry[key]);
  return Number.isInteger(vlan) ? vlan : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function addressOf(value: unknown): Address | null {
  return typeof value === 'string' ? parseAddress(value.split('/')[0] ?? '') : null;
}

/** The objects of a JSON list; none when the text is absent or something else. */
function recordsOf(text: string | undefined): readonly Raw[] {
  if (text === undefined) return [];
  try {
    const value: unknown = JSON.parse(text);
    const list: readonly unknown[] = Array.isArray(value) ? value : [];
    return list.filter((item): item is Raw => typeof item === 'object' && item !== null && !Array.isArray(item));
  } catch {
    return [];
  }
}
