/** What route tables refuse. */
import { catalogue } from '../../../packet/finding.js';

export const routeTableFindings = catalogue('route-table', {
  NO_ROUTE_TO_DESTINATION: {
    effect: 'blocks',
    meaning: 'The route table that judges the packet has no route to its destination.',
    remedy: 'Add a route, or associate the subnet with the table that has it.',
  },
  RETURN_NO_ROUTE: {
    effect: 'blocks',
    meaning: 'The request arrives, but the reply finds no route back.',
    remedy: 'Add a route for the client’s range to the table that is named.',
  },
  BAD_STATE_ROUTE: {
    effect: 'blocks',
    meaning: 'The winning route is a blackhole: its target no longer exists or is not attached. Nothing falls back to a shorter route.',
    remedy: 'Repair the target or replace the route.',
  },
  INGRESS_RTB_NO_PUBLIC_IP: {
    effect: 'blocks',
    meaning: 'The edge table of an internet gateway redirects to an interface without a public address.',
    remedy: 'Give the appliance a public address, or route to a Gateway Load Balancer endpoint.',
  },
  INGRESS_RTB_TRAFFIC_REDIRECTION: {
    effect: 'blocks',
    meaning: 'Inbound traffic of the subnet is redirected to an appliance, so its direct route to the internet gateway can’t be used.',
    remedy: 'Route the subnet’s traffic to the same appliance.',
  },
  ROUTE_AMBIGUOUS: {
    effect: 'unknown',
    meaning: 'Two prefix-list routes of the same length tie; AWS keeps to one of them without saying which.',
    remedy: 'Make one of the routes more specific, or use a static CIDR route.',
  },
  MORE_SPECIFIC_ROUTE: {
    effect: 'caveat',
    meaning: 'A wanted route is not used because another one is more specific.',
    remedy: 'Remove the longer route or make the wanted one as long.',
  },
  HIGHER_PRIORITY_ROUTE: {
    effect: 'caveat',
    meaning: 'A wanted route is not used because a static one for the same prefix has priority.',
    remedy: 'Remove the static route.',
  },
});
