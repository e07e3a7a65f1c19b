/** References to AWS resources: by their id, or by the Name tag where only one has it. */
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { NatGateway } from '../../model/aws/routing.js';
import { refOf } from '../../model/resource.js';
import { eniEnd, instanceEnd, interfacesEnd, subnetEnd } from './aws-ends.js';
import { databaseNameEnd } from './database-names.js';
import type { EndpointReference, Resolved } from './endpoint.js';
import { findLoadBalancers, loadBalancerEnd } from './load-balancer-ends.js';
import { ambiguous, found, notFound, type Named } from './resolved.js';
import { vpcEndpointEnd } from './vpc-endpoint-ends.js';

interface Identified {
  readonly id: string;
  readonly name: string | null;
}

function byIdOrName<T extends Identified>(items: ReadonlyMap<string, T>, wanted: string): T[] {
  const exact = items.get(wanted);
  if (exact !== undefined) return [exact];
  return [...items.values()].filter(({ name }) => name === wanted);
}

/** The one that fits; close names where none does, the candidates where several do. */
function only<T extends Identified>(
  ref: string,
  kind: string,
  wanted: string,
  fits: readonly T[],
  all: Iterable<T>,
  make: (item: T) => EndpointReference | null,
): Resolved {
  if (fits.length > 1)
    return ambiguous(
      ref,
      fits.map(({ id }) => `${kind}/${id}`),
    );
  const [fit] = fits;
  const end = fit === undefined ? null : make(fit);
  if (end !== null) return found(end);
  return notFound(
    ref,
    `${kind} ${wanted}`,
    [...all].flatMap(({ id, name }) => [`${kind}/${id}`, ...(name === null ? [] : [`${kind}/${name}`])]),
  );
}

function natGatewayEnd(ref: string, natGateway: NatGateway, network: IndexedNetwork): EndpointReference {
  const interfaces = natGateway.addresses.flatMap(({ interfaceId }) =>
    interfaceId === null ? [] : (network.network.interfaces.get(interfaceId) ?? []),
  );
  const resource = refOf('nat-gateway', natGateway);
  return interfacesEnd(
    { ref, kind: 'nat', id: natGateway.id, name: natGateway.name, resource, interfaces, dimension: 'zones', ports: null },
    network,
  );
}

/** null: not a kind of AWS resource. */
export function resolveAws(ref: string, { kind, parts }: Named, network: IndexedNetwork): Resolved | null {
  const data = network.network;
  const wanted = parts[0] ?? '';
  const pick = <T extends Identified>(items: ReadonlyMap<string, T>, make: (item: T) => EndpointReference | null): Resolved =>
    only(ref, kind, wanted, byIdOrName(items, wanted), items.values(), make);
  switch (kind) {
    case 'instance':
      return pick(data.instances, ({ id }) => instanceEnd(ref, id, network));
    case 'subnet':
      return pick(data.subnets, (subnet) => subnetEnd(ref, subnet, network));
    case 'eni':
      return pick(data.interfaces, (eni) => eniEnd(ref, eni, network));
    case 'vpce':
      return pick(data.vpcEndpoints, (endpoint) => vpcEndpointEnd(ref, endpoint, network));
    case 'nat':
      return pick(data.natGateways, (natGateway) => natGatewayEnd(ref, natGateway, network));
    case 'rds':
    case 'elasticache': {
      const all = [...data.databases.values()].filter((database) => database.kind === kind);
      const fits = all.filter(({ id }) => id === wanted);
      return only(ref, kind, wanted, fits, all, (database) => databaseNameEnd(ref, database, network));
    }
    case 'lb':
    case 'alb':
    case 'nlb':
    case 'clb':
      return only(ref, kind, wanted, findLoadBalancers(kind, wanted, network), data.loadBalancers.values(), (balancer) =>
        loadBalancerEnd(ref, balancer, network),
      );
    default:
      return null;
  }
}
