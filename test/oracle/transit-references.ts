/** Whether a transit gateway carries group references: its own option and those of both VPC attachments. */
import type { Bundle } from '../../src/snapshot/bundle.js';
import { child, text } from './raw.js';
import { record } from './records.js';

/**
 * `crossing` is `tgw-id/attachment-in/attachment-out`, as the walk writes it down.
 * The gateway's option defaults to disable, an attachment's to enable; a transit gateway peering never carries references.
 */
export function transitReferences(bundle: Bundle, crossing: string): boolean {
  const [gatewayId, ...attachments] = crossing.split('/');
  const gateway = record(bundle, 'ec2:DescribeTransitGateways', 'TransitGateways', 'TransitGatewayId', gatewayId ?? '');
  if (text(child(gateway, 'Options'), 'SecurityGroupReferencingSupport') !== 'enable') return false;
  return attachments.every((id) => {
    const attachment = record(
      bundle,
      'ec2:DescribeTransitGatewayVpcAttachments',
      'TransitGatewayVpcAttachments',
      'TransitGatewayAttachmentId',
      id,
    );
    if (attachment === undefined) return false;
    const option = text(child(attachment, 'Options'), 'SecurityGroupReferencingSupport');
    return option === '' || option === 'enable';
  });
}
