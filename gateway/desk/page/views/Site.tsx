import { useState } from 'preact/hooks';
import type { SiteNow, SitePreviewed } from '../../http/api/siteApi.ts';
import { ApplyOnTrial } from '../parts/ApplyOnTrial.tsx';
import { AskedPart } from '../parts/AskedPart.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { SiteChange } from '../parts/SiteChange.tsx';
import { actorText } from '../state/actor.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { useAsked } from '../state/asked.ts';
import { screen } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { dayTime, say } from '../state/speech.ts';

/** The site file: changed as text, looked at before it is applied, on trial until somebody keeps it; and what was in force before. */
export function Site() {
  const trial = screen.value?.trial?.revision ?? null;
  const asked = useAsked<SiteNow>('/api/site', `${plan.value?.version} ${trial}`);
  return (
    <main>
      <p>
        <Link to="/settings">← {say('frame.settings')}</Link>
      </p>
      <h1>{say('site.title')}</h1>
      <AskedPart asked={asked} rows={8}>
        {(told) => <Editor told={told} again={asked.again} />}
      </AskedPart>
    </main>
  );
}

function Editor({ told, again }: { told: SiteNow; again: () => void }) {
  // what it was made from stays, also when somebody else changes the file meanwhile: desk then refuses, and nothing typed is lost
  const [base, setBase] = useState(told.revision);
  const [draft, setDraft] = useState(told.text);
  const [preview, setPreview] = useState<SitePreviewed | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const change = (text: string) => {
    setDraft(text);
    setPreview(null);
  };
  const send = async <T,>(path: string, body: object): Promise<T | null> => {
    setBusy(true);
    const answer = await ask<T>('POST', path, body);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    return answer.ok ? answer.value : null;
  };
  const open = async (revision: string) => {
    const answer = await ask<{ text: string }>('GET', `/api/site/versions/${revision}`);
    setFailure(answer.ok ? null : answer);
    if (!answer.ok) return;
    setBase(told.revision);
    change(answer.value.text);
    scrollTo(0, 0);
  };
  const apply = async (reason: string | undefined) => {
    const now = await send<SiteNow>('/api/site/apply', { base, text: draft, reason });
    if (now === null) return;
    setBase(now.revision);
    change(now.text);
    again();
    scrollTo(0, 0); // above stands until when it is on trial
  };
  return (
    <>
      {told.revision !== base && (
        <p class="refusal">
          {say('site.changed-meanwhile')}{' '}
          <button
            type="button"
            onClick={() => {
              setBase(told.revision);
              change(told.text);
            }}
          >
            {say('site.take-newer')}
          </button>
        </p>
      )}
      <label for="site-text">{say('site.text')}</label>
      <textarea
        id="site-text"
        rows={18}
        spellcheck={false}
        autocapitalize="off"
        value={draft}
        onInput={(event: InputEvent) => change((event.currentTarget as HTMLTextAreaElement).value)}
      />
      <p>
        <a href={`data:application/yaml;charset=utf-8,${encodeURIComponent(draft)}`} download="site.yaml">
          {say('site.download')}
        </a>
      </p>
      <label for="site-file">{say('site.upload')}</label>
      <input
        id="site-file"
        type="file"
        accept=".yaml,.yml,.json,text/*"
        onChange={(event: Event) =>
          void (event.currentTarget as HTMLInputElement).files?.[0]?.text().then(change)
        }
      />
      <div class="actions">
        <button
          type="button"
          id="preview-site"
          disabled={busy || draft === told.text}
          onClick={() =>
            void send<SitePreviewed>('/api/site/preview', { base, text: draft }).then(
              (looked) => looked !== null && setPreview(looked),
            )
          }
        >
          {say('site.preview')}
        </button>
      </div>
      {busy && <p role="status">{say('frame.loading')}</p>}
      <RefusalNote failure={failure} />
      {preview !== null && <SiteChange preview={preview} />}
      {preview !== null && (
        <ApplyOnTrial preview={preview} busy={busy} apply={(reason) => void apply(reason)} />
      )}
      <section>
        <h2>{say('site.history')}</h2>
        {told.versions.length === 0 && <p>{say('site.no-history')}</p>}
        <ol class="log">
          {told.versions.map(({ revision, utc, by, reason: why, state }, at) => (
            // the same text may have been in force more than once
            <li key={`${revision} ${at}`}>
              <span class="what">
                <span>{say(`site.${state}`)}</span>
                <small>
                  {dayTime(utc, plan.value?.timeZone)} · {by === 'file' ? say('site.by-file') : actorText(by)}
                  {why === null ? '' : ` · ${why}`}
                </small>
              </span>
              <button type="button" disabled={busy} onClick={() => void open(revision)}>
                {say('site.open')}
              </button>
            </li>
          ))}
        </ol>
      </section>
    </>
  );
}
