/**
 * The public endpoint of an EKS cluster's API server: it stands on the internet and lets in the sources that the cluster lists
 * ("Cluster API server endpoint"). In the VPC the control plane answers on interfaces, like anybody else.
 */
import { formatPrefix, prefixSet } from '../../../net/prefix.js';
import { intersectSet, subtractSet, type PacketSet } from '../../../net/packet-set.js';
import { union } from '../../../net/interval-set.js';
import type { AddressSet } from '../../../net/packet-set.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { EksCluster } from '../../../model/aws/services.js';
import { label, refOf, type ResourceRef } from '../../../model/resource.js';
import { describeSource } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { Decision, Journey, Station } from '../../../packet/station.js';
import { lost } from '../../ends.js';
import { missingCall } from '../../state.js';
import { eksApiFindings } from './findings.js';

function listed({ publicAccessCidrs }: EksCluster): AddressSet {
  return publicAccessCidrs.reduce<AddressSet>((set, prefix) => union(set, prefixSet(prefix)), []);
}

/** `publicAccessCidrs [198.51.100.0/24, 203.0.113.50/32]`, as the cluster lists them. */
export function publicListText({ publicAccessCidrs }: EksCluster): string {
  return `publicAccessCidrs [${publicAccessCidrs.map(formatPrefix).join(', ')}]`;
}

/** Which gateway gave the packet the source that the endpoint sees. */
function sender(journey: Journey): string {
  for (let list = journey.sessions; list !== null; list = list.earlier) {
    const by = list.session.translation?.kind === 'snat' ? list.session.translation.by : null;
    if (by?.kind === 'nat-gateway') return ` of NAT gateway ${label(by)}`;
  }
  return '';
}

/** null: public access is on. */
function accessOff(cluster: EksCluster, resource: ResourceRef, packets: PacketSet): Finding | null {
  if (cluster.publicAccess) return null;
  return eksApiFindings.ENDPOINT_ACCESS_DISABLED({
    resource,
    packets,
    direction: 'ingress',
    say: () =>
      `The API server of ${cluster.id} has private access only: its name gives addresses in ${cluster.vpcId}, which nobody reaches from the internet as ${describeSource(packets)}.`,
  });
}

/** What private access would change for clients in AWS. */
function privateAccessText({ privateAccess, vpcId }: EksCluster, network: IndexedNetwork): string {
  if (!privateAccess) return ' Private access is off; for clients in the VPC it is the better fit than a longer list.';
  const vpc = network.network.vpcs.get(vpcId);
  const off = [vpc?.dnsSupport === false ? 'enableDnsSupport' : null, vpc?.dnsHostnames === false ? 'enableDnsHostnames' : null];
  const named = off.filter((attribute) => attribute !== null).join(' and ');
  const why =
    named === ''
      ? 'the name does not give its addresses to this caller'
      : `${named} of ${vpcId} is false, so the name does not give its addresses`;
  return ` Private access is on, but ${why}.`;
}

function notListed(cluster: EksCluster, resource: ResourceRef, packets: PacketSet, journey: Journey, network: IndexedNetwork): Finding {
  const inAws = journey.crossed.length > 0;
  return eksApiFindings.ENDPOINT_CIDR_NOT_ALLOWED({
    resource,
    packets,
    direction: 'ingress',
    say: () =>
      `The public endpoint of ${cluster.id} sees the source ${describeSource(packets)}${sender(journey)}, which is not in its ${publicListText(cluster)}.${inAws ? privateAccessText(cluster, network) : ''}`,
  });
}

export const eksApi: Station<'eks-api'> = (journey, { clusterName, admitted }, network) => {
  const cluster = network.network.eksClusters.get(clusterName);
  const resource: ResourceRef = cluster === undefined ? { kind: 'eks-cluster', id: clusterName } : refOf('eks-cluster', cluster);
  const { packets } = journey;
  if (cluster === undefined)
    return lost(
      'eks-api',
      resource,
      missingCall(resource, 'eks:DescribeCluster', `Whom the public endpoint of ${clusterName} lets in`, packets),
    );
  if (admitted)
    return {
      kind: 'end',
      outcome: 'delivered',
      replyFrom: { at: 'internet' },
      hop: {
        station: 'eks-api',
        resource,
        action: 'deliver',
        explain: () => `Delivered to the public endpoint of the API server of ${clusterName}, with source ${describeSource(packets)}.`,
      },
    };
  const off = accessOff(cluster, resource, packets);
  if (off !== null) return lost('eks-api', resource, off);
  const allowed = { sources: listed(cluster) };
  const refused = subtractSet(packets, intersectSet(packets, allowed));
  const finding = refused.length === 0 ? null : notListed(cluster, resource, refused, journey, network);
  const decisions: Decision[] = [
    { packets: intersectSet(packets, allowed), verdict: 'permit', finding: null },
    ...(finding === null ? [] : [{ packets: refused, verdict: 'deny', finding } as const]),
  ];
  return {
    kind: 'filter',
    decisions,
    to: { at: 'eks-api', clusterName, admitted: true },
    hop: {
      station: 'eks-api',
      resource,
      action: finding === null ? 'permit' : 'deny',
      rule: { id: 'publicAccessCidrs', direction: 'ingress', text: publicListText(cluster) },
      explain: finding?.say ?? ((): string => `The source ${describeSource(packets)} is in ${publicListText(cluster)} of ${clusterName}.`),
    },
  };
};
