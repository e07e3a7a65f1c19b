// NetworkPolicies as authored, and cluster policies in all their forms.
import { describe, expect, it } from 'vitest';
import { documentsOf, onlyEntry, recordReading } from '../../../../test/sketch/kubernetes-documents.js';
import { readClusterPolicies } from './read-cluster-policies.js';
import { readNetworkPolicies } from './read.js';

const policy = (spec: unknown) => ({ kind: 'NetworkPolicy', metadata: { name: 'np', namespace: 'prod' }, spec });
const read = (spec: unknown) => onlyEntry(readNetworkPolicies(documentsOf([policy(spec)]), recordReading()));
const refusalsOf = (spec: unknown): string[] => {
  const reading = recordReading();
  readNetworkPolicies(documentsOf([policy(spec)]), reading);
  return reading.refused;
};
const selector = (matchLabels: Record<string, string>) => ({ matchLabels, matchExpressions: [] });

describe('policyTypes', () => {
  it.each([
    [{}, true, false],
    [{ egress: [] }, true, false],
    [{ egress: null }, true, false],
    [{ egress: [{}] }, true, true],
    [{ policyTypes: [], egress: [{}] }, true, true],
    [{ policyTypes: ['Egress'] }, false, true],
    [{ policyTypes: ['Ingress'], egress: [{}] }, true, false],
    [{ policyTypes: ['Ingress', 'Egress'] }, true, true],
  ])('%j isolates ingress: %s, egress: %s', (spec, isolatesIngress, isolatesEgress) => {
    expect(read({ podSelector: {}, ...spec })).toMatchObject({ isolatesIngress, isolatesEgress });
  });
});

describe('rules', () => {
  it.each([[undefined], [null], [[]]])('%j as the list of rules allows nothing', (ingress) => {
    expect(read({ podSelector: {}, ingress }).ingress).toEqual([]);
  });

  it.each([[{}], [null], [{ from: null, ports: null }], [{ from: [], ports: [] }]])('the rule %j allows all', (rule) => {
    expect(read({ podSelector: {}, ingress: [rule] }).ingress).toEqual([
      { id: 'prod/np ingress[0]', peers: null, ports: null, text: 'from anyone on any port' },
    ]);
  });

  it('reads peers and ports', () => {
    const rule = {
      to: [
        { podSelector: { matchLabels: { app: 'db' } } },
        { namespaceSelector: {} },
        { namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: {} },
        { ipBlock: { cidr: '203.0.113.0/24', except: ['203.0.113.8/29'] } },
      ],
      ports: [{ port: 5432 }, { protocol: 'UDP', port: 'dns' }, { port: 8000, endPort: 8010 }, { protocol: 'SCTP' }, { port: '443' }],
    };
    const [read0] = read({ podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [rule] }).egress;
    expect(read0?.peers).toMatchObject([
      { kind: 'pods', namespaces: null, pods: selector({ app: 'db' }) },
      { kind: 'pods', namespaces: selector({}), pods: null },
      { kind: 'pods', namespaces: selector({ team: 'x' }), pods: selector({}) },
      { kind: 'block', prefix: { length: 24 }, except: [{ length: 29 }] },
    ]);
    expect(read0?.ports).toEqual([
      { protocol: 'tcp', ports: { kind: 'numbers', set: [5432, 5433] } },
      { protocol: 'udp', ports: { kind: 'named', name: 'dns' } },
      { protocol: 'tcp', ports: { kind: 'numbers', set: [8000, 8011] } },
      { protocol: 'sctp', ports: null },
      { protocol: 'tcp', ports: { kind: 'numbers', set: [443, 444] } },
    ]);
    expect(read0?.text).toBe(
      'to pods app=db of its own namespace or all pods of all namespaces or all pods in namespaces team=x or ' +
        '203.0.113.0/24 except 203.0.113.8/29 on tcp 5432, udp "dns", tcp 8000-8010, sctp, tcp 443',
    );
  });

  it('takes an absent podSelector for the empty one', () => {
    expect(read({}).podSelector).toEqual(selector({}));
  });

  it('refuses what the API server would', () => {
    expect(refusalsOf({ ingress: [{ ports: [{ port: 'http', endPort: 90 }] }] })).toEqual([
      '/items/0/spec/ingress/0/ports/0/endPort: expected a port not below a numeric port',
    ]);
    expect(refusalsOf({ ingress: [{ ports: [{ port: 91, endPort: 90 }] }] })).toHaveLength(1);
    expect(refusalsOf({ ingress: [{ ports: [{ protocol: 'ICMP' }] }] })).toHaveLength(1);
    expect(refusalsOf({ ingress: [{ from: [{}] }] })).toEqual([
      '/items/0/spec/ingress/0/from/0: expected a peer with podSelector, namespaceSelector or ipBlock',
    ]);
    expect(refusalsOf({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/33' } }] }] })).toEqual([
      '/items/0/spec/ingress/0/from/0/ipBlock/cidr: expected a CIDR such as 10.0.0.0/16 or 2001:db8::/32',
    ]);
    expect(refusalsOf({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }] }] })).toHaveLength(1);
    expect(refusalsOf({ ingress: {} })).toEqual(['/items/0/spec/ingress: expected a list']);
  });

  it('keeps an ApplicationNetworkPolicy beside a NetworkPolicy of the same name', () => {
    const application = {
      ...policy({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [{ domainNames: ['*.example.com'] }] }] }),
      kind: 'ApplicationNetworkPolicy',
    };
    const found = [...readNetworkPolicies(documentsOf([policy({}), application]), recordReading()).values()];
    expect(found.map(({ kind }) => kind)).toEqual(['NetworkPolicy', 'ApplicationNetworkPolicy']);
    expect(found[1]?.egress[0]?.peers).toEqual([{ kind: 'names', names: ['*.example.com'] }]);
  });
});

