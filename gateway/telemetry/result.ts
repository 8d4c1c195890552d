/** The gateway's `ok` and `err` again, because this folder imports nothing of it; the shapes fit without conversion. */
export type { Problem, Result } from '../../drivers/result.ts';

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}
