/** Names of AWS services, as the interface and gateway endpoints of the caller's VPC change what they give ("Access AWS services through AWS PrivateLink"). */
import type { AddressSet } from '../../net/packet-set.js';
import { intersect, union } from '../../net/interval-set.js';
import { ALL_IPV4, ALL_IPV6, prefixSet } from '../../net/prefix.js';
import type { IndexedNetwork } from '../../lookup/indexed-network.js';
import type { VpcEndpoint } from '../../model/aws/connections.js';
import type { PrefixList } from '../../model/aws/filters.js';
import { refOf } from '../../model/resource.js';
import { missingCall } from '../../components/state.js';
import type { Asker, Destination, EndpointReference, Origin, ResolutionNote } from './endpoint.js';
import { attributesMissing, attributesText, privateZones, resolverFor } from './resolver.js';
import { unresolved } from './unknown-address.js';
import { vpcEndpointEnd } from './vpc-endpoint-ends.js';

/** `com.amazonaws.eu-west-1.ecr.api` → `api.ecr.eu-west-1.amazonaws.com`. */
function nameOfService(serviceName: string): string | null {
  const match = /^com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-\d)\.([a-z0-9.-]+)$/.exec(serviceName);
  if (match?.[1] === undefined || match[2] === undefined) return null;
  return `${match[2].split('.').reverse().join('.')}.${match[1]}.amazonaws.com`;
}

function fits(host: string, written: string): boolean {
  const name = written.toLowerCase();
  return name === host || (name.startsWith('*.') && host.endsWith(name.slice(1)) && host.length > name.length - 1);
}

/** Names of its own, which everybody can resolve. */
function isOwnName(name: string): boolean {
  return /\.vpce\.amazonaws\.com$/i.test(name);
}

function hasPrivateName({ endpointType, dnsNames, serviceName }: VpcEndpoint, host: string): boolean {
  if (endpointType !== 'Interface') return false;
  const derived = nameOfService(serviceName);
  // Registries answer under the account's own name below that of the service.
  const below = serviceName.endsWith('.ecr.dkr') || serviceName.endsWith('.s3') || serviceName.endsWith('.execute-api');
  const names = [
    ...dnsNames.filter((name) => !isOwnName(name)),
    ...(derived === null ? [] : below ? [derived, `*.${derived}`] : [derived]),
  ];
  return names.some((name) => fits(host, name));
}

/** The endpoint whose own name it is, with the zone that the name is for; null for all others. */
export function endpointOfName(
  host: string,
  network: IndexedNetwork,
): { readonly endpoint: VpcEndpoint; readonly zone: string | null } | null {
  if (!isOwnName(host)) return null;
  const id = /^(?:\*\.|[^.]+\.)?(vpce-[0-9a-z]+)-/.exec(host)?.[1];
  for (const endpoint of network.network.vpcEndpoints.values()) {
    if (endpoint.id !== id && !endpoint.dnsNames.some((name) => fits(host, name))) continue;
    return { endpoint, zone: /-([a-z]{2}(?:-[a-z]+)+-\d[a-z])\./.exec(host)?.[1] ?? null };
  }
  return null;
}

/** An interface endpoint by a name that gives all its interfaces, or that of one zone. */
export function interfaceEndpointEnd(ref: string, endpoint: VpcEndpoint, zone: string | null, network: IndexedNetwork): EndpointReference {
  const known = endpoint.interfaceIds.filter((id) => {
    const eni = network.network.interfaces.get(id);
    return eni !== undefined && (zone === null || eni.zone === zone);
  });
  const end = vpcEndpointEnd(ref, { ...endpoint, interfaceIds: known }, network);
  if (known.length > 0) return end;
  const resource = refOf('vpc-endpoint', endpoint);
  const call = `ec2:DescribeNetworkInterfaces with the interfaces of ${endpoint.id}`;
  return {
    ...end,
    families: ['ipv4'],
    destinations: () => [unresolved(resource, missingCall(resource, call, `Which addresses ${endpoint.id} has`, []))],
  };
}

export type ServiceAnswer =
  | { readonly way: 'endpoint'; readonly endpoint: VpcEndpoint; readonly notes: readonly ResolutionNote[] }
  | { readonly way: 'public'; readonly notes: readonly ResolutionNote[] };

