/** Path parameters that several routes share, as the OpenAPI document describes them. */
import type { ApiParamOptions } from '@nestjs/swagger';

export const SNAPSHOT_PARAMETER: ApiParamOptions = {
  name: 'snapshot',
  description: 'An id, `latest`, `NAME@latest`, or `NAME@2026-11-20T10:00Z`: the newest of that name captured at or before that time.',
  example: 'prod@latest',
  schema: { type: 'string' },
};
