import { useState } from 'preact/hooks';
import type { BoxFile, SiteNow, SitePreviewed } from '../../http/api/siteApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { say } from '../state/speech.ts';
import { ApplyOnTrial } from './ApplyOnTrial.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { SiteChange } from './SiteChange.tsx';

const SEALED = 'age-encryption.org/v1';
const MOST_BYTES = 4_000_000;

type Taken = {
  readonly gateway: string;
  readonly base: string;
  readonly preview: SitePreviewed;
  readonly profiles: readonly string[]; // those that this box does not have so
};

/** This box as a file, and the file of another one taken over: looked at in words, then on trial like every change. */
export function BoxBackup() {
  const [taken, setTaken] = useState<Taken | null>(null);
  const [wrong, setWrong] = useState<'backup.foreign' | 'backup.is-sealed' | null>(null);
  const [own, setOwn] = useState<string | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async <T,>(method: string, path: string, body?: object): Promise<T | null> => {
    const answer = await ask<T>(method, path, body);
    setFailure(answer.ok ? null : answer);
    return answer.ok ? answer.value : null;
  };
  const look = async (file: File) => {
    setTaken(null);
    setFailure(null);
    const text = file.size > MOST_BYTES ? '' : await file.text();
    const box = boxOf(text);
    setWrong(box !== null ? null : text.startsWith(SEALED) ? 'backup.is-sealed' : 'backup.foreign');
    if (box === null) return;
    setBusy(true);
    const [here, site] = [await send<BoxFile>('GET', '/api/box'), await send<SiteNow>('GET', '/api/site')];
    const base = site?.revision ?? '';
    const change = { base, text: box.site, ofAnotherBox: true };
    const preview =
      here === null || site === null ? null : await send<SitePreviewed>('POST', '/api/site/preview', change);
    setBusy(false);
    if (here === null || preview === null) return;
    const profiles = Object.keys(box.profiles).filter((id) => here.profiles[id] !== box.profiles[id]);
    setOwn(here.gateway);
    setTaken({ gateway: box.gateway, base, preview, profiles });
  };
  const apply = async ({ base, preview }: Taken, reason: string | undefined) => {
    setBusy(true);
    const now = await send<SiteNow>('POST', '/api/site/apply', { base, text: preview.text, reason });
    setBusy(false);
    if (now === null) return;
    setTaken(null);
    scrollTo(0, 0); // above stands until when it is on trial
  };
  return (
    <section>
      <h2>{say('backup.title')}</h2>
      <p>
        <a class="button" href="/api/box" download>
          {say('backup.download')}
        </a>
      </p>
      <small>{say('backup.without')}</small>
      <small>{say('backup.sealed')}</small>
      <label for="box-file">{say('backup.take')}</label>
      <input
        id="box-file"
        type="file"
        accept=".json,.age,application/json"
        disabled={busy}
        onChange={(event: Event) => {
          const input = event.currentTarget as HTMLInputElement;
          const [file] = input.files ?? [];
          if (file !== undefined) void look(file);
          input.value = ''; // the same file may be chosen again
        }}
      />
      {busy && <p role="status">{say('frame.loading')}</p>}
      {wrong !== null && (
        <p class="refusal" role="alert">
          {say(wrong)}
        </p>
      )}
      <RefusalNote failure={failure} />
      {taken !== null && (
        <>
          <h3>{say('backup.of', { gateway: taken.gateway })}</h3>
          <p>{say('backup.stays', { gateway: own ?? '' })}</p>
          {taken.profiles.length > 0 && (
            <p class="refusal">{say('backup.profiles', { ids: taken.profiles.join(', ') })}</p>
          )}
          <SiteChange preview={taken.preview} />
          <ApplyOnTrial preview={taken.preview} busy={busy} apply={(reason) => void apply(taken, reason)} />
        </>
      )}
    </section>
  );
}

/** What is in the file of a box; null: it is none. */
function boxOf(text: string): Pick<BoxFile, 'gateway' | 'site' | 'profiles'> | null {
  try {
    const { format, gateway, site, profiles } = JSON.parse(text) as Partial<Record<keyof BoxFile, unknown>>;
    if (format !== 'lifeline-box/1' || typeof gateway !== 'string' || typeof site !== 'string') return null;
    return { gateway, site, profiles: (profiles ?? {}) as BoxFile['profiles'] };
  } catch {
    return null;
  }
}
