/** Why targets get nothing from a load balancer, and what they see when they do. */
import { catalogue } from '../../../packet/finding.js';

export const targetGroupFindings = catalogue('target-group', {
  ELB_NOT_CROSSZONE: {
    effect: 'blocks',
    meaning: 'Cross-zone load balancing is off, and all targets are in other zones than the node.',
    remedy: 'Turn cross-zone load balancing on, or register targets in the zone.',
  },
  ELB_INSTALLED_AZ_RESTRICTION: {
    effect: 'blocks',
    meaning: 'The targets are in zones that are not enabled for the load balancer.',
    remedy: 'Enable the zone on the load balancer.',
  },
  ELBV2_NO_TARGETS_IN_AZ: {
    effect: 'blocks',
    meaning: 'No target that the node may use takes new connections.',
    remedy: 'Register targets in the zone, or start those that are stopped.',
  },
  TARGET_NOT_REGISTERED: {
    effect: 'blocks',
    meaning: 'What should be a target is not registered in the target group.',
    remedy: 'Look at the events of the TargetGroupBinding and at the log of the load balancer controller.',
  },
  TARGETS_UNHEALTHY: {
    effect: 'caveat',
    meaning:
      'Targets fail the health check. They get no new connections while healthy ones exist; where none is healthy, the load balancer uses them all.',
    remedy: 'Look at the reason of the health check; nodes without a local pod of a Service with policy Local fail it by design.',
  },
  NLB_HAIRPIN_CLIENT_IP: {
    effect: 'blocks',
    meaning: 'The client and the target are the same host, and the network load balancer keeps the client’s address.',
    remedy: 'Turn preserve_client_ip.enabled off, use address targets without it, or call the Service by its cluster IP.',
  },
  CLIENT_IP_PRESERVATION_UNSUPPORTED: {
    effect: 'blocks',
    meaning: 'The client’s address can’t be kept on the way to this target.',
    remedy: 'Turn preserve_client_ip.enabled off for the target group.',
  },
  ASSUMPTION_PRESERVE_CLIENT_IP_IS_ENABLED: {
    effect: 'caveat',
    meaning: 'The attributes of the target group are not in the snapshot; it is taken to keep the client’s address, which is the default.',
    remedy: 'Add the output of describe-target-group-attributes.',
  },
  ASSUMPTION_PRESERVE_CLIENT_IP_IS_DISABLED: {
    effect: 'caveat',
    meaning:
      'The attributes of the target group are not in the snapshot; it is taken not to keep the client’s address, which is the default.',
    remedy: 'Add the output of describe-target-group-attributes.',
  },
  MISSING_TARGET_GROUP_ATTRIBUTES: {
    effect: 'caveat',
    meaning: 'The attributes of a target group are not in the snapshot.',
    remedy: 'Add the output of describe-target-group-attributes.',
  },
  INSTANCE_TARGETS_NEED_NODES: {
    effect: 'blocks',
    meaning: 'Instance targets are nodes, and the pods run on Fargate, which has none.',
    remedy: 'Use target type ip.',
  },
  LB_BACKEND_RULES_NOT_MANAGED: {
    effect: 'blocks',
    meaning: 'The load balancer has groups of its own, and nobody manages the rules that let it in at the targets.',
    remedy: 'Set the annotation manage-backend-security-group-rules, or allow the load balancer’s group at the targets.',
  },
  MULTIPLE_CLUSTER_TAGGED_GROUPS: {
    effect: 'finding',
    meaning: 'More than one security group of an interface carries the cluster’s tag, so the controller does not know which to change.',
    remedy: 'Leave the tag kubernetes.io/cluster/NAME on exactly one group of the interface.',
  },
  SOURCE_RANGE_WIDENED: {
    effect: 'caveat',
    meaning: 'The client is outside the source ranges of the Service, and a rule that was made for another one lets it in.',
    remedy: 'Give the Services separate groups, or the same source ranges.',
  },
});
