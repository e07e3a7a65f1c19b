/** Drops what networking does not read, before anything of a snapshot is kept. Uploads and live captures both pass here. */
import type { Bundle } from './bundle.js';
import { redactCall } from './redact-aws.js';
import { redactCapture } from './redact-kubernetes.js';

/**
 * The bundle without secrets and bodies, in canonical form: equal content gives equal JSON.
 * Expects a merged bundle: only operations and kinds that are read, within the nesting limit. The input is left as it is.
 */
export function redactBundle(bundle: Bundle): Bundle {
  return {
    schemaVersion: 1,
    name: bundle.name,
    capturedAt: bundle.capturedAt,
    aws: bundle.aws.map(({ accountId, region, calls }) => ({ accountId, region, calls: calls.map(redactCall) })),
    kubernetes: bundle.kubernetes.map(redactCapture),
  };
}
