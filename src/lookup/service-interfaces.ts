/** Interfaces that AWS services made for themselves, by what they belong to. */
import type { VpcEndpoint } from '../model/aws/connections.js';
import type { NatGateway } from '../model/aws/routing.js';
import type { LoadBalancer } from '../model/aws/services.js';
import type { NetworkInterface } from '../model/aws/interface.js';
import type { Network } from '../model/network.js';

export interface ServiceInterfaces {
  natGatewayOf(interfaceId: string): NatGateway | null;
  vpcEndpointOf(interfaceId: string): VpcEndpoint | null;
  loadBalancerOf(interfaceId: string): LoadBalancer | null;
  /** The interfaces of a load balancer, one a zone. */
  interfacesOfLoadBalancer(arn: string): readonly NetworkInterface[];
  /** The control plane's interfaces in the VPC of an EKS cluster. */
  interfacesOfCluster(name: string): readonly NetworkInterface[];
}

/** `ELB app/NAME/ID` is the tail of the ARN, `ELB NAME` a Classic one: descriptions are the only link that AWS gives. */
function loadBalancerKey(description: string): string | null {
  const match = /^ELB (\S+)$/.exec(description);
  return match?.[1] ?? null;
}

export function indexServiceInterfaces(network: Network): ServiceInterfaces {
  const nat = new Map<string, NatGateway>();
  for (const gateway of network.natGateways.values())
    for (const { interfaceId } of gateway.addresses) if (interfaceId !== null) nat.set(interfaceId, gateway);
  const endpoints = new Map<string, VpcEndpoint>();
  for (const endpoint of network.vpcEndpoints.values()) for (const id of endpoint.interfaceIds) endpoints.set(id, endpoint);
  const byTail = new Map<string, LoadBalancer>();
  for (const balancer of network.loadBalancers.values()) {
    const tail = /:loadbalancer\/(.+)$/.exec(balancer.id)?.[1];
    byTail.set(tail ?? balancer.id, balancer);
  }
  const balancers = new Map<string, LoadBalancer>();
  const interfacesOf = new Map<string, NetworkInterface[]>();
  const clusters = new Map<string, NetworkInterface[]>();
  for (const eni of network.interfaces.values()) {
    const key = loadBalancerKey(eni.description);
    const balancer = key === null ? undefined : byTail.get(key);
    if (balancer !== undefined) {
      balancers.set(eni.id, balancer);
      interfacesOf.set(balancer.id, [...(interfacesOf.get(balancer.id) ?? []), eni]);
    }
    const cluster = /^Amazon EKS (\S+)$/.exec(eni.description)?.[1];
    if (cluster !== undefined) clusters.set(cluster, [...(clusters.get(cluster) ?? []), eni]);
  }
  return {
    natGatewayOf: (id) => nat.get(id) ?? null,
    vpcEndpointOf: (id) => endpoints.get(id) ?? null,
    loadBalancerOf: (id) => balancers.get(id) ?? null,
    interfacesOfLoadBalancer: (arn) => interfacesOf.get(arn) ?? [],
    interfacesOfCluster: (name) => clusters.get(name) ?? [],
  };
}
