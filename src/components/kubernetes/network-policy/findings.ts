/** What policies refuse, and when they are mere paper. */
import { catalogue } from '../../../packet/finding.js';

export const policyFindings = catalogue('network-policy', {
  NETWORK_POLICY_INGRESS_DENY: {
    effect: 'blocks',
    meaning: 'Policies isolate the receiving pod, and none of their rules allows this sender, protocol and port.',
    remedy: 'Add a rule for the sender to one of the policies that are named.',
  },
  NETWORK_POLICY_EGRESS_DENY: {
    effect: 'blocks',
    meaning: 'Policies isolate the sending pod, and none of their rules allows this destination, protocol and port.',
    remedy: 'Add a rule for the destination; a Service is judged by its cluster IP, and DNS needs UDP and TCP 53.',
  },
  CLUSTER_POLICY_DENY: {
    effect: 'blocks',
    meaning: 'A cluster-wide policy denies the flow.',
    remedy: 'Change the rule that is named, or allow the flow by one of higher precedence.',
  },
  NETWORK_POLICY_DEFAULT_DENY_STRICT: {
    effect: 'blocks',
    meaning: 'The enforcing mode is strict, and no policy selects the pod: everything is denied.',
    remedy: 'Give the pod a policy that allows what it needs.',
  },
  NETWORK_POLICY_NOT_ENFORCED: {
    effect: 'caveat',
    meaning: 'A policy would deny the flow, but nothing enforces policies here.',
    remedy: 'Turn on the network policy agent of the VPC CNI, or delete the policy.',
  },
  NETWORK_POLICY_UNDECIDED: {
    effect: 'unknown',
    meaning: 'Whether policies allow the flow depends on something that the snapshot does not hold.',
    remedy: 'Add what is named.',
  },
});
