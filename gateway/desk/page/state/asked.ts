import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type AskFailure, ask } from './ask.ts';
import { lostSince } from './now.ts';

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
  const last = useRef(0);
  const again = useCallback(() => {
    const turn = ++last.current;
    if (path === null) return;
    setBusy(true);
    void ask<T>('GET', path).then((answer) => {
      if (turn !== last.current) return;
      setBusy(false);
      setState((before) =>
        answer.ok
          ? { path, value: answer.value, failure: null }
          : { path, value: before.path === path ? before.value : null, failure: answer },
      );
    });
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
