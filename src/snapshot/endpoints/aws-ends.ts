/** Instances, interfaces, databases, endpoints, NAT gateways and EKS clusters as the ends of a flow. */
import type { Address, Family } from '../../net/address.js';
import { oneNumber } from '../../net/interval-set.js';
import type { AddressSet } from '../../net/packet-set.js';
import { LINUX_CLIENT_PORTS, TCP } from '../../net/port.js';
import { prefixSet } from '../../net/prefix.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { NetworkInterface } from '../../model/aws/interface.js';
import type { Subnet } from '../../model/aws/vpc.js';
import type { Database } from '../../model/aws/services.js';
import type { Place } from '../../packet/place.js';
import { refOf, type ResourceRef } from '../../model/resource.js';
import { stateFindings } from '../../components/state.js';
import { interfacesOfDatabase } from '../../components/aws/database/interfaces.js';
import type { Member } from '../../packet/station.js';
import type { Asker, Destination, EndpointReference, Origin } from './endpoint.js';
import { addressesOf, familiesOf, interfaceDestination, interfaceOrigin, member } from './ends.js';

interface InterfacesEnd {
  readonly ref: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  readonly resource: ResourceRef;
  readonly interfaces: readonly NetworkInterface[];
  readonly dimension: Member['dimension'];
  readonly ports: EndpointReference['ports'];
  /** Only this address of the one interface. */
  readonly address?: Address;
}

/** An end that answers on one or several interfaces, each of them a member where there are several. */
export function interfacesEnd(end: InterfacesEnd, network: IndexedNetwork): EndpointReference {
  const many = end.interfaces.length > 1;
  const pick = (eni: NetworkInterface, family: Family): Address | undefined =>
    end.address ?? addressesOf(eni, family)[0] ?? eni.addresses[0]?.address;
  const memberOf = (eni: NetworkInterface): Member | null => (many ? member(end.dimension, eni.id, eni.zone) : null);
  return {
    ref: end.ref,
    kind: end.kind,
    id: end.id,
    name: end.name,
    families:
      end.address === undefined
        ? familiesOf(end.interfaces.flatMap((eni) => eni.addresses.map(({ address }) => address)))
        : familiesOf([end.address]),
    origins: (family) =>
      end.interfaces.flatMap((eni): Origin[] => {
        const source = pick(eni, family);
        return source === undefined ? [] : [interfaceOrigin(eni, source, network, memberOf(eni))];
      }),
    destinations: (asker: Asker) =>
      end.interfaces.flatMap((eni): Destination[] => {
        const address = pick(eni, asker.family);
        return address === undefined ? [] : [interfaceDestination(eni, address, end.resource, asker, memberOf(eni))];
      }),
    ports: end.ports,
    portNamed: () => null,
    cluster: null,
  };
}

export function databaseEnd(ref: string, database: Database, network: IndexedNetwork): EndpointReference {
  const ports = new Set(database.endpoints.map(({ port }) => port));
  const [port] = ports;
  const resource: ResourceRef = { kind: database.kind, id: database.id };
  const interfaces = interfacesOfDatabase(database, network);
  const end = interfacesEnd(
    {
      ref,
      kind: database.kind,
      id: database.id,
      name: database.id,
      resource,
      interfaces,
      dimension: 'destinations',
      ports: ports.size === 1 && port !== undefined ? { protocol: TCP, ports: oneNumber(port) } : null,
    },
    network,
  );
  return interfaces.length > 0 ? end : { ...end, destinations: () => [unlocatedDatabase(database, resource)] };
}

/** No interface of the snapshot fits: where the database answers is unknown, not nowhere. */
function unlocatedDatabase(database: Database, resource: ResourceRef): Destination {
  const missing = `ec2:DescribeNetworkInterfaces of the account and Region of ${database.id}, with its own interface`;
  const finding = stateFindings.UNKNOWN_RESOURCE({
    resource,
    missing,
    say: () => `Where ${database.id} answers is unknown: no interface of the snapshot has its security groups in its subnets.`,
  });
  return {
    addresses: [],
    member: null,
    represents: 1,
    resource,
    interfaceId: null,
    subnetId: null,
    vpcId: database.vpcId,
    start: { at: 'unlocated', resource, finding },
    notes: [],
  };
}

export function instanceEnd(ref: string, id: string, network: IndexedNetwork): EndpointReference | null {
  const instance = network.network.instances.get(id);
  if (instance === undefined) return null;
  const own = network.clusters.interfacesOfInstance(id);
  const primary = own.find(({ attachment }) => attachment?.deviceIndex === 0) ?? own[0];
  const node = network.clusters.nodeOfInstance(id);
  const resource = node === null ? refOf('instance', instance) : ({ kind: 'node', id: node.name } as const);
  return interfacesEnd(
    {
      ref,
      kind: 'instance',
      id,
      name: instance.name,
      resource,
      interfaces: primary === undefined ? [] : [primary],
      dimension: 'destinations',
      ports: null,
    },
    network,
  );
}

export function eniEnd(ref: string, eni: NetworkInterface, network: IndexedNetwork): EndpointReference {
  return interfacesEnd(
    {
      ref,
      kind: 'eni',
      id: eni.id,
      name: eni.name,
      resource: refOf('eni', eni),
      interfaces: [eni],
      dimension: 'destinations',
      ports: null,
    },
    network,
  );
}

/** Any address of a subnet, whoever has it: packets that start at the subnet's edge, for questions about its routes. */
export function subnetEnd(ref: string, subnet: Subnet, network: IndexedNetwork): EndpointReference {
  const resource = refOf('subnet', subnet);
  const prefixesOf = (family: Family): AddressSet =>
    [subnet.ipv4, ...subnet.ipv6]
      .filter((prefix) => prefix?.family === family)
      .flatMap((prefix) => (prefix === null ? [] : prefixSet(prefix)));
  const common = { member: null, represents: 1, resource, interfaceId: null, subnetId: subnet.id } as const;
  const vpc = network.network.vpcs.get(subnet.vpcId) ?? null;
  const place: Place = { at: 'subnet-out', subnet, from: null };
  return {
    ref,
    kind: 'subnet',
    id: subnet.id,
    name: subnet.name,
    families: (['ipv4', 'ipv6'] as const).filter((family) => prefixesOf(family).length > 0),
    origins: (family) => [{ ...common, place, sources: prefixesOf(family), clientPorts: LINUX_CLIENT_PORTS, vpc }],
    destinations: ({ family }) => [{ ...common, addresses: prefixesOf(family), vpcId: subnet.vpcId, notes: [] }],
    ports: null,
    portNamed: () => null,
    cluster: null,
  };
}

/** The control plane's interfaces of a cluster: any of them may be the one that dials or answers. */
export function eksInterfaces(name: string, network: IndexedNetwork): readonly NetworkInterface[] {
  return [...network.services.interfacesOfCluster(name)].sort((one, other) => (one.id < other.id ? -1 : 1));
}
