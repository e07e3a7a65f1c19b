/** What a client sees of the catalogue of codes. */
import { z } from 'zod';
import { pageOf } from '../http/paging.dto.js';

export const CodeDto = z
  .object({
    code: z.string(),
    component: z.string().describe('What decides it.'),
    effect: z.string().describe('`blocks`, `partial`, `unknown`, `caveat`, or `finding`, which needs no flow.'),
    meaning: z.string(),
    remedy: z.string().describe('What to do about it.'),
  })
  .meta({ id: 'Code' });
export type CodeDto = z.infer<typeof CodeDto>;

export const CodePageDto = pageOf(CodeDto).meta({ id: 'CodePage' });
export type CodePageDto = z.infer<typeof CodePageDto>;
