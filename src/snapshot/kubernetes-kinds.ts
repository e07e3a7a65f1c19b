/** The Kubernetes kinds that packetpath reads, by API group. Objects of other kinds (Secrets among them) are dropped before anything is kept. */

/** Kind → the API groups in which the kind means what packetpath takes it for ('' is the core group). Calico's NetworkPolicy, say, is another thing. */
const GROUPS_OF_KIND: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    '': ['ConfigMap', 'Endpoints', 'Namespace', 'Node', 'Pod', 'ReplicationController', 'Service', 'ServiceAccount'],
    apps: ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet'],
    batch: ['CronJob', 'Job'],
    'discovery.k8s.io': ['EndpointSlice'],
    'networking.k8s.io': ['Ingress', 'IngressClass', 'IPAddress', 'NetworkPolicy', 'ServiceCIDR'],
    extensions: ['DaemonSet', 'Deployment', 'Ingress', 'NetworkPolicy', 'ReplicaSet'],
    'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
    'networking.k8s.aws': ['ApplicationNetworkPolicy', 'ClusterNetworkPolicy', 'ClusterPolicyEndpoint', 'PolicyEndpoint'],
    'crd.k8s.amazonaws.com': ['ENIConfig'],
    'vpcresources.k8s.aws': ['CNINode', 'SecurityGroupPolicy'],
    'elbv2.k8s.aws': ['IngressClassParams', 'TargetGroupBinding'],
    'eks.amazonaws.com': ['IngressClassParams', 'NodeClass', 'TargetGroupBinding', 'NodeDiagnostic', 'CNINode'],
    'karpenter.sh': ['NodeClaim', 'NodePool'],
    'karpenter.k8s.aws': ['EC2NodeClass'],
    'k8s.cni.cncf.io': ['NetworkAttachmentDefinition'],
    'gateway.networking.k8s.io': [
      'Gateway',
      'GatewayClass',
      'GRPCRoute',
      'HTTPRoute',
      'ReferenceGrant',
      'TCPRoute',
      'TLSRoute',
      'UDPRoute',
    ],
    'gateway.k8s.aws': ['ListenerRuleConfiguration', 'LoadBalancerConfiguration', 'TargetGroupConfiguration'],
    'admissionregistration.k8s.io': ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
    'apiregistration.k8s.io': ['APIService'],
    'cilium.io': ['CiliumClusterwideNetworkPolicy', 'CiliumNetworkPolicy', 'CiliumNode'],
    'crd.projectcalico.org': ['GlobalNetworkPolicy', 'IPPool'],
  }).reduce((kinds, [group, names]) => {
    for (const name of names) kinds.set(name, [...(kinds.get(name) ?? []), group]);
    return kinds;
  }, new Map<string, readonly string[]>()),
);

/** The group of an `apiVersion`: `apps` of `apps/v1`, '' of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/** True when packetpath reads objects of this kind in this API version's group. */
export function isReadKind(kind: string, apiVersion: string): boolean {
  return GROUPS_OF_KIND.get(kind)?.includes(groupOf(apiVersion)) ?? false;
}

/** `Pod` of `PodList`; null for a kind that isn't a list. `List` itself is the mixed list that kubectl prints. */
export function itemKindOfList(kind: string): string | null {
  return kind.endsWith('List') && kind !== 'List' ? kind.slice(0, -'List'.length) : null;
}
