/** Questions about routes and rules, and their answers, as clients see them. */
import { z } from 'zod';
import { TraceRequestDto } from '../traces/trace-request.dto.js';

export const NextHopQuestionDto = z
  .strictObject({
    from: TraceRequestDto.shape.from,
    ip: z.string().min(1).max(100).describe('One IPv4 or IPv6 address.'),
  })
  .meta({ id: 'NextHopQuestion' });
export type NextHopQuestionDto = z.infer<typeof NextHopQuestionDto>;

const RouteDto = z
  .looseObject({
    destination: z.string().describe('A CIDR, or the id of a prefix list.'),
    origin: z.string().describe('`local`, `static`, `propagated`, `advertised`.'),
    state: z.string(),
  })
  .meta({ id: 'Route' });

const ListedRouteDto = RouteDto.extend({ target: z.looseObject({ kind: z.string(), id: z.string().nullable() }) });

export const NextHopDto = z
  .looseObject({
    from: z
      .looseObject({ ref: z.string(), kind: z.string(), id: z.string(), ip: z.string().nullable() })
      .describe('The source, with the interface and address by which these very packets leave.'),
    ip: z.string(),
    routeTable: z.looseObject({ kind: z.string(), id: z.string(), why: z.string() }).nullable(),
    route: RouteDto.nullable().describe('The route that wins; null where none is asked or none holds the address.'),
    nextHop: z
      .looseObject({ kind: z.string(), id: z.string().nullable() })
      .nullable()
      .describe(
        'The kind of the target, or `local`, `blackhole`, `none`; null where the snapshot does not tell, and `missing` says what to add.',
      ),
    considered: z
      .array(ListedRouteDto.extend({ why: z.string() }))
      .describe('The other routes that hold the address, and why they lose; where none holds it, the routes of the table.'),
    explanation: z.array(z.string()),
    missing: z.array(z.string()),
  })
  .meta({ id: 'NextHop' });

const GroupRuleDto = z.looseObject({
  group: z.looseObject({ id: z.string(), name: z.string().nullable() }),
  id: z.string(),
  text: z.string(),
});
const AclRuleDto = z.looseObject({
  number: z.int().nullable().describe('null: the closing rule.'),
  action: z.enum(['allow', 'deny']),
  text: z.string(),
});

const InterfaceRulesDto = z
  .looseObject({
    interface: z.looseObject({ id: z.string() }).nullable(),
    subnet: z.looseObject({ id: z.string() }),
    securityGroups: z.looseObject({ inbound: z.array(GroupRuleDto), outbound: z.array(GroupRuleDto) }).nullable(),
    networkAcl: z.looseObject({ id: z.string(), inbound: z.array(AclRuleDto), outbound: z.array(AclRuleDto) }).nullable(),
    routeTable: z.looseObject({ id: z.string(), why: z.string(), routes: z.array(ListedRouteDto) }).nullable(),
  })
  .meta({ id: 'InterfaceRules' });

const PolicyRulesDto = z
  .looseObject({
    isolated: z.boolean(),
    by: z.array(z.string()),
    rules: z.array(z.looseObject({ policy: z.string(), id: z.string(), text: z.string(), action: z.enum(['allow', 'deny', 'pass']) })),
  })
  .meta({ id: 'PolicyRules' });

export const EffectiveRulesDto = z
  .looseObject({
    ref: z.string(),
    kind: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    inbound: z.array(z.string()).describe('The interfaces at which packets for it arrive.'),
    outbound: z
      .array(z.looseObject({ destinations: z.string(), interface: z.string().nullable(), source: z.string().nullable(), why: z.string() }))
      .describe('By which interface, and with which source, packets to which destinations leave.'),
    interfaces: z.array(InterfaceRulesDto),
    networkPolicies: z
      .looseObject({ strict: z.boolean(), ingress: PolicyRulesDto, egress: PolicyRulesDto })
      .optional()
      .describe('Of a pod.'),
    missing: z.array(z.string()),
  })
  .meta({ id: 'EffectiveRules' });
