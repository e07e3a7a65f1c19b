/** Host names as ends of a flow, resolved as the caller's resolver would: what the snapshot defines first, then what is public. */
import { parseAddress, type Address } from '../../net/address.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { Node } from '../../model/kubernetes/cluster.js';
import type { ResourceRef } from '../../model/resource.js';
import { nameFindings } from '../../components/beyond/names/findings.js';
import { askedClusters, clusterPodEnd, clusterServiceEnd, findClusterName, parseClusterName } from './cluster-names.js';
import { controlPlaneEnd } from './control-plane-ends.js';
import { databaseNameEnd, resolvesOverPeering } from './database-names.js';
import { single, type Asker, type Destination, type EndpointReference } from './endpoint.js';
import { addressDestination } from './ends.js';
import { endpointOfName, interfaceEndpointEnd, serviceAnswer, storageDestination, storageService } from './endpoint-names.js';
import { nodeEnd } from './kubernetes-ends.js';
import { findLoadBalancerByName, loadBalancerEnd } from './load-balancer-ends.js';
import { withDns64, isInDns64Subnet, throughDns64 } from './dns64.js';
import { withoutNames } from './resolver.js';
import { outsideDestination, unknownPublic, unresolved } from './unknown-address.js';

/** Who asks for a name, and how many names led to it: an ExternalName Service is another name. */
export interface NameContext {
  readonly caller: EndpointReference | null;
  /** A cluster, where the reference names one. */
  readonly scope: string | null;
  readonly depth: number;
}

const MOST_NAMES = 8;
const INTERNET: ResourceRef = { kind: 'internet', id: 'internet' };

function bare(ref: string, host: string, destinations: EndpointReference['destinations']): EndpointReference {
  return {
    ref,
    kind: 'host',
    id: host,
    name: host,
    families: ['ipv4', 'ipv6'],
    origins: () => [],
    destinations,
    ports: null,
    portNamed: () => null,
    cluster: null,
  };
}

/** A private name that nothing defines. */
function undefinedName(ref: string, host: string, why: string, missing: string): EndpointReference {
  const resource: ResourceRef = { kind: 'address', id: host };
  const finding = nameFindings.NAME_NOT_IN_SNAPSHOT({ resource, missing, say: () => `${host} is a private name, and ${why}.` });
  return bare(ref, host, () => [unresolved(resource, finding)]);
}

function ofCluster(ref: string, host: string, context: NameContext, network: IndexedNetwork): EndpointReference | null {
  const asked = parseClusterName(host);
  if (asked === null) return null;
  const clusters = askedClusters(context.caller, context.scope, network);
  const found = asked.name === null ? null : findClusterName(asked.name, clusters, network);
  if (found?.pod !== undefined) return clusterPodEnd(ref, found.pod, network);
  const external = found?.service?.externalName ?? null;
  if (external !== null && external !== '') {
    if (context.depth >= MOST_NAMES)
      return undefinedName(ref, host, 'its ExternalName Services lead in a circle', 'a name or address that the Services end at');
    return { ...hostEnd(ref, external.toLowerCase().replace(/\.$/, ''), { ...context, depth: context.depth + 1 }, network), ref };
  }
  if (found?.service !== undefined) return clusterServiceEnd(ref, found.service, network);
  if (!asked.certain) return null;
  const why =
    clusters.length === 0 ? 'the caller does not ask the DNS of a cluster' : 'no Service or pod of the cluster in the snapshot has it';
  return undefinedName(
    ref,
    host,
    why,
    `the Service or pod behind ${host} (kubectl get services,endpointslices,pods -A -o json), or its address`,
  );
}

/** `ip-10-0-1-17.eu-west-1.compute.internal` and `ec2-198-51-100-10.eu-west-1.compute.amazonaws.com` say their address. */
function writtenAddress(host: string): { readonly address: Address; readonly isPublic: boolean } | null {
  const match = /^(ip|ec2)-(\d+-\d+-\d+-\d+)\.(?:[a-z0-9-]+\.compute|ec2|compute-1)\.(internal|amazonaws\.com)$/.exec(host);
  const address = match?.[2] === undefined ? null : parseAddress(match[2].replaceAll('-', '.'));
  return address === null ? null : { address, isPublic: match?.[1] === 'ec2' };
}

/** An instance's public name gives its private address inside its VPC, and over a peering that resolves names. */
function instanceName(ref: string, host: string, network: IndexedNetwork): EndpointReference | null {
  const written = writtenAddress(host);
  if (written === null) return null;
  const { address, isPublic } = written;
  const owner = isPublic ? network.owners.publicOwnerOf(address) : null;
  const end = bare(ref, host, ({ origin }) => {
    const inside =
      owner !== null &&
      origin.vpc !== null &&
      (origin.vpc.id === owner.eni.vpcId || resolvesOverPeering(origin.vpc.id, owner.eni.vpcId, network));
    const own = origin.vpc !== null && network.inVpc(origin.vpc, address) ? origin.vpc.id : null;
    const seen = inside ? owner.privateAddress : address;
    return [addressDestination(single(seen), host, network, inside ? owner.eni.vpcId : own)];
  });
  return { ...end, families: ['ipv4'] };
}

