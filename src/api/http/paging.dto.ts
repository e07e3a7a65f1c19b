/** The query fields of every list, and the shape of a page. */
import { z } from 'zod';

const DEFAULT_LIMIT = 50;
const MOST = 500;

const RANGE = `must be a number from 1 to ${MOST}`;
const limit = z.coerce.number(RANGE).int(RANGE).min(1, RANGE).max(MOST, RANGE);

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
