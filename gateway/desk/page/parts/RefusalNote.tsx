import type { AskFailure } from '../state/ask.ts';
import { named, say } from '../state/speech.ts';

/** Why something was not done, what to do, and the id under which it stands in the log. `reading`: nothing was typed that could be lost. */
export function RefusalNote({ failure, reading }: { failure: AskFailure | null; reading?: boolean }) {
  if (failure === null) return null;
  const { refusal } = failure;
  if (refusal === null)
    return (
      <p class="refusal" role="alert">
        {say(reading === true ? 'frame.no-answer-reading' : 'frame.no-answer')}
      </p>
    );
  return (
    <p class="refusal" role="alert">
      <strong>{named(refusal.what)}</strong>
      {refusal.hint === null ? '' : ` ${named(refusal.hint)}`}
      <small>{say('frame.error-id', { id: refusal.id })}</small>
    </p>
  );
}
