import { useState } from 'preact/hooks';
import type { DeskPerson, Role } from '../../http/api/accessApi.ts';
import { type AskFailure, ask } from '../state/ask.ts';
import { useAsked } from '../state/asked.ts';
import { me } from '../state/me.ts';
import { plan } from '../state/plan.ts';
import { dayTime, language, say, word } from '../state/speech.ts';
import { AskedPart } from './AskedPart.tsx';
import { HoldButton } from './HoldButton.tsx';
import { PasswordOf } from './PasswordForm.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { RoleChoice } from './RoleChoice.tsx';

type Added = Pick<DeskPerson, 'name' | 'role' | 'language'> & { readonly password: string };
type Changed = { readonly role?: Role; readonly disabled?: boolean };

/** Who may log in and do what; for an admin. */
export function People() {
  const asked = useAsked<{ people: DeskPerson[] }>('/api/people');
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const change = async (method: string, path: string, body?: Added | Changed) => {
    const answer = await ask(method, path, body);
    setFailure(answer.ok ? null : answer);
    asked.again();
    return answer.ok;
  };
  return (
    <section>
      <h2>{say('people.title')}</h2>
      <AskedPart asked={asked} rows={2}>
        {({ people }) => (
          <ul class="rows">
            {people.map((person) => (
              <li key={person.id} class="what">
                <strong>{person.name}</strong>
                <small>
                  {word('ROLE_WORDS', person.role)}
                  {person.disabled !== null && ` · ${say('people.disabled')}`}
                  {person.lastSeen !== null &&
                    ` · ${say('sessions.last', { when: dayTime(person.lastSeen, plan.value?.timeZone) })}`}
                </small>
                {person.id !== me.value?.person && (
                  <>
                    <RoleChoice
                      id={`role-${person.id}`}
                      role={person.role}
                      choose={(role) =>
                        void change('PATCH', `/api/people/${encodeURIComponent(person.id)}`, { role })
                      }
                    />
                    <PasswordOf person={person.id} />
                    <div class="pair">
                      <button
                        type="button"
                        onClick={() =>
                          void change('PATCH', `/api/people/${encodeURIComponent(person.id)}`, {
                            disabled: person.disabled === null,
                          })
                        }
                      >
                        {say(person.disabled === null ? 'people.disable' : 'people.enable')}
                      </button>
                      <HoldButton
                        held={() => void change('DELETE', `/api/people/${encodeURIComponent(person.id)}`)}
                      >
                        {say('people.remove')}
                      </HoldButton>
                    </div>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </AskedPart>
      <RefusalNote failure={failure} />
      <AddPerson add={(person) => change('POST', '/api/people', person)} />
    </section>
  );
}

function AddPerson({ add }: { add: (person: Added) => Promise<boolean> }) {
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('operator');
  const typed = (set: (text: string) => void) => (event: InputEvent) =>
    set((event.currentTarget as HTMLInputElement).value);
  return (
    <details>
      <summary>{say('people.add')}</summary>
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void add({ name, password, role, language: language.value }).then((done) => {
            if (!done) return;
            setName('');
            setPassword('');
          });
        }}
      >
        <label for="new-name">{say('login.name')}</label>
        <input
          id="new-name"
          type="text"
          required
          maxLength={40}
          autocomplete="off"
          value={name}
          onInput={typed(setName)}
        />
        <label for="new-password">{say('claim.password')}</label>
        <input
          id="new-password"
          type="password"
          required
          minLength={10}
          autocomplete="new-password"
          value={password}
          onInput={typed(setPassword)}
        />
        <small>{say('claim.password-rule')}</small>
        <RoleChoice id="new-role" role={role} choose={setRole} />
        <div class="actions">
          <button type="submit">{say('people.add')}</button>
        </div>
      </form>
    </details>
  );
}
