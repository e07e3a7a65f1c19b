/** An EKS cluster: its control plane's interfaces and security group, and the calls that describe it. */
import type { AwsCall } from '../../src/snapshot/bundle.js';
import { put, rendered, take } from './collection.js';
import { digits } from './ids.js';
import { addInterface, LAUNCHED } from './interfaces.js';
import type { AddonSketch, ClusterSketch, CniSketch, ProxySketch } from './kubernetes-shapes.js';
import type { RegionSketch } from './aws-shapes.js';
import { addSecurityGroup, any } from './security-group.js';

interface ClusterSpec extends Partial<Omit<ClusterSketch, 'name' | 'region' | 'controlPlane' | 'cni' | 'proxy' | 'subnets'>> {
  name: string;
  vpc: string;
  /** Subnet to the address of the control plane's interface in it. */
  controlPlane: Readonly<Record<string, string>>;
  /** Subnet to the IPv6 address of that interface. */
  controlPlaneIpv6?: Readonly<Record<string, string>>;
  cni?: Partial<CniSketch> | null;
  proxy?: Partial<ProxySketch> | null;
}

/**
 * Adds a cluster to a Region. Its security group (`sg-cluster` unless named, made when absent) lets itself in and everything out;
 * the control plane's interfaces are `eni-api-SUBNET`.
 */
export function newCluster(region: RegionSketch, spec: ClusterSpec): ClusterSketch {
  const { controlPlane, controlPlaneIpv6, cni, proxy, ...own } = spec;
  const securityGroup = own.securityGroup ?? 'sg-cluster';
  if (!region.securityGroups.has(securityGroup)) {
    addSecurityGroup(region, {
      id: securityGroup,
      vpc: own.vpc,
      groupName: `eks-cluster-sg-${own.name}-${digits(own.name, 9)}`,
      description: 'EKS created security group applied to the control plane and its managed workloads.',
      ingress: [any('self')],
      tags: { 'aws:eks:cluster-name': own.name, [`kubernetes.io/cluster/${own.name}`]: 'owned' },
    });
  }
  const interfaces = Object.entries(controlPlane).map(([subnet, ip]) => {
    const ipv6 = controlPlaneIpv6?.[subnet];
    return addInterface(region, {
      id: `eni-api-${subnet}`,
      subnet,
      ip,
      ipv6: ipv6 === undefined ? [] : [ipv6],
      groups: [securityGroup],
      description: `Amazon EKS ${own.name}`,
      deviceIndex: 1,
      instanceOwner: '298800981437',
      requester: `AROA${digits(own.name, 17).toUpperCase()}:AmazonEKS`,
    });
  });
  return {
    version: '1.33',
    ipFamily: 'ipv4',
    serviceCidr: '172.20.0.0/16',
    publicAccess: true,
    privateAccess: true,
    publicAccessCidrs: ['0.0.0.0/0'],
    autoMode: false,
    ...own,
    region,
    securityGroup,
    subnets: Object.keys(controlPlane),
    controlPlane: interfaces.map((entry) => entry.id),
    cni: cni === null ? null : { version: 'v1.20.4-eksbuild.1', env: {}, initEnv: {}, networkPolicy: false, ...cni },
    proxy: proxy === null ? null : { mode: 'iptables', clusterCidr: '', masqueradeAll: false, ...proxy },
    addons: new Map(),
    namespaces: new Map(['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((id) => [id, { id, labels: {} }])),
    nodes: new Map(),
    workloads: new Map(),
    pods: new Map(),
    services: new Map(),
    objects: [],
  };
}

/** Labels a namespace, making it first where no pod or service has. */
export function addNamespace(cluster: ClusterSketch, id: string, labels: Record<string, string> = {}): void {
  const existing = cluster.namespaces.get(id);
  if (existing) existing.labels = labels;
  else put(cluster.namespaces, { id, labels });
}

/** Adds an EKS addon with its configuration values. */
export function addAddon(cluster: ClusterSketch, addon: AddonSketch): AddonSketch {
  return put(cluster.addons, addon);
}

/** The address `offset` places into the service range: 1 is the API server's, 10 is that of cluster DNS. */
export function serviceAddress(cluster: ClusterSketch, offset: number): string {
  const base = cluster.serviceCidr.slice(0, cluster.serviceCidr.indexOf('/'));
  if (cluster.ipFamily === 'ipv6') return `${base}${offset.toString(16)}`;
  const [a, b] = base.split('.');
  return `${a}.${b}.${Math.floor(offset / 256)}.${offset % 256}`;
}

/** The host name of the API server. */
export function apiServerName(cluster: ClusterSketch): string {
  return `${digits(`api/${cluster.name}`, 32).toUpperCase()}.gr7.${cluster.region.region}.eks.amazonaws.com`;
}

/** The addresses of the API server inside the VPC, of the cluster's family. */
export function apiServerAddresses(cluster: ClusterSketch): string[] {
  return cluster.controlPlane.map((id) => {
    const entry = take(cluster.region.interfaces, id);
    return cluster.ipFamily === 'ipv6' ? (entry.ipv6[0] ?? entry.ip) : entry.ip;
  });
}

/** describe-cluster, and describe-addon for each addon. */
export function eksCalls(cluster: ClusterSketch): AwsCall[] {
  const { region, name } = cluster;
  const family = cluster.ipFamily === 'ipv6' ? { serviceIpv6Cidr: cluster.serviceCidr } : { serviceIpv4Cidr: cluster.serviceCidr };
  const fields = {
    name,
    arn: `arn:aws:eks:${region.region}:${region.accountId}:cluster/${name}`,
    createdAt: LAUNCHED,
    version: cluster.version,
    endpoint: `https://${apiServerName(cluster)}`,
    resourcesVpcConfig: {
      subnetIds: cluster.subnets,
      securityGroupIds: [],
      clusterSecurityGroupId: cluster.securityGroup,
      vpcId: cluster.vpc,
      endpointPublicAccess: cluster.publicAccess,
      endpointPrivateAccess: cluster.privateAccess,
      publicAccessCidrs: cluster.publicAccess ? cluster.publicAccessCidrs : [],
    },
    kubernetesNetworkConfig: { ...family, ipFamily: cluster.ipFamily, elasticLoadBalancing: { enabled: cluster.autoMode } },
    status: 'ACTIVE',
    platformVersion: 'eks.18',
    tags: {},
    computeConfig: cluster.autoMode ? { enabled: true, nodePools: ['general-purpose', 'system'] } : undefined,
  };
  return [
    { operation: 'eks:DescribeCluster', input: { name }, output: { cluster: rendered(fields, cluster.raw) } },
    ...[...cluster.addons.values()].map((addon) => addonCall(cluster, addon)),
  ];
}

function addonCall(cluster: ClusterSketch, addon: AddonSketch): AwsCall {
  const fields = {
    addonName: addon.id,
    clusterName: cluster.name,
    status: 'ACTIVE',
    addonVersion: addon.version,
    health: { issues: [] },
    addonArn: `arn:aws:eks:${cluster.region.region}:${cluster.region.accountId}:addon/${cluster.name}/${addon.id}`,
    configurationValues: addon.configuration === undefined ? undefined : JSON.stringify(addon.configuration),
  };
  return {
    operation: 'eks:DescribeAddon',
    input: { clusterName: cluster.name, addonName: addon.id },
    output: { addon: rendered(fields, addon.raw) },
  };
}
