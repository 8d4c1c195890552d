import { useCallback, useEffect, useState } from 'preact/hooks';
import { type AskAnswer, type AskFailure, ask } from './ask.ts';
import { lostSince } from './now.ts';
import { Questions } from './questions.ts';

/** An answer that a view shows: what was said last, whether it is asked for now, and why it did not come. */
export type PageAsked<T> = {
  readonly value: T | null;
  readonly failure: AskFailure | null;
  readonly busy: boolean;
  again(): void;
};

/**
 * Asks for `path` when a view opens and whenever the path or `version` changes; null asks nothing. What was said for the same path stays
 * while it is asked for again, and an answer that comes after the next question is thrown away.
 */
export function useAsked<T>(path: string | null, version: unknown = null): PageAsked<T> {
  const [state, setState] = useState<{ path: string | null; value: T | null; failure: AskFailure | null }>({
    ...{ path, value: null, failure: null },
  });
  const [busy, setBusy] = useState(path !== null);
  const [questions] = useState(
    () =>
      new Questions<AskAnswer<T>>(
        (asked) => ask<T>('GET', asked),
        (asked, answer) => {
          setBusy(false);
          setState((before) =>
            answer.ok
              ? { path: asked, value: answer.value, failure: null }
              : { path: asked, value: before.path === asked ? before.value : null, failure: answer },
          );
        },
      ),
  );
  const again = useCallback(() => {
    setBusy(path !== null);
    questions.ask(path);
  }, [path]);
  useEffect(again, [again, version]);
  const reached = lostSince.value === null;
  const failed = state.failure !== null && state.failure.refusal === null;
  useEffect(() => {
    if (reached && failed) again(); // the way to the gateway is open again
  }, [reached]);
  const own = state.path === path;
  return { value: own ? state.value : null, failure: own ? state.failure : null, busy, again };
}
