/** What the public endpoint of an EKS cluster's API server refuses. */
import { catalogue } from '../../../packet/finding.js';

export const eksApiFindings = catalogue('eks-api', {
  ENDPOINT_CIDR_NOT_ALLOWED: {
    effect: 'blocks',
    meaning: 'The public endpoint of the API server does not list the source that it sees.',
    remedy: 'Turn on private access for clients in the VPC, or add the address that they leave with to publicAccessCidrs.',
  },
  KUBELET_UNREACHABLE: {
    effect: 'caveat',
    meaning: 'The control plane can’t open connections to the kubelet on port 10250; everything that nodes open themselves still works.',
    remedy: 'Allow TCP 10250 from the control plane’s security group in the group of the nodes.',
  },
  ENDPOINT_ACCESS_DISABLED: {
    effect: 'blocks',
    meaning: 'Neither access mode of the API server serves this source.',
    remedy: 'Come from the VPC or a network joined to it, or turn on public access with a short list of ranges.',
  },
});
