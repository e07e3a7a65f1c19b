/** Kubernetes objects as far as they decide about packets. */
import type { Address } from '../../net/address.js';
import type { Prefix } from '../../net/prefix.js';

/** What every object has. `cluster` is the name of its cluster, empty where the snapshot has only one without a name. */
export interface KubernetesObject {
  readonly cluster: string;
  /** Empty for cluster-scoped kinds. */
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface ContainerPort {
  readonly port: number;
  readonly hostPort: number | null;
  readonly name: string | null;
  /** Lower case, here and in services: tcp, udp, sctp. */
  readonly protocol: string;
}
export interface OwnerReference {
  readonly kind: string;
  readonly name: string;
}
export interface Pod extends KubernetesObject {
  readonly nodeName: string | null;
  readonly phase: string;
  readonly hostNetwork: boolean;
  /** status.podIPs, IPv4 and IPv6. */
  readonly addresses: readonly Address[];
  readonly hostAddress: Address | null;
  readonly ports: readonly ContainerPort[];
  readonly ready: boolean;
  readonly terminating: boolean;
  readonly owner: OwnerReference | null;
  readonly serviceAccount: string;
  readonly dnsPolicy: string;
  /** Of its DNS configuration, beside those that its policy gives. */
  readonly nameservers: readonly Address[];
  readonly startTime: string | null;
}
export interface Node extends KubernetesObject {
  /** i-…, from spec.providerID; null for Fargate and hybrid nodes. */
  readonly instanceId: string | null;
  readonly providerId: string | null;
  /** Internal addresses. */
  readonly addresses: readonly Address[];
  readonly hostname: string | null;
  readonly zone: string | null;
  readonly computeType: 'ec2' | 'fargate' | 'auto' | 'hybrid';
  readonly operatingSystem: 'linux' | 'windows';
  readonly ready: boolean;
  readonly allocatablePods: number | null;
  readonly kernelVersion: string | null;
  readonly taints: readonly string[];
}
export type Namespace = KubernetesObject;

export interface ServiceAccount extends KubernetesObject {
  /** The IAM role that its pods assume by STS; null without one. */
  readonly roleArn: string | null;
}

/** A workload that owns pods. */
export interface Workload extends KubernetesObject {
  readonly kind: 'deployment' | 'statefulset' | 'daemonset' | 'job' | 'replicaset';
  readonly owner: OwnerReference | null;
}

export interface ServicePort {
  readonly name: string | null;
  readonly protocol: string;
  readonly port: number;
  /** The port itself where the Service names none. */
  readonly targetPort: number | string;
  readonly nodePort: number | null;
}
export interface Service extends KubernetesObject {
  readonly type: string;
  /** Empty for headless and ExternalName. */
  readonly clusterAddresses: readonly Address[];
  readonly headless: boolean;
  readonly externalName: string | null;
  readonly ports: readonly ServicePort[];
  readonly selector: Readonly<Record<string, string>> | null;
  readonly externalAddresses: readonly Address[];
  readonly externalTrafficPolicy: 'Cluster' | 'Local';
  readonly internalTrafficPolicy: 'Cluster' | 'Local';
  readonly healthCheckNodePort: number | null;
  readonly sessionAffinity: string;
  readonly publishNotReadyAddresses: boolean;
  readonly loadBalancerClass: string | null;
  readonly sourceRanges: readonly string[];
  /** Lower case. */
  readonly loadBalancerHosts: readonly string[];
  /** Those that kube-proxy takes for the Service (`ipMode: VIP`). */
  readonly loadBalancerAddresses: readonly Address[];
}
export interface ServiceEndpoint {
  readonly addresses: readonly Address[];
  readonly ready: boolean;
  readonly serving: boolean;
  readonly terminating: boolean;
  readonly nodeName: string | null;
  readonly zone: string | null;
  readonly hintZones: readonly string[] | null;
  readonly hintNodes: readonly string[] | null;
  readonly target: { readonly kind: string; readonly namespace: string; readonly name: string } | null;
}
export interface EndpointSlice extends KubernetesObject {
  readonly serviceName: string;
  readonly addressType: string;
  readonly ports: readonly { readonly name: string | null; readonly port: number | null; readonly protocol: string }[];
  readonly endpoints: readonly ServiceEndpoint[];
}
export interface Ingress extends KubernetesObject {
  readonly className: string | null;
  /** Host names of its load balancer, lower case. */
  readonly hosts: readonly string[];
  readonly rules: readonly {
    readonly host: string | null;
    readonly path: string | null;
    readonly pathType: string;
    readonly serviceName: string;
    readonly servicePort: number | string;
  }[];
  readonly defaultBackend: { readonly serviceName: string; readonly servicePort: number | string } | null;
}
export interface TargetGroupBinding extends KubernetesObject {
  readonly targetGroupArn: string;
  readonly serviceName: string;
  readonly servicePort: number | string;
  readonly targetType: string;
  readonly managesRules: boolean;
}
export interface SecurityGroupPolicy extends KubernetesObject {
  readonly podSelector: LabelSelector | null;
  readonly serviceAccountSelector: LabelSelector | null;
  readonly groupIds: readonly string[];
}
export interface EniConfig extends KubernetesObject {
  readonly subnetId: string;
  readonly groupIds: readonly string[];
}
export interface NodeClass extends KubernetesObject {
  readonly snatPolicy: 'Random' | 'Disabled';
  readonly networkPolicy: 'DefaultAllow' | 'DefaultDeny';
  readonly podSubnetSelector: boolean;
}

export interface LabelSelector {
  readonly matchLabels: Readonly<Record<string, string>>;
  readonly matchExpressions: readonly { readonly key: string; readonly operator: string; readonly values: readonly string[] }[];
}
/** How the CNI and kube-proxy of a cluster are set; `assumed` lists what was not in the snapshot and is taken by default. */
export interface ClusterSettings {
  readonly cluster: string;
  readonly cni: CniSettings;
  readonly proxy: ProxySettings;
  /** Other CNIs that were recognised (cilium, calico, weave, antrea), by their DaemonSets. */
  readonly otherCnis: readonly string[];
}
export interface CniSettings {
  /** false: no aws-node DaemonSet and no add-on was in the snapshot; the defaults hold. */
  readonly found: boolean;
  readonly version: string | null;
  readonly externalSnat: boolean;
  readonly excludeSnatCidrs: readonly Prefix[];
  readonly randomizeSnat: 'prng' | 'hashrandom' | 'none';
  readonly nodePortSupport: boolean;
  readonly externalServiceCidrs: readonly Prefix[];
  readonly customNetworking: boolean;
  readonly eniConfigLabel: string;
  readonly eniConfigAnnotation: string;
  readonly prefixDelegation: boolean;
  readonly podEni: boolean;
  readonly enforcingMode: 'strict' | 'standard';
  readonly tcpEarlyDemuxDisabled: boolean;
  readonly ipv6: boolean;
  readonly v4Egress: boolean;
  readonly v6Egress: boolean;
  readonly policyEnforcingMode: 'standard' | 'strict' | 'none';
  /** null: nothing in the snapshot says whether the node agent enforces policies. */
  readonly policyAgent: boolean | null;
  readonly policyAgentVersion: string | null;
}
export interface ProxySettings {
  readonly found: boolean;
  readonly mode: 'iptables' | 'ipvs' | 'nftables' | 'none';
  readonly clusterCidrs: readonly Prefix[];
  readonly masqueradeAll: boolean;
  readonly nodePortAddresses: readonly Prefix[];
  /** Does it learn the name of its node from outside (EKS: from the node's own object) instead of from the host? null: not in the snapshot. */
  readonly namedByNode: boolean | null;
}
