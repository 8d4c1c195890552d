/**
 * An expected failure is a value. Same shapes as the gateway's own: this folder imports nobody, so they are said
 * here again and fit without conversion.
 */
export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** What happened, `where` (path and line), and the `hint`: what to do. `code` is stable. */
export type Problem = {
  readonly code: string;
  readonly what: string;
  readonly where?: string;
  readonly hint?: string;
};
