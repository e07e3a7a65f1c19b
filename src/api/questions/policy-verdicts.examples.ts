/** Examples of policy questions for the OpenAPI document. */
import type { z } from 'zod';
import { problemOf } from '../http/problem.js';
import type { PolicyQueryDto, PolicyVerdictsDto } from './policy-verdicts.dto.js';

const missing = 'There is no pod shop/card-0 in this snapshot. Did you mean pod/shop/cart-0?';

export const policyQueriesExample: { queries: PolicyQueryDto[] } = {
  queries: [
    { from: 'pod/shop/cart-0', to: 'pod/shop/db-0', protocol: 'tcp', port: 5432 },
    { from: 'pod/shop/card-0', to: 'ip/203.0.113.7', protocol: 'tcp', port: 443 },
  ],
};

export const policyVerdictsExample: z.input<typeof PolicyVerdictsDto> = {
  results: [
    {
      verdict: 'denied',
      egress: { isolated: false, by: [], rule: null, why: 'No policy isolates pod shop/cart-0 for egress.' },
      ingress: {
        isolated: true,
        by: ['shop/deny-all'],
        rule: null,
        why: 'shop/deny-all isolates pod shop/db-0 for ingress, and no rule allows TCP 5432 from 10.0.1.17.',
      },
    },
    problemOf({
      code: 'ENDPOINT_NOT_FOUND',
      message: missing,
      errors: [{ path: '/from', message: missing }],
      suggestions: ['pod/shop/cart-0'],
    }) as z.input<typeof PolicyVerdictsDto>['results'][number],
  ],
};
