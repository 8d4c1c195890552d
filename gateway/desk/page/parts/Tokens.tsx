import { useState } from 'preact/hooks';
import type { ApiToken, Role } from '../../http/api/accessApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { useAsked } from '../state/asked.ts';
import { plan } from '../state/plan.ts';
import { day, dayTime, say, word } from '../state/speech.ts';
import { AskedPart } from './AskedPart.tsx';
import { HoldButton } from './HoldButton.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { RoleChoice } from './RoleChoice.tsx';

const DAYS = [30, 90, 365, 730] as const;

/** Programs that may ask desk, each with its role and its end; for an admin. What a token is, is shown once. */
export function Tokens() {
  const asked = useAsked<{ tokens: ApiToken[] }>('/api/tokens');
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [made, setMade] = useState<string | null>(null);
  const end = async (id: string) => {
    const answer = await ask('DELETE', `/api/tokens/${encodeURIComponent(id)}`);
    setFailure(answer.ok ? null : answer);
    asked.again();
  };
  const add = async (token: { label: string; role: Role; days: number }) => {
    const answer = await ask<{ token: string }>('POST', '/api/tokens', token);
    setFailure(answer.ok ? null : answer);
    setMade(answer.ok ? answer.value.token : null);
    asked.again();
    return answer.ok;
  };
  return (
    <section>
      <h2>{say('tokens.title')}</h2>
      <AskedPart asked={asked} rows={1}>
        {({ tokens }) => (
          <>
            {tokens.length === 0 && <p>{say('tokens.none')}</p>}
            <ul class="rows">
              {tokens.map((token) => (
                <Entry key={token.id} token={token} end={() => void end(token.id)} />
              ))}
            </ul>
          </>
        )}
      </AskedPart>
      <RefusalNote failure={failure} />
      {made !== null && (
        <p role="status">
          {say('tokens.made')} <code class="fingerprint">{made}</code>
        </p>
      )}
      <AddToken add={add} />
    </section>
  );
}

function Entry({ token, end }: { token: ApiToken; end: () => void }) {
  const { label, role, madeBy, until, lastUsed } = token;
  const zone = plan.value?.timeZone;
  return (
    <li class="what">
      <strong>{label}</strong>
      <small>
        {[
          word('ROLE_WORDS', role),
          ...(until === null ? [] : [say('settings.valid-until', { day: day(until, zone) })]),
          lastUsed === null ? say('tokens.unused') : say('sessions.last', { when: dayTime(lastUsed, zone) }),
          madeBy,
        ].join(' · ')}
      </small>
      <HoldButton held={end}>{say('tokens.end')}</HoldButton>
    </li>
  );
}

function AddToken({
  add,
}: {
  add: (token: { label: string; role: Role; days: number }) => Promise<boolean>;
}) {
  const [label, setLabel] = useState('');
  const [role, setRole] = useState<Role>('viewer');
  const [days, setDays] = useState<number>(365);
  return (
    <details>
      <summary>{say('tokens.add')}</summary>
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void add({ label, role, days }).then((done) => done && setLabel(''));
        }}
      >
        <label for="token-label">{say('tokens.label')}</label>
        <input
          id="token-label"
          type="text"
          required
          maxLength={40}
          autocomplete="off"
          value={label}
          onInput={(event: InputEvent) => setLabel((event.currentTarget as HTMLInputElement).value)}
        />
        <RoleChoice id="token-role" role={role} choose={setRole} />
        <label for="token-days">{say('tokens.for')}</label>
        <select
          id="token-days"
          value={days}
          onChange={(event: Event) => setDays(Number((event.currentTarget as HTMLSelectElement).value))}
        >
          {DAYS.map((n) => (
            <option key={n} value={n}>
              {say('span.d', { n })}
            </option>
          ))}
        </select>
        <div class="actions">
          <button type="submit">{say('tokens.add')}</button>
        </div>
      </form>
    </details>
  );
}
