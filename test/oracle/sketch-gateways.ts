/** Short calls for gateways and connections: internet, NAT, peering, transit gateway, VPN, endpoints, prefix lists. */
import { add, addAbout, drawnRecord, type Json, type Sketch } from './sketch.js';
import { addInterface, associate } from './sketch-vpc.js';

export function addInternetGateway(drawn: Sketch, id: string, vpcId: string): Json {
  return add(drawn, 'ec2:DescribeInternetGateways', { InternetGatewayId: id, Attachments: [{ VpcId: vpcId, State: 'available' }] });
}

export function addEgressOnlyGateway(drawn: Sketch, id: string, vpcId: string): Json {
  return add(drawn, 'ec2:DescribeEgressOnlyInternetGateways', {
    EgressOnlyInternetGatewayId: id,
    Attachments: [{ VpcId: vpcId, State: 'attached' }],
  });
}

/** A zonal NAT gateway with its interface; without a public address it is a private one. */
export function addNat(drawn: Sketch, id: string, subnetId: string, privateAddress: string, publicAddress?: string): Json {
  const eniId = `eni-${id}`;
  const eni = addInterface(drawn, eniId, subnetId, [privateAddress], [], {
    InterfaceType: 'nat_gateway',
    RequesterManaged: true,
    Description: `Interface for NAT Gateway ${id}`,
  });
  if (publicAddress !== undefined) associate(drawn, eniId, privateAddress, publicAddress);
  return add(drawn, 'ec2:DescribeNatGateways', {
    NatGatewayId: id,
    VpcId: eni['VpcId'],
    SubnetId: subnetId,
    State: 'available',
    ConnectivityType: publicAddress === undefined ? 'private' : 'public',
    NatGatewayAddresses: [
      { NetworkInterfaceId: eniId, PrivateIp: privateAddress, PublicIp: publicAddress, IsPrimary: true, Status: 'succeeded' },
    ],
  });
}

export function addPeering(drawn: Sketch, id: string, requester: string, accepter: string, code = 'active'): Json {
  const side = (vpcId: string): Json => {
    const vpc = drawnRecord(drawn, 'ec2:DescribeVpcs', 'VpcId', vpcId);
    const blocks = (vpc['CidrBlockAssociationSet'] as Json[]).map((item) => ({ CidrBlock: item['CidrBlock'] }));
    return { VpcId: vpcId, OwnerId: '111122223333', Region: 'eu-west-1', CidrBlock: vpc['CidrBlock'], CidrBlockSet: blocks };
  };
  return add(drawn, 'ec2:DescribeVpcPeeringConnections', {
    VpcPeeringConnectionId: id,
    Status: { Code: code, Message: code },
    RequesterVpcInfo: side(requester),
    AccepterVpcInfo: side(accepter),
  });
}

/** A transit gateway with tables; their routes are written with `addTransitRoutes`. */
export function addTransitGateway(drawn: Sketch, id: string, tables: readonly string[], references = 'enable'): Json {
  for (const table of tables) {
    add(drawn, 'ec2:DescribeTransitGatewayRouteTables', { TransitGatewayRouteTableId: table, TransitGatewayId: id, State: 'available' });
  }
  return add(drawn, 'ec2:DescribeTransitGateways', {
    TransitGatewayId: id,
    State: 'available',
    OwnerId: '111122223333',
    Options: { SecurityGroupReferencingSupport: references, DnsSupport: 'enable' },
  });
}

