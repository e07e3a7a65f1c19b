/** The answer of a probe. */
import { z } from 'zod';

export const HealthDto = z.object({ status: z.literal('ok') }).meta({ id: 'Health' });
export type HealthDto = z.infer<typeof HealthDto>;
