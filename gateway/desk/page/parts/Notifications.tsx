import { useState } from 'preact/hooks';
import type { NotificationEntry } from '../../http/api/settingsApi.ts';
import type { EditOfSite } from '../commission/siteEdits.ts';
import { language, say, word } from '../state/speech.ts';
import { Field } from './Field.tsx';
import { TroubleNote } from './TroubleNote.tsx';
import { TryEdits } from './TryEdits.tsx';

const SEVERITIES = ['red', 'orange', 'yellow', 'blue'] as const;

/** Who is told of alarms elsewhere, whether it reaches them, and how somebody is added or told no more: a change of the site, on trial. */
export function Notifications({ told, again }: { told: readonly NotificationEntry[]; again: () => void }) {
  const [leaving, setLeaving] = useState<string | null>(null);
  return (
    <section>
      <h2>{say('notify.title')}</h2>
      {told.length === 0 && <p>{say('notify.none')}</p>}
      <ul class="rows">
        {told.map((one) => (
          <li key={one.id} class="what">
            <strong>{one.id}</strong>
            <small>
              {[
                `${say(`notify.${one.to}`)}: ${one.where}`,
                say('notify.from', { severity: word('SEVERITY_WORDS', one.minSeverity) }),
              ].join(' · ')}
            </small>
            <TroubleNote of={one} />
            <button
              type="button"
              aria-expanded={leaving === one.id}
              onClick={() => setLeaving(leaving === one.id ? null : one.id)}
            >
              {say('notify.remove')}
            </button>
            {leaving === one.id && <TryEdits edits={[{ path: ['notifications', one.id] }]} done={again} />}
          </li>
        ))}
      </ul>
      <details>
        <summary>{say('notify.add')}</summary>
        <NewNotification done={again} />
      </details>
    </section>
  );
}

const EMPTY = {
  ...{ id: '', url: '', server: '', from: '', recipients: '', username: '', secret: '' },
  minSeverity: 'orange',
};
type Filled = typeof EMPTY;

function NewNotification({ done }: { done: () => void }) {
  const [to, setTo] = useState<NotificationEntry['to']>('email');
  const [filled, setFilled] = useState(EMPTY);
  const field = (key: keyof Filled, name: string, lines?: number) => (
    <Field
      id={`notify-${key}`}
      name={name}
      value={filled[key]}
      set={(value) => setFilled({ ...filled, [key]: value })}
      {...(lines === undefined ? {} : { lines })}
    />
  );
  return (
    <div class="form">
      <label for="notify-to">{say('notify.how')}</label>
      <select
        id="notify-to"
        value={to}
        onChange={(event: Event) =>
          setTo((event.currentTarget as HTMLSelectElement).value as NotificationEntry['to'])
        }
      >
        <option value="email">{say('notify.email')}</option>
        <option value="webhook">{say('notify.webhook')}</option>
      </select>
      {field('id', say('notify.id'))}
      {to === 'webhook' ? (
        field('url', say('notify.url'))
      ) : (
        <>
          {field('recipients', say('notify.recipients'), 3)}
          {field('server', say('notify.server'))}
          {field('from', say('notify.sender'))}
          {field('username', say('notify.username'))}
        </>
      )}
      {field('secret', say('notify.secret'))}
      <small>{say('notify.secret-note')}</small>
      <label for="notify-severity">{say('notify.severity')}</label>
      <select
        id="notify-severity"
        value={filled.minSeverity}
        onChange={(event: Event) =>
          setFilled({ ...filled, minSeverity: (event.currentTarget as HTMLSelectElement).value })
        }
      >
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {word('SEVERITY_WORDS', severity)}
          </option>
        ))}
      </select>
      <TryEdits
        edits={newNotification(to, filled)}
        done={() => {
          setFilled(EMPTY);
          done();
        }}
      />
    </div>
  );
}

/** The entry as it is added; none while what it needs is missing. What nobody filled in is not written. */
function newNotification(to: NotificationEntry['to'], filled: Filled): readonly EditOfSite[] {
  const { id, url, server, from, recipients, username, secret, minSeverity } = Object.fromEntries(
    Object.entries(filled).map(([key, value]) => [key, value.trim()]),
  ) as Filled;
  const people = recipients.split(/[\s,;]+/).filter((one) => one !== '');
  const isFilled = id !== '' && (to === 'webhook' ? url !== '' : server !== '' && people.length > 0);
  if (!isFilled) return [];
  const value = {
    ...{ id, to },
    ...(to === 'webhook' ? { url } : { server, from, recipients: people }),
    ...(to === 'email' && username !== '' ? { username } : {}),
    ...(secret === '' ? {} : { secret }),
    ...{ minSeverity, language: language.value },
  };
  return [{ path: ['notifications', id], value }];
}