describe('readClusterPolicies', () => {
  const cluster = (kind: string, apiVersion: string, spec: Record<string, unknown>) => ({
    kind,
    apiVersion,
    metadata: { name: 'guard' },
    spec,
  });
  const one = (kind: string, apiVersion: string, spec: Record<string, unknown>) =>
    onlyEntry(readClusterPolicies(documentsOf([cluster(kind, apiVersion, spec)]), recordReading()));

  it('reads the form of EKS', () => {
    const spec = {
      tier: 'Admin',
      priority: 10,
      subject: { namespaces: {} },
      egress: [
        { name: 'imds', action: 'Deny', to: [{ networks: ['169.254.169.254/32', 'fd00:ec2::254/128'] }] },
        { action: 'Accept', to: [{ domainNames: ['api.example.com'] }], ports: [{ portNumber: { port: 443 } }] },
      ],
    };
    const found = one('ClusterNetworkPolicy', 'networking.k8s.aws/v1alpha1', spec);
    expect(found).toMatchObject({ tier: 'admin', priority: 10, precedence: 'deny-first', namespace: '', ingress: [] });
    expect(found.subject).toEqual({ namespaces: selector({}), pods: null });
    expect(found.egress).toMatchObject([
      { id: 'guard egress[0]', action: 'deny', ports: null, text: 'imds: deny to 169.254.169.254/32 or fd00:ec2::254/128 on any port' },
      { action: 'allow', peers: [{ kind: 'names', names: ['api.example.com'] }], ports: [{ protocol: 'tcp', ports: { set: [443, 444] } }] },
    ]);
  });

  it('reads AdminNetworkPolicy and the baseline', () => {
    const rule = {
      action: 'Pass',
      from: [{ pods: { namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: {} } }],
      ports: [{ portRange: { protocol: 'UDP', start: 1, end: 9 } }, { namedPort: 'http' }],
    };
    const spec = {
      priority: 5,
      subject: { pods: { namespaceSelector: {}, podSelector: { matchLabels: { app: 'web' } } } },
      ingress: [rule],
    };
    const found = one('AdminNetworkPolicy', 'policy.networking.k8s.io/v1alpha1', spec);
    expect(found).toMatchObject({
      tier: 'admin',
      precedence: 'listed',
      subject: { namespaces: selector({}), pods: selector({ app: 'web' }) },
    });
    expect(found.ingress[0]?.ports?.map(({ protocol, ports }) => [protocol, ports?.kind])).toEqual([
      ['udp', 'numbers'],
      ['tcp', 'named'],
      ['udp', 'named'],
      ['sctp', 'named'],
    ]);
    const baseline = { subject: { namespaces: {} }, egress: [{ action: 'Allow', to: [{ nodes: {} }] }] };
    expect(one('BaselineAdminNetworkPolicy', 'policy.networking.k8s.io/v1alpha1', baseline)).toMatchObject({
      tier: 'baseline',
      priority: 0,
      egress: [{ action: 'allow', peers: [{ kind: 'nodes' }] }],
    });
  });

  it('reads the later ClusterNetworkPolicy', () => {
    const protocols = [
      { tcp: { destinationPort: { number: 80 } } },
      { udp: { destinationPort: { range: { start: 1, end: 9 } } } },
      { sctp: {} },
      { destinationNamedPort: 'http' },
    ];
    const spec = {
      tier: 'Baseline',
      priority: 1,
      subject: { namespaces: {} },
      ingress: [{ action: 'Deny', from: [{ namespaces: {} }], protocols }],
    };
    const found = one('ClusterNetworkPolicy', 'policy.networking.k8s.io/v1alpha2', spec);
    expect(found).toMatchObject({ tier: 'baseline', precedence: 'listed' });
    expect(found.ingress[0]?.ports).toHaveLength(6);
    expect(found.ingress[0]?.ports?.slice(0, 3)).toEqual([
      { protocol: 'tcp', ports: { kind: 'numbers', set: [80, 81] } },
      { protocol: 'udp', ports: { kind: 'numbers', set: [1, 10] } },
      { protocol: 'sctp', ports: null },
    ]);
  });

  it('keeps a peer that it does not know, and refuses a wrong tier, action, priority, subject', () => {
    const reading = recordReading();
    const rules = [
      { action: 'Deny', to: [{ galaxies: {} }] },
      { action: 'Drop', to: [] },
    ];
    const found = onlyEntry(
      readClusterPolicies(
        documentsOf([cluster('ClusterNetworkPolicy', 'policy.networking.k8s.io/v1alpha2', { tier: 'Top', priority: '1', egress: rules })]),
        reading,
      ),
    );
    expect(found.egress).toMatchObject([{ peers: [{ kind: 'unknown', text: 'galaxies' }] }]);
    expect(reading.refused.map((text) => text.split(':')[0])).toEqual([
      '/items/0/spec/tier',
      '/items/0/spec/priority',
      '/items/0/spec/subject',
      '/items/0/spec/egress/1/action',
    ]);
  });
});
