/** Policy questions and their answers as clients see them. */
import { z } from 'zod';
import { ProblemDto } from '../openapi/api-problems.js';
import { TraceRequestDto } from '../traces/trace-request.dto.js';

export const PolicyQueryDto = TraceRequestDto.pick({ from: true, to: true, protocol: true, port: true, family: true, icmp: true }).meta({
  id: 'PolicyQuery',
});
export type PolicyQueryDto = z.infer<typeof PolicyQueryDto>;

const MOST_QUERIES = 1000;

export const PolicyQueriesDto = z
  .strictObject({
    queries: z
      .array(z.unknown())
      .min(1, 'must hold at least one query')
      .max(MOST_QUERIES, `must hold at most ${MOST_QUERIES} queries`)
      .describe(
        'Up to 1000 queries: `from`, `to`, `protocol`, `port`, and `family` or `icmp` as in a trace request. The ends are pods, nodes, addresses (`ip/…`) or `internet/…`. A bad one is answered with an error in its place.',
      ),
  })
  .meta({ id: 'PolicyQueries' });
export type PolicyQueriesDto = z.infer<typeof PolicyQueriesDto>;

const PolicyRuleDto = z.looseObject({ id: z.string(), direction: z.enum(['ingress', 'egress']).optional(), text: z.string() });

const PolicySideDto = z
  .looseObject({
    isolated: z.boolean().describe('Whether the pod is closed in this direction but for what rules allow.'),
    by: z.array(z.string()).describe('`namespace/name` of the policies that isolate it.'),
    rule: PolicyRuleDto.nullable().describe('The first rule that allows it; null where none is needed, or none does.'),
    deniedBy: PolicyRuleDto.optional().describe('The rule of a cluster-wide policy that denies it.'),
    strict: z.literal(true).optional().describe('Closed because the enforcing mode is strict and no policy selects the pod.'),
    why: z.string(),
  })
  .meta({ id: 'PolicySide' });

const PolicyVerdictDto = z
  .looseObject({
    verdict: z.enum(['allowed', 'denied', 'unknown']).describe('`allowed`: all of it passes both ends; `denied`: some of it does not.'),
    egress: PolicySideDto,
    ingress: PolicySideDto,
    missing: z.array(z.string()).optional().describe('Of an unknown: what to add to the snapshot.'),
  })
  .describe('The policy layer alone, as if policies were enforced everywhere, whatever the network does.')
  .meta({ id: 'PolicyVerdict' });

export const PolicyVerdictsDto = z
  .looseObject({ results: z.array(z.union([PolicyVerdictDto, ProblemDto])) })
  .meta({ id: 'PolicyVerdicts' });
