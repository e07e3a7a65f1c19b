// The policy layer alone: verdicts with the policies and rules that decide, on clusters without any AWS data too.
import { describe, expect, it } from 'vitest';
import { eksLab, type ClusterLab } from '../../test/sketch/eks-lab.js';
import { addNetworkPolicy } from '../../test/sketch/policies.js';
import { buildIndex, type IndexedNetwork } from '../lookup/indexed-network.js';
import type { Bundle } from '../snapshot/bundle.js';
import { readSnapshot } from '../snapshot/read-snapshot.js';
import { policyVerdict, type PolicyQuery, type PolicyVerdict } from './policy-verdicts.js';

type Spec = Parameters<typeof addNetworkPolicy>[2];

const web = { matchLabels: { app: 'web' } };
const cli = { matchLabels: { app: 'cli' } };
const QUERY: PolicyQuery = { from: 'pod/prod/cli-a', to: 'pod/prod/web-b1', protocol: 'tcp', port: 8080 };

function indexOf(bundle: Bundle): IndexedNetwork {
  return buildIndex(readSnapshot(bundle).network);
}
function labWith(policies: Record<string, Spec>, lab: ClusterLab = eksLab()): Bundle {
  for (const [id, spec] of Object.entries(policies)) addNetworkPolicy(lab.cluster, id, spec);
  return lab.bundle();
}
function judge(policies: Record<string, Spec>, change: Partial<PolicyQuery> = {}, lab?: ClusterLab): PolicyVerdict {
  const answer = policyVerdict({ ...QUERY, ...change }, indexOf(labWith(policies, lab)));
  return answer.ok ? answer.verdict : expect.fail(answer.problem.message);
}
function problem(change: Partial<PolicyQuery>, policies: Record<string, Spec> = {}) {
  const answer = policyVerdict({ ...QUERY, ...change }, indexOf(labWith(policies)));
  return answer.ok ? expect.fail('no problem') : answer.problem;
}

const DENY: Record<string, Spec> = { 'prod/deny-all': { podSelector: {}, policyTypes: ['Ingress'] } };
const ALLOW: Record<string, Spec> = {
  'prod/from-cli': { podSelector: web, ingress: [{ from: [{ podSelector: cli }], ports: [{ protocol: 'TCP', port: 'http' }] }] },
};

