import { useEffect, useRef, useState } from 'preact/hooks';
import type { AskFailure } from '../state/ask.ts';
import { say } from '../state/speech.ts';
import { RefusalNote } from './RefusalNote.tsx';
import { Heard } from './Strips.tsx';

const HOURS = [1, 4, 8, 24] as const;
const REASONS = ['reason.works', 'reason.replacing', 'reason.false', 'reason.test'] as const;
const LONGEST_S = 90 * 86_400;

/** What somebody gave with putting something aside. `forS`: seconds; null where it has no end of its own. */
export type AsideGiven = { readonly reason: string; readonly forS: number | null };

/**
 * Asks for the reason and the end before something is put aside: without them it would be forgotten. Stays open with what was typed when the
 * gateway refuses. `endless`: it is put back by hand.
 */
export function ReasonDialog(props: {
  title: string;
  what: string;
  next: string;
  endless?: boolean;
  failure: AskFailure | null;
  busy: boolean;
  send: (given: AsideGiven) => void;
  close: () => void;
}) {
  const { title, what, next, endless = false, failure, busy, send, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState<number | 'until'>(1);
  const [until, setUntil] = useState('');
  useEffect(() => dialog.current?.showModal(), []);
  const forS = endless ? null : hours === 'until' ? secondsUntil(until) : hours * 3600;
  const wrongEnd = !endless && (forS === null || forS < 1 || forS > LONGEST_S);
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="aside-title">
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          if (!wrongEnd && reason.trim() !== '') send({ reason: reason.trim(), forS });
        }}
      >
        <Heard />
        <h2 id="aside-title">{title}</h2>
        <p>{what}</p>
        <fieldset>
          <legend>{say('aside.reason')}</legend>
          <div class="chips">
            {REASONS.map((key) => (
              <button
                key={key}
                type="button"
                aria-pressed={reason === say(key)}
                onClick={() => setReason(say(key))}
              >
                {say(key)}
              </button>
            ))}
          </div>
          <label for="aside-reason">{say('aside.own-words')}</label>
          <input
            id="aside-reason"
            type="text"
            required
            maxLength={200}
            value={reason}
            onInput={(event: InputEvent) => setReason((event.currentTarget as HTMLInputElement).value)}
          />
        </fieldset>
        {!endless && (
          <fieldset>
            <legend>{say('aside.how-long')}</legend>
            <div class="chips">
              {HOURS.map((n) => (
                <button key={n} type="button" aria-pressed={hours === n} onClick={() => setHours(n)}>
                  {say('span.h', { n })}
                </button>
              ))}
              <button type="button" aria-pressed={hours === 'until'} onClick={() => setHours('until')}>
                {say('aside.until')}
              </button>
            </div>
            {hours === 'until' && (
              <>
                <label for="aside-until">{say('aside.until')}</label>
                <input
                  id="aside-until"
                  type="datetime-local"
                  required
                  value={until}
                  onInput={(event: InputEvent) => setUntil((event.currentTarget as HTMLInputElement).value)}
                />
                {until !== '' && wrongEnd && <p class="refusal">{say('aside.wrong-end')}</p>}
              </>
            )}
          </fieldset>
        )}
        <p class="next">{next}</p>
        <RefusalNote failure={failure} />
        <div class="actions">
          <button type="submit" class="primary" disabled={busy || wrongEnd || reason.trim() === ''}>
            {title}
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            {say('frame.cancel')}
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Of a local civil time; null while it is none. */
function secondsUntil(text: string): number | null {
  const ms = new Date(text).getTime();
  return Number.isNaN(ms) ? null : Math.round((ms - Date.now()) / 1000);
}
