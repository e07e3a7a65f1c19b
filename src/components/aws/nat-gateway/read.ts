/** Reads NAT gateways, zonal and regional, public and private. Deleted ones stay listed for a while and keep their state. */
import type { NatGateway } from '../../../model/aws/routing.js';
import { address, enabled, entriesOf, type Entry, flag, list, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

/** Outputs from before secondary addresses existed mark none as primary: there the only address is. */
function readAddresses(entry: Entry): NatGateway['addresses'] {
  const listed = list(entry, 'NatGatewayAddresses');
  const marked = listed.some((part) => part.raw['IsPrimary'] === true);
  return listed.map((part, index) => ({
    privateAddress: address(part, 'PrivateIp'),
    publicAddress: address(part, 'PublicIp'),
    interfaceId: text(part, 'NetworkInterfaceId'),
    zone: text(part, 'AvailabilityZone'),
    status: text(part, 'Status'),
    primary: marked ? flag(part, 'IsPrimary') === true : index === 0,
  }));
}

function readNatGateway(entry: Entry): NatGateway {
  return {
    ...resourceOf(entry, requiredText(entry, 'NatGatewayId', 'a NAT gateway id')),
    vpcId: requiredText(entry, 'VpcId', 'a VPC id'),
    subnetId: text(entry, 'SubnetId'),
    state: text(entry, 'State') ?? 'available',
    connectivity: text(entry, 'ConnectivityType') === 'private' ? 'private' : 'public',
    regional: text(entry, 'AvailabilityMode') === 'regional',
    autoProvisionZones: enabled(entry, 'AutoProvisionZones') ?? false,
    routeTableId: text(entry, 'RouteTableId'),
    addresses: readAddresses(entry),
  };
}

export function readNatGateways(documents: Documents, reading: Reading): Map<string, NatGateway> {
  return gather(entriesOf(documents, 'ec2:DescribeNatGateways', 'NatGateways', reading), readNatGateway);
}
