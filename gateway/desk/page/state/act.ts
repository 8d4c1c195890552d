import { useRef, useState } from 'preact/hooks';
import type { Act, ActAnswer, ActBody } from '../../http/api/actsApi.ts';
import { type AskFailure, ask } from './ask.ts';

/** Guard answers an act at once. What a network has swallowed must not keep the button from the next tap. */
const PATIENCE_MS = 10_000;

/** An act on its way to guard, and what became of the last one. */
export type Acting = {
  readonly sent: Act | null;
  readonly failure: AskFailure | null;
  readonly answer: ActAnswer | null;
  act<A extends Act>(verb: A, body: ActBody<A>): Promise<boolean>;
};

/** Sends acts, one at a time: a second tap while the first is on its way is none. */
export function useActing(): Acting {
  const [sent, setSent] = useState<Act | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [answer, setAnswer] = useState<ActAnswer | null>(null);
  const busy = useRef(false); // two taps can come before the page is drawn anew
  return {
    ...{ sent, failure, answer },
    async act(verb, body) {
      if (busy.current) return false;
      busy.current = true;
      setSent(verb);
      setFailure(null);
      setAnswer(null);
      const answered = await ask<ActAnswer>('POST', `/api/acts/${verb}`, body, PATIENCE_MS);
      busy.current = false;
      setSent(null);
      if (answered.ok) setAnswer(answered.value);
      else setFailure(answered);
      return answered.ok;
    },
  };
}
