/** Where the name of a Service is resolved by somebody who then dials its endpoints: the control plane, and clients of headless Services. */
import type { Station } from '../../../packet/station.js';
import { objectRef } from '../references.js';

export const serviceLookup: Station<'service-lookup'> = (_journey, { service, findings, then }, network) => {
  const resource = objectRef('service', service, network);
  const [first] = findings;
  const explain = first?.say ?? ((): string => `Service ${resource.id} stands for the addresses of its endpoints.`);
  if (then === null)
    return {
      kind: 'end',
      outcome: first?.effect === 'unknown' ? 'unknown' : 'dropped',
      replyFrom: null,
      hop: { station: 'kube-proxy', resource, action: 'drop', explain, findings },
    };
  return { kind: 'go', to: then, hop: { station: 'kube-proxy', resource, action: 'forward', explain, findings } };
};
