/** What a load balancer itself refuses, and where its nodes can't answer from. */
import { catalogue } from '../../../packet/finding.js';

export const loadBalancerFindings = catalogue('load-balancer', {
  ELBV2_LISTENERS_MISMATCH: {
    effect: 'blocks',
    meaning: 'The load balancer has no listener for the protocol and port.',
    remedy: 'Ask for a port that it listens on, or add a listener.',
  },
  ELB_LISTENERS_MISMATCH: {
    effect: 'blocks',
    meaning: 'The Classic Load Balancer has no listener for the protocol and port.',
    remedy: 'Ask for a port that it listens on, or add a listener.',
  },
  ELB_ACL_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The network ACL of a Classic Load Balancer’s subnet denies what goes to a target, even to one in the same subnet.',
    remedy: 'Allow the instance port outbound in the ACL of the load balancer’s subnet.',
  },
  LB_SUBNET_NOT_PUBLIC: {
    effect: 'partial',
    meaning: 'An internet-facing load balancer has a node in a subnet without a route to an internet gateway: its replies are lost.',
    remedy: 'Associate the subnet with a route table whose default route is the internet gateway, or take its zone off the load balancer.',
  },
});
