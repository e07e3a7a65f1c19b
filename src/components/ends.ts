/** The ways in which a packet's way can end besides being delivered. */
import type { Finding } from '../packet/finding.js';
import type { StationName } from '../packet/hop.js';
import type { Step } from '../packet/station.js';
import type { ResourceRef } from '../model/resource.js';

/** The packet can't go on: a drop, or, where the finding is an unknown, the point from which the snapshot says nothing. */
export function lost(station: StationName, resource: ResourceRef, finding: Finding): Step {
  return {
    kind: 'end',
    outcome: finding.effect === 'unknown' ? 'unknown' : 'dropped',
    replyFrom: null,
    hop: { station, resource, action: 'drop', explain: finding.say, findings: [finding] },
  };
}
