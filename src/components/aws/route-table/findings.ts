/** What route tables refuse. */
import { catalogue } from '../../../packet/finding.js';

export const routeTableFindings = catalogue('route-table', {
  NO_ROUTE_TO_DESTINATION: { effect: 'blocks', meaning: 'The route table that judges the packet has no route to its destination.', remedy: 'Add a route, or associate the subnet with the table that has it.' },
  RETURN_NO_ROUTE: { effect: 'blocks', meaning: 'The request arrives, but the reply finds no route back.', remedy: 'Add a route for the client’s range to the table that is named.' },
  BAD_STATE_ROUTE: { effect: 'blocks', meaning: 'The winning route is a blackhole: its target no longer exists or is not attached. Nothing falls back to a shorter route.', remedy: 'Repair the target or replace the route.' },
  ROUTE_AMBIGUOUS: { effect: 'unknown', meaning: 'Two prefix-list routes of the same length tie; AWS keeps to one of them without saying which.', remedy: 'Make one of the routes more specific, or use a static CIDR route.' },
  MORE_SPECIFIC_ROUTE: { effect: 'caveat', meaning: 'A wanted route is not used because another one is more specific.', remedy: 'Remove the longer route or make the wanted one as long.' },
  HIGHER_PRIORITY_ROUTE: { effect: 'caveat', meaning: 'A wanted route is not used because a static one for the same prefix has priority.', remedy: 'Remove the static route.' },
});
