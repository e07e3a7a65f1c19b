/** Documents the errors of a call: one decorator, one row a status. */
import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { z } from 'zod';
import { problemOf } from '../http/problem.js';

const FieldErrorDto = z
  .object({
    path: z.string().describe('A JSON pointer into the request, or a file of an upload with a pointer into it.'),
    message: z.string(),
    value: z.unknown().optional().describe('What was given, where it is small.'),
  })
  .meta({ id: 'FieldError' });

/** Problem details (RFC 9457). */
export const ProblemDto = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().describe('Stable, upper snake case: the one to program against.'),
    errors: z.array(FieldErrorDto).optional(),
    suggestions: z.array(z.string()).optional().describe('Close names, for a reference that matches nothing.'),
    candidates: z.array(z.string()).optional().describe('What matched, for a reference that matches several.'),
  })
  .meta({ id: 'Problem' });

const ROWS = {
  400: {
    description: 'The request is not valid; `errors` names each bad field.',
    example: problemOf({
      code: 'INVALID_FIELD',
      message: '/port: There is no such field.',
      errors: [{ path: '/prot', message: 'There is no such field.' }],
    }),
  },
  401: {
    description: 'No API key, or one that is not known.',
    example: problemOf({ code: 'UNAUTHENTICATED', message: 'Send an API key as `Authorization: Bearer <key>`.' }),
  },
  403: {
    description: 'The key may not do this.',
    example: problemOf({ code: 'FORBIDDEN', message: 'This call needs the role writer; the key given has the role reader.' }),
  },
  404: {
    description: 'Nothing has this name.',
    example: problemOf({ code: 'SNAPSHOT_NOT_FOUND', message: 'There is no snapshot prod@latest.' }),
  },
  406: {
    description: 'The Accept header admits no form that the answer has.',
    example: problemOf({ code: 'NOT_ACCEPTABLE', message: 'This answer comes as application/json, text/plain, text/markdown.' }),
  },
  413: {
    description: 'The upload is larger than PACKETPATH_MAX_UPLOAD, packed or unpacked.',
    example: problemOf({ code: 'UPLOAD_TOO_LARGE', message: 'The body is larger than the 1073741824 bytes that are taken.' }),
  },
  415: {
    description: 'The content type is not one that this call reads.',
    example: problemOf({ code: 'UNSUPPORTED_MEDIA_TYPE', message: 'This call takes application/json, not text/csv.' }),
  },
  422: {
    description: 'The request is well formed, but an end of the flow matches nothing or several things, or the port is left open.',
    example: problemOf({
      code: 'ENDPOINT_NOT_FOUND',
      message: 'Nothing in the snapshot is rds/order.',
      errors: [{ path: '/to', message: 'Nothing in the snapshot is rds/order.', value: 'rds/order' }],
      suggestions: ['rds/orders'],
    }),
  },
  503: {
    description: 'The database does not answer.',
    example: problemOf({ code: 'NOT_READY', message: 'The database does not answer.' }),
  },
} as const;

/** The errors that a call may give; 401 and 403 come with every call that needs a key. */
export function ApiProblems(...statuses: (keyof typeof ROWS)[]): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: ROWS[status].description,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example: ROWS[status].example } },
      }),
    ),
  );
}
