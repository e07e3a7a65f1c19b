/** Reads virtual private gateways. */
import type { AttachedGateway } from '../../../model/aws/routing.js';
import { entriesOf } from '../fields.js';
import { type GatewayFields, readGateway } from '../internet-gateway/read.js';
import { gather } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

const FIELDS: GatewayFields = { kind: 'vpn-gateway', id: 'VpnGatewayId', attachments: 'VpcAttachments' };

export function readVpnGateways(documents: Documents, reading: Reading): Map<string, AttachedGateway> {
  return gather(entriesOf(documents, 'ec2:DescribeVpnGateways', 'VpnGateways', reading), (entry) => readGateway(entry, FIELDS));
}
