/** Ways to on-premises networks: virtual private gateways, site-to-site VPNs, Direct Connect. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { VpnSketch } from './aws-service-shapes.js';
import type { GatewaySketch, RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, type RawFields } from './collection.js';
import { LAUNCHED } from './interfaces.js';

/** Adds a virtual private gateway, attached to the VPC. */
export function addVpnGateway(region: RegionSketch, spec: Pick<GatewaySketch, 'id' | 'vpc'> & Partial<GatewaySketch>): GatewaySketch {
  return put(region.vpnGateways, spec);
}

/** Adds a VPN from a transit or virtual private gateway to a customer gateway (made when absent), both tunnels up. */
export function addVpn(region: RegionSketch, spec: Pick<VpnSketch, 'id' | 'gateway'> & Partial<VpnSketch>): VpnSketch {
  const customerGateway = spec.customerGateway ?? `cgw-${spec.id}`;
  if (!region.customerGateways.has(customerGateway)) put(region.customerGateways, { id: customerGateway, ip: '192.0.2.10' });
  return put(region.vpnConnections, { staticRoutes: [], state: 'available', tunnels: ['UP', 'UP'], ...spec, customerGateway });
}

/** describe-vpn-gateways, -vpn-connections, -customer-gateways and the calls of Direct Connect. */
export function hybridCalls(region: RegionSketch): AwsCall[] {
  const gateways = [...region.vpnGateways.values()].map((gateway) => vpnGatewayDocument(gateway));
  const customers = [...region.customerGateways.values()].map((gateway) =>
    rendered(
      {
        BgpAsn: '65010',
        CustomerGatewayId: gateway.id,
        IpAddress: gateway.ip,
        State: 'available',
        Type: 'ipsec.1',
        Tags: tagList(gateway.name ?? gateway.id, gateway.tags),
      },
      gateway.raw,
    ),
  );
  const connections = [...region.vpnConnections.values()].map((vpn) => vpnDocument(vpn));
  return [
    { operation: 'ec2:DescribeVpnGateways', output: { VpnGateways: gateways } },
    { operation: 'ec2:DescribeVpnConnections', output: { VpnConnections: connections } },
    { operation: 'ec2:DescribeCustomerGateways', output: { CustomerGateways: customers } },
    { operation: 'directconnect:DescribeVirtualInterfaces', output: { virtualInterfaces: [] } },
    { operation: 'directconnect:DescribeDirectConnectGateways', output: { directConnectGateways: [] } },
    { operation: 'directconnect:DescribeDirectConnectGatewayAssociations', output: { directConnectGatewayAssociations: [] } },
  ];
}

function vpnGatewayDocument(gateway: GatewaySketch): RawFields {
  const fields = {
    State: 'available',
    Type: 'ipsec.1',
    VpcAttachments: [{ State: 'attached', VpcId: gateway.vpc }],
    VpnGatewayId: gateway.id,
    AmazonSideAsn: 64512,
    Tags: tagList(gateway.name ?? gateway.id, gateway.tags),
  };
  return rendered(fields, gateway.raw);
}

function vpnDocument(vpn: VpnSketch): RawFields {
  const isStatic = vpn.staticRoutes.length > 0;
  const telemetry = vpn.tunnels.map((Status, index) => ({
    AcceptedRouteCount: isStatic ? vpn.staticRoutes.length : 2,
    LastStatusChange: LAUNCHED,
    OutsideIpAddress: `198.51.100.${241 + index}`,
    Status,
    StatusMessage: isStatic ? '' : '2 BGP ROUTES',
  }));
  const fields = {
    Category: 'VPN',
    CustomerGatewayId: vpn.customerGateway,
    TransitGatewayId: vpn.gateway.startsWith('tgw-') ? vpn.gateway : undefined,
    VpnGatewayId: vpn.gateway.startsWith('vgw-') ? vpn.gateway : undefined,
    VpnConnectionId: vpn.id,
    State: vpn.state,
    Type: 'ipsec.1',
    Options: {
      EnableAcceleration: false,
      StaticRoutesOnly: isStatic,
      LocalIpv4NetworkCidr: '0.0.0.0/0',
      RemoteIpv4NetworkCidr: '0.0.0.0/0',
      TunnelInsideIpVersion: 'ipv4',
    },
    Routes: vpn.staticRoutes.map((DestinationCidrBlock) => ({ DestinationCidrBlock, Source: 'Static', State: 'available' })),
    VgwTelemetry: telemetry,
    Tags: tagList(vpn.name ?? vpn.id, vpn.tags),
  };
  return rendered(fields, vpn.raw);
}
