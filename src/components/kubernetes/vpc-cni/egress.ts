/**
 * The decision of the VPC CNI for a new connection that leaves the node: by which interface, and with which source address. It is
 * made for the destination as it is after a Service's translation ("amazon-vpc-cni-k8s README", environment variables).
 */
import { familyOf, formatAddress, type Address } from '../../../net/address.js';
import { formatPrefix, prefixHolds, type Prefix } from '../../../net/prefix.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import type { CniSettings } from '../../../model/kubernetes/cluster.js';
import { primaryAddressOf, type PodAttachment } from './attachment.js';

export interface EgressQuestion {
  readonly destination: Address;
  /** What sentences call the destination where it stands for many. */
  readonly shown?: string;
  /** null: a process of the host. */
  readonly pod: PodAttachment | null;
  readonly primary: NetworkInterface;
  readonly vpcCidrs: readonly Prefix[];
  readonly settings: CniSettings;
  readonly windows: boolean;
  /** kube-proxy has rewritten the destination: the CNI's mark is then never set. */
  readonly serviceTranslated: boolean;
}

export interface EgressDecision {
  readonly eni: NetworkInterface;
  /** The new source; null: kept. */
  readonly source: Address | null;
  /** Source ports are drawn from 1024-65535. */
  readonly drawsPorts: boolean;
  /** Why, as half a sentence that names the deciding setting. */
  readonly why: string;
}

function holding(prefixes: readonly Prefix[], address: Address): Prefix | null {
  return prefixes.find((prefix) => prefixHolds(prefix, address)) ?? null;
}

function keep(eni: NetworkInterface, why: string): EgressDecision {
  return { eni, source: null, drawsPorts: false, why };
}

/** Which interface and source address a new connection gets. */
export function decideEgress({
  destination,
  shown,
  pod,
  primary,
  vpcCidrs,
  settings,
  windows,
  serviceTranslated,
}: EgressQuestion): EgressDecision {
  const family = familyOf(destination);
  const own = pod?.eni ?? primary;
  const text = shown ?? formatAddress(destination);
  const draws = settings.randomizeSnat !== 'none';
  if (pod?.strict === true)
    return keep(
      own,
      'the enforcing mode of security groups for pods is strict, so everything leaves by the branch interface and the node never translates it',
    );
  if (pod?.mode === 'fargate') return keep(own, 'a Fargate pod has an interface of its own, and nothing translates its address');
  if (family === 'ipv6') return keep(settings.ipv6 ? primary : own, 'IPv6 is not translated by the node');
  const nodeAddress = primaryAddressOf(primary, 'ipv4');
  const translated = (why: string): EgressDecision => ({ eni: primary, source: nodeAddress, drawsPorts: draws, why });
  if (settings.ipv6 && pod !== null && pod.mode !== 'host-network') {
    return translated(
      'this is an IPv6 cluster: IPv4 leaves by the helper interface, translated to the primary IPv4 address of the node, inside the VPC too (ENABLE_V4_EGRESS)',
    );
  }
  const listed = pod === null || pod.mode === 'host-network' || windows ? null : holding(settings.externalServiceCidrs, destination);
  const untouched = (because: string): EgressDecision =>
    listed === null || own.id === primary.id
      ? keep(own, because)
      : keep(
          primary,
          `${because}; AWS_EXTERNAL_SERVICE_CIDRS lists ${formatPrefix(listed)}, which sends it by the primary interface all the same`,
        );
  const inside = holding(vpcCidrs, destination);
  if (inside !== null)
    return untouched(
      `${text} is inside the VPC's CIDR ${formatPrefix(inside)}, so the node does not translate the pod's address; no setting of the CNI changes that, only a pod with hostNetwork shows the node's`,
    );
  if (windows) return translated('on Windows nodes everything outside the VPC gets the primary address of the node');
  if (settings.externalSnat) return untouched('AWS_VPC_K8S_CNI_EXTERNALSNAT is true, so the node does not translate');
  const excluded = holding(settings.excludeSnatCidrs, destination);
  if (excluded !== null)
    return untouched(`AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS lists ${formatPrefix(excluded)}, so the node does not translate`);
  const why = `${text} is outside the VPC's CIDRs and AWS_VPC_K8S_CNI_EXTERNALSNAT is false, so the node rewrites the source to the primary address of its primary interface`;
  if (!serviceTranslated || pod === null || pod.eni.id === primary.id) return translated(why);
  return afterService(pod, destination, settings, nodeAddress, draws, why);
}

/**
 * A Service's endpoint outside the VPC: the connection is never marked, so it leaves by the pod's own interface, yet with the node's
 * address, which that interface does not own. AWS_EXTERNAL_SERVICE_CIDRS sends it to the main table instead.
 */
function afterService(
  pod: PodAttachment,
  destination: Address,
  settings: CniSettings,
  nodeAddress: Address | null,
  draws: boolean,
  why: string,
): EgressDecision {
  if (pod.mode === 'branch') return keep(pod.eni, 'a branch interface is never translated after a Service');
  if (holding(settings.externalServiceCidrs, destination) !== null)
    return {
      eni: pod.primary,
      source: nodeAddress,
      drawsPorts: draws,
      why: `${why}; AWS_EXTERNAL_SERVICE_CIDRS sends it by the primary interface`,
    };
  return {
    eni: pod.eni,
    source: nodeAddress,
    drawsPorts: draws,
    why: `${why}, but after a Service's translation it still leaves by the pod's own interface ${pod.eni.id}`,
  };
}
