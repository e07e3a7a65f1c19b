/** What a client sees of the resources of a snapshot. */
import { z } from 'zod';
import { pageOf, pagingFields } from '../http/paging.dto.js';

const ResourceMatchDto = z
  .looseObject({
    ref: z.string().describe('The reference to use as an end of a flow.'),
    kind: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    where: z.string().nullable().describe('The VPC, subnet, cluster or namespace that tells it from others of its name.'),
  })
  .meta({ id: 'ResourceMatch' });

export const ResourcePageDto = pageOf(ResourceMatchDto).meta({ id: 'ResourcePage' });

export const ResourceDescriptionDto = z
  .looseObject({ ref: z.string(), kind: z.string(), id: z.string(), name: z.string().nullish() })
  .describe(
    'One resource as the engine sees it: addresses, subnet, route table, security groups, network ACL; for a pod how it is networked and why.',
  )
  .meta({ id: 'ResourceDescription' });

export const ResourceQuery = z.strictObject({
  ...pagingFields,
  kind: z.string().min(1).max(100).optional().describe('A kind as in `counts`: pod, rds, security-group, …'),
  q: z.string().max(200).optional().describe('A part of the name, the id or an address.'),
  vpc: z.string().min(1).max(100).optional().describe('Only what is in this VPC.'),
});
export type ResourceQuery = z.infer<typeof ResourceQuery>;
