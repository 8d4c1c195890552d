import { useState } from 'preact/hooks';
import type { TrustEntry, TrustList } from '../../http/api/settingsApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { useAsked } from '../state/asked.ts';
import { may } from '../state/me.ts';
import { say } from '../state/speech.ts';
import { AskedPart } from './AskedPart.tsx';
import { HoldButton } from './HoldButton.tsx';
import { RefusalNote } from './RefusalNote.tsx';

type Store = TrustEntry['store'];

/** Which OPC UA clients, and which people with certificates, are believed; an admin decides. Nothing where there is no such server. */
export function TrustedClients() {
  const asked = useAsked<TrustList>('/api/opcua/trust');
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const send = async (path: string, body: object) => {
    const answer = await ask('POST', path, body);
    setFailure(answer.ok ? null : answer);
    asked.again();
    return answer.ok;
  };
  return (
    <AskedPart asked={asked} rows={1}>
      {({ served, certificates }) =>
        served && (
          <section>
            <h2>{say('trust.title')}</h2>
            {certificates.length === 0 ? <p>{say('trust.none')}</p> : <p>{say('trust.compare')}</p>}
            <ul class="rows">
              {certificates.map((entry) => (
                <Shown
                  key={`${entry.store} ${entry.thumbprint}`}
                  entry={entry}
                  decide={({ store, thumbprint, trusted }) =>
                    void send('/api/opcua/trust', { store, thumbprint, trusted: !trusted })
                  }
                />
              ))}
            </ul>
            <RefusalNote failure={failure} />
            {may('admin') && <AddFile add={(file) => send('/api/opcua/trust/files', file)} />}
          </section>
        )
      }
    </AskedPart>
  );
}

function Shown({ entry, decide }: { entry: TrustEntry; decide: (entry: TrustEntry) => void }) {
  const { store, trusted, thumbprint, subject, applicationUri, until, person } = entry;
  const whose =
    store === 'clients'
      ? say('trust.client')
      : person === null
        ? say('trust.nobody')
        : say('trust.person', { name: person });
  return (
    <li class="what">
      <strong>{applicationUri ?? subject}</strong>
      <small>
        {[say(trusted ? 'trust.trusted' : 'trust.rejected'), whose, say('trust.until', { day: until })].join(
          ' · ',
        )}
      </small>
      <small>{subject}</small>
      <small class="fingerprint">{thumbprint.replace(/(.{4})(?=.)/g, '$1 ')}</small>
      {may('admin') && (
        <HoldButton held={() => decide(entry)}>{say(trusted ? 'trust.reject' : 'trust.trust')}</HoldButton>
      )}
    </li>
  );
}

type AddedFile = { readonly store: Store; readonly name: string; readonly file: string };

function AddFile({ add }: { add: (file: AddedFile) => Promise<boolean> }) {
  const [store, setStore] = useState<Store>('clients');
  const taken = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.slice(0, 18_000).arrayBuffer());
    await add({ store, name: file.name.slice(0, 200), file: btoa(String.fromCharCode(...bytes)) });
    input.value = '';
  };
  return (
    <details>
      <summary>{say('trust.add')}</summary>
      <label for="trust-store">{say('trust.whose')}</label>
      <select
        id="trust-store"
        value={store}
        onChange={(event: Event) => setStore((event.currentTarget as HTMLSelectElement).value as Store)}
      >
        <option value="clients">{say('trust.client')}</option>
        <option value="people">{say('people.title')}</option>
      </select>
      <label for="trust-file">{say('trust.file')}</label>
      <input
        id="trust-file"
        type="file"
        accept=".pem,.der,.crt,.cer"
        onChange={(event: Event) => void taken(event.currentTarget as HTMLInputElement)}
      />
    </details>
  );
}
