/** What can stop a packet to a service of the VPC itself. */
import { catalogue } from '../../../packet/finding.js';

export const vpcServiceFindings = catalogue('vpc-service', {
  VPC_DNS_ATTRIBUTE_OFF: {
    effect: 'blocks',
    meaning: 'enableDnsSupport or enableDnsHostnames is off, so names do not resolve as expected.',
    remedy: 'Turn the attribute on with aws ec2 modify-vpc-attribute.',
  },
  IMDS_HOP_LIMIT: {
    effect: 'blocks',
    meaning: 'The metadata token reply may take one hop only, and a pod is one hop further away.',
    remedy: 'Set HttpPutResponseHopLimit to 2, or use IRSA or EKS Pod Identity.',
  },
});
