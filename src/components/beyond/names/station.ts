/** Where a flow to a name ends that does not resolve: nothing is sent at all. */
import type { Station } from '../../../packet/station.js';

export const nameLookup: Station<'name-lookup'> = (_journey, { resource, findings }) => {
  const [first] = findings;
  return {
    kind: 'end',
    outcome: first?.effect === 'unknown' ? 'unknown' : 'dropped',
    replyFrom: null,
    hop: {
      station: 'vpc-service',
      resource,
      action: 'drop',
      explain: first?.say ?? ((): string => 'The name does not resolve, so nothing is sent.'),
      findings,
    },
  };
};
