// The oracle for pods: attachment, source translation by the node, branch interfaces, policies. Cases follow the tables of the CNI reference.
import { describe, expect, it } from 'vitest';
import { ask, brief } from './ask.js';
import { cluster, type ClusterChanges } from './fixture-cluster.js';
import { addObject, type Json } from './sketch.js';
import { addInterface, entry, route, rule } from './sketch-vpc.js';

const WEB_B = 'pod/prod/web-b1';
const CLI = 'pod/prod/cli-a';
const PEER = '10.8.1.5';
const OUTSIDE = 'internet/198.51.100.80';

function seen(changes: ClusterChanges, from: string, to: string): readonly (string | null)[] {
  const judgement = ask(cluster(changes), from, to, 8080);
  return [brief(judgement), judgement.sourceSeen];
}

describe('source translation', () => {
  const env = (more: Record<string, string>): ClusterChanges => ({ environment: more });
  it.each([
    ['S1', {}, '10.0.32.11', '10.0.17.12'],
    ['S2', {}, PEER, '10.0.16.10'],
    ['S3, secondary block', {}, '100.64.64.5', '10.0.17.12'],
    ['S5', env({ AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: '10.8.0.0/16' }), PEER, '10.0.17.12'],
    ['S6', env({ AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: '10.9.0.0/16' }), PEER, '10.0.16.10'],
    ['S7', env({ AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: '0.0.0.0/0' }), PEER, '10.0.17.12'],
    ['S8', env({ AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' }), PEER, '10.0.17.12'],
    ['S9', env({ AWS_VPC_K8S_CNI_EXCLUDE_SNAT_CIDRS: 'garbage, 10.8.0.0/16' }), PEER, '10.0.17.12'],
  ] satisfies (readonly [string, ClusterChanges, string, string])[])('%s', (_, changes, to, source) => {
    expect(seen(changes, CLI, to)).toEqual(['reachable', source]);
  });

  it('leaves by the primary interface when it translates, by its own when not', () => {
    expect(ask(cluster({}), CLI, PEER, 80).path[0]).toBe('eni-a0');
    expect(ask(cluster({ environment: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } }), CLI, PEER, 80).path[0]).toBe('eni-a1');
    expect(ask(cluster({}), 'pod/prod/node-agent', PEER, 80).path[0]).toBe('eni-a0');
  });

  it('goes to the internet with the address of the NAT gateway, or dies in a public subnet without translation', () => {
    expect(seen({}, CLI, OUTSIDE)).toEqual(['reachable', '198.51.100.10']);
    const publicNode: ClusterChanges = { publicNode: true };
    expect(seen(publicNode, CLI, OUTSIDE)).toEqual(['reachable', '198.51.100.90']);
    const external = { ...publicNode, environment: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } };
    expect(seen(external, CLI, OUTSIDE)[0]).toBe('blocked IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS');
  });

  it('keeps ports where it is told to', () => {
    const acl = [entry('in', 100, 'allow', 6, '0.0.0.0/0', [32768, 60999]), entry('out', 100, 'allow', -1, '0.0.0.0/0')];
    const kept = cluster({ environment: { AWS_VPC_K8S_CNI_RANDOMIZESNAT: 'none' }, acls: { 'subnet-prv-a': acl } });
    expect(brief(ask(kept, CLI, PEER, 80, { translatedPort: 2000 }))).toBe('reachable');
  });

  it('meets the port that the node picked on the way back', () => {
    const drawn = cluster({
      acls: { 'subnet-prv-a': [entry('in', 100, 'allow', 6, '0.0.0.0/0', [32768, 60999]), entry('out', 100, 'allow', -1, '0.0.0.0/0')] },
    });
    expect(brief(ask(drawn, CLI, PEER, 80))).toBe('reachable');
    expect(brief(ask(drawn, CLI, PEER, 80, { translatedPort: 2000 }))).toBe('blocked SUBNET_ACL_RESTRICTION return');
    expect(brief(ask(drawn, CLI, '10.0.32.11', 80, { translatedPort: 2000 }))).toBe('reachable');
  });

  it('answers by eth0 to clients in the external service blocks, which its own interface then misses', () => {
    const drawn = cluster({ environment: { AWS_EXTERNAL_SERVICE_CIDRS: '10.8.0.0/16' } });
    expect(brief(ask(drawn, PEER, CLI, 8080))).toBe('blocked ENI_SOURCE_DEST_CHECK_RESTRICTION return');
    expect(brief(ask(drawn, PEER, 'pod/prod/web-a1', 8080))).toBe('reachable');
    expect(brief(ask(cluster({}), PEER, CLI, 8080))).toBe('reachable');
  });
});

describe('placement', () => {
  it('keeps neighbours in the kernel, whatever the groups say', () => {
    const closed: ClusterChanges = { nodeIngress: [], nodeEgress: [] };
    expect(seen(closed, CLI, 'pod/prod/web-a1')).toEqual(['reachable', '10.0.17.12']);
    expect(seen(closed, CLI, 'node/node-a')).toEqual(['reachable', '10.0.17.12']);
    expect(seen(closed, 'node/node-a', CLI)).toEqual(['reachable', '10.0.16.10']);
    expect(seen(closed, CLI, WEB_B)[0]).toBe('blocked SG_HAS_NO_RULES');
  });

  it('judges by the subnet and groups of the interface that holds the address', () => {
    expect(seen({ acls: { 'subnet-prv-b': [entry('out', 100, 'allow', -1, '0.0.0.0/0')] } }, CLI, WEB_B)[0]).toBe(
      'blocked SUBNET_ACL_RESTRICTION',
    );
    expect(seen({ nodeIngress: [rule('tcp', 9, 9, 'sg-node')] }, CLI, WEB_B)[0]).toBe('blocked ENI_SG_RULES_MISMATCH');
  });

  it('does not know a pod whose address no interface holds', () => {
    const drawn = cluster({});
    addObject(drawn, 'Pod', {
      metadata: { namespace: 'prod', name: 'overlay' },
      spec: { nodeName: 'node-a' },
      status: { podIP: '192.168.7.7', phase: 'Running' },
    });
    addObject(drawn, 'Pod', {
      metadata: { namespace: 'prod', name: 'waiting' },
      spec: { nodeName: 'node-a' },
      status: { phase: 'Pending' },
    });
    expect(brief(ask(drawn, WEB_B, 'pod/prod/overlay', 80))).toBe('unknown POD_ADDRESS_NOT_IN_VPC');
    expect(brief(ask(drawn, WEB_B, 'pod/prod/waiting', 80))).toBe('blocked POD_HAS_NO_ADDRESS');
  });

  it('stops the metadata reply one hop short of a pod', () => {
    expect(seen({ hopLimit: 1 }, CLI, '169.254.169.254')[0]).toBe('blocked IMDS_HOP_LIMIT');
    expect(seen({ hopLimit: 2 }, CLI, '169.254.169.254')[0]).toBe('reachable');
    expect(seen({ hopLimit: 1 }, 'pod/prod/node-agent', '169.254.169.254')[0]).toBe('reachable');
  });
});

describe('branch interfaces', () => {
  const PAY = 'pod/prod/pay-a';
  const standard = { POD_SECURITY_GROUP_ENFORCING_MODE: 'standard' };
  it.each([
    ['strict, to a peer', {}, PAY, PEER, ['reachable', '10.0.22.5']],
    ['standard, to a peer', { environment: standard }, PAY, PEER, ['reachable', '10.0.16.10']],
    ['standard, external', { environment: { ...standard, AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } }, PAY, PEER, ['reachable', '10.0.22.5']],
    ['standard, inside', { environment: standard }, PAY, '10.0.32.11', ['reachable', '10.0.22.5']],
    ['strict, to its node', {}, PAY, 'node/node-a', ['blocked TCP_EARLY_DEMUX', '10.0.22.5']],
    ['strict, to its node, early demux off', { demuxDisabled: true }, PAY, 'node/node-a', ['reachable', '10.0.22.5']],
    ['standard, to its node', { environment: standard }, PAY, 'node/node-a', ['reachable', '10.0.22.5']],
    ['strict, node-local service', {}, PAY, '169.254.170.23', ['blocked NODE_LOCAL_UNREACHABLE_STRICT_MODE', '10.0.22.5']],
    ['strict, from its node', { demuxDisabled: true, branchIngress: [] }, 'node/node-a', PAY, ['blocked SG_HAS_NO_RULES', '10.0.16.10']],
    ['standard, from its node', { environment: standard, branchIngress: [] }, 'node/node-a', PAY, ['reachable', '10.0.16.10']],
    [
      'strict, to a neighbour',
      { nodeIngress: [rule('tcp', 9, 9, '10.0.0.0/8')] },
      PAY,
      CLI,
      ['blocked ENI_SG_RULES_MISMATCH', '10.0.22.5'],
    ],
    ['standard, to a neighbour', { environment: standard, nodeIngress: [] }, PAY, CLI, ['reachable', '10.0.22.5']],
  ] satisfies (readonly [string, ClusterChanges, string, string, readonly string[]])[])('%s', (_, changes, from, to, expected) => {
    const [verdict, source] = seen(changes, from, to);
    expect(verdict).toBe(expected[0]);
    if (source !== null) expect(source).toBe(expected[1]);
  });
});

describe('network policies', () => {
  const on = (policies: readonly Json[], mode = 'standard'): ClusterChanges => ({
    policies,
    enforced: true,
    environment: { NETWORK_POLICY_ENFORCING_MODE: mode },
  });
  const policy = (name: string, spec: Json): Json => ({ metadata: { namespace: 'prod', name }, spec });
  const denyAll = policy('deny-all', { podSelector: {}, policyTypes: ['Ingress'] });
  const allow = (from: Json[], ports?: Json[]): Json =>
    policy('allow', {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Ingress'],
      ingress: [{ from, ...(ports === undefined ? {} : { ports }) }],
    });
  const INGRESS = 'blocked NETWORK_POLICY_INGRESS_DENY';
  it.each([
    ['not enforced', { policies: [denyAll] }, 'reachable'],
    ['deny all', on([denyAll]), INGRESS],
    ['own namespace', on([denyAll, allow([{ podSelector: { matchLabels: { app: 'cli' } } }])]), 'reachable'],
    ['other labels', on([denyAll, allow([{ podSelector: { matchLabels: { app: 'zzz' } } }])]), INGRESS],
    [
      'namespace and pod',
      on([allow([{ namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: { matchLabels: { app: 'cli' } } }])]),
      'reachable',
    ],
    [
      'namespace and other pod',
      on([allow([{ namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: { matchLabels: { app: 'zzz' } } }])]),
      INGRESS,
    ],
    [
      'namespace or other pod',
      on([allow([{ namespaceSelector: { matchLabels: { team: 'x' } } }, { podSelector: { matchLabels: { app: 'zzz' } } }])]),
      'reachable',
    ],
    [
      'missing label is not in',
      on([allow([{ namespaceSelector: { matchExpressions: [{ key: 'none', operator: 'NotIn', values: ['y'] }] } }])]),
      'reachable',
    ],
    ['block except', on([allow([{ ipBlock: { cidr: '10.0.0.0/16', except: ['10.0.17.0/24'] } }])]), INGRESS],
    ['block', on([allow([{ ipBlock: { cidr: '10.0.17.0/24' } }])]), 'reachable'],
    ['named port', on([allow([], [{ port: 'http' }])]), 'reachable'],
    ['port range', on([allow([], [{ port: 8000, endPort: 8100 }])]), 'reachable'],
    ['short port range', on([allow([], [{ port: 8000, endPort: 8010 }])]), INGRESS],
    ['other protocol', on([allow([], [{ protocol: 'UDP', port: 8080 }])]), INGRESS],
    ['strict without policy', on([], 'strict'), 'blocked NETWORK_POLICY_DEFAULT_DENY_STRICT'],
    [
      'egress denied',
      on([policy('out', { podSelector: { matchLabels: { app: 'cli' } }, policyTypes: ['Egress'] })]),
      'blocked NETWORK_POLICY_EGRESS_DENY',
    ],
    [
      'egress to the pods',
      on([
        policy('out', {
          podSelector: { matchLabels: { app: 'cli' } },
          egress: [{ to: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 8080 }] }],
        }),
      ]),
      'reachable',
    ],
  ] satisfies (readonly [string, ClusterChanges, string])[])('%s', (_, changes, expected) => {
    expect(seen(changes, CLI, WEB_B)[0]).toBe(expected);
  });

  it('always lets a node reach its own pods, and sees outside addresses as they arrive', () => {
    expect(seen(on([denyAll]), 'node/node-a', CLI)[0]).toBe('reachable');
    expect(seen(on([denyAll]), 'node/node-b', CLI)[0]).toBe(INGRESS);
    expect(seen(on([denyAll, allow([{ namespaceSelector: {} }])]), PEER, WEB_B)[0]).toBe(INGRESS);
    expect(seen(on([denyAll, allow([{ ipBlock: { cidr: '10.8.0.0/16' } }])]), PEER, WEB_B)[0]).toBe('reachable');
  });
});

describe('routes of pods', () => {
  it('needs the way back for the pod block only when the pod keeps its address', () => {
    const narrow: ClusterChanges = { peerRoutes: [route('10.0.16.10/32', 'pcx-1')] };
    expect(seen(narrow, CLI, PEER)[0]).toBe('reachable');
    expect(seen({ ...narrow, environment: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } }, CLI, PEER)[0]).toBe('blocked RETURN_NO_ROUTE return');
  });

  it('reaches a database group that names the branch group only from the branch', () => {
    const drawn = cluster({});
    addInterface(drawn, 'eni-db', 'subnet-prv-b', ['10.0.33.60'], ['sg-db'], {});
    expect(brief(ask(drawn, 'pod/prod/pay-a', '10.0.33.60', 5432))).toBe('reachable');
    expect(brief(ask(drawn, CLI, '10.0.33.60', 5432))).toBe('blocked ENI_SG_RULES_MISMATCH');
  });
});
