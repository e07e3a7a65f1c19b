/** What VPC peering connections refuse. */
import { catalogue } from '../../../packet/finding.js';

export const vpcPeeringFindings = catalogue('vpc-peering', {
  PCX_REQUIRES_ADDRESS_IN_VPC_CIDR: {
    effect: 'blocks',
    meaning:
      'A peering connection carries only packets from an address of one of its two VPCs to an address of the other: never onward to a third network.',
    remedy: 'Peer the two VPCs directly, or join them by a transit gateway.',
  },
});
