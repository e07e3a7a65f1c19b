/** Transit gateways: attachments, route tables, and the routes that follow from what is propagated. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { AttachmentSketch, TransitGatewaySketch, TransitRouteSketch, TransitRouteTableSketch } from './aws-service-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { LAUNCHED, addInterface } from './interfaces.js';
import { addVpn } from './hybrid.js';

type GatewaySpec = Pick<TransitGatewaySketch, 'id'> & Partial<TransitGatewaySketch>;

/** Adds a transit gateway with its default route table (`defaultTable`, else `tgw-rtb-ID`). */
export function addTransitGateway(region: RegionSketch, spec: GatewaySpec): TransitGatewaySketch {
  const gateway = put<TransitGatewaySketch>(region.transitGateways, {
    defaultTable: `tgw-rtb-${spec.id}`,
    groupReferencing: 'disable',
    ...spec,
  });
  addTransitRouteTable(region, { id: gateway.defaultTable, transitGateway: gateway.id });
  return gateway;
}

type TableSpec = Pick<TransitRouteTableSketch, 'id' | 'transitGateway'> & Partial<TransitRouteTableSketch>;

/** Adds a further route table to a transit gateway. */
export function addTransitRouteTable(region: RegionSketch, spec: TableSpec): TransitRouteTableSketch {
  return put(region.transitRouteTables, { associations: [], propagations: [], routes: [], ...spec });
}

interface VpcAttachmentSpec extends Partial<AttachmentSketch> {
  id: string;
  transitGateway: string;
  vpc: string;
  /** Subnet to the address of the gateway's interface in it. */
  interfaces: Readonly<Record<string, string>>;
}

/** Attaches a VPC through interfaces in the subnets named; associated with and propagated to the default table. */
export function attachVpc(region: RegionSketch, spec: VpcAttachmentSpec): AttachmentSketch {
  const { vpc, interfaces, ...own } = spec;
  for (const [subnet, ip] of Object.entries(interfaces)) {
    addInterface(region, {
      id: `eni-${own.id}-${subnet}`,
      subnet,
      ip,
      type: 'transit_gateway',
      description: `Network Interface for Transit Gateway Attachment ${own.id}`,
      requester: region.accountId,
      requesterManaged: true,
      sourceDestCheck: false,
    });
  }
  return attach(region, { ...own, type: 'vpc', resource: vpc, subnets: Object.keys(interfaces) });
}

interface VpnAttachmentSpec {
  id: string;
  transitGateway: string;
  vpn: string;
  announces: string[];
}

/** Attaches a site-to-site VPN whose other side announces the ranges. */
export function attachVpn(region: RegionSketch, spec: VpnAttachmentSpec): AttachmentSketch {
  addVpn(region, { id: spec.vpn, gateway: spec.transitGateway });
  return attach(region, { ...spec, type: 'vpn', resource: spec.vpn });
}

type AttachmentSpec = Pick<AttachmentSketch, 'id' | 'transitGateway' | 'type' | 'resource'> & Partial<AttachmentSketch>;

/** Adds an attachment of any kind, associated with and propagated to the gateway's default table. */
export function attach(region: RegionSketch, spec: AttachmentSpec): AttachmentSketch {
  const defaults = { subnets: [], announces: [], state: 'available', applianceMode: false, groupReferencing: 'disable' as const };
  const attachment = put(region.attachments, { ...defaults, ...spec });
  const table = take(region.transitRouteTables, take(region.transitGateways, spec.transitGateway).defaultTable);
  table.associations.push(attachment.id);
  table.propagations.push(attachment.id);
  return attachment;
}

/** Associates an attachment with a table, in place of the one it had. */
export function associate(region: RegionSketch, attachment: string, table: string): void {
  for (const other of region.transitRouteTables.values()) other.associations = other.associations.filter((id) => id !== attachment);
  take(region.transitRouteTables, table).associations.push(attachment);
}

/** All describe, search and get calls about transit gateways. */
export function transitGatewayCalls(region: RegionSketch): AwsCall[] {
  const attachments = [...region.attachments.values()];
  const ofVpcs = attachments.filter((attachment) => attachment.type === 'vpc');
  const tables = [...region.transitRouteTables.values()];
  const gateways = [...region.transitGateways.values()].map((gateway) => gatewayDocument(region, gateway));
  return [
    { operation: 'ec2:DescribeTransitGateways', output: { TransitGateways: gateways } },
    {
      operation: 'ec2:DescribeTransitGatewayAttachments',
      output: { TransitGatewayAttachments: attachments.map((attachment) => attachmentDocument(region, attachment)) },
    },
    {
      operation: 'ec2:DescribeTransitGatewayVpcAttachments',
      output: { TransitGatewayVpcAttachments: ofVpcs.map((attachment) => vpcAttachmentDocument(region, attachment)) },
    },
    { operation: 'ec2:DescribeTransitGatewayPeeringAttachments', output: { TransitGatewayPeeringAttachments: [] } },
    {
      operation: 'ec2:DescribeTransitGatewayRouteTables',
      output: { TransitGatewayRouteTables: tables.map((table) => tableDocument(region, table)) },
    },
    ...tables.flatMap((table) => tableCalls(region, table)),
  ];
}

