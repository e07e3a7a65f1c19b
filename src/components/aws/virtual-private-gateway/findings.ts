/** What virtual private gateways refuse. */
import { catalogue } from '../../../packet/finding.js';

export const virtualPrivateGatewayFindings = catalogue('virtual-private-gateway', {
  VGW_PREFIX_UNKNOWN: {
    effect: 'blocks',
    meaning: 'The virtual private gateway has neither a static route nor a route learnt by BGP for the destination.',
    remedy: 'Add the range to the static routes of the VPN, or have the customer gateway announce it.',
  },
  VGW_PRIVATE_IP_ASSOCIATION_FOR_EGRESS: {
    effect: 'blocks',
    meaning: 'A virtual private gateway takes packets only from addresses of interfaces in its own VPC.',
    remedy: 'Use a transit gateway to bring other networks to the site.',
  },
  VGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS: {
    effect: 'blocks',
    meaning:
      'What comes in by a virtual private gateway must be for an address of an interface in its own VPC: it leads no further, to gateways, endpoints or other VPCs.',
    remedy: 'Address an interface in the VPC, or use a transit gateway.',
  },
});
