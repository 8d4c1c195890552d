import { useState } from 'preact/hooks';
import { actorText } from '../state/actor.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { may, me } from '../state/me.ts';
import { screen } from '../state/now.ts';
import { say } from '../state/speech.ts';
import { RefusalNote } from './RefusalNote.tsx';
import { endText } from './Strips.tsx';

/** A changed site runs on trial, and goes back by itself. Only a page that was loaded after the change may keep it: it has seen that all still works. */
export function TrialStrip() {
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const trial = screen.value?.trial ?? null;
  if (trial === null) return null;
  const send = async (what: 'keep' | 'revert', body: object) => {
    setBusy(true);
    const answer = await ask('POST', `/api/site/${what}`, body);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
  };
  const { revision } = trial;
  const loaded = me.value?.site ?? null;
  return (
    <div class="strip calm">
      <span>{say('trial.runs', { by: actorText(trial.by), time: endText(trial.until) })}</span>
      {may('installer') && (
        <>
          {loaded === revision ? (
            <button type="button" disabled={busy} onClick={() => void send('keep', { revision, loaded })}>
              {say('trial.keep')}
            </button>
          ) : (
            <button type="button" onClick={() => location.reload()}>
              {say('trial.load')}
            </button>
          )}
          <button type="button" disabled={busy} onClick={() => void send('revert', { revision })}>
            {say('trial.revert')}
          </button>
        </>
      )}
      <RefusalNote failure={failure} reading />
    </div>
  );
}
