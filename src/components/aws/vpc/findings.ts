/** What a VPC itself refuses. */
import { catalogue } from '../../../packet/finding.js';

export const vpcFindings = catalogue('vpc', {
  VPC_LOCAL_ROUTE_CIDR_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The local route was chosen for an address that is in no CIDR of the VPC.',
    remedy: 'Check the CIDR associations of the VPC and the destination.',
  },
  CLUSTERIP_NOT_ROUTABLE: {
    effect: 'blocks',
    meaning: 'A cluster IP was asked for from outside the cluster’s nodes; it exists only in their packet filters.',
    remedy: 'Use an internal load balancer, the pods’ addresses or a node port.',
  },
  ENCRYPTION_ENFORCED: {
    effect: 'blocks',
    meaning: 'Encryption controls of the VPC are in enforce mode, which does not allow a component on the path.',
    remedy: 'Exclude the component where an exclusion exists, or set the controls to monitor.',
  },
  DISCONNECTED_VPCS: {
    effect: 'blocks',
    meaning: 'The two VPCs share no active peering and no transit gateway.',
    remedy: 'Peer them, or attach both to one transit gateway, and add routes on both sides.',
  },
});
