/** The ways in which a reference can be answered: the end, close names, or several candidates. */
import type { EndpointProblem, EndpointReference, Resolved } from './endpoint.js';
import type { ParsedReference } from './parse.js';
import { closest } from './suggestions.js';

export type Named = Extract<ParsedReference, { form: 'named' }>;

export function found(end: EndpointReference): Resolved {
  return { ok: true, end };
}

export function problem(code: EndpointProblem['code'], message: string, more: Partial<EndpointProblem> = {}): Resolved {
  return { ok: false, problem: { code, message, path: '', ...more } };
}

export function notFound(ref: string, what: string, candidates: Iterable<string>): Resolved {
  const suggestions = closest(ref.includes('@') ? ref.slice(0, ref.lastIndexOf('@')) : ref, candidates);
  const hint = suggestions.length > 0 ? ` Did you mean ${suggestions.join(', ')}?` : '';
  return problem('ENDPOINT_NOT_FOUND', `There is no ${what} in this snapshot.${hint}`, { suggestions });
}

export function ambiguous(ref: string, candidates: readonly string[]): Resolved {
  return problem(
    'ENDPOINT_AMBIGUOUS',
    `${ref} names ${candidates.length} things in this snapshot; say which: ${candidates.slice(0, 5).join(', ')}.`,
    { candidates },
  );
}
