/** What a use case gives back: its value, or an expected failure as a value. Which HTTP status that is, the API decides. */

/** One bad field: `path` is a JSON pointer into the request, or a file of an upload with a pointer into it. */
export interface FieldError {
  readonly path: string;
  readonly message: string;
  readonly value?: unknown;
}

export interface Failure {
  /** Stable, upper snake case. */
  readonly code: string;
  readonly message: string;
  readonly errors?: readonly FieldError[];
  /** Close names, for a reference that matches nothing. */
  readonly suggestions?: readonly string[];
  /** What matched, for a reference that matches several. */
  readonly candidates?: readonly string[];
}

export type Outcome<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** A value as an outcome. */
export function success<Value>(value: Value): Outcome<Value> {
  return { ok: true, value };
}

/** An expected failure as an outcome. */
export function failed(failure: Failure): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure };
}