function gatewayDocument(region: RegionSketch, gateway: TransitGatewaySketch): RawFields {
  const fields = {
    TransitGatewayId: gateway.id,
    TransitGatewayArn: `arn:aws:ec2:${region.region}:${region.accountId}:transit-gateway/${gateway.id}`,
    State: 'available',
    OwnerId: region.accountId,
    Description: gateway.name ?? gateway.id,
    CreationTime: LAUNCHED,
    Options: {
      AmazonSideAsn: 64512,
      AutoAcceptSharedAttachments: 'disable',
      DefaultRouteTableAssociation: 'enable',
      AssociationDefaultRouteTableId: gateway.defaultTable,
      DefaultRouteTablePropagation: 'enable',
      PropagationDefaultRouteTableId: gateway.defaultTable,
      VpnEcmpSupport: 'enable',
      DnsSupport: 'enable',
      SecurityGroupReferencingSupport: gateway.groupReferencing,
      MulticastSupport: 'disable',
    },
    Tags: tagList(gateway.name ?? gateway.id, gateway.tags),
  };
  return rendered(fields, gateway.raw);
}

function attachmentDocument(region: RegionSketch, attachment: AttachmentSketch): RawFields {
  const table = [...region.transitRouteTables.values()].find((candidate) => candidate.associations.includes(attachment.id));
  const fields = {
    TransitGatewayAttachmentId: attachment.id,
    TransitGatewayId: attachment.transitGateway,
    TransitGatewayOwnerId: region.accountId,
    ResourceOwnerId: region.accountId,
    ResourceType: attachment.type,
    ResourceId: attachment.resource,
    State: attachment.state,
    Association: table && { TransitGatewayRouteTableId: table.id, State: 'associated' },
    CreationTime: LAUNCHED,
    Tags: tagList(attachment.name ?? attachment.id, attachment.tags),
  };
  return rendered(fields, attachment.raw);
}

function vpcAttachmentDocument(region: RegionSketch, attachment: AttachmentSketch): RawFields {
  const fields = {
    TransitGatewayAttachmentId: attachment.id,
    TransitGatewayId: attachment.transitGateway,
    VpcId: attachment.resource,
    VpcOwnerId: region.accountId,
    State: attachment.state,
    SubnetIds: attachment.subnets,
    CreationTime: LAUNCHED,
    Options: {
      DnsSupport: 'enable',
      SecurityGroupReferencingSupport: attachment.groupReferencing,
      Ipv6Support: 'disable',
      ApplianceModeSupport: attachment.applianceMode ? 'enable' : 'disable',
    },
    Tags: tagList(attachment.name ?? attachment.id, attachment.tags),
  };
  return rendered(fields, attachment.raw);
}

function tableDocument(region: RegionSketch, table: TransitRouteTableSketch): RawFields {
  const isDefault = take(region.transitGateways, table.transitGateway).defaultTable === table.id;
  const fields = {
    TransitGatewayRouteTableId: table.id,
    TransitGatewayId: table.transitGateway,
    State: 'available',
    DefaultAssociationRouteTable: isDefault,
    DefaultPropagationRouteTable: isDefault,
    CreationTime: LAUNCHED,
    Tags: tagList(table.name ?? table.id, table.tags),
  };
  return rendered(fields, table.raw);
}

/** What the outputs of these calls are about is only in their inputs. */
function tableCalls(region: RegionSketch, table: TransitRouteTableSketch): AwsCall[] {
  const input = { TransitGatewayRouteTableId: table.id };
  const learnt = table.propagations.flatMap((id) =>
    announced(region, id).map((to) => ({ to, attachments: [id], type: 'propagated' as const })),
  );
  const member = (state: string) => (id: string) => ({ ...attachmentReference(region, id), State: state });
  const prefixLists: RawFields[] = [];
  return [
    {
      operation: 'ec2:SearchTransitGatewayRoutes',
      input: { ...input, Filters: [{ Name: 'state', Values: ['active', 'blackhole'] }] },
      output: { Routes: [...table.routes, ...learnt].map((route) => routeDocument(region, route)), AdditionalRoutesAvailable: false },
    },
    {
      operation: 'ec2:GetTransitGatewayRouteTableAssociations',
      input,
      output: { Associations: table.associations.map(member('associated')) },
    },
    {
      operation: 'ec2:GetTransitGatewayRouteTablePropagations',
      input,
      output: { TransitGatewayRouteTablePropagations: table.propagations.map(member('enabled')) },
    },
    {
      operation: 'ec2:GetTransitGatewayPrefixListReferences',
      input,
      output: { TransitGatewayPrefixListReferences: prefixLists },
    },
  ];
}

function announced(region: RegionSketch, id: string): string[] {
  const attachment = take(region.attachments, id);
  const vpc = region.vpcs.get(attachment.resource);
  return vpc === undefined ? attachment.announces : [vpc.cidr, ...vpc.secondaryCidrs, ...attachment.announces];
}

function attachmentReference(region: RegionSketch, id: string): RawFields {
  const { type, resource } = take(region.attachments, id);
  return { TransitGatewayAttachmentId: id, ResourceId: resource, ResourceType: type };
}

function routeDocument(region: RegionSketch, route: TransitRouteSketch): RawFields {
  return {
    DestinationCidrBlock: route.to,
    TransitGatewayAttachments: route.attachments.map((id) => attachmentReference(region, id)),
    Type: route.type ?? 'static',
    State: route.state ?? 'active',
  };
}
