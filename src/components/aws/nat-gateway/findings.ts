/** What NAT gateways refuse. */
import { catalogue } from '../../../packet/finding.js';

export const natGatewayFindings = catalogue('nat-gateway', {
  NAT_NO_INBOUND: {
    effect: 'blocks',
    meaning: 'A NAT gateway accepts replies only; nobody can open a connection to it.',
    remedy: 'Use a load balancer or a public address of the resource itself.',
  },
  NGW_REQUIRES_SOURCE_IN_VPC: {
    effect: 'blocks',
    meaning: 'The packet came in by peering, VPN or Direct Connect, from where a NAT gateway can’t be used.',
    remedy: 'Use a NAT gateway of the own VPC, or a transit gateway.',
  },
  REGIONAL_NGW_ROUTE_AZ_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The regional NAT gateway is not present in the zone of the source.',
    remedy: 'Add the zone to the gateway.',
  },
  AVAILABILITY_ZONE_CROSSED: {
    effect: 'caveat',
    meaning: 'The path leaves the zone of the source: it works, costs money, and depends on the other zone.',
    remedy: 'Use a gateway of the same zone.',
  },
  RETURN_WRONG_TARGET: {
    effect: 'blocks',
    meaning: 'The reply leaves through another gateway or connection than the request came by, so the client never sees it as an answer.',
    remedy: 'Route the reply to where the request came from.',
  },
});
