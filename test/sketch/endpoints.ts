/** VPC endpoints of both everyday kinds, endpoint services, and prefix lists. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { EndpointServiceSketch, EndpointSketch, PrefixListSketch } from './aws-service-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { digits } from './ids.js';
import { addInterface, groupList, LAUNCHED } from './interfaces.js';
import { addRoutes } from './route-table.js';

const EVERYTHING = { Version: '2008-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }] };

/** Adds a managed prefix list; with `awsService` (`s3`) it is one that AWS keeps. */
export function addPrefixList(
  region: RegionSketch,
  spec: Pick<PrefixListSketch, 'id' | 'cidrs'> & Partial<PrefixListSketch>,
): PrefixListSketch {
  return put(region.prefixLists, { family: 'IPv4', ...spec });
}

interface GatewayEndpointSpec extends Partial<EndpointSketch> {
  id: string;
  vpc: string;
  service: 's3' | 'dynamodb';
  routeTables: string[];
  /** The id of the service's prefix list, `pl-SERVICE` unless said. */
  prefixList?: string;
}

/** Adds a gateway endpoint with its service's prefix list and the route to it in every table named. */
export function addGatewayEndpoint(region: RegionSketch, spec: GatewayEndpointSpec): EndpointSketch {
  const { prefixList, ...own } = spec;
  const list = prefixList ?? `pl-${spec.service}`;
  const cidrs = { s3: ['3.5.64.0/21', '52.216.0.0/15', '52.218.0.0/17'], dynamodb: ['3.248.180.0/24', '52.94.24.0/23'] };
  if (!region.prefixLists.has(list)) addPrefixList(region, { id: list, cidrs: cidrs[spec.service], awsService: spec.service });
  for (const table of spec.routeTables) addRoutes(region, table, { [list]: spec.id });
  return endpoint(region, { ...own, kind: 'Gateway', privateDns: false });
}

interface InterfaceEndpointSpec extends Partial<Omit<EndpointSketch, 'interfaces'>> {
  id: string;
  vpc: string;
  service: string;
  groups: string[];
  /** Subnet to the address of the endpoint's interface in it. */
  interfaces: Readonly<Record<string, string>>;
}

/** Adds an interface endpoint. `service` is short (`sts`) or a whole service name; private DNS is on unless said. */
export function addInterfaceEndpoint(region: RegionSketch, spec: InterfaceEndpointSpec): EndpointSketch {
  const interfaces = Object.entries(spec.interfaces).map(([subnet, ip]) =>
    addInterface(region, {
      id: `eni-${spec.id}-${subnet}`,
      subnet,
      ip,
      groups: [...spec.groups],
      type: 'vpc_endpoint',
      description: `VPC Endpoint Interface ${spec.id}`,
      requester: '727180483921',
      requesterManaged: true,
    }),
  );
  const dnsNames = spec.dnsNames ?? (spec.service.includes('.') ? [] : [`${spec.service}.${region.region}.amazonaws.com`]);
  return endpoint(region, { ...spec, kind: 'Interface', dnsNames, interfaces: interfaces.map((entry) => entry.id) });
}

type EndpointSpec = Pick<EndpointSketch, 'id' | 'vpc' | 'kind' | 'service'> & Partial<EndpointSketch>;

function endpoint(region: RegionSketch, spec: EndpointSpec): EndpointSketch {
  const defaults = { routeTables: [], interfaces: [], groups: [], privateDns: true, dnsNames: [], policy: EVERYTHING, state: 'available' };
  return put(region.endpoints, { ...defaults, ...spec });
}

/** Adds an endpoint service in front of a network load balancer of the sketch. */
export function addEndpointService(region: RegionSketch, spec: EndpointServiceSketch): EndpointServiceSketch {
  return put(region.endpointServices, spec);
}

