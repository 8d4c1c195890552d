/** An expected failure is a value; exceptions are for bugs. */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/**
 * Something the operator must hear about. `what` happened, `where` (file path with line, port, topic), and the
 * `hint`: what to do next. `code` is stable and keys the message in other languages; `near`: names that may have been meant.
 */
export type Problem = {
  readonly code: string;
  readonly what: string;
  readonly where?: string;
  readonly hint?: string;
  readonly near?: readonly string[];
};
