/** The question of a trace as clients send it; an unknown field is refused, so that a misspelt one is never silently without effect. */
import { z } from 'zod';

const EndpointDto = z
  .union(
    [
      z.string().min(1).max(2048),
      z.strictObject({
        kind: z.string().min(1),
        namespace: z.string().optional(),
        name: z.string().optional(),
        id: z.string().optional(),
        scope: z.string().optional().describe('A cluster or a VPC, where the snapshot holds several.'),
      }),
    ],
    'must be a reference such as "pod/shop/cart-0", or the same as an object with kind, namespace, name, id, scope',
  )
  .describe('One end of the flow: `pod/NAMESPACE/NAME`, `service/NS/NAME`, `rds/ID`, `lb/NAME`, `internet`, an address, a host name, …')
  .meta({ id: 'Endpoint' });

const PORT = 'must be a number from 0 to 65535, a range such as 8000-8100, a list such as 80,443, a port name, or any';
const PortDto = z.union([z.int().min(0).max(65535), z.string().min(1).max(200)], PORT);

const PROTOCOL = 'must be tcp, udp, icmp, icmpv6, sctp, any, or a number from 0 to 255';
const ProtocolDto = z.union([z.enum(['tcp', 'udp', 'icmp', 'icmpv6', 'sctp', 'any']), z.int().min(0).max(255)], PROTOCOL);

export const SYMPTOMS = [
  'none',
  'connect-timeout',
  'connection-refused',
  'icmp-unreachable',
  'dns-failure',
  'http-502',
  'http-503',
  'http-504',
  'http-403',
  'hang-after-connect',
  'intermittent',
  'wrong-destination',
  'authentication-error',
] as const;

const icmpNumber = z.int().min(0).max(255);

export const TraceRequestDto = z
  .strictObject({
    from: EndpointDto,
    to: EndpointDto,
    protocol: ProtocolDto.optional().describe('`tcp` where not given.'),
    port: PortDto.optional().describe(
      'A number, a range, a list, a Service port name, or `any`; the own port of the destination where not given.',
    ),
    sourcePort: PortDto.optional().describe("A number or a range; the client's ephemeral range where not given."),
    family: z.enum(['ipv4', 'ipv6']).optional().describe('What both ends share where not given.'),
    icmp: z.strictObject({ type: icmpNumber, code: icmpNumber.optional() }).optional().describe('Echo request where not given.'),
    host: z.string().min(1).max(253).optional().describe('For a load balancer or an Ingress: picks the listener rule.'),
    path: z
      .string()
      .regex(/^\//, 'must start with /')
      .max(2048)
      .optional()
      .describe('For a load balancer or an Ingress: picks the listener rule.'),
    detail: z.enum(['full', 'summary']).optional().describe('`summary` leaves the hops out.'),
    symptom: z.enum(SYMPTOMS).optional().describe('What was reported: the answer says whether it fits.'),
    include: z
      .array(z.enum(['dependencies']))
      .max(1)
      .optional()
      .describe('What else to answer: the flows that this one needs first.'),
    onDownTunnels: z.enum(['block', 'caveat']).optional().describe('Whether a VPN tunnel that is down blocks; it does where not given.'),
  })
  .meta({ id: 'TraceRequest' });
export type TraceRequestDto = z.infer<typeof TraceRequestDto>;

const MOST_TRACES = 1000;

export const TraceBatchDto = z
  .strictObject({
    traces: z
      .array(z.unknown())
      .min(1, 'must hold at least one trace')
      .max(MOST_TRACES, `must hold at most ${MOST_TRACES} traces`)
      .describe('Up to 1000 trace requests. A bad one is answered with an error in its place.'),
  })
  .meta({ id: 'TraceBatch' });
export type TraceBatchDto = z.infer<typeof TraceBatchDto>;

export const FormatQuery = z.strictObject({
  format: z.enum(['json', 'text', 'markdown']).optional().describe('The form of the answer; goes before the Accept header.'),
});
export type FormatQuery = z.infer<typeof FormatQuery>;
