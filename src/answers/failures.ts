/** The expected failures of the use cases, in words. */
import type { EndpointProblem } from './core.js';
import type { Failure, FieldError } from './outcome.js';

/** A snapshot reference of none of the known forms, or one that matches nothing. */
export function snapshotNotFound(reference: string): Failure {
  return {
    code: 'SNAPSHOT_NOT_FOUND',
    message: `There is no snapshot ${reference}. A snapshot is named by its id, by latest, NAME@latest, or NAME@ and a time such as 2026-11-20T10:00Z.`,
  };
}

/** A snapshot that was deleted between being found and being read. */
export function snapshotGone(id: string): Failure {
  return { code: 'SNAPSHOT_NOT_FOUND', message: `The snapshot ${id} is not there any more.` };
}

/** An upload whose outputs hold values that can't be read: an address that is none, a port that is text. */
export function unreadable(errors: readonly FieldError[]): Failure {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : '';
  return { code: 'INVALID_OUTPUT', message: `${first?.path ?? ''}: ${first?.message ?? ''}${more}`, errors };
}

/** An end of a flow that can't be resolved, or a field of the flow that makes no sense. */
export function failureOfEndpoint({ code, message, path, suggestions, candidates }: EndpointProblem): Failure {
  return {
    code,
    message,
    ...(path === '' ? {} : { errors: [{ path, message }] }),
    ...(suggestions === undefined ? {} : { suggestions }),
    ...(candidates === undefined ? {} : { candidates }),
  };
}
