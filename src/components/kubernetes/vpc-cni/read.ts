/** The objects that steer the VPC CNI: ENIConfigs, security group policies, the NodeClasses of Auto Mode; and which other CNIs there are. */
import type { EniConfig, NodeClass, SecurityGroupPolicy } from '../../../model/kubernetes/cluster.js';
import type { Documents, Reading } from '../../reader.js';
import type { ConfiguredDaemonSet } from '../components-of-cluster.js';
import { listAt, recordAt, textAt, textsAt } from '../fields.js';
import { readObjects } from '../objects.js';
import { selectorAt } from '../selector.js';

export function readEniConfigs(documents: Documents, reading: Reading): Map<string, EniConfig> {
  return readObjects(documents, reading, 'ENIConfig', 'cluster', ({ here, object, spec }) => ({
    ...object,
    subnetId: textAt(here, spec['subnet'], 'spec/subnet') ?? '',
    groupIds: textsAt(here, spec['securityGroups'], 'spec/securityGroups'),
  }));
}

export function readSecurityGroupPolicies(documents: Documents, reading: Reading): Map<string, SecurityGroupPolicy> {
  return readObjects(documents, reading, 'SecurityGroupPolicy', 'namespaced', ({ here, object, spec }) => ({
    ...object,
    podSelector: selectorAt(here, spec['podSelector'], 'spec/podSelector'),
    serviceAccountSelector: selectorAt(here, spec['serviceAccountSelector'], 'spec/serviceAccountSelector'),
    groupIds: textsAt(here, recordAt(here, spec['securityGroups'], 'spec/securityGroups')['groupIds'], 'spec/securityGroups/groupIds'),
  }));
}

export function readNodeClasses(documents: Documents, reading: Reading): Map<string, NodeClass> {
  return readObjects(documents, reading, 'NodeClass', 'cluster', ({ here, object, spec }) => ({
    ...object,
    snatPolicy: spec['snatPolicy'] === 'Disabled' ? 'Disabled' : 'Random',
    networkPolicy: spec['networkPolicy'] === 'DefaultDeny' ? 'DefaultDeny' : 'DefaultAllow',
    podSubnetSelector: listAt(here, spec['podSubnetSelectorTerms'], 'spec/podSubnetSelectorTerms').length > 0,
  }));
}

/** DaemonSets that only such a CNI, or the policy engine of it, brings along. */
const OTHER_CNIS: Readonly<Record<string, string>> = {
  cilium: 'cilium',
  'calico-node': 'calico',
  'weave-net': 'weave',
  'antrea-agent': 'antrea',
  'kube-flannel-ds': 'flannel',
  'kube-router': 'kube-router',
};

/** `calico`, `cilium`, …, sorted, each once. */
export function otherCnisOf(daemonSets: readonly ConfiguredDaemonSet[]): readonly string[] {
  const found = daemonSets.flatMap(({ name }) => (Object.hasOwn(OTHER_CNIS, name) ? (OTHER_CNIS[name] ?? []) : []));
  return [...new Set(found)].sort();
}