function nodeName(ref: string, host: string, { caller, scope }: NameContext, network: IndexedNetwork): EndpointReference | null {
  const nodes = network.names.nodesNamed(host);
  const cluster = scope ?? caller?.cluster ?? null;
  const node: Node | undefined = nodes.find((one) => one.cluster === cluster) ?? nodes[0];
  return node === undefined ? null : nodeEnd(ref, node, network);
}

/** What AWS resources of the snapshot define, whoever asks. */
function ofResource(ref: string, host: string, context: NameContext, network: IndexedNetwork): EndpointReference | null {
  const data = network.network;
  for (const database of data.databases.values()) {
    const endpoint = database.endpoints.find((entry) => entry.host.toLowerCase() === host);
    if (endpoint !== undefined) return databaseNameEnd(ref, database, network, endpoint.port);
  }
  for (const { id, endpoint } of data.eksClusters.values())
    if (
      endpoint
        ?.toLowerCase()
        .replace(/^https:\/\//, '')
        .replace(/[:/].*$/, '') === host
    )
      return controlPlaneEnd(ref, id, network, context.caller);
  const balancer = findLoadBalancerByName(host, network);
  if (balancer !== null) return loadBalancerEnd(ref, balancer, network);
  const own = endpointOfName(host, network);
  if (own !== null) return interfaceEndpointEnd(ref, own.endpoint, own.zone, network);
  return nodeName(ref, host, context, network) ?? instanceName(ref, host, network);
}

/** Ends of names that only private zones and accounts define. */
const PRIVATE = /\.(?:internal|local|localdomain|lan|corp|home|intranet|private|svc)$/;
const OF_ACCOUNTS =
  /\.(?:rds|cache|redshift|docdb|neptune|eks|elb|vpce|on|efs)(?:\.[a-z0-9-]+)?\.(?:amazonaws\.com|aws)$|\.[a-z]{2}(?:-[a-z]+)+-\d\.(?:rds|elb|eks|vpce|cache)\.amazonaws\.com$/;

function isPrivateName(host: string): boolean {
  return PRIVATE.test(host) || OF_ACCOUNTS.test(host);
}

function publicDestination(host: string, asker: Asker, network: IndexedNetwork): Destination {
  const message = host.endsWith('.amazonaws.com')
    ? `${host} is a public name of AWS: it is taken as a public address of unknown value.`
    : `Nothing in the snapshot defines ${host}: it is taken as a public address of unknown value.`;
  const note = { code: 'NAME_RESOLVES_PUBLIC', message, resource: { kind: 'address', id: host } as const };
  const synthesizes = asker.family === 'ipv6' && isInDns64Subnet(asker.origin, network);
  const family = synthesizes ? 'ipv4' : asker.family;
  const { addresses, others } = unknownPublic(family, true, network);
  const destination = { ...outsideDestination(addresses, INTERNET, [note]), ...(others === undefined ? {} : { others }) };
  return synthesizes ? throughDns64(destination, host) : destination;
}

/** A name of AWS or of anybody else in the world. */
function ofWorld(ref: string, host: string, network: IndexedNetwork): EndpointReference {
  const aws = /\.amazonaws\.com$/.test(host);
  const end = bare(ref, host, (asker) => {
    const answer = serviceAnswer(host, asker.origin, network);
    if (answer.way === 'endpoint')
      return interfaceEndpointEnd(ref, answer.endpoint, null, network)
        .destinations(asker)
        .map((destination) => ({ ...destination, notes: [...destination.notes, ...answer.notes] }));
    const service = storageService(host, asker);
    const destination =
      (service === null ? null : storageDestination(service, host, asker, network)) ?? publicDestination(host, asker, network);
    const told = answer.notes.some(({ code }) => code === 'NAME_RESOLVES_PUBLIC');
    return [
      { ...destination, notes: [...answer.notes, ...destination.notes.filter(({ code }) => !told || code !== 'NAME_RESOLVES_PUBLIC')] },
    ];
  });
  return aws ? { ...end, families: ['ipv4'] } : end;
}

/** Where the resolver of the caller's VPC answers nobody, no name of this kind resolves. */
function askedByResolver(end: EndpointReference, host: string, network: IndexedNetwork): EndpointReference {
  return {
    ...end,
    destinations: (asker) => {
      const failed = withoutNames(host, asker.origin, network);
      return failed === null ? end.destinations(asker) : [unresolved({ kind: 'address', id: host }, failed)];
    },
  };
}

/** The end that a name stands for. A private name that nothing defines is an end too: one that can't be judged. */
export function hostEnd(ref: string, host: string, context: NameContext, network: IndexedNetwork): EndpointReference {
  const cluster = ofCluster(ref, host, context, network);
  if (cluster !== null) return cluster;
  const known = ofResource(ref, host, context, network);
  const end =
    known ??
    (isPrivateName(host)
      ? undefinedName(ref, host, 'nothing in the snapshot defines it', `what defines ${host}, or ask for its address (ip/…)`)
      : ofWorld(ref, host, network));
  return withDns64(askedByResolver(end, host, network), host, context.caller, network);
}
