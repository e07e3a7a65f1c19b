/** Load balancers and Ingresses as the ends of a flow: by name the nodes that answer, as a source every node. */
import { familyOf, formatAddress, type Family } from '../../net/address.js';
import { oneNumber, onlyNumber } from '../../net/interval-set.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../model/aws/interface.js';
import type { LoadBalancer } from '../../model/aws/services.js';
import type { Ingress } from '../../model/kubernetes/cluster.js';
import { refOf } from '../../model/resource.js';
import type { Member } from '../../packet/station.js';
import { listenersOf } from '../../components/aws/load-balancer/listeners.js';
import { zoneOf } from '../../components/aws/load-balancer/names.js';
import { answeringNodes, namedAddress, nodesOf } from '../../components/aws/load-balancer/nodes.js';
import { wireProtocols } from '../../components/aws/load-balancer/protocols.js';
import { single, type Destination, type EndpointReference, type Origin, type ResolutionNote } from './endpoint.js';
import { addressesOf, familiesOf, interfaceOrigin, member } from './ends.js';

/** Its DNS name as this snapshot defines it: in any case, with `dualstack.` before it or not. */
export function findLoadBalancerByName(dnsName: string, network: IndexedNetwork): LoadBalancer | null {
  return network.balancing.balancerNamed(dnsName);
}

const TYPES: Readonly<Record<string, LoadBalancer['type']>> = { alb: 'application', nlb: 'network', clb: 'classic' };

/** By ARN, DNS name or name; `kind` narrows to one type. Several where a name is used in more than one account or Region. */
export function findLoadBalancers(kind: string, wanted: string, network: IndexedNetwork): LoadBalancer[] {
  const type = TYPES[kind];
  const fits = (balancer: LoadBalancer): boolean => type === undefined || balancer.type === type;
  const exact = network.network.loadBalancers.get(wanted) ?? findLoadBalancerByName(wanted, network);
  if (exact !== null && exact !== undefined && fits(exact)) return [exact];
  return [...network.network.loadBalancers.values()].filter((balancer) => fits(balancer) && balancer.name === wanted);
}

function nodeMember(eni: NetworkInterface, shown: string, network: IndexedNetwork): Member {
  const subnet = network.network.subnets.get(eni.subnetId);
  return member('balancer nodes', `${shown} (${subnet?.name ?? eni.subnetId})`, zoneOf(eni, network));
}

/** The zones that the name leaves out, told with those that it gives. */
function zoneNotes(balancer: LoadBalancer, answering: readonly NetworkInterface[], network: IndexedNetwork): ResolutionNote[] {
  const left = nodesOf(balancer, network).filter((eni) => !answering.includes(eni));
  if (left.length === 0) return [];
  const zones = [...new Set(left.map((eni) => zoneOf(eni, network)))].join(', ');
  return [
    {
      code: 'TARGETS_UNHEALTHY',
      message: `${balancer.dnsName} does not give the node${left.length > 1 ? 's' : ''} in ${zones}: without a healthy target there the zone leaves DNS.`,
    },
  ];
}

function portsOf(balancer: LoadBalancer, network: IndexedNetwork): EndpointReference['ports'] {
  const listeners = listenersOf(balancer, network);
  const [only] = listeners;
  if (only === undefined || listeners.length > 1) return null;
  return { protocol: onlyNumber(wireProtocols(only.protocol)), ports: oneNumber(only.port) };
}

/** Without interfaces in the snapshot a network load balancer still tells its addresses: the walk then says what is missing. */
function writtenDestinations(balancer: LoadBalancer, family: Family): Destination[] {
  const resource = refOf('load-balancer', balancer);
  return balancer.zones.flatMap(({ zone, subnetId, addresses }) => {
    const address = addresses.find((own) => familyOf(own) === family);
    if (address === undefined) return [];
    const as = member('balancer nodes', `${formatAddress(address)} (${subnetId})`, zone);
    return [
      { addresses: single(address), member: as, represents: 1, resource, interfaceId: null, subnetId, vpcId: balancer.vpcId, notes: [] },
    ];
  });
}

/** The addresses that the name of a load balancer gives. */
function destinationsOf(balancer: LoadBalancer, family: Family, network: IndexedNetwork): Destination[] {
  const answering = answeringNodes(balancer, network);
  if (answering.length === 0) return writtenDestinations(balancer, family);
  const notes = zoneNotes(balancer, answering, network);
  const resource = refOf('load-balancer', balancer);
  return answering.flatMap((eni): Destination[] => {
    const address = namedAddress(balancer, eni, family);
    if (address === null) return [];
    const as = nodeMember(eni, formatAddress(address), network);
    return [
      {
        addresses: single(address),
        member: as,
        represents: 1,
        resource,
        interfaceId: eni.id,
        subnetId: eni.subnetId,
        vpcId: eni.vpcId,
        notes,
      },
    ];
  });
}

/** A load balancer by its name: `ref` is what was asked for, `as` what the answer calls it when that is not the load balancer itself. */
export function loadBalancerEnd(
  ref: string,
  balancer: LoadBalancer,
  network: IndexedNetwork,
  as: { readonly kind: string; readonly id: string; readonly name: string | null } = { kind: 'lb', id: balancer.id, name: balancer.name },
): EndpointReference {
  const nodes = nodesOf(balancer, network);
  return {
    ref,
    ...as,
    families: familiesOf(
      nodes.length === 0
        ? balancer.zones.flatMap(({ addresses }) => addresses)
        : nodes.flatMap((eni) => eni.addresses.map(({ address }) => address)),
    ),
    origins: (family) =>
      nodes.flatMap((eni): Origin[] => {
        const [source] = addressesOf(eni, family);
        return source === undefined ? [] : [interfaceOrigin(eni, source, network, nodeMember(eni, formatAddress(source), network))];
      }),
    destinations: ({ family }) => destinationsOf(balancer, family, network),
    ports: portsOf(balancer, network),
    portNamed: () => null,
    cluster: null,
  };
}

/** What all rules of an Ingress have in common is what a request through it says, where the question does not. */
function requestOf({ rules }: Ingress): EndpointReference['http'] {
  const hosts = new Set(rules.map(({ host }) => host));
  const paths = new Set(rules.map(({ path }) => path));
  const [host] = hosts;
  const [path] = paths;
  return {
    host: hosts.size === 1 && host !== undefined && host !== null && !host.includes('*') ? host : null,
    path: paths.size === 1 && path !== undefined && path !== null && !path.includes('*') ? path : null,
  };
}

/** An Ingress by the load balancer that its status names; null where that is not in the snapshot. */
export function ingressEnd(ref: string, ingress: Ingress, network: IndexedNetwork): EndpointReference | null {
  for (const host of ingress.hosts) {
    const balancer = findLoadBalancerByName(host, network);
    if (balancer === null) continue;
    const id = `${ingress.namespace}/${ingress.name}`;
    return {
      ...loadBalancerEnd(ref, balancer, network, { kind: 'ingress', id, name: ingress.name }),
      cluster: ingress.cluster,
      http: requestOf(ingress),
    };
  }
  return null;
}