/** describe-vpc-endpoints, -vpc-endpoint-service-configurations, -vpc-endpoint-connections and the calls about prefix lists. */
export function endpointCalls(region: RegionSketch): AwsCall[] {
  const endpoints = [...region.endpoints.values()].map((entry) => endpointDocument(region, entry));
  const services = [...region.endpointServices.values()].map((service) => serviceDocument(region, service));
  const lists = [...region.prefixLists.values()];
  const kept = lists.filter((list) => list.awsService !== undefined);
  return [
    { operation: 'ec2:DescribeVpcEndpoints', output: { VpcEndpoints: endpoints } },
    { operation: 'ec2:DescribeVpcEndpointServiceConfigurations', output: { ServiceConfigurations: services } },
    { operation: 'ec2:DescribeVpcEndpointConnections', output: { VpcEndpointConnections: [] } },
    { operation: 'ec2:DescribeManagedPrefixLists', output: { PrefixLists: lists.map((list) => prefixListDocument(region, list)) } },
    ...lists.map((list) => ({
      operation: 'ec2:GetManagedPrefixListEntries',
      input: { PrefixListId: list.id },
      output: { Entries: list.cidrs.map((Cidr) => ({ Cidr })) },
    })),
    {
      operation: 'ec2:DescribePrefixLists',
      output: {
        PrefixLists: kept.map((list) => ({ Cidrs: list.cidrs, PrefixListId: list.id, PrefixListName: listName(region, list) })),
      },
    },
  ];
}

function endpointDocument(region: RegionSketch, entry: EndpointSketch): RawFields {
  const own = `${entry.id}-${digits(entry.id, 8)}.${entry.service}.${region.region}.vpce.amazonaws.com`;
  const names = entry.kind === 'Interface' ? [own, ...(entry.privateDns ? entry.dnsNames : [])] : [];
  const fields = {
    VpcEndpointId: entry.id,
    VpcEndpointType: entry.kind,
    VpcId: entry.vpc,
    ServiceName: entry.service.includes('.') ? entry.service : `com.amazonaws.${region.region}.${entry.service}`,
    State: entry.state,
    PolicyDocument: JSON.stringify(entry.policy),
    RouteTableIds: entry.routeTables,
    SubnetIds: entry.interfaces.map((id) => take(region.interfaces, id).subnet),
    Groups: groupList(region, entry.groups),
    IpAddressType: 'ipv4',
    PrivateDnsEnabled: entry.privateDns,
    RequesterManaged: false,
    NetworkInterfaceIds: entry.interfaces,
    DnsEntries: names.map((DnsName) => ({ DnsName, HostedZoneId: `Z${digits(DnsName, 20).toUpperCase()}` })),
    CreationTimestamp: LAUNCHED,
    Tags: tagList(entry.name ?? entry.id, entry.tags),
    OwnerId: region.accountId,
  };
  return rendered(fields, entry.raw);
}

function serviceDocument(region: RegionSketch, service: EndpointServiceSketch): RawFields {
  const balancer = take(region.loadBalancers, service.loadBalancer);
  const zones = balancer.zones.map((zone) => `${region.region}${take(region.subnets, zone.subnet).zone}`);
  const fields = {
    ServiceType: [{ ServiceType: 'Interface' }],
    ServiceId: service.id,
    ServiceName: `com.amazonaws.vpce.${region.region}.${service.id}`,
    ServiceState: 'Available',
    AvailabilityZones: zones,
    AcceptanceRequired: false,
    NetworkLoadBalancerArns: [balancer.id],
    Tags: tagList(service.name ?? service.id, service.tags),
  };
  return rendered(fields, service.raw);
}

function listName(region: RegionSketch, list: PrefixListSketch): string {
  return list.awsService === undefined ? (list.name ?? list.id) : `com.amazonaws.${region.region}.${list.awsService}`;
}

function prefixListDocument(region: RegionSketch, list: PrefixListSketch): RawFields {
  const kept = list.awsService !== undefined;
  const fields = {
    PrefixListId: list.id,
    AddressFamily: list.family,
    State: 'create-complete',
    PrefixListArn: `arn:aws:ec2:${region.region}:${kept ? 'aws' : region.accountId}:prefix-list/${list.id}`,
    PrefixListName: listName(region, list),
    MaxEntries: kept ? undefined : Math.max(10, list.cidrs.length),
    Version: kept ? undefined : 1,
    Tags: tagList(undefined, list.tags),
    OwnerId: kept ? 'AWS' : region.accountId,
  };
  return rendered(fields, list.raw);
}
