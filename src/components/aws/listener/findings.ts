/** What listeners and their rules refuse. */
import { catalogue } from '../../../packet/finding.js';

export const listenerFindings = catalogue('listener', {
  LISTENER_RULE_NO_MATCH: {
    effect: 'blocks',
    meaning: 'No rule of the listener matches host and path, and the default action answers with an error.',
    remedy: 'Add a rule for the host and path, or ask for those of an existing rule.',
  },
  ELBV2_LISTENER_HAS_NO_TG: {
    effect: 'blocks',
    meaning: 'The listener leads to a target group without targets.',
    remedy: 'Register targets; for a Service, look at its endpoints and at the load balancer controller.',
  },
  ELBV2_LISTENER_REQUIRES_TG_ACCEPT: {
    effect: 'blocks',
    meaning: 'The target group of the listener does not take this traffic.',
    remedy: 'Use a target group of the listener’s protocol.',
  },
});
