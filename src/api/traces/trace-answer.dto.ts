/** The answer of a trace, for the OpenAPI document and the contract tests. Answers aren't checked against it while the service runs. */
import { z } from 'zod';
import { SYMPTOMS } from './trace-request.dto.js';

const ResourceDto = z
  .looseObject({ kind: z.string(), id: z.string(), name: z.string().optional(), cluster: z.string().optional() })
  .meta({ id: 'Resource' });

const EndDto = z
  .looseObject({ ref: z.string(), kind: z.string(), name: z.string().nullish(), ip: z.string().nullish() })
  .describe('An end of the flow as it was resolved, with its VPC, subnet and interface where it has them.')
  .meta({ id: 'FlowEnd' });

const RuleDto = z
  .looseObject({ id: z.string(), direction: z.enum(['ingress', 'egress']).nullish(), text: z.string() })
  .describe('The exact rule: an sgr-id, the number of an ACL entry, a policy and the index of its rule, a route.')
  .meta({ id: 'Rule' });

const PacketDto = z
  .looseObject({
    source: z.string(),
    destination: z.string(),
    protocol: z.string(),
    port: z.string().nullish(),
    sourcePort: z.string().nullish(),
  })
  .meta({ id: 'Packet' });

const HopDto = z
  .looseObject({
    hop: z.int(),
    station: z.string(),
    resource: ResourceDto.nullable(),
    action: z.enum(['originate', 'forward', 'permit', 'deny', 'translate', 'deliver', 'drop']),
    packet: PacketDto,
    rule: RuleDto.nullable(),
    code: z.string().nullable(),
    explanation: z.string(),
  })
  .meta({ id: 'Hop' });

const CauseDto = z
  .looseObject({
    code: z.string(),
    leg: z.enum(['forward', 'return']),
    direction: z.enum(['ingress', 'egress']).nullable(),
    resource: ResourceDto,
    rule: RuleDto.nullable(),
    at: z.looseObject({ path: z.int(), hop: z.int() }).nullable(),
    message: z.string(),
    evidence: z.looseObject({}),
    fix: z.looseObject({}).nullable(),
  })
  .meta({ id: 'Cause' });

const PathDto = z
  .looseObject({
    verdict: z.string(),
    describes: z.string(),
    represents: z.looseObject({ alternatives: z.int(), of: z.int() }),
    forward: z.array(HopDto).optional(),
    return: z.array(HopDto).optional(),
  })
  .meta({ id: 'Path' });

const NoteDto = z.looseObject({ code: z.string(), message: z.string() }).meta({ id: 'Note' });

export const TraceAnswerDto = z
  .looseObject({
    id: z.string(),
    snapshot: z.object({ id: z.string(), name: z.string(), capturedAt: z.string() }),
    flow: z.looseObject({
      from: EndDto,
      to: EndDto,
      protocol: z.string(),
      port: z.string().nullish(),
      sourcePort: z.string().nullish(),
      family: z.string(),
    }),
    verdict: z
      .enum(['reachable', 'partial', 'blocked', 'unknown'])
      .describe('`unknown`: the snapshot does not hold what decides; `missing` says what to add.'),
    headline: z.string(),
    explanation: z.array(z.string()),
    causes: z.array(CauseDto).describe('Every blocker, in the order that the packet meets them; the first decides.'),
    translations: z.array(z.looseObject({ kind: z.enum(['snat', 'dnat', 'proxy']), leg: z.enum(['forward', 'return']) })),
    paths: z.array(PathDto),
    sourceSeen: z.looseObject({ ip: z.string().nullable(), why: z.string() }).nullable(),
    symptom: z.looseObject({ predicted: z.enum(SYMPTOMS).nullable(), why: z.string() }),
    scope: z.looseObject({ failing: z.int(), of: z.int(), pattern: z.string().nullable() }),
    dependencies: z
      .array(
        z.looseObject({
          what: z.string(),
          flow: z.looseObject({ from: z.string(), to: z.string(), protocol: z.string(), port: z.string() }),
          verdict: z.string(),
          headline: z.string(),
        }),
      )
      .optional()
      .describe('Where `include` asks for them: the flows that this one needs first, each with its verdict.'),
    pathMtu: z.looseObject({ bytes: z.int() }).nullable(),
    caveats: z.array(NoteDto),
    missing: z.array(NoteDto).describe('What to add to the snapshot, where it is what decides.'),
    engineMicroseconds: z.int(),
  })
  .meta({ id: 'Trace' });

const FailedTraceDto = z
  .looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string() })
  .describe('What a single call would have been refused with.')
  .meta({ id: 'FailedTrace' });

export const TraceBatchAnswerDto = z
  .object({ results: z.array(z.union([TraceAnswerDto, FailedTraceDto])).describe('In the order of the requests.') })
  .meta({ id: 'TraceBatchAnswer' });
