import { useState } from 'preact/hooks';
import { type AskAnswer, type AskFailure, ask } from '../state/ask.ts';
import { say } from '../state/speech.ts';
import { RefusalNote } from './RefusalNote.tsx';

/** Another password for oneself, with the old one. */
export function OwnPassword() {
  return (
    <PasswordForm
      id="own-password"
      title={say('password.own')}
      asksOld
      send={(old, fresh) => ask('PATCH', '/api/me', { password: { old, new: fresh } })}
    />
  );
}

/** Another password for somebody who has lost theirs; for an admin. */
export function PasswordOf({ person }: { person: string }) {
  return (
    <PasswordForm
      id={`password-${person}`}
      title={say('password.of')}
      send={(_old, password) => ask('PATCH', `/api/people/${encodeURIComponent(person)}`, { password })}
    />
  );
}

function PasswordForm(props: {
  id: string;
  title: string;
  asksOld?: boolean;
  send: (old: string, fresh: string) => Promise<AskAnswer<unknown>>;
}) {
  const { id, title, asksOld = false, send } = props;
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [done, setDone] = useState(false);
  const [busy, setBusy] = useState(false);
  const typed = (set: (text: string) => void) => (event: InputEvent) => {
    set((event.currentTarget as HTMLInputElement).value);
    setDone(false);
  };
  const change = async () => {
    setBusy(true);
    const answer = await send(old, fresh);
    setBusy(false);
    setFailure(answer.ok ? null : answer);
    setDone(answer.ok);
    if (!answer.ok) return;
    setOld('');
    setFresh('');
  };
  return (
    <details>
      <summary>{title}</summary>
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void change();
        }}
      >
        {asksOld && (
          <>
            <label for={`${id}-old`}>{say('password.old')}</label>
            <input
              id={`${id}-old`}
              type="password"
              required
              autocomplete="current-password"
              value={old}
              onInput={typed(setOld)}
            />
          </>
        )}
        <label for={id}>{say('password.new')}</label>
        <input
          id={id}
          type="password"
          required
          minLength={10}
          maxLength={200}
          autocomplete="new-password"
          value={fresh}
          onInput={typed(setFresh)}
        />
        <small>{say('claim.password-rule')}</small>
        <RefusalNote failure={failure} />
        {done && <p role="status">{say('password.done')}</p>}
        <div class="actions">
          <button type="submit" disabled={busy}>
            {title}
          </button>
        </div>
      </form>
    </details>
  );
}
