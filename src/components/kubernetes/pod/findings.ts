/** Why a pod can neither send nor receive. */
import { catalogue } from '../../../packet/finding.js';

export const podFindings = catalogue('pod', {
  POD_NOT_RUNNING: {
    effect: 'blocks',
    meaning: 'The pod has finished, or has not been given a node.',
    remedy: 'Look at kubectl describe pod for the reason.',
  },
  POD_HAS_NO_ADDRESS: {
    effect: 'blocks',
    meaning: 'The pod is on a node but has no address yet.',
    remedy: 'Look for "failed to assign an IP address" in its events; see the pod-address checklist.',
  },
  POD_HAS_NO_IPV6: { effect: 'blocks', meaning: 'Pods here get no IPv6 address.', remedy: 'Use the IPv4 address of the pod.' },
  POD_HAS_NO_IPV4: {
    effect: 'blocks',
    meaning: 'Pods here get no IPv4 address that others can reach.',
    remedy: 'Use IPv6, or a dual-stack load balancer.',
  },
});
