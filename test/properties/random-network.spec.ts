// Holds the random networks to their purpose: every kind of outcome has to occur often enough that a comparison means something.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judge, type OracleJudgement } from '../oracle/judge.js';
import { caseBundle, endsOf, randomCase } from './random-network.js';

function sample(cluster: boolean): readonly OracleJudgement[] {
  return fc.sample(randomCase(cluster), { numRuns: 1500, seed: 7 }).map((drawn) => {
    const { protocol, sourcePort, destinationPort } = drawn.asked;
    return judge(caseBundle(drawn), { ...endsOf(drawn.asked), protocol, sourcePort, destinationPort });
  });
}

function share(judgements: readonly OracleJudgement[], verdict: OracleJudgement['verdict']): number {
  return judgements.filter((judgement) => judgement.verdict === verdict).length / judgements.length;
}

function firstCodes(judgements: readonly OracleJudgement[]): ReadonlySet<string> {
  return new Set(judgements.flatMap(({ blockers }) => blockers.slice(0, 1).map(({ code, leg }) => `${code} ${leg}`)));
}

describe('random networks', () => {
  it('are reachable, blocked and unknown often enough between interfaces', () => {
    const judgements = sample(false);
    expect(share(judgements, 'reachable')).toBeGreaterThan(0.2);
    expect(share(judgements, 'blocked')).toBeGreaterThan(0.3);
    expect(share(judgements, 'unknown')).toBeGreaterThan(0.02);
    const codes = firstCodes(judgements);
    for (const code of [
      'ENI_SG_RULES_MISMATCH forward',
      'SG_HAS_NO_RULES forward',
      'SUBNET_ACL_RESTRICTION forward',
      'SUBNET_ACL_RESTRICTION return',
      'NO_ROUTE_TO_DESTINATION forward',
      'RETURN_WRONG_TARGET return',
      'IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS forward',
      'ASYMMETRIC_MIDDLEBOX return',
      'TGW_ROUTE_AZ_RESTRICTION forward',
      'NAT_NO_INBOUND forward',
    ]) {
      expect(codes).toContain(code);
    }
  });

  it('stop pods by policies and by what nodes do with addresses', () => {
    const judgements = sample(true);
    expect(share(judgements, 'reachable')).toBeGreaterThan(0.2);
    const codes = firstCodes(judgements);
    for (const code of [
      'NETWORK_POLICY_INGRESS_DENY forward',
      'NETWORK_POLICY_EGRESS_DENY forward',
      'TCP_EARLY_DEMUX forward',
      'ENI_SOURCE_DEST_CHECK_RESTRICTION forward',
    ]) {
      expect(codes).toContain(code);
    }
  });
});
