/** Reads egress-only internet gateways. */
import type { AttachedGateway } from '../../../model/aws/routing.js';
import { entriesOf } from '../fields.js';
import { type GatewayFields, readGateway } from '../internet-gateway/read.js';
import { gather } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

const FIELDS: GatewayFields = { kind: 'egress-only-internet-gateway', id: 'EgressOnlyInternetGatewayId', attachments: 'Attachments' };

export function readEgressOnlyGateways(documents: Documents, reading: Reading): Map<string, AttachedGateway> {
  const entries = entriesOf(documents, 'ec2:DescribeEgressOnlyInternetGateways', 'EgressOnlyInternetGateways', reading);
  return gather(entries, (entry) => readGateway(entry, FIELDS));
}
