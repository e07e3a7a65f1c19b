/** Whom an interface belongs to, so that hops name the database or the instance instead of a bare interface. */
import type { IndexedNetwork } from '../../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../../model/aws/interface.js';
import { refOf, type ResourceRef } from '../../../model/resource.js';
import type { StationName } from '../../../packet/hop.js';
import { objectRef } from '../../kubernetes/references.js';
import { databasesAt } from '../database/interfaces.js';

export interface InterfaceOwner {
  readonly station: StationName;
  readonly resource: ResourceRef;
}

/** The resource behind an interface; the interface itself when nothing more is known. */
export function ownerOf(eni: NetworkInterface, network: IndexedNetwork): InterfaceOwner {
  const instanceId = eni.attachment?.instanceId;
  const instance = instanceId ? network.network.instances.get(instanceId) : undefined;
  if (instance !== undefined) {
    const node = network.clusters.nodeOfInstance(instance.id);
    if (node !== null) return { station: 'node', resource: objectRef('node', node, network) };
    return { station: 'instance', resource: refOf('instance', instance) };
  }
  const cluster = /^Amazon EKS (\S+)$/.exec(eni.description)?.[1];
  if (cluster !== undefined) return { station: 'eks-api', resource: { kind: 'eks-cluster', id: cluster } };
  const loadBalancer = network.services.loadBalancerOf(eni.id);
  if (loadBalancer !== null) return { station: 'load-balancer', resource: refOf('load-balancer', loadBalancer) };
  const endpoint = network.services.vpcEndpointOf(eni.id);
  if (endpoint !== null) return { station: 'vpc-endpoint', resource: refOf('vpc-endpoint', endpoint) };
  const database = databasesAt(eni, network)[0];
  if (database !== undefined) return { station: database.kind, resource: { kind: database.kind, id: database.id } };
  return { station: 'eni', resource: refOf('eni', eni) };
}

/** The key by which the end of a reply is compared with the start of its request. */
export function endKey(resource: ResourceRef): string {
  return `${resource.kind}|${resource.id}|${resource.cluster ?? ''}`;
}
