/**
 * Policies over the whole cluster: AdminNetworkPolicy and BaselineAdminNetworkPolicy, the ClusterNetworkPolicy that follows
 * them (both policy.networking.k8s.io), and the ClusterNetworkPolicy of EKS (networking.k8s.aws), which orders rules differently.
 */
import type { ClusterPolicy, ClusterPolicyRule, PolicyPort } from '../../../model/kubernetes/policy.js';
import { kindKey } from '../../../model/network.js';
import type { Documents, Reading } from '../../reader.js';
import { listAt, recordAt, refuse, textAt, type Here, type Raw } from '../fields.js';
import { readObjects, type OpenedObject } from '../objects.js';
import { EVERYTHING, selectorAt } from '../selector.js';
import { readClusterPeer, readNamespacedPods } from './read-peers.js';
import { readProtocol, readTaggedPort } from './read-ports.js';
import { ruleText } from './rule-text.js';

const KINDS = ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'] as const;

const ACTIONS: Readonly<Record<string, ClusterPolicyRule['action']>> = { Accept: 'allow', Allow: 'allow', Deny: 'deny', Pass: 'pass' };

/** By kindKey. */
export function readClusterPolicies(documents: Documents, reading: Reading): Map<string, ClusterPolicy> {
  const policies = new Map<string, ClusterPolicy>();
  for (const kind of KINDS) {
    const found = readObjects(documents, reading, kind, 'cluster', (opened) => readPolicy(opened, kind));
    for (const policy of found.values()) policies.set(kindKey(kind, policy), policy);
  }
  return policies;
}

function readPolicy(opened: OpenedObject, kind: (typeof KINDS)[number]): ClusterPolicy {
  const { here, object, spec, item } = opened;
  const ofEks = textAt(here, item['apiVersion'], 'apiVersion')?.startsWith('networking.k8s.aws/') === true;
  return {
    ...object,
    kind,
    tier: tierOf(opened, kind),
    priority: kind === 'BaselineAdminNetworkPolicy' ? 0 : priorityAt(here, spec['priority']),
    precedence: ofEks ? 'deny-first' : 'listed',
    subject: subjectAt(here, spec['subject']),
    ingress: readRules(opened, 'ingress', ofEks),
    egress: readRules(opened, 'egress', ofEks),
  };
}

function tierOf({ here, spec }: OpenedObject, kind: (typeof KINDS)[number]): ClusterPolicy['tier'] {
  if (kind !== 'ClusterNetworkPolicy') return kind === 'AdminNetworkPolicy' ? 'admin' : 'baseline';
  if (spec['tier'] !== 'Admin' && spec['tier'] !== 'Baseline') refuse(here, 'spec/tier', 'Admin or Baseline', spec['tier']);
  return spec['tier'] === 'Baseline' ? 'baseline' : 'admin';
}

function priorityAt(here: Here, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value;
  refuse(here, 'spec/priority', 'a priority from 0 to 1000', value);
  return 0;
}

/** Both selectors null when the subject is refused: nothing is selected. */
function subjectAt(here: Here, value: unknown): ClusterPolicy['subject'] {
  const raw = recordAt(here, value, 'spec/subject');
  const namespaces = selectorAt(here, raw['namespaces'], 'spec/subject/namespaces');
  if (namespaces !== null) return { namespaces, pods: null };
  if (raw['pods'] !== undefined && raw['pods'] !== null) {
    const { namespaces: within, pods } = readNamespacedPods(here, raw['pods'], 'spec/subject/pods');
    return { namespaces: within, pods: pods ?? EVERYTHING };
  }
  refuse(here, 'spec/subject', 'a subject with namespaces or pods', value);
  return { namespaces: null, pods: null };
}

function readRules({ here, object, spec }: OpenedObject, direction: 'ingress' | 'egress', ofEks: boolean): readonly ClusterPolicyRule[] {
  return listAt(here, spec[direction], `spec/${direction}`).flatMap((item, index) => {
    const path = `spec/${direction}/${index}`;
    const raw = recordAt(here, item, path);
    const action = ACTIONS[textAt(here, raw['action'], `${path}/action`) ?? ''];
    if (action === undefined) {
      refuse(here, `${path}/action`, 'Accept, Allow, Deny or Pass', raw['action']);
      return [];
    }
    const side = direction === 'ingress' ? 'from' : 'to';
    const peers = listAt(here, raw[side], `${path}/${side}`).flatMap((peer, at) => readClusterPeer(here, peer, `${path}/${side}/${at}`));
    const ports = portsOf(here, raw, path, ofEks);
    const name = textAt(here, raw['name'], `${path}/name`);
    const text = `${name === null ? '' : `${name}: `}${action} ${ruleText(direction, peers, ports)}`;
    return [{ id: `${object.name} ${direction}[${index}]`, action, peers, ports, text }];
  });
}

/** `ports` of the first APIs and of EKS, `protocols` of the later one; neither: all. */
function portsOf(here: Here, raw: Raw, path: string, ofEks: boolean): readonly PolicyPort[] | null {
  const ports = listAt(here, raw['ports'], `${path}/ports`).flatMap((item, index) =>
    readTaggedPort(here, item, `${path}/ports/${index}`, ofEks),
  );
  const protocols = listAt(here, raw['protocols'], `${path}/protocols`).flatMap((item, index) =>
    readProtocol(here, item, `${path}/protocols/${index}`),
  );
  const all = [...ports, ...protocols];
  return all.length === 0 ? null : all;
}
