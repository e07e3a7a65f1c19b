/** What the public endpoint of an EKS cluster's API server refuses. */
import { catalogue } from '../../../packet/finding.js';

export const eksApiFindings = catalogue('eks-api', {
  ENDPOINT_CIDR_NOT_ALLOWED: {
    effect: 'blocks',
    meaning: 'The public endpoint of the API server does not list the source that it sees.',
    remedy: 'Turn on private access for clients in the VPC, or add the address that they leave with to publicAccessCidrs.',
  },
  ENDPOINT_ACCESS_DISABLED: {
    effect: 'blocks',
    meaning: 'Neither access mode of the API server serves this source.',
    remedy: 'Come from the VPC or a network joined to it, or turn on public access with a short list of ranges.',
  },
});
