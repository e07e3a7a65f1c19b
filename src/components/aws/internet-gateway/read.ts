/** Reads internet gateways, and what all gateways that are attached to a VPC have in common. */
import type { AttachedGateway } from '../../../model/aws/routing.js';
import { entriesOf, type Entry, list, requiredText, text } from '../fields.js';
import { gather, resourceOf } from '../resource.js';
import type { Documents, Reading } from '../../reader.js';

/** Where a kind of gateway prints its id and its attachments. */
export interface GatewayFields {
  readonly kind: AttachedGateway['kind'];
  readonly id: string;
  readonly attachments: string;
}

/** `State` words differ: an attached internet gateway is `available`, the others `attached`. They are kept as they are. */
export function readGateway(entry: Entry, fields: GatewayFields): AttachedGateway {
  return {
    ...resourceOf(entry, requiredText(entry, fields.id, 'the id of a gateway')),
    kind: fields.kind,
    state: text(entry, 'State') ?? 'available',
    attachments: list(entry, fields.attachments).flatMap((part) => {
      const vpcId = text(part, 'VpcId');
      return vpcId === null ? [] : [{ vpcId, state: text(part, 'State') ?? 'attached' }];
    }),
  };
}

export function readInternetGateways(documents: Documents, reading: Reading): Map<string, AttachedGateway> {
  const fields: GatewayFields = { kind: 'internet-gateway', id: 'InternetGatewayId', attachments: 'Attachments' };
  return gather(entriesOf(documents, 'ec2:DescribeInternetGateways', 'InternetGateways', reading), (entry) => readGateway(entry, fields));
}