/** An attachment; `subnets` only for a VPC. Without a table it is not associated. */
export function addAttachment(
  drawn: Sketch,
  id: string,
  gatewayId: string,
  type: 'vpc' | 'vpn',
  resourceId: string,
  table: string | null,
  subnets: readonly string[] = [],
): Json {
  if (type === 'vpc') {
    add(drawn, 'ec2:DescribeTransitGatewayVpcAttachments', {
      TransitGatewayAttachmentId: id,
      TransitGatewayId: gatewayId,
      VpcId: resourceId,
      VpcOwnerId: '111122223333',
      State: 'available',
      SubnetIds: [...subnets],
      Options: { SecurityGroupReferencingSupport: 'enable', ApplianceModeSupport: 'disable', DnsSupport: 'enable', Ipv6Support: 'disable' },
    });
  }
  return add(drawn, 'ec2:DescribeTransitGatewayAttachments', {
    TransitGatewayAttachmentId: id,
    TransitGatewayId: gatewayId,
    TransitGatewayOwnerId: '111122223333',
    ResourceOwnerId: '111122223333',
    ResourceType: type,
    ResourceId: resourceId,
    State: 'available',
    ...(table === null ? {} : { Association: { TransitGatewayRouteTableId: table, State: 'associated' } }),
  });
}

/** One route of a transit gateway table; a null attachment is a blackhole. */
export function transitRoute(cidr: string, attachment: string | null, type: 'static' | 'propagated', resourceType = 'vpc'): Json {
  return {
    DestinationCidrBlock: cidr,
    Type: type,
    State: attachment === null ? 'blackhole' : 'active',
    TransitGatewayAttachments:
      attachment === null ? [] : [{ TransitGatewayAttachmentId: attachment, ResourceType: resourceType, ResourceId: attachment }],
  };
}

export function addTransitRoutes(drawn: Sketch, table: string, routes: readonly Json[], more = false): void {
  addAbout(
    drawn,
    'ec2:SearchTransitGatewayRoutes',
    { TransitGatewayRouteTableId: table },
    { Routes: [...routes], AdditionalRoutesAvailable: more },
  );
}

export function addPrefixList(drawn: Sketch, id: string, cidrs: readonly string[] | null): void {
  add(drawn, 'ec2:DescribeManagedPrefixLists', { PrefixListId: id, PrefixListName: id, State: 'create-complete', AddressFamily: 'IPv4' });
  if (cidrs === null) return;
  addAbout(drawn, 'ec2:GetManagedPrefixListEntries', { PrefixListId: id }, { Entries: cidrs.map((cidr) => ({ Cidr: cidr })) });
}

export function addVpn(
  drawn: Sketch,
  id: string,
  gateway: { vgw?: string; tgw?: string },
  status: 'UP' | 'DOWN',
  routes: readonly string[] = [],
): void {
  add(drawn, 'ec2:DescribeVpnConnections', {
    VpnConnectionId: id,
    VpnGatewayId: gateway.vgw,
    TransitGatewayId: gateway.tgw,
    CustomerGatewayId: 'cgw-1',
    State: 'available',
    Type: 'ipsec.1',
    Options: { StaticRoutesOnly: routes.length > 0 },
    Routes: routes.map((cidr) => ({ DestinationCidrBlock: cidr, Source: 'Static', State: 'available' })),
    VgwTelemetry: [
      { Status: status, AcceptedRouteCount: 1 },
      { Status: 'DOWN', AcceptedRouteCount: 0 },
    ],
  });
}

export function addVpnGateway(drawn: Sketch, id: string, vpcId: string): Json {
  return add(drawn, 'ec2:DescribeVpnGateways', {
    VpnGatewayId: id,
    State: 'available',
    VpcAttachments: [{ VpcId: vpcId, State: 'attached' }],
  });
}

export function addEndpoint(
  drawn: Sketch,
  id: string,
  type: 'Gateway' | 'Interface' | 'GatewayLoadBalancer',
  vpcId: string,
  more: Json = {},
): Json {
  return add(drawn, 'ec2:DescribeVpcEndpoints', {
    VpcEndpointId: id,
    VpcEndpointType: type,
    VpcId: vpcId,
    ServiceName: `com.amazonaws.eu-west-1.${type}`,
    State: 'available',
    SubnetIds: [],
    RouteTableIds: [],
    NetworkInterfaceIds: [],
    Groups: [],
    ...more,
  });
}
