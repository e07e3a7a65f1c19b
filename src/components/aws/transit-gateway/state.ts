/** States of transit gateway attachments: which of them let packets through ("Transit gateway attachments to a VPC", lifecycle). */
import type { TransitGatewayAttachment } from '../../../model/aws/connections.js';
import { label, refOf } from '../../../model/resource.js';
import type { Finding } from '../../../packet/finding.js';
import type { Journey } from '../../../packet/station.js';
import { stateFindings } from '../../state.js';

/** States that return to `available` by themselves, and that AWS does not say to interrupt traffic. */
export const ASSUMED_UP: ReadonlySet<string> = new Set(['modifying', 'rollingBack']);

/** Why an attachment carries nothing, or the caveat that its state was taken as working; null when it is available. */
export function attachmentState(attachment: TransitGatewayAttachment, journey: Journey): Finding | null {
  const { state } = attachment;
  if (state === 'available') return null;
  const resource = refOf('transit-gateway-attachment', attachment);
  const { packets } = journey;
  if (ASSUMED_UP.has(state)) {
    return stateFindings.STATE_ASSUMED({
      resource,
      packets,
      say: () => `Attachment ${label(attachment)} is ${state}; it was taken as working.`,
    });
  }
  return stateFindings.BAD_STATE_ATTACHMENT({
    resource,
    packets,
    say: () =>
      `Attachment ${label(attachment)} of ${attachment.resourceId} to ${attachment.transitGatewayId} is ${state}, so it carries nothing.`,
  });
}
