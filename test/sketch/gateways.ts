/** The ways out of one VPC: internet, egress-only and NAT gateways. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import type { GatewaySketch, NatGatewaySketch, RegionSketch } from './aws-shapes.js';
import { put, rendered, tagList, take, type RawFields } from './collection.js';
import { addInterface, LAUNCHED } from './interfaces.js';

type GatewaySpec = Pick<GatewaySketch, 'id' | 'vpc'> & Partial<GatewaySketch>;

/** Adds an internet gateway, attached to the VPC. */
export function addInternetGateway(region: RegionSketch, spec: GatewaySpec): GatewaySketch {
  return put(region.internetGateways, spec);
}

/** Adds an egress-only internet gateway, attached to the VPC. */
export function addEgressOnlyGateway(region: RegionSketch, spec: GatewaySpec): GatewaySketch {
  return put(region.egressOnlyGateways, spec);
}

type NatSpec = Pick<NatGatewaySketch, 'id' | 'subnet'> & Partial<NatGatewaySketch> & { ip: string; publicIp?: string; allocation?: string };

/** Adds a NAT gateway with its interface; without `publicIp` it is a private one. */
export function addNatGateway(region: RegionSketch, spec: NatSpec): NatGatewaySketch {
  const { ip, publicIp, allocation, ...own } = spec;
  const entry = addInterface(region, {
    id: own.interface ?? `eni-${own.id}`,
    name: own.name,
    subnet: own.subnet,
    ip,
    type: 'nat_gateway',
    description: `Interface for NAT Gateway ${own.id}`,
    requester: region.accountId,
    requesterManaged: true,
    sourceDestCheck: false,
  });
  if (publicIp !== undefined) entry.publicAddresses.push({ privateIp: ip, publicIp, allocation: allocation ?? `eipalloc-${own.id}` });
  const connectivity = publicIp === undefined ? 'private' : 'public';
  return put(region.natGateways, { connectivity, state: 'available', ...own, interface: entry.id });
}

/** describe-internet-gateways, -egress-only-internet-gateways and -nat-gateways. */
export function gatewayCalls(region: RegionSketch): AwsCall[] {
  const internet = [...region.internetGateways.values()].map((gateway) =>
    attached(gateway, {
      Attachments: [{ State: 'available', VpcId: gateway.vpc }],
      InternetGatewayId: gateway.id,
      OwnerId: region.accountId,
    }),
  );
  const egressOnly = [...region.egressOnlyGateways.values()].map((gateway) =>
    attached(gateway, { Attachments: [{ State: 'attached', VpcId: gateway.vpc }], EgressOnlyInternetGatewayId: gateway.id }),
  );
  const nat = [...region.natGateways.values()].map((gateway) => natDocument(region, gateway));
  return [
    { operation: 'ec2:DescribeInternetGateways', output: { InternetGateways: internet } },
    { operation: 'ec2:DescribeEgressOnlyInternetGateways', output: { EgressOnlyInternetGateways: egressOnly } },
    { operation: 'ec2:DescribeNatGateways', output: { NatGateways: nat } },
  ];
}

function attached(gateway: GatewaySketch, fields: RawFields): RawFields {
  return rendered({ ...fields, Tags: tagList(gateway.name ?? gateway.id, gateway.tags) }, gateway.raw);
}

function natDocument(region: RegionSketch, gateway: NatGatewaySketch): RawFields {
  const entry = take(region.interfaces, gateway.interface);
  const addresses = [entry.ip, ...entry.secondary].map((ip, index) => {
    const elastic = entry.publicAddresses.find((address) => address.privateIp === ip);
    return rendered({
      AllocationId: elastic?.allocation,
      AssociationId: elastic?.allocation?.replace(/^eipalloc-/, 'eipassoc-'),
      NetworkInterfaceId: entry.id,
      PrivateIp: ip,
      PublicIp: elastic?.publicIp,
      IsPrimary: index === 0,
      Status: 'succeeded',
    });
  });
  const fields = {
    CreateTime: LAUNCHED,
    NatGatewayAddresses: addresses,
    NatGatewayId: gateway.id,
    State: gateway.state,
    SubnetId: gateway.subnet,
    VpcId: take(region.subnets, gateway.subnet).vpc,
    Tags: tagList(gateway.name ?? gateway.id, gateway.tags),
    ConnectivityType: gateway.connectivity,
  };
  return rendered(fields, gateway.raw);
}
