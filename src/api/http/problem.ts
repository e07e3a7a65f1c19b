/** Problem details (RFC 9457): the one shape of every error that a client sees, and the HTTP status of every code. */
import { HttpException } from '@nestjs/common';
import type { Failure, FieldError, Outcome } from '../../answers/outcome.js';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly FieldError[];
  readonly suggestions?: readonly string[];
  readonly candidates?: readonly string[];
}

/** Status and title of the codes that don't follow the rule of `statusOf`. */
const STATUSES: Readonly<Record<string, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  FOREIGN_HOST: 403,
  NOT_FOUND: 404,
  SNAPSHOT_NOT_FOUND: 404,
  TRACE_NOT_FOUND: 404,
  CODE_NOT_FOUND: 404,
  RESOURCE_NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  UPLOAD_TOO_LARGE: 413,
  REQUEST_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  ENDPOINT_NOT_FOUND: 422,
  ENDPOINT_AMBIGUOUS: 422,
  PORT_REQUIRED: 422,
  FAMILY_NOT_SHARED: 422,
  INTERNAL: 500,
  NOT_READY: 503,
};

const TITLES: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  401: 'An API key is needed',
  403: 'Not allowed',
  404: 'Not found',
  405: 'Method not allowed',
  406: 'No acceptable form',
  413: 'Too large',
  415: 'Unsupported content type',
  422: 'The request cannot be answered',
  500: 'Something went wrong',
  503: 'Not ready',
};

/** The problem document of an expected failure. An unlisted code is a bad request: everything else has its row above. */
export function problemOf(failure: Failure): Problem {
  const status = STATUSES[failure.code] ?? 400;
  return problem(status, failure.code, failure.message, failure);
}

/** A problem document with a given status, for what HTTP itself refuses. */
export function problem(status: number, code: string, detail: string, more: Partial<Failure> = {}): Problem {
  return {
    type: `urn:packetpath:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title: TITLES[status] ?? 'The request failed',
    status,
    detail,
    code,
    ...(more.errors === undefined ? {} : { errors: more.errors }),
    ...(more.suggestions === undefined ? {} : { suggestions: more.suggestions }),
    ...(more.candidates === undefined ? {} : { candidates: more.candidates }),
  };
}

/** The exception that the filter turns into this problem. */
export function problemException(failure: Failure): HttpException {
  const document = problemOf(failure);
  return new HttpException(document, document.status);
}

/** The value of an outcome; throws the exception of its problem when it failed. */
export function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value;
  throw problemException(outcome.failure);
}
