import { useState } from 'preact/hooks';
import type { SiteNow, SitePreviewed } from '../../http/api/siteApi.ts';
import type { EditOfSite } from '../commission/siteEdits.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { say } from '../state/speech.ts';
import { ApplyOnTrial } from './ApplyOnTrial.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { SiteChange } from './SiteChange.tsx';

type Looked = { readonly of: string; readonly base: string; readonly preview: SitePreviewed };

/**
 * What a form would change in the site: looked at in words, then taken up on trial. `edits`: none while the form is not filled in.
 * `done`: it is on trial.
 */
export function TryEdits({ edits, done }: { edits: readonly EditOfSite[]; done: () => void }) {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const of = JSON.stringify(edits);
  const shown = looked?.of === of ? looked : null; // something else was typed since
  const send = async <T,>(method: string, path: string, body?: object): Promise<T | null> => {
    const answer = await ask<T>(method, path, body);
    setFailure(answer.ok ? null : answer);
    return answer.ok ? answer.value : null;
  };
  const look = async () => {
    setBusy(true);
    const site = await send<SiteNow>('GET', '/api/site');
    const base = site?.revision ?? '';
    const preview =
      site === null ? null : await send<SitePreviewed>('POST', '/api/site/preview', { base, edits });
    setBusy(false);
    setLooked(preview === null ? null : { of, base, preview });
  };
  const apply = async (base: string, reason: string | undefined) => {
    setBusy(true);
    const now = await send<SiteNow>('POST', '/api/site/apply', { base, edits, reason });
    setBusy(false);
    if (now === null) return;
    setLooked(null);
    done();
    scrollTo(0, 0); // above stands until when it is on trial
  };
  return (
    <>
      <div class="actions">
        <button type="button" disabled={busy || edits.length === 0} onClick={() => void look()}>
          {say('site.preview')}
        </button>
      </div>
      <RefusalNote failure={failure} />
      {shown !== null && (
        <>
          <SiteChange preview={shown.preview} />
          <ApplyOnTrial
            preview={shown.preview}
            busy={busy}
            apply={(reason) => void apply(shown.base, reason)}
          />
        </>
      )}
    </>
  );
}
