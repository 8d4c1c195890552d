import type { HttpRefusal } from '../../http/api/wordsApi.ts';

/** What went wrong, as far as it is known: desk's own words, or null where nothing answered. */
export type AskFailure = { readonly refusal: HttpRefusal | null };
export type AskAnswer<T> = { readonly ok: true; readonly value: T } | ({ readonly ok: false } & AskFailure);

/** So long an answer is waited for. What is looked at is asked again; what is done may take its time: a large site is proved, an examination reads a year. */
const PATIENCE_MS = { look: 20_000, act: 120_000 } as const;

/** One request to desk. Never throws: what fails is a value, and so is what does not come in time. */
export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  patienceMs: number = PATIENCE_MS[method === 'GET' ? 'look' : 'act'],
): Promise<AskAnswer<T>> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      signal: AbortSignal.timeout(patienceMs),
      ...(body === undefined
        ? {}
        : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    const answer: unknown = await response.json();
    if (response.ok) return { ok: true, value: answer as T };
    return { ok: false, refusal: answer as HttpRefusal };
  } catch {
    return { ok: false, refusal: null };
  }
}

/** Whether desk says that nobody is logged in: not that it is busy, or does not answer. */
export function isNobody(answer: AskAnswer<unknown>): boolean {
  return !answer.ok && answer.refusal?.status === 401;
}
