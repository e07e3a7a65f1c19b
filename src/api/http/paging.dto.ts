/** The query fields of every list, and the shape of a page. */
import { z } from 'zod';

const DEFAULT_LIMIT = 50;
const MOST = 500;

const limit = z
  .string()
  .regex(/^\d{1,6}$/, `must be a number from 1 to ${MOST}`)
  .transform(Number)
  .pipe(z.int().min(1).max(MOST, `must be at most ${MOST}`));

/** `?limit=` and `?cursor=`. Query values come as text. */
export const pagingFields = {
  limit: limit.optional().describe(`How many at most: 1 to ${MOST}, ${DEFAULT_LIMIT} where not given.`),
  cursor: z.string().max(200).optional().describe('`nextCursor` of the page before.'),
};

/** The page size that a query asks for. */
export function pageSize(given: number | undefined): number {
  return given ?? DEFAULT_LIMIT;
}

/** A page of `items`; `nextCursor` is null at the end. */
export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe('Pass it as `cursor` for the next page; null at the end.'),
  });
}
