/** All resources of a network as one list, with what people search by. */
import { formatAddress } from '../net/address.js';
import type { Network } from '../model/network.js';
import type { AwsResource } from '../model/resource.js';
import type { KubernetesObject } from '../model/kubernetes/cluster.js';

/** A resource as the search gives it: `ref` can be pasted as an end of a flow, where its kind can be one. */
export interface ResourceMatch {
  readonly ref: string;
  readonly kind: string;
  readonly id: string;
  readonly name: string | null;
  /** What tells it from others of its name. */
  readonly where: string | null;
}

export interface ListedResource extends ResourceMatch {
  readonly vpcId: string | null;
  /** Made when it is searched: addresses as texts. */
  readonly addresses: () => readonly string[];
}

const NO_ADDRESSES = (): readonly string[] => [];
/** Reference kinds that differ from the kind of the resource. */
const REFERENCE_KIND: Readonly<Record<string, string>> = {
  'load-balancer': 'lb',
  'vpc-endpoint': 'vpce',
  'nat-gateway': 'nat',
  'eks-cluster': 'eks',
};

function* aws<T extends AwsResource>(
  kind: string,
  items: Iterable<T>,
  more: (item: T) => Partial<ListedResource>,
): Iterable<ListedResource> {
  for (const item of items) {
    const reference = REFERENCE_KIND[kind] ?? kind;
    yield {
      ref: `${reference}/${item.id}`,
      kind,
      id: item.id,
      name: item.name,
      where: `${item.home.accountId}/${item.home.region}`,
      vpcId: null,
      addresses: NO_ADDRESSES,
      ...more(item),
    };
  }
}

function* kubernetes<T extends KubernetesObject>(
  kind: string,
  items: Iterable<T>,
  several: boolean,
  more: (item: T) => Partial<ListedResource>,
): Iterable<ListedResource> {
  for (const item of items) {
    const id = item.namespace === '' ? item.name : `${item.namespace}/${item.name}`;
    const where = item.cluster === '' ? null : `cluster ${item.cluster}`;
    yield {
      ref: `${kind}/${id}${several ? `@${item.cluster}` : ''}`,
      kind,
      id,
      name: item.name,
      where,
      vpcId: null,
      addresses: NO_ADDRESSES,
      ...more(item),
    };
  }
}

const inVpc = ({ vpcId }: { readonly vpcId: string | null }): Partial<ListedResource> => ({ vpcId, where: vpcId });
const noMore = (): Partial<ListedResource> => ({});

/** Every resource, kind by kind, in the order of the snapshot. */
export function* listResources(network: Network): Iterable<ListedResource> {
  const several = network.clusterSettings.size > 1;
  yield* aws('vpc', network.vpcs.values(), (vpc) => ({ vpcId: vpc.id }));
  yield* aws('subnet', network.subnets.values(), inVpc);
  yield* aws('route-table', network.routeTables.values(), inVpc);
  yield* aws('network-acl', network.networkAcls.values(), inVpc);
  yield* aws('security-group', network.securityGroups.values(), inVpc);
  yield* aws('prefix-list', network.prefixLists.values(), noMore);
  yield* aws('eni', network.interfaces.values(), (eni) => ({
    vpcId: eni.vpcId,
    where: eni.subnetId,
    addresses: () =>
      eni.addresses
        .flatMap(({ address, publicAddress }) => [address, ...(publicAddress === null ? [] : [publicAddress])])
        .map(formatAddress),
  }));
  yield* aws('instance', network.instances.values(), inVpc);
  for (const gateway of network.gateways.values())
    yield* aws(gateway.kind, [gateway], ({ attachments }) => ({
      vpcId: attachments[0]?.vpcId ?? null,
      where: attachments[0]?.vpcId ?? null,
    }));
  yield* aws('nat-gateway', network.natGateways.values(), inVpc);
  yield* aws('vpc-peering', network.peerings.values(), noMore);
  yield* aws('transit-gateway', network.transitGateways.values(), noMore);
  yield* aws('transit-gateway-attachment', network.transitGatewayAttachments.values(), ({ transitGatewayId }) => ({
    where: transitGatewayId,
  }));
  yield* aws('transit-gateway-route-table', network.transitGatewayRouteTables.values(), ({ transitGatewayId }) => ({
    where: transitGatewayId,
  }));
  yield* aws('vpn-connection', network.vpnConnections.values(), noMore);
  yield* aws('direct-connect-gateway', network.directConnectGateways.values(), noMore);
  yield* aws('vpc-endpoint', network.vpcEndpoints.values(), ({ vpcId, serviceName }) => ({ vpcId, where: serviceName }));
  yield* aws('load-balancer', network.loadBalancers.values(), ({ vpcId, dnsName }) => ({ vpcId, where: dnsName }));
  yield* aws('listener', network.listeners.values(), ({ loadBalancerArn }) => ({ where: loadBalancerArn }));
  yield* aws('target-group', network.targetGroups.values(), inVpc);
  yield* aws('firewall', network.firewalls.values(), inVpc);
  for (const database of network.databases.values()) yield* aws(database.kind, [database], inVpc);
  yield* aws('eks-cluster', network.eksClusters.values(), inVpc);
  yield* aws('dhcp-options', network.dhcpOptions.values(), noMore);
  yield* kubernetes('pod', network.pods.values(), several, ({ nodeName, addresses }) => ({
    where: nodeName,
    addresses: () => addresses.map(formatAddress),
  }));
  yield* kubernetes('node', network.nodes.values(), several, ({ zone, addresses }) => ({
    where: zone,
    addresses: () => addresses.map(formatAddress),
  }));
  yield* kubernetes('namespace', network.namespaces.values(), several, noMore);
  yield* kubernetes('service', network.services.values(), several, ({ clusterAddresses }) => ({
    addresses: () => clusterAddresses.map(formatAddress),
  }));
  yield* kubernetes('network-policy', network.networkPolicies.values(), several, noMore);
  yield* kubernetes('ingress', network.ingresses.values(), several, noMore);
  for (const workload of network.workloads.values()) yield* kubernetes(workload.kind, [workload], several, noMore);
}