describe('policy verdicts', () => {
  it('are allowed where no policy selects an end', () => {
    expect(judge({ 'prod/other': { podSelector: { matchLabels: { app: 'other' } }, policyTypes: ['Ingress'] } })).toEqual({
      verdict: 'allowed',
      egress: { isolated: false, by: [], rule: null, why: 'No policy isolates pod prod/cli-a for egress.' },
      ingress: { isolated: false, by: [], rule: null, why: 'No policy isolates pod prod/web-b1 for ingress.' },
    });
  });

  it('name what isolates and that no rule allows', () => {
    expect(judge(DENY)).toMatchObject({
      verdict: 'denied',
      egress: { isolated: false, by: [], rule: null },
      ingress: {
        isolated: true,
        by: ['prod/deny-all'],
        rule: null,
        why: 'prod/deny-all isolates pod prod/web-b1 for ingress, and no rule allows TCP 8080 from 10.0.17.12.',
      },
    });
  });

  it('name the rule that allows, found by the name of its port', () => {
    const { verdict, ingress } = judge({ ...DENY, ...ALLOW });
    expect(verdict).toBe('allowed');
    expect(ingress.by.toSorted()).toEqual(['prod/deny-all', 'prod/from-cli']);
    expect(ingress.rule).toEqual({
      id: 'prod/from-cli ingress[0]',
      direction: 'ingress',
      text: 'from pods app=cli of its own namespace on tcp "http"',
    });
    expect(judge({ ...DENY, ...ALLOW }, { port: 'http' }).verdict).toBe('allowed');
  });

  it('say which rule came close', () => {
    const { verdict, ingress } = judge({ ...DENY, ...ALLOW }, { port: 9090 });
    expect(verdict).toBe('denied');
    expect(ingress.why).toContain('prod/from-cli ingress[0] comes close');
  });

  it.each([
    ['udp', 8080, 'denied'],
    ['icmp', undefined, 'denied'],
    ['tcp', '8080-8081', 'denied'],
    ['any', 'any', 'denied'],
    ['tcp', '8080,8080', 'allowed'],
  ])('hold protocol %s port %s against the rule: %s', (protocol, port, verdict) => {
    expect(judge(ALLOW, { protocol, ...(port === undefined ? { port: undefined } : { port }) }).verdict).toBe(verdict);
  });

  it('tell which part of a range is allowed', () => {
    expect(judge(ALLOW, { port: '8080-8081' }).ingress.why).toContain('Only a part is allowed: ports 8080 from 10.0.17.12.');
  });

  it('judge egress by the sender', () => {
    const egress = {
      'prod/out': { podSelector: cli, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }] },
    };
    expect(judge(egress)).toMatchObject({
      verdict: 'denied',
      egress: { isolated: true, by: ['prod/out'], rule: null },
      ingress: { isolated: false },
    });
    expect(judge(egress, { to: 'internet/203.0.113.7', port: 443 })).toMatchObject({
      verdict: 'allowed',
      egress: { rule: { id: 'prod/out egress[0]' } },
    });
    expect(judge(egress, { to: 'ip/203.0.114.7', port: 443 })).toMatchObject({ verdict: 'denied', ingress: { isolated: false, by: [] } });
  });

  it('take addresses, the internet and nodes as senders', () => {
    const block = {
      'prod/in': { podSelector: web, ingress: [{ from: [{ ipBlock: { cidr: '198.51.100.0/24', except: ['198.51.100.9/32'] } }] }] },
    };
    expect(judge(block, { from: 'internet/198.51.100.7' }).verdict).toBe('allowed');
    expect(judge(block, { from: '198.51.100.9' }).verdict).toBe('denied');
    expect(judge(block, { from: 'internet' }).verdict).toBe('denied');
    // Its own node always reaches a pod, another node does not.
    expect(judge(block, { from: 'node/node-b' })).toMatchObject({ verdict: 'allowed', ingress: { isolated: true, rule: null } });
    expect(judge(block, { from: 'node/node-a' }).verdict).toBe('denied');
    expect(judge(block, { from: 'ip/10.0.17.12' }).verdict).toBe('denied');
  });

  it.each([true, false])('state strict mode where the settings say so, with the agent on: %s', (networkPolicy) => {
    const strict = (): ClusterLab => eksLab({ cni: { networkPolicy, env: { NETWORK_POLICY_ENFORCING_MODE: 'strict' } } });
    expect(judge({}, {}, strict())).toMatchObject({
      verdict: 'denied',
      egress: { isolated: true, by: [], rule: null, strict: true, why: expect.stringContaining('strict mode') },
      ingress: { strict: true },
    });
    const selected = judge({ 'prod/all': { podSelector: {}, policyTypes: ['Ingress'], ingress: [{}] } }, {}, strict());
    expect(selected).toMatchObject({
      verdict: 'allowed',
      egress: { isolated: false },
      ingress: { isolated: true, rule: { id: 'prod/all ingress[0]' } },
    });
    expect(selected.egress).not.toHaveProperty('strict');
  });

  it('need no AWS data', () => {
    const bundle = labWith({ ...DENY, ...ALLOW });
    const index = indexOf({ ...bundle, aws: [] });
    const without = policyVerdict(QUERY, index);
    expect(without).toEqual(policyVerdict(QUERY, indexOf(bundle)));
    expect(policyVerdict({ ...QUERY, from: 'node/node-b' }, index)).toMatchObject({ ok: true, verdict: { verdict: 'allowed' } });
  });

  it('are unknown, with what is missing, without the policies', () => {
    const bundle = eksLab().bundle();
    const kubernetes = bundle.kubernetes?.map((cluster) => ({
      ...cluster,
      objects: cluster.objects.filter((object) => !JSON.stringify(object).includes('"NetworkPolicyList"')),
    }));
    const answer = policyVerdict(QUERY, indexOf({ ...bundle, kubernetes }));
    if (!answer.ok) expect.fail();
    expect(answer.verdict).toMatchObject({ verdict: 'unknown', missing: [expect.stringContaining('kubectl get networkpolicies')] });
  });

  it.each([
    [{ from: 'pod/prod/cli-x' }, 'ENDPOINT_NOT_FOUND', '/from'],
    [{ to: 'pod/prod/cart' }, 'ENDPOINT_NOT_FOUND', '/to'],
    [{ port: 'grpc' }, 'INVALID_REQUEST', '/port'],
    [{ to: 'service/prod/web' }, 'INVALID_REQUEST', '/to'],
    [{ to: 'ip/172.20.50.5' }, 'INVALID_REQUEST', '/to'],
    [{ from: 'service/prod/web' }, 'INVALID_REQUEST', '/from'],
    [{ family: 'ipv6' as const }, 'FAMILY_NOT_SHARED', '/family'],
    [{ to: 'internet/203.0.113.7', port: undefined }, 'PORT_REQUIRED', '/port'],
  ])('refuse %j with %s', (change, code, path) => {
    expect(problem(change as Partial<PolicyQuery>)).toMatchObject({ code, path });
  });
});
