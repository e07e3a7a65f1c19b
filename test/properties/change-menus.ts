/** The values that random changes draw from: addresses and ports in use, states of components, parts of policies. */
import { transitRoute } from '../oracle/sketch-gateways.js';
import type { Json } from '../oracle/sketch.js';

export const PORTS: readonly (readonly [number, number])[] = [
  [5432, 5432],
  [443, 443],
  [0, 65535],
  [1024, 65535],
  [32768, 60999],
  [49152, 65535],
  [8000, 8100],
  [53, 53],
];
export const CIDRS = [
  '0.0.0.0/0',
  '10.0.0.0/16',
  '10.0.2.0/24',
  '10.0.2.0/25',
  '10.0.3.0/24',
  '10.0.1.0/24',
  '10.1.0.0/16',
  '10.1.1.10/32',
  '100.64.0.0/16',
  '203.0.113.0/24',
  '198.51.100.5/32',
  '192.168.0.0/16',
  '52.216.0.0/15',
  '::/0',
  '2001:db8:a::/56',
];
export const DESTINATIONS = [
  '0.0.0.0/0',
  '10.1.0.0/16',
  '10.1.1.0/24',
  '10.1.2.10/32',
  '10.0.3.0/24',
  '10.0.2.0/24',
  '203.0.113.0/24',
  '203.0.113.9/32',
  '192.168.0.0/16',
  '52.216.0.0/15',
  'pl-s3',
  'pl-x',
  '10.0.0.0/16',
  '100.64.0.0/16',
  '::/0',
];
export const TARGETS = ['nat-a', 'igw-a', 'pcx-ab', 'tgw-1', 'eni-fw', 'vgw-a'];

export const SETTINGS: readonly (readonly [string, string, string, Json])[] = [
  ['ec2:DescribeInternetGateways', 'InternetGatewayId', 'igw-a', { Attachments: [] }],
  ['ec2:DescribeNatGateways', 'NatGatewayId', 'nat-a', { State: 'failed' }],
  ['ec2:DescribeNatGateways', 'NatGatewayId', 'nat-a', { State: 'deleting' }],
  ['ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnectionId', 'pcx-ab', { Status: { Code: 'pending-acceptance' } }],
  ['ec2:DescribeVpcPeeringConnections', 'VpcPeeringConnectionId', 'pcx-ab', { Status: { Code: 'expired' } }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-fw', { SourceDestCheck: true }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-app', { Attachment: { Status: 'detaching', DeviceIndex: 0 } }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-n10', { Groups: [{ GroupId: 'sg-app' }] }],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-a', { SubnetIds: ['subnet-db'] }],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-a', { SubnetIds: ['subnet-fw'] }],
  ['ec2:DescribeTransitGatewayVpcAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-b', { SubnetIds: ['subnet-b2'] }],
  ['ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-b', { Association: undefined }],
  ['ec2:DescribeTransitGateways', 'TransitGatewayId', 'tgw-1', { Options: { SecurityGroupReferencingSupport: 'disable' } }],
  ['ec2:DescribeVpnConnections', 'VpnConnectionId', 'vpn-1', { VgwTelemetry: [{ Status: 'DOWN' }, { Status: 'DOWN' }] }],
  ['ec2:DescribeVpnGateways', 'VpnGatewayId', 'vgw-a', { VpcAttachments: [{ VpcId: 'vpc-a', State: 'detached' }] }],
  ['ec2:DescribeTransitGatewayAttachments', 'TransitGatewayAttachmentId', 'tgw-attach-a', { State: 'deleting' }],
  [
    'ec2:DescribeTransitGatewayVpcAttachments',
    'TransitGatewayAttachmentId',
    'tgw-attach-b',
    { Options: { SecurityGroupReferencingSupport: 'disable' } },
  ],
  ['ec2:DescribeVpcEndpoints', 'VpcEndpointId', 'vpce-s3', { State: 'deleted' }],
  ['ec2:DescribeVpcEndpoints', 'VpcEndpointId', 'vpce-fw', { State: 'pending' }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-web', { DenyAllIgwTraffic: true }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-app', { Groups: [{ GroupId: 'sg-web' }, { GroupId: 'sg-fw' }] }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-db', { Groups: [{ GroupId: 'sg-db' }, { GroupId: 'sg-app' }] }],
  ['ec2:DescribeNetworkInterfaces', 'NetworkInterfaceId', 'eni-n11', { Groups: [{ GroupId: 'sg-pay' }] }],
  [
    'ec2:DescribeNetworkInterfaces',
    'NetworkInterfaceId',
    'eni-fw',
    { Association: undefined, PrivateIpAddresses: [{ PrivateIpAddress: '10.0.4.7', Primary: true }] },
  ],
  ['ec2:DescribeSubnets', 'SubnetId', 'subnet-prv', { State: 'unavailable' }],
];

export const OMISSIONS = [
  'ec2:DescribeNetworkAcls',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeRouteTables',
  'ec2:DescribeNatGateways',
  'ec2:DescribeVpcPeeringConnections',
  'ec2:DescribeInternetGateways',
  'ec2:DescribeTransitGateways',
];

export const PEERS: readonly Json[] = [
  { podSelector: {} },
  { podSelector: { matchLabels: { app: 'cli' } } },
  { namespaceSelector: {} },
  { namespaceSelector: { matchLabels: { team: 'x' } } },
  {
    namespaceSelector: { matchLabels: { team: 'x' } },
    podSelector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['cli', 'web'] }] },
  },
  { ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.3.0/24'] } },
  { ipBlock: { cidr: '0.0.0.0/0' } },
  { ipBlock: { cidr: '10.1.0.0/16' } },
];
export const POLICY_PORTS: readonly Json[] = [
  { port: 5432 },
  { port: 'http' },
  { protocol: 'UDP', port: 53 },
  { port: 400, endPort: 500 },
  { protocol: 'TCP' },
];

/** Routes that a transit gateway table may get beside the propagated ones, or null to lose those. */
export const TRANSIT: readonly (readonly Json[] | null)[] = [
  null,
  [transitRoute('10.1.1.0/24', null, 'static')],
  [transitRoute('10.0.0.0/8', null, 'static')],
  [transitRoute('10.1.0.0/16', 'tgw-attach-a', 'static')],
  [transitRoute('10.0.2.0/24', 'tgw-attach-b', 'static')],
  [transitRoute('0.0.0.0/0', 'tgw-attach-a', 'static')],
  [transitRoute('10.1.2.0/24', 'tgw-attach-b', 'static')],
];
