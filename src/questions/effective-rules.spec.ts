// Every rule in force at an interface, node, subnet or pod, and which interface carries what.
import { describe, expect, it } from 'vitest';
import { awsFixture } from '../../test/sketch/aws-fixture.js';
import { eksLab, type ClusterLab } from '../../test/sketch/eks-lab.js';
import { addNetworkPolicy } from '../../test/sketch/policies.js';
import { buildIndex } from '../lookup/indexed-network.js';
import type { Bundle } from '../snapshot/bundle.js';
import { readSnapshot } from '../snapshot/read-snapshot.js';
import { effectiveRules, type EffectiveRules } from './effective-rules.js';

function rulesOf(ref: string, bundle: Bundle = awsFixture().bundle()): EffectiveRules {
  const answer = effectiveRules(ref, buildIndex(readSnapshot(bundle).network));
  return answer.ok ? answer.rules : expect.fail(answer.problem.message);
}
/** The bundle without the output of one operation. */
function withoutCall(operation: string, bundle = awsFixture().bundle()): Bundle {
  return {
    ...bundle,
    aws: bundle.aws?.map((part) => ({ ...part, calls: part.calls.filter((call) => call.operation !== operation) })),
  };
}

describe('the rules at an interface', () => {
  it('are those of its groups, of the network ACL in order, and the routes', () => {
    const { inbound, outbound, interfaces, missing, ...rest } = rulesOf('eni/eni-app');
    expect([inbound, outbound.map((way) => way.interface), missing]).toEqual([['eni-app'], ['eni-app'], []]);
    expect(rest).not.toHaveProperty('networkPolicies');
    const [only, another] = interfaces;
    expect(another).toBeUndefined();
    expect(only).toMatchObject({
      interface: { id: 'eni-app' },
      subnet: { id: 'sn-prv-a' },
      routeTable: { id: 'rtb-prv', why: 'associated with the subnet' },
    });
    expect(only?.securityGroups?.inbound).toEqual([]);
    expect(only?.securityGroups?.outbound[0]).toMatchObject({ group: { id: 'sg-app' } });
    expect(only?.networkAcl?.inbound[0]).toMatchObject({ action: 'allow' });
    expect(only?.networkAcl?.outbound.at(-1)).toMatchObject({ number: null, action: 'deny' });
    expect(only?.routeTable?.routes.map(({ destination }) => destination)).toContain('0.0.0.0/0');
  });

  it('of a subnet are without groups', () => {
    expect(rulesOf('subnet/sn-prv-a')).toMatchObject({
      inbound: [],
      interfaces: [{ interface: null, securityGroups: null, routeTable: { id: 'rtb-prv' } }],
    });
  });

  it.each(['ec2:DescribeSecurityGroups', 'ec2:DescribeNetworkAcls', 'ec2:DescribeRouteTables'])(
    'name %s where it is missing',
    (operation) => {
      expect(rulesOf('eni/eni-app', withoutCall(operation)).missing).toEqual([expect.stringContaining(operation)]);
    },
  );

  it('of the internet are refused', () => {
    const answer = effectiveRules('internet', buildIndex(readSnapshot(awsFixture().bundle()).network));
    expect(answer).toMatchObject({ ok: false, problem: { code: 'INVALID_REQUEST' } });
  });
});

describe('the rules of a pod', () => {
  const ways = (lab: ClusterLab): (string | null)[][] =>
    rulesOf('pod/prod/cli-a', lab.bundle()).outbound.map((way) => [way.destinations, way.interface, way.source]);

  it('tell the interface inbound, and outbound inside and outside the VPC', () => {
    expect(ways(eksLab())).toEqual([
      ['10.0.0.0-10.0.255.255 (inside the VPC)', 'eni-a1', '10.0.17.12'],
      [expect.any(String), 'eni-a0', '10.0.16.10'],
    ]);
    expect(rulesOf('pod/prod/cli-a', eksLab().bundle())).toMatchObject({
      inbound: ['eni-a1'],
      interfaces: [{ interface: { id: 'eni-a1' } }, { interface: { id: 'eni-a0' } }],
    });
    const kept = ways(eksLab({ cni: { env: { AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true' } } }));
    expect(kept.map(([, eni]) => eni)).toEqual(['eni-a1', 'eni-a1']);
  });

  it('hold the policies that select it, by direction, and no others', () => {
    const lab = eksLab();
    addNetworkPolicy(lab.cluster, 'prod/web', { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ ports: [{ port: 8080 }] }] });
    expect(rulesOf('pod/prod/web-a1', lab.bundle()).networkPolicies).toEqual({
      strict: false,
      ingress: {
        isolated: true,
        by: ['prod/web'],
        rules: [{ policy: 'prod/web', id: 'prod/web ingress[0]', text: 'from anyone on tcp 8080', action: 'allow' }],
      },
      egress: { isolated: false, by: [], rules: [] },
    });
    expect(rulesOf('pod/prod/cli-a', lab.bundle()).networkPolicies?.ingress).toEqual({ isolated: false, by: [], rules: [] });
  });
});
