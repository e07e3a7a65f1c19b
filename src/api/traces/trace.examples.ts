/** Examples of traces for the OpenAPI document. */
import type { z } from 'zod';
import { problemOf } from '../http/problem.js';
import type { TraceAnswerDto } from './trace-answer.dto.js';
import type { TraceRequestDto } from './trace-request.dto.js';

export const questionExample: TraceRequestDto = { from: 'pod/shop/cart-0', to: 'rds/orders', protocol: 'tcp', port: 5432 };

const packet = { source: '10.0.1.17', sourcePort: '32768-60999', destination: '10.0.9.4', port: '5432', protocol: 'tcp' };
const headline = 'Blocked: security group sg-0db1 (orders-db) has no inbound rule that allows TCP 5432 from 10.0.1.17.';

export const answerExample: z.input<typeof TraceAnswerDto> = {
  id: '0195f0a1-77aa-7d20-8b1e-2f6f5a7c9d01',
  snapshot: { id: '0195f0a0-5c3e-7c41-9a55-3a1f0e6c2b90', name: 'prod', capturedAt: '2026-11-20T10:00:00Z' },
  flow: {
    from: {
      ref: 'pod/shop/cart-0',
      kind: 'pod',
      name: 'cart-0',
      ip: '10.0.1.17',
      vpcId: 'vpc-0a1b',
      subnetId: 'subnet-0c2d',
      eniId: 'eni-0e3f',
    },
    to: { ref: 'rds/orders', kind: 'rds', ip: '10.0.9.4' },
    protocol: 'tcp',
    port: '5432',
    sourcePort: '32768-60999',
    family: 'ipv4',
  },
  verdict: 'blocked',
  headline,
  explanation: ['cart-0 runs on node ip-10-0-1-5.', headline],
  causes: [
    {
      code: 'ENI_SG_RULES_MISMATCH',
      leg: 'forward',
      direction: 'ingress',
      resource: { kind: 'security-group', id: 'sg-0db1', name: 'orders-db' },
      rule: null,
      at: { path: 0, hop: 1 },
      message: headline,
      evidence: {
        packet,
        rulesConsidered: [{ id: 'sgr-01', text: 'tcp 5432 from sg-0aaa', why: '10.0.1.17 is not an interface in sg-0aaa' }],
      },
      fix: null,
    },
  ],
  translations: [],
  paths: [
    {
      verdict: 'blocked',
      describes: 'the only path',
      represents: { alternatives: 1, of: 1 },
      forward: [
        {
          hop: 0,
          station: 'pod',
          resource: { kind: 'pod', id: 'shop/cart-0' },
          action: 'originate',
          packet,
          rule: null,
          code: null,
          explanation: 'cart-0 sends from its own address.',
        },
        {
          hop: 1,
          station: 'security-group',
          resource: { kind: 'security-group', id: 'sg-0db1', name: 'orders-db' },
          action: 'deny',
          packet,
          rule: null,
          code: 'ENI_SG_RULES_MISMATCH',
          explanation: headline,
        },
      ],
      return: [],
    },
  ],
  sourceSeen: { ip: '10.0.1.17', why: "The destination is inside the VPC's CIDRs, so the node does not translate the pod's address." },
  symptom: { predicted: 'connect-timeout', why: 'A security group drops silently.' },
  scope: { failing: 1, of: 1, pattern: null },
  dependencies: [],
  pathMtu: { bytes: 9001, at: null },
  caveats: [],
  missing: [],
  engineMicroseconds: 85,
};

export const textExample = `BLOCKED  pod/shop/cart-0 → rds/orders, TCP 5432\n\n${headline}\n`;

export const batchExample = {
  results: [
    answerExample,
    problemOf({ code: 'ENDPOINT_NOT_FOUND', message: 'Nothing in the snapshot is rds/order.', suggestions: ['rds/orders'] }),
  ],
};
