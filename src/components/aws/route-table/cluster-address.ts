/** A destination that no route covers may be a cluster IP: then the missing route is not the point. */
import { formatAddress } from '../../../net/address.js';
import { prefixHolds } from '../../../net/prefix.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { onlyDestination } from '../../../packet/describe.js';
import type { Finding } from '../../../packet/finding.js';
import type { StationName } from '../../../packet/hop.js';
import type { Journey, Step } from '../../../packet/station.js';
import type { ResourceRef } from '../../../model/resource.js';
import { lost } from '../../ends.js';
import { vpcFindings } from '../vpc/findings.js';

/** The finding for a cluster IP that left the nodes; null when the destination is none. */
export function clusterAddressCause(journey: Journey, network: IndexedNetwork): Finding | null {
  const address = onlyDestination(journey.packets);
  if (address === null) return null;
  const service = network.clusters.servicesAt(address).find(({ clusterAddresses }) => clusterAddresses.includes(address));
  const cluster = [...network.network.eksClusters.values()].find(({ serviceCidrs }) =>
    serviceCidrs.some((prefix) => prefixHolds(prefix, address)),
  );
  if (service === undefined && cluster === undefined) return null;
  const name =
    service === undefined
      ? `an address of the Service range of ${cluster?.id ?? 'the cluster'}`
      : `the cluster IP of Service ${service.namespace}/${service.name}`;
  return vpcFindings.CLUSTERIP_NOT_ROUTABLE({
    resource:
      service === undefined
        ? { kind: 'eks-cluster', id: cluster?.id ?? '' }
        : { kind: 'service', id: `${service.namespace}/${service.name}` },
    packets: journey.packets,
    say: () =>
      `${formatAddress(address)} is ${name}: it exists only in the packet filters of the cluster's nodes, so nothing outside a node can reach it. ` +
      `SNAT settings such as AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS do not matter here.`,
  });
}

/** The end of a way by a finding; where the packet was bound for a cluster IP, that is named first as the reason. */
export function lostOrCluster(
  station: StationName,
  resource: ResourceRef,
  finding: Finding,
  journey: Journey,
  network: IndexedNetwork,
): Step {
  const end = lost(station, resource, finding);
  const cause = journey.leg === 'return' || finding.effect === 'unknown' ? null : clusterAddressCause(journey, network);
  return cause === null || end.kind !== 'end' ? end : { ...end, hop: { ...end.hop, findings: [cause, finding] } };
}
