import { useEffect, useRef, useState } from 'preact/hooks';
import type { ClaimAsk, DeskHello, LoginAsk, Me } from '../../http/api/accessApi.ts';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { language, say } from '../state/speech.ts';

/** A claim code as a QR code brings it. */
const CODE = /^#c=([A-Za-z0-9-]{12,14})$/;

type Entered = { readonly entered: (me: Me) => void };

/** Sends a form; what was typed stays where it fails. */
function useSending<B>(path: string, { entered }: Entered) {
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const [busy, setBusy] = useState(false);
  const send = async (body: B) => {
    setBusy(true);
    setFailure(null);
    const answer = await ask<Me>('POST', path, body);
    setBusy(false);
    if (answer.ok) entered(answer.value);
    else setFailure(answer);
  };
  return { failure, busy, send };
}

/** The claim code of the label, and who the first person is, or (`anew`) another administrator. A QR code brings the code in the fragment. */
export function Claim({ entered, anew = false }: Entered & { readonly anew?: boolean }) {
  const [code, setCode] = useState(CODE.exec(location.hash)?.[1] ?? '');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const { failure, busy, send } = useSending<ClaimAsk>('/api/claim', { entered });
  return (
    <main>
      <h1>{say(anew ? 'claim.anew' : 'claim.title')}</h1>
      {anew && <p>{say('claim.anew-what')}</p>}
      <form
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          void send({ code, name, password, language: language.value });
        }}
      >
        <Field id="code" label={say('claim.code')} value={code} set={setCode} complete="one-time-code" />
        <Field id="name" label={say('claim.name')} value={name} set={setName} complete="username" />
        <Field
          id="password"
          label={say('claim.password')}
          hint={say('claim.password-rule')}
          value={password}
          set={setPassword}
          complete="new-password"
          least={10}
        />
        <RefusalNote failure={failure} />
        <div class="actions">
          <button type="submit" class="primary" disabled={busy}>
            {say('claim.finish')}
          </button>
        </div>
      </form>
    </main>
  );
}

/** Who is known comes in here. */
export function Login({
  entered,
  hello,
  claim,
}: Entered & { readonly hello: DeskHello; readonly claim: () => void }) {
  return (
    <main>
      <h1>{say('login.title')}</h1>
      {CODE.test(location.hash) && <p>{say('login.owned')}</p>}
      <LoginForm entered={entered} known="" />
      <Lost hello={hello} claim={claim} />
    </main>
  );
}

/** Over everything that is open, and hides it: the session has ended. What was typed below is there for who comes in again. */
export function LoginOver({ entered, name }: Entered & { readonly name: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      class="whole"
      aria-labelledby="over-title"
      onCancel={(event: Event) => event.preventDefault()}
    >
      <h1 id="over-title">{say('login.title')}</h1>
      <p>{say('login.over')}</p>
      <LoginForm entered={entered} known={name} />
    </dialog>
  );
}

function LoginForm({ entered, known }: Entered & { readonly known: string }) {
  const [name, setName] = useState(known);
  const [password, setPassword] = useState('');
  const { failure, busy, send } = useSending<LoginAsk>('/api/login', { entered });
  return (
    <form
      onSubmit={(event: SubmitEvent) => {
        event.preventDefault();
        void send({ name, password });
      }}
    >
      <Field id="name" label={say('login.name')} value={name} set={setName} complete="username" />
      <Field
        id="password"
        label={say('claim.password')}
        value={password}
        set={setPassword}
        complete="current-password"
      />
      <RefusalNote failure={failure} />
      <div class="actions">
        <button type="submit" class="primary" disabled={busy}>
          {say('login.send')}
        </button>
      </div>
    </form>
  );
}

const LOOK_EVERY_MS = 3_000;

/** What helps who has no password any more. While it is open it looks whether the button was held meanwhile. */
function Lost({ hello, claim }: { readonly hello: DeskHello; readonly claim: () => void }) {
  const [isOpen, setOpen] = useState(false);
  const [now, setNow] = useState(hello);
  useEffect(() => {
    if (!isOpen) return;
    const look = () =>
      void ask<DeskHello>('GET', '/api/hello').then((answer) => answer.ok && setNow(answer.value));
    look();
    const timer = setInterval(look, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [isOpen]);
  return (
    <details onToggle={(event: Event) => setOpen((event.currentTarget as HTMLDetailsElement).open)}>
      <summary>{say('login.lost')}</summary>
      <p>{say(`login.lost-${now.reset}`)}</p>
      {now.claimable && (
        <button type="button" onClick={claim}>
          {say('login.lost-open')}
        </button>
      )}
    </details>
  );
}

function Field(props: {
  id: string;
  label: string;
  hint?: string;
  value: string;
  set: (value: string) => void;
  complete: string;
  least?: number;
}) {
  const { id, label, hint, value, set, complete, least } = props;
  const [isShown, show] = useState(false);
  const common = {
    ...{ id, name: id, value, required: true },
    autocomplete: complete,
    ...(least === undefined ? {} : { minLength: least }),
    onInput: (event: InputEvent) => set((event.currentTarget as HTMLInputElement).value),
  };
  const isSecret = complete.endsWith('password');
  return (
    <>
      <label for={id}>{label}</label>
      {isSecret ? (
        // whoever makes the first password on a phone must see what it became: nobody else can come in
        <span class="secret">
          {isShown ? <input type="text" {...common} /> : <input type="password" {...common} />}
          <button type="button" aria-pressed={isShown} aria-controls={id} onClick={() => show(!isShown)}>
            {say('claim.show')}
          </button>
        </span>
      ) : (
        <input type="text" {...common} />
      )}
      {hint !== undefined && <small>{hint}</small>}
    </>
  );
}
