/** NodeLocal DNSCache: the cache on the node asks cluster DNS on behalf of pods, over TCP and from the node's address ("Using NodeLocal DNSCache"). */
import { formatAddress, familyOf, type Address } from '../../../net/address.js';
import { oneAddress, oneNumber } from '../../../net/interval-set.js';
import { LINUX_CLIENT_PORTS, TCP } from '../../../net/port.js';
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import { objectKey } from '../../../model/network.js';
import type { Node, Service } from '../../../model/kubernetes/cluster.js';
import type { Step } from '../../../packet/station.js';
import { nodeHolder } from '../kube-proxy/choose-endpoint.js';
import { objectRef } from '../references.js';
import { primaryAddressOf, primaryInterfaceOf } from './attachment.js';

/** The Service that the cache forwards to: one of its own with the same servers, else that of the cluster. */
function upstreamOf(cluster: string, network: IndexedNetwork): Service | null {
  for (const name of ['kube-dns-upstream', 'kube-dns', 'coredns']) {
    const service = network.network.services.get(objectKey({ cluster, namespace: 'kube-system', name }));
    if (service !== undefined) return service;
  }
  return null;
}

/** What was asked of the cache goes on to cluster DNS; null where the snapshot has none, or nothing of the node to ask from. */
export function askUpstream(cache: Address, node: Node, network: IndexedNetwork): Step | null {
  const service = upstreamOf(node.cluster, network);
  const primary = primaryInterfaceOf(node, network);
  const [server] = service?.clusterAddresses ?? [];
  const own = primary === null || server === undefined ? null : primaryAddressOf(primary, familyOf(server));
  if (service === null || server === undefined || own === null) return null;
  const resource = objectRef('node', node, network);
  const why = `NodeLocal DNSCache of node ${node.name} at ${formatAddress(cache)} answers from its cache or asks Service kube-system/${service.name} itself: over TCP and from ${formatAddress(own)}, the address of the node.`;
  return {
    kind: 'go',
    to: { at: 'kube-proxy', node, pod: null, entered: null },
    rememberedBy: nodeHolder(node),
    translation: {
      kind: 'proxy',
      by: resource,
      rewrite: {
        protocols: oneNumber(TCP),
        sources: oneAddress(own),
        sourcePorts: LINUX_CLIENT_PORTS,
        destinations: oneAddress(server),
        destinationPorts: oneNumber(53),
      },
      drawsPorts: true,
      why: () => why,
    },
    hop: { station: 'node', resource, action: 'translate', explain: () => why },
  };
}
