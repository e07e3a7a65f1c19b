/** What transit gateways and their route tables refuse. */
import { catalogue } from '../../../packet/finding.js';

export const transitGatewayFindings = catalogue('transit-gateway', {
  TGW_ROUTE_AZ_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The VPC’s attachment has no subnet in the zone of the sender, so nothing in that zone can use the transit gateway.',
    remedy: 'Add a subnet of that zone to the attachment.',
  },
  TGW_ATTACH_VPC_AZ_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The attachment that the route names has no subnet in any zone to hand the packet out in.',
    remedy: 'Add a subnet to the attachment.',
  },
  TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION: {
    effect: 'blocks',
    meaning: 'The attachment that the packet came in by is associated with no route table of the transit gateway.',
    remedy: 'Associate the attachment with a route table.',
  },
  TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT: {
    effect: 'blocks',
    meaning: 'The transit gateway’s route table has no route to the destination.',
    remedy: 'Propagate the attachment of the destination to this table, or add a static route.',
  },
  TGW_RTB_CANNOT_ROUTE: {
    effect: 'blocks',
    meaning: 'The transit gateway’s route table has routes to the right attachment, but none of them covers the destination.',
    remedy: 'Add a route for the destination’s range.',
  },
  TGW_RTB_BAD_STATE_ROUTE: {
    effect: 'blocks',
    meaning: 'The winning route of the transit gateway’s table is a blackhole.',
    remedy: 'Remove the blackhole or point the route at an attachment.',
  },
  TGW_RTB_ROUTES_ARE_UNKNOWN: {
    effect: 'unknown',
    meaning: 'The routes of the transit gateway’s table are not, or not all, in the snapshot.',
    remedy: 'Add ec2:SearchTransitGatewayRoutes for the table, from the account that owns the gateway.',
  },
  TGW_RTB_HIGHER_PRIORITY_ROUTE: {
    effect: 'caveat',
    meaning: 'A static route leads elsewhere and hides the one that the destination’s attachment propagates for the same prefix.',
    remedy: 'Remove the static route, or point it at the right attachment.',
  },
  TGW_RTB_MORE_SPECIFIC_ROUTE: {
    effect: 'caveat',
    meaning: 'A longer route leads elsewhere and takes the destination from the attachment that holds it.',
    remedy: 'Remove the longer route, or point it at the right attachment.',
  },
  TGW_BAD_STATE_VPN: {
    effect: 'blocks',
    meaning: 'The VPN behind the attachment is not available or has no tunnel up.',
    remedy: 'Bring a tunnel up: check the customer gateway, its IKE settings and its address.',
  },
  TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED: {
    effect: 'caveat',
    meaning:
      'The transit gateway sends traffic through an inspection VPC without appliance mode, so the two directions may meet different appliances.',
    remedy: 'Turn appliance mode on at the attachment of the inspection VPC.',
  },
});
