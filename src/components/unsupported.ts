/** The station of places that are not analysed: the walk ends there without a verdict, and says so. */
import { type IndexedNetwork } from '../lookup/indexed-network.js';
import { type Place } from '../packet/place.js';
import { type Journey, type Step } from '../packet/station.js';
import { lost } from './ends.js';
import { stateFindings } from './state.js';

export function notAnalysed(journey: Journey, place: Place, _network: IndexedNetwork): Step {
  const name = place.at.replaceAll('-', ' ');
  const resource = { kind: 'address', id: name } as const;
  return lost('subnet', resource, stateFindings.UNSUPPORTED_COMPONENT({ resource, packets: journey.packets, missing: `an analysis of ${name}`, say: () => `The packet goes on by a ${name}, which is not analysed.` }));
}
