/** What VPC endpoints refuse, and what an answer through one leaves open. */
import { catalogue } from '../../../packet/finding.js';

export const vpcEndpointFindings = catalogue('vpc-endpoint', {
  VPCE_GATEWAY_PROTOCOL_RESTRICTION: {
    effect: 'blocks',
    meaning: 'A gateway endpoint carries TCP and echo requests only.',
    remedy: 'Use TCP: gateway endpoints carry nothing else.',
  },
  VPCE_INTRA_VPC_TRAFFIC: {
    effect: 'blocks',
    meaning: 'An endpoint never starts connections into its own VPC.',
    remedy: 'Ask from the client to the endpoint.',
  },
  ENDPOINT_POLICY_DENIES: {
    effect: 'caveat',
    meaning: 'The way is open, but the policy of the endpoint is not full access and may refuse what is asked for (403).',
    remedy: 'Read the endpoint policy for the action and resource that are asked for.',
  },
  PATH_THROUGH_GWLB_NOT_CHECKED: {
    effect: 'caveat',
    meaning: 'The path passes appliances behind a Gateway Load Balancer endpoint, whose rules are in no AWS output.',
    remedy: 'Check the appliances themselves.',
  },
});