/** Whether the resolver of the sender's VPC answers a service's name with an interface endpoint there. */
export function serviceAnswer(host: string, origin: Origin, network: IndexedNetwork): ServiceAnswer {
  const { vpc } = origin;
  if (vpc === null) return { way: 'public', notes: [] };
  const own = [...network.network.vpcEndpoints.values()].filter(({ vpcId }) => vpcId === vpc.id);
  const named = own.filter((one) => hasPrivateName(one, host));
  const endpoint = named.find(({ privateDnsEnabled, state }) => privateDnsEnabled && state === 'available') ?? named[0];
  if (endpoint === undefined) {
    const unseen = !network.hasCall('ec2:DescribeVpcEndpoints', vpc.home);
    const message = `Whether ${vpc.id} has an interface endpoint for ${host} is not in the snapshot.`;
    return { way: 'public', notes: unseen ? [{ code: 'MISSING_CALL', message, missing: 'ec2:DescribeVpcEndpoints' }] : [] };
  }
  const resource = refOf('vpc-endpoint', endpoint);
  const instead = (why: string, code = 'NAME_RESOLVES_PUBLIC'): ServiceAnswer => ({
    way: 'public',
    notes: [
      {
        code,
        resource,
        message: `${vpc.id} has the interface endpoint ${endpoint.id} for ${host}, but ${why}: the name gives public addresses.`,
      },
    ],
  });
  if (endpoint.state !== 'available') return instead(`it is ${endpoint.state}`);
  if (!endpoint.privateDnsEnabled) return instead('its private DNS is off');
  const resolver = resolverFor(origin, network);
  if (resolver.kind === 'custom')
    return instead(
      `the DHCP options name other DNS servers (${resolver.text}), which do not see its private zone unless they forward to the VPC resolver`,
    );
  const zones = privateZones(vpc);
  if (zones === false) return instead(`${attributesText(vpc)}, which its private DNS needs`, 'VPC_DNS_ATTRIBUTE_OFF');
  const missing = resolver.kind === 'unknown' ? resolver.missing : attributesMissing(vpc);
  if (zones === true && resolver.kind !== 'unknown') return { way: 'endpoint', endpoint, notes: [] };
  const message = `Whether the private DNS of ${endpoint.id} counts in ${vpc.id} is not in the snapshot.`;
  return { way: 'endpoint', endpoint, notes: [{ code: 'MISSING_CALL', message, missing }] };
}

const REGION = '([a-z]{2}(?:-[a-z]+)+-\\d)';
const S3 = new RegExp(`(?:^|\\.)s3(?:-fips)?(?:\\.dualstack)?[.-]${REGION}\\.amazonaws\\.com$`);
const DYNAMODB = new RegExp(`(?:^|\\.)(?:dynamodb(?:-fips)?|ddb)\\.${REGION}\\.amazonaws\\.com$`);

/** The service with a prefix list of its own that a name belongs to: `com.amazonaws.eu-west-1.s3`; null for all others. */
export function storageService(host: string, { origin }: Asker): string | null {
  const s3 = S3.exec(host)?.[1];
  if (s3 !== undefined) return `com.amazonaws.${s3}.s3`;
  const dynamo = DYNAMODB.exec(host)?.[1];
  if (dynamo !== undefined) return `com.amazonaws.${dynamo}.dynamodb`;
  if (host === 's3.amazonaws.com') return 'com.amazonaws.us-east-1.s3';
  // The bucket's Region is not in its global name: its clients mostly are in the same one.
  return host.endsWith('.s3.amazonaws.com') ? `com.amazonaws.${origin.vpc?.home.region ?? 'us-east-1'}.s3` : null;
}

/** One of the addresses of a service with a prefix list; null where the snapshot does not hold its entries. */
export function storageDestination(service: string, host: string, asker: Asker, network: IndexedNetwork): Destination | null {
  const lists: PrefixList[] = [...network.network.prefixLists.values()].filter(({ name }) => name === service);
  let addresses: AddressSet = [];
  for (const { entries } of lists) for (const prefix of entries ?? []) addresses = union(addresses, prefixSet(prefix));
  const ofFamily = intersect(addresses, asker.family === 'ipv4' ? ALL_IPV4 : ALL_IPV6);
  const [list] = lists;
  if (list === undefined || ofFamily.length === 0) return null;
  const message = `${host} gives public addresses, taken as those of ${list.id} (${service}): which one is not known beforehand.`;
  return {
    addresses: ofFamily,
    member: null,
    represents: 1,
    resource: refOf('prefix-list', list),
    interfaceId: null,
    subnetId: null,
    vpcId: null,
    notes: [{ code: 'NAME_RESOLVES_PUBLIC', message }],
  };
}
