/** The list of all stations, one for each place: the only place where they are gathered, so the compiler names one that is missing. */
import type { IndexedNetwork } from '../lookup/indexed-network.js';
import type { CodeEntry } from '../packet/finding.js';
import type { Place, PlaceName } from '../packet/place.js';
import type { Journey, Station, Step } from '../packet/station.js';
import { applianceFindings } from './aws/appliance/findings.js';
import { appliance } from './aws/appliance/station.js';
import { egressOnlyFindings } from './aws/egress-only-internet-gateway/findings.js';
import { egressOnlyInternetGateway } from './aws/egress-only-internet-gateway/station.js';
import { eksApiFindings } from './aws/eks-cluster/findings.js';
import { eksApi } from './aws/eks-cluster/station.js';
import { eniFindings } from './aws/eni/findings.js';
import { eniIn, eniOut } from './aws/eni/station.js';
import { firewallFindings } from './aws/firewall/findings.js';
import { internetGatewayFindings } from './aws/internet-gateway/findings.js';
import { internetGateway } from './aws/internet-gateway/station.js';
import { listenerFindings } from './aws/listener/findings.js';
import { listener } from './aws/listener/station.js';
import { loadBalancerFindings } from './aws/load-balancer/findings.js';
import { loadBalancer } from './aws/load-balancer/station.js';
import { natGatewayFindings } from './aws/nat-gateway/findings.js';
import { natGateway } from './aws/nat-gateway/station.js';
import { networkAclFindings } from './aws/network-acl/findings.js';
import { routeTableFindings } from './aws/route-table/findings.js';
import { router } from './aws/route-table/station.js';
import { securityGroupFindings } from './aws/security-group/findings.js';
import { securityGroupIn, securityGroupOut } from './aws/security-group/station.js';
import { subnetFindings } from './aws/subnet/findings.js';
import { subnetIn, subnetOut } from './aws/subnet/station.js';
import { targetGroupFindings } from './aws/target-group/findings.js';
import { transitGatewayExit } from './aws/transit-gateway/exit.js';
import { transitGatewayFindings } from './aws/transit-gateway/findings.js';
import { subnetAcl, transitGateway } from './aws/transit-gateway/station.js';
import { transitGatewayTable } from './aws/transit-gateway/table.js';
import { virtualPrivateGatewayFindings } from './aws/virtual-private-gateway/findings.js';
import { virtualPrivateGateway } from './aws/virtual-private-gateway/station.js';
import { vpcPeeringFindings } from './aws/vpc-peering/findings.js';
import { vpcPeering } from './aws/vpc-peering/station.js';
import { vpnFindings } from './aws/vpn/findings.js';
import { vpcDelivery } from './aws/vpc/deliver.js';
import { vpcFindings } from './aws/vpc/findings.js';
import { vpcEndpointFindings } from './aws/vpc-endpoint/findings.js';
import { vpcEndpoint } from './aws/vpc-endpoint/station.js';
import { vpcServiceFindings } from './aws/vpc-service/findings.js';
import { vpcService } from './aws/vpc-service/station.js';
import { internet, internetFindings } from './beyond/internet/station.js';
import { nameFindings } from './beyond/names/findings.js';
import { nameLookup } from './beyond/names/station.js';
import { kubeProxyFindings } from './kubernetes/kube-proxy/findings.js';
import { hybrid } from './beyond/on-premises/connection.js';
import { onPremisesFindings } from './beyond/on-premises/findings.js';
import { onPremises } from './beyond/on-premises/station.js';
import { kubeProxy } from './kubernetes/kube-proxy/station.js';
import { policyFindings } from './kubernetes/network-policy/findings.js';
import { policyIn, policyOut } from './kubernetes/network-policy/station.js';
import { hostIn, hostOut, nodeIn } from './kubernetes/node/station.js';
import { podFindings } from './kubernetes/pod/findings.js';
import { podIn, podOut } from './kubernetes/pod/station.js';
import { serviceLookup } from './kubernetes/service/lookup.js';
import { cniFindings } from './kubernetes/vpc-cni/findings.js';
import { nodeOut } from './kubernetes/vpc-cni/station.js';
import { lost } from './ends.js';
import { loopFindings } from './loop.js';
import { stateFindings } from './state.js';

const stations: { readonly [N in PlaceName]: Station<N> } = {
  'service-lookup': serviceLookup,
  unlocated: (_journey, { resource, finding }) => lost('subnet', resource, finding),
  'name-lookup': nameLookup,
  'pod-out': podOut,
  'host-out': hostOut,
  'policy-out': policyOut,
  'policy-in': policyIn,
  'kube-proxy': kubeProxy,
  'node-out': nodeOut,
  'node-in': nodeIn,
  'pod-in': podIn,
  'host-in': hostIn,
  'eni-out': eniOut,
  'security-group-out': securityGroupOut,
  'subnet-out': subnetOut,
  router,
  'network-acl': subnetAcl,
  'vpc-delivery': vpcDelivery,
  'subnet-in': subnetIn,
  'security-group-in': securityGroupIn,
  'eni-in': eniIn,
  'vpc-service': vpcService,
  'internet-gateway': internetGateway,
  'egress-only-internet-gateway': egressOnlyInternetGateway,
  'nat-gateway': natGateway,
  'vpc-peering': vpcPeering,
  'transit-gateway': transitGateway,
  'transit-gateway-table': transitGatewayTable,
  'transit-gateway-exit': transitGatewayExit,
  'virtual-private-gateway': virtualPrivateGateway,
  hybrid,
  'vpc-endpoint': vpcEndpoint,
  appliance,
  'load-balancer': loadBalancer,
  listener,
  'eks-api': eksApi,
  internet,
  'on-premises': onPremises,
};

/** Asks the station of a place. */
export function stepAt(journey: Journey, place: Place, network: IndexedNetwork): Step {
  return (stations[place.at] as Station<PlaceName>)(journey, place, network);
}

/** Every code that an answer may carry, by component. */
export const codeEntries: readonly CodeEntry[] = [
  podFindings,
  kubeProxyFindings,
  policyFindings,
  cniFindings,
  eniFindings,
  securityGroupFindings,
  networkAclFindings,
  subnetFindings,
  vpcFindings,
  routeTableFindings,
  internetGatewayFindings,
  egressOnlyFindings,
  natGatewayFindings,
  loadBalancerFindings,
  listenerFindings,
  targetGroupFindings,
  vpcServiceFindings,
  vpcEndpointFindings,
  applianceFindings,
  firewallFindings,
  vpcPeeringFindings,
  transitGatewayFindings,
  virtualPrivateGatewayFindings,
  vpnFindings,
  internetFindings,
  onPremisesFindings,
  eksApiFindings,
  nameFindings,
  stateFindings,
  loopFindings,
].flatMap(({ entries }) => entries);
