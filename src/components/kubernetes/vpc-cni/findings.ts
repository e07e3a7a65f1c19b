/** What the CNI does to packets, and what can't be told about it. */
import { catalogue } from '../../../packet/finding.js';

export const cniFindings = catalogue('vpc-cni', {
  SOURCE_TRANSLATED_BY_NODE: {
    effect: 'caveat',
    meaning: 'The node rewrites the pod’s source address because the destination is outside the VPC’s CIDRs.',
    remedy:
      'Allow the node’s address at the far end, or set AWS_VPC_K8S_CNI_EXTERNALSNAT or AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS if it must see the pod.',
  },
  CNI_SETTINGS_ASSUMED: {
    effect: 'caveat',
    meaning: 'The settings of the CNI are not in the snapshot; its defaults were taken.',
    remedy: 'Add kubectl -n kube-system get daemonset aws-node -o json.',
  },
  TCP_EARLY_DEMUX: {
    effect: 'blocks',
    meaning: 'TCP between a node’s own processes and its strict-mode branch pods fails while TCP early demux is on.',
    remedy: 'Set DISABLE_TCP_EARLY_DEMUX to true on the aws-vpc-cni-init container, or use the standard enforcing mode.',
  },
  NODE_LOCAL_UNREACHABLE_STRICT_MODE: {
    effect: 'blocks',
    meaning: 'A strict-mode branch pod can’t reach an address that only its node has.',
    remedy: 'Set POD_SECURITY_GROUP_ENFORCING_MODE to standard, or use the cluster’s own service instead.',
  },
  POD_ADDRESS_NOT_IN_VPC: {
    effect: 'unknown',
    meaning: 'No interface of the snapshot holds the pod’s address: an overlay CNI, or a stale snapshot.',
    remedy: 'Add ec2:DescribeNetworkInterfaces of the same moment; overlays can’t be analysed.',
  },
});
