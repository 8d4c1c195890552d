import { useState } from 'preact/hooks';
import type { PageScreen } from '../../http/api/liveApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { may, me } from '../state/me.ts';
import { nowMono } from '../state/now.ts';
import { say } from '../state/speech.ts';
import { RefusalNote } from './RefusalNote.tsx';

type Trial = NonNullable<PageScreen['trial']>;

/**
 * That a changed site runs on trial, how long still, and the way to keep it or to go back. Only a page that was loaded after the change may
 * keep it: it has shown that the box can still be reached.
 */
export function TrialStrip({ trial }: { trial: Trial }) {
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const leftS = Math.max(0, Math.round((trial.until - nowMono.value) / 1000));
  const left = `${Math.floor(leftS / 60)}:${String(leftS % 60).padStart(2, '0')}`;
  const loaded = me.value?.site ?? null;
  const send = async (verb: 'keep' | 'revert', body: object) => {
    setBusy(true);
    const answer = await ask('POST', `/api/site/${verb}`, body);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
  };
  return (
    <div class="strip calm" role="status">
      <span>{say('trial.runs', { left, by: trial.by })}</span>
      {may('installer') && (
        <>
          {loaded === trial.revision ? (
            <button
              type="button"
              id="keep-site"
              disabled={busy}
              onClick={() => void send('keep', { revision: trial.revision, loaded })}
            >
              {say('trial.keep')}
            </button>
          ) : (
            <button type="button" id="reload-site" onClick={() => location.reload()}>
              {say('trial.reload')}
            </button>
          )}
          <button
            type="button"
            disabled={busy}
            onClick={() => void send('revert', { revision: trial.revision })}
          >
            {say('trial.revert')}
          </button>
        </>
      )}
      <RefusalNote failure={failure} reading />
    </div>
  );
}
