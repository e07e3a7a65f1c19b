/**
 * NetworkPolicies as their authors wrote them: the defaults of the API server ("Network Policies", networking.k8s.io/v1) are
 * filled in here, because manifests come without them. ApplicationNetworkPolicies of EKS have the same shape and domain names.
 */
import type { NetworkPolicy, PolicyRule } from '../../../model/kubernetes/policy.js';
import { kindKey } from '../../../model/network.js';
import type { Documents, Reading } from '../../reader.js';
import { listAt, recordAt, textsAt, type Here } from '../fields.js';
import { readObjects, type OpenedObject } from '../objects.js';
import { EVERYTHING, selectorAt } from '../selector.js';
import { readPeer } from './read-peers.js';
import { readNumberedPort } from './read-ports.js';
import { ruleText } from './rule-text.js';

export function readNetworkPolicies(documents: Documents, reading: Reading): Map<string, NetworkPolicy> {
  const policies = readObjects(documents, reading, 'NetworkPolicy', 'namespaced', (opened) => readPolicy(opened, 'NetworkPolicy'));
  const application = readObjects(documents, reading, 'ApplicationNetworkPolicy', 'namespaced', (opened) =>
    readPolicy(opened, 'ApplicationNetworkPolicy'),
  );
  for (const policy of application.values()) policies.set(kindKey(policy.kind, policy), policy);
  return policies;
}

function readPolicy(opened: OpenedObject, kind: NetworkPolicy['kind']): NetworkPolicy {
  const { here, object, spec } = opened;
  const egress = readRules(opened, 'egress');
  const types = textsAt(here, spec['policyTypes'], 'spec/policyTypes');
  return {
    ...object,
    kind,
    podSelector: selectorAt(here, spec['podSelector'], 'spec/podSelector') ?? EVERYTHING,
    // Without policyTypes a policy is about ingress, and about egress only when it has a rule for it.
    isolatesIngress: types.length === 0 || types.includes('Ingress'),
    isolatesEgress: types.length === 0 ? egress.length > 0 : types.includes('Egress'),
    ingress: readRules(opened, 'ingress'),
    egress,
  };
}

/** An absent, null or empty list holds no rule: nothing is allowed. */
function readRules({ here, object, spec }: OpenedObject, direction: 'ingress' | 'egress'): readonly PolicyRule[] {
  const path = `spec/${direction}`;
  return listAt(here, spec[direction], path).map((item, index) =>
    readRule(here, item, `${path}/${index}`, direction, `${object.namespace}/${object.name} ${direction}[${index}]`),
  );
}

/** In a rule an absent, null or empty list of peers or ports is no restriction; `{}` or null allows all. */
function readRule(here: Here, value: unknown, path: string, direction: 'ingress' | 'egress', id: string): PolicyRule {
  const raw = recordAt(here, value, path);
  const side = direction === 'ingress' ? 'from' : 'to';
  const peerItems = listAt(here, raw[side], `${path}/${side}`);
  const portItems = listAt(here, raw['ports'], `${path}/ports`);
  const peers = peerItems.length === 0 ? null : peerItems.flatMap((item, index) => readPeer(here, item, `${path}/${side}/${index}`) ?? []);
  const ports =
    portItems.length === 0 ? null : portItems.flatMap((item, index) => readNumberedPort(here, item, `${path}/ports/${index}`) ?? []);
  return { id, peers, ports, text: ruleText(direction, peers, ports) };
}
