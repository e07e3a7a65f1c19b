/** The list of all stations, one for each place: the only place where they are gathered, so the compiler names one that is missing. */
import { type IndexedNetwork } from '../lookup/indexed-network.js';
import { type CodeEntry } from '../packet/finding.js';
import { type Place, type PlaceName } from '../packet/place.js';
import { type Journey, type Station, type Step } from '../packet/station.js';
import { egressOnlyFindings } from './aws/egress-only-internet-gateway/findings.js';
import { egressOnlyInternetGateway } from './aws/egress-only-internet-gateway/station.js';
import { eksApiFindings } from './aws/eks-cluster/findings.js';
import { eksApi } from './aws/eks-cluster/station.js';
import { eniFindings } from './aws/eni/findings.js';
import { eniIn, eniOut } from './aws/eni/station.js';
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
import { vpcDelivery } from './aws/vpc/deliver.js';
import { vpcFindings } from './aws/vpc/findings.js';
import { vpcServiceFindings } from './aws/vpc-service/findings.js';
import { vpcService } from './aws/vpc-service/station.js';
import { internet, internetFindings } from './beyond/internet/station.js';
import { nameFindings } from './beyond/names/findings.js';
import { nameLookup } from './beyond/names/station.js';
import { kubeProxyFindings } from './kubernetes/kube-proxy/findings.js';
import { kubeProxy } from './kubernetes/kube-proxy/station.js';
import { policyFindings } from './kubernetes/network-policy/findings.js';
import { policyIn, policyOut } from './kubernetes/network-policy/station.js';
import { hostIn, hostOut, nodeIn } from './kubernetes/node/station.js';
import { podFindings } from './kubernetes/pod/findings.js';
import { podIn, podOut } from './kubernetes/pod/station.js';
import { serviceLookup } from './kubernetes/service/lookup.js';
import { cniFindings } from './kubernetes/vpc-cni/findings.js';
import { nodeOut } from './kubernetes/vpc-cni/station.js';
import { loopFindings } from './loop.js';
import { stateFindings } from './state.js';
import { notAnalysed } from './unsupported.js';

const stations: { readonly [N in PlaceName]: Station<N> } = {
  'service-lookup': serviceLookup,
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
  'vpc-delivery': vpcDelivery,
  'subnet-in': subnetIn,
  'security-group-in': securityGroupIn,
  'eni-in': eniIn,
  'vpc-service': vpcService,
  'internet-gateway': internetGateway,
  'egress-only-internet-gateway': egressOnlyInternetGateway,
  'nat-gateway': natGateway,
  'vpc-peering': notAnalysed,
  'transit-gateway': notAnalysed,
  'transit-gateway-exit': notAnalysed,
  'virtual-private-gateway': notAnalysed,
  hybrid: notAnalysed,
  'vpc-endpoint': notAnalysed,
  appliance: notAnalysed,
  'load-balancer': loadBalancer,
  listener,
  'eks-api': eksApi,
  internet,
  'on-premises': notAnalysed,
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
  internetFindings,
  eksApiFindings,
  nameFindings,
  stateFindings,
  loopFindings,
].flatMap(({ entries }) => entries);
