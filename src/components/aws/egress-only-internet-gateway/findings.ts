/** What egress-only internet gateways refuse. */
import { catalogue } from '../../../packet/finding.js';

export const egressOnlyFindings = catalogue('egress-only-internet-gateway', {
  EIGW_NO_INBOUND: {
    effect: 'blocks',
    meaning: 'An egress-only internet gateway passes only connections that were started inside the VPC.',
    remedy: 'Route ::/0 of the subnet to an internet gateway if it is to be reached from outside.',
  },
  EIGW_WITH_GWLB: {
    effect: 'blocks',
    meaning: 'An egress-only internet gateway drops what comes through a Gateway Load Balancer endpoint.',
    remedy: 'Use an internet gateway behind the endpoint.',
  },
  PROTOCOL_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The component carries other protocols only.',
    remedy: 'Use a protocol or family that it carries.',
  },
});
