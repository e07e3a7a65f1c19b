/**
 * The API server of an EKS cluster as an end: its interfaces in the VPC, or its public endpoint, depending on what its name gives
 * this caller ("Cluster API server endpoint").
 */
import { TCP } from '../../net/port.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { EksCluster } from '../../model/aws/services.js';
import { refOf, type ResourceRef } from '../../model/resource.js';
import { nameFindings } from '../../components/beyond/names/findings.js';
import { vpcServiceFindings } from '../../components/aws/vpc-service/findings.js';
import { missingCall } from '../../components/state.js';
import { eksInterfaces, interfacesEnd } from './aws-ends.js';
import type { Asker, Destination, EndpointReference, Origin, ResolutionNote } from './endpoint.js';
import { attributesMissing, attributesText, privateZones, resolverFor, withoutNames } from './resolver.js';
import { outsideDestination, unknownPublic, unresolved } from './unknown-address.js';

/** Where the name leads one caller. */
type Answer =
  | { readonly way: 'interfaces' | 'public'; readonly notes: readonly ResolutionNote[] }
  | { readonly way: 'nowhere'; readonly why: Destination };

function interfaces(...notes: ResolutionNote[]): Answer {
  return { way: 'interfaces', notes };
}

/** Private access is on, yet its zone does not answer this caller: then the public name does, where there is one. */
function publicInstead(cluster: EksCluster, why: string): Answer {
  const note = {
    code: 'NAME_RESOLVES_PUBLIC',
    message: `Private access of ${cluster.id} is on, but ${why}: the name gives the public endpoint.`,
  };
  return { way: 'public', notes: [note] };
}

/** Both modes need the private zone to be asked and to answer. */
function insideVpc(cluster: EksCluster, resource: ResourceRef, origin: Origin, network: IndexedNetwork): Answer {
  const resolver = resolverFor(origin, network);
  if (resolver.kind === 'internet' || resolver.kind === 'on-premises') return interfaces();
  const { vpc } = resolver;
  if (resolver.kind === 'unknown') {
    const message = `Which DNS servers ${vpc.id} uses is not in the snapshot: it decides whether the name gives the interfaces of ${cluster.id}.`;
    return interfaces({ code: 'MISSING_CALL', message, missing: resolver.missing });
  }
  if (resolver.kind === 'custom') {
    const servers = `the DHCP options of ${vpc.id} name other DNS servers (${resolver.text}), which do not see the private zone unless they forward to the VPC resolver`;
    if (cluster.publicAccess) return publicInstead(cluster, servers);
    const message = `The name must resolve by the DNS servers ${resolver.text}: they have to ask public DNS, which gives the private addresses, or to forward to the VPC resolver.`;
    return interfaces({ code: 'NAME_RESOLVES_PUBLIC', message, resource });
  }
  const zones = privateZones(vpc);
  if (zones === true) return interfaces();
  if (zones === null) {
    const message = `Whether the DNS attributes of ${vpc.id} are on is not in the snapshot: they decide whether the name gives the interfaces of ${cluster.id}.`;
    return interfaces({ code: 'MISSING_CALL', message, missing: attributesMissing(vpc) });
  }
  const off = `Private access of ${cluster.id} is on, but ${attributesText(vpc)}, so the private zone with its name does not count`;
  if (cluster.publicAccess) {
    const message = `${off}: the name gives the public endpoint.`;
    return { way: 'public', notes: [{ code: 'VPC_DNS_ATTRIBUTE_OFF', message, resource: refOf('vpc', vpc) }] };
  }
  const finding = vpcServiceFindings.VPC_DNS_ATTRIBUTE_OFF({
    resource: refOf('vpc', vpc),
    symptom: 'dns-failure',
    say: () => `${off}, and there is no public endpoint.`,
  });
  return { way: 'nowhere', why: unresolved(resource, finding) };
}

/** Sites use their own way to the internet, of which a snapshot of AWS knows nothing. */
function fromSite(cluster: EksCluster, resource: ResourceRef, origin: Origin): Answer {
  const finding = nameFindings.NAME_RESOLVES_PUBLIC({
    resource,
    effect: 'unknown',
    missing: `the public address that ${origin.resource.id} leaves with (ask from internet/ADDRESS), or an address of the API server's interfaces as the destination`,
    say: () =>
      `The name of ${cluster.id} gives its public endpoint on-premises, and by which public address ${origin.resource.id} gets there is not in the snapshot.`,
  });
  return { way: 'nowhere', why: unresolved(resource, finding) };
}

function answerFor(cluster: EksCluster, resource: ResourceRef, origin: Origin, network: IndexedNetwork): Answer {
  const failed = withoutNames(`The API server of ${cluster.id}`, origin, network);
  if (failed !== null) return { way: 'nowhere', why: unresolved(resource, failed) };
  if (origin.vpc?.id === cluster.vpcId && cluster.privateAccess) return insideVpc(cluster, resource, origin, network);
  if (origin.vpc !== null && cluster.privateAccess && cluster.publicAccess)
    return publicInstead(cluster, `its private zone belongs to ${cluster.vpcId} alone, and the caller is in ${origin.vpc.id}`);
  if (origin.vpc === null && origin.place.at !== 'internet' && cluster.publicAccess) return fromSite(cluster, resource, origin);
  return cluster.publicAccess ? { way: 'public', notes: [] } : interfaces();
}

/** The API server by its reference or its name. `caller`: who will ask, because the family of the answer depends on it. */
export function controlPlaneEnd(ref: string, id: string, network: IndexedNetwork, caller: EndpointReference | null): EndpointReference {
  const cluster = network.network.eksClusters.get(id);
  const resource: ResourceRef = cluster === undefined ? { kind: 'eks-cluster', id } : refOf('eks-cluster', cluster);
  const own = eksInterfaces(id, network);
  const inside = interfacesEnd(
    { ref, kind: 'eks', id, name: id, resource, interfaces: own, dimension: 'api interfaces', ports: { protocol: TCP, ports: [443, 444] } },
    network,
  );
  const atInterfaces = (asker: Asker, notes: readonly ResolutionNote[]): readonly Destination[] => {
    if (own.length > 0) return inside.destinations(asker).map((destination) => ({ ...destination, notes }));
    return [
      unresolved(
        resource,
        missingCall(resource, `ec2:DescribeNetworkInterfaces ("Amazon EKS ${id}")`, `Which interfaces the API server of ${id} has`, []),
      ),
    ];
  };
  const destinations = (asker: Asker): readonly Destination[] => {
    if (cluster === undefined) return atInterfaces(asker, [accessUnknown(id)]);
    const answer = answerFor(cluster, resource, asker.origin, network);
    if (answer.way === 'nowhere') return [answer.why];
    if (answer.way === 'interfaces') return atInterfaces(asker, answer.notes);
    const { addresses, others } = unknownPublic('ipv4', false, network);
    return [{ ...outsideDestination(addresses, resource, answer.notes), ...(others === undefined ? {} : { others }) }];
  };
  const [first] = cluster === undefined ? [] : (caller?.origins(caller.families[0] ?? 'ipv4') ?? []);
  const isPublic = cluster !== undefined && first !== undefined && answerFor(cluster, resource, first, network).way === 'public';
  return { ...inside, families: isPublic || own.length === 0 ? ['ipv4'] : inside.families, destinations, cluster: id };
}

function accessUnknown(id: string): ResolutionNote {
  return {
    code: 'MISSING_CALL',
    message: `Whether the name of ${id} gives its interfaces or a public endpoint is not in the snapshot.`,
    missing: `eks:DescribeCluster of ${id}`,
  };
}
