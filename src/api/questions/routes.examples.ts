/** Examples of questions about routes and rules for the OpenAPI document. */
import type { z } from 'zod';
import type { EffectiveRulesDto, NextHopDto, NextHopQuestionDto } from './routes.dto.js';

export const nextHopQuestionExample: NextHopQuestionDto = { from: 'pod/shop/cart-0', ip: '198.51.100.20' };

const local = { destination: '10.0.0.0/16', origin: 'local', state: 'active', target: { kind: 'local', id: null } };
const out = { destination: '0.0.0.0/0', origin: 'static', state: 'active' };
const left = 'The packet leaves by eni-0e3f (subnet subnet-0c2d) as 10.0.1.5: 198.51.100.20 is outside the VPC.';

export const nextHopExample: z.input<typeof NextHopDto> = {
  from: { ref: 'pod/shop/cart-0', kind: 'pod', id: 'shop/cart-0', ip: '10.0.1.5', subnetId: 'subnet-0c2d', eniId: 'eni-0e3f' },
  ip: '198.51.100.20',
  routeTable: { kind: 'route-table', id: 'rtb-0a', why: 'associated with subnet-0c2d' },
  route: out,
  nextHop: { kind: 'nat-gateway', id: 'nat-0b' },
  considered: [],
  explanation: [left, '0.0.0.0/0 wins for 198.51.100.20 and leads to nat-0b.'],
  missing: [],
};

export const effectiveRulesExample: z.input<typeof EffectiveRulesDto> = {
  ref: 'pod/shop/cart-0',
  kind: 'pod',
  id: 'shop/cart-0',
  name: 'cart-0',
  inbound: ['eni-0e3f'],
  outbound: [{ destinations: 'everywhere else', interface: 'eni-0e3f', source: '10.0.1.5', why: left }],
  interfaces: [
    {
      interface: { id: 'eni-0e3f' },
      subnet: { id: 'subnet-0c2d' },
      securityGroups: {
        inbound: [{ group: { id: 'sg-0app', name: 'app' }, id: 'sgr-01', text: 'tcp 8080 from 10.0.0.0/16' }],
        outbound: [{ group: { id: 'sg-0app', name: 'app' }, id: 'sgr-02', text: 'all to 0.0.0.0/0' }],
      },
      networkAcl: {
        id: 'acl-0f',
        inbound: [{ number: 100, action: 'allow', text: '100 allow all 0.0.0.0/0' }],
        outbound: [{ number: null, action: 'deny', text: '* deny all 0.0.0.0/0' }],
      },
      routeTable: {
        id: 'rtb-0a',
        why: 'associated with the subnet',
        routes: [local, { ...out, target: { kind: 'nat-gateway', id: 'nat-0b' } }],
      },
    },
  ],
  networkPolicies: {
    strict: false,
    ingress: { isolated: true, by: ['shop/deny-all'], rules: [] },
    egress: { isolated: false, by: [], rules: [] },
  },
  missing: [],
};
