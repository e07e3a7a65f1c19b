/** All Kubernetes objects of a snapshot as entries of the network: gathers the readers of the component folders. */
import type { ClusterSettings } from '../../model/kubernetes/cluster.js';
import type { Network } from '../../model/network.js';
import type { Documents, Reading } from '../reader.js';
import { readClusterDocuments } from './components-of-cluster.js';
import { readProxySettings } from './kube-proxy/read.js';
import { readClusterPolicies } from './network-policy/read-cluster-policies.js';
import { readNetworkPolicies } from './network-policy/read.js';
import { readNamespaces, readNodes } from './node/read.js';
import { readPods } from './pod/read.js';
import { readEndpointSlices } from './service/read-endpoints.js';
import { readIngresses, readTargetGroupBindings } from './service/read-exposure.js';
import { readServices } from './service/read.js';
import { readCniSettings } from './vpc-cni/read-settings.js';
import { otherCnisOf, readEniConfigs, readNodeClasses, readSecurityGroupPolicies } from './vpc-cni/read.js';
import { readServiceAccounts } from './workload/read-service-accounts.js';
import { readWorkloads } from './workload/read.js';

export type KubernetesPart = Pick<
  Network,
  | 'pods'
  | 'nodes'
  | 'namespaces'
  | 'workloads'
  | 'serviceAccounts'
  | 'services'
  | 'endpointSlices'
  | 'ingresses'
  | 'targetGroupBindings'
  | 'networkPolicies'
  | 'clusterPolicies'
  | 'securityGroupPolicies'
  | 'eniConfigs'
  | 'nodeClasses'
  | 'clusterSettings'
>;

/** Objects that can't be read are refused by way of `reading` and left out here. */
export function readKubernetes(documents: Documents, reading: Reading): KubernetesPart {
  return {
    pods: readPods(documents, reading),
    nodes: readNodes(documents, reading),
    namespaces: readNamespaces(documents, reading),
    workloads: readWorkloads(documents, reading),
    serviceAccounts: readServiceAccounts(documents, reading),
    services: readServices(documents, reading),
    endpointSlices: readEndpointSlices(documents, reading),
    ingresses: readIngresses(documents, reading),
    targetGroupBindings: readTargetGroupBindings(documents, reading),
    networkPolicies: readNetworkPolicies(documents, reading),
    clusterPolicies: readClusterPolicies(documents, reading),
    securityGroupPolicies: readSecurityGroupPolicies(documents, reading),
    eniConfigs: readEniConfigs(documents, reading),
    nodeClasses: readNodeClasses(documents, reading),
    clusterSettings: new Map(documents.clusters.map((cluster) => [cluster, readSettings(documents, reading, cluster)])),
  };
}

function readSettings(documents: Documents, reading: Reading, cluster: string): ClusterSettings {
  const found = readClusterDocuments(documents, reading, cluster);
  return {
    cluster,
    cni: readCniSettings(found),
    proxy: readProxySettings(found, reading),
    otherCnis: otherCnisOf(found.daemonSets),
  };
}
