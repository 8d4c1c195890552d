import './look/base.css';
import './look/frame.css';
import './look/parts.css';
import './look/views.css';
import './look/wizard.css';
import './look/demo.css';
import { render } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { DeskHello, Me } from '../http/api/accessApi.ts';
import { Loading } from './parts/AskedPart.tsx';
import { ask, isNobody } from './state/ask.ts';
import { enterDemo } from './state/demo.ts';
import { language, say, speak } from './state/speech.ts';
import { go } from './state/way.ts';
import { Claim, Login, LoginOver } from './views/Enter.tsx';
import { Frame, LanguageButton } from './views/Frame.tsx';

type Where = 'asking' | 'away' | 'claim' | 'claim-anew' | DeskHello | Me;

const AGAIN_MS = 5_000;

/** The page: who is there first, then what is the case. */
function Page() {
  const [where, setWhere] = useState<Where>('asking');
  const [over, setOver] = useState(false); // the session has ended, and somebody may have typed something
  const find = useCallback(async () => {
    setOver(false);
    const shown = await enterDemo();
    if (shown !== null) return setWhere(shown);
    const me = await ask<Me>('GET', '/api/me');
    if (me.ok) return setWhere(me.value);
    const hello = isNobody(me) ? await ask<DeskHello>('GET', '/api/hello') : me;
    setWhere(hello.ok ? (hello.value.claimed ? hello.value : 'claim') : 'away');
  }, []);
  const left = useCallback(() => void find(), [find]);
  const ended = useCallback(() => setOver(true), []);
  useEffect(() => void find(), [find]);
  useEffect(() => {
    if (where !== 'away') return;
    const timer = setInterval(left, AGAIN_MS); // a page on a wall has nobody who taps
    return () => clearInterval(timer);
  }, [where, left]);
  const entered = (me: Me) => {
    history.replaceState(null, '', location.pathname); // the claim code is used up
    setOver(false);
    setWhere(me);
    if (location.pathname === '/login') go('/');
  };
  if (where === 'asking')
    return (
      <>
        <header>
          <strong>Lifeline</strong>
        </header>
        <Loading />
      </>
    );
  if (where === 'away')
    return (
      <main>
        <p role="alert">{say('frame.no-answer')}</p>
        <button type="button" onClick={left}>
          {say('frame.try-again')}
        </button>
      </main>
    );
  if (typeof where === 'object' && 'person' in where)
    return (
      <>
        <Frame key={where.person} me={where} left={left} ended={ended} over={over} />
        {/* who comes in again has not loaded the page since: it proves nothing of a site on trial */}
        {over && <LoginOver name={where.name} entered={(me) => entered({ ...me, site: where.site })} />}
      </>
    );
  return (
    <>
      <header>
        <strong>Lifeline</strong>
        <LanguageButton />
      </header>
      {typeof where === 'object' ? (
        <Login entered={entered} hello={where} claim={() => setWhere('claim-anew')} />
      ) : (
        <Claim entered={entered} anew={where === 'claim-anew'} />
      )}
    </>
  );
}

const place = document.getElementById('page');
if (place !== null) void speak(language.value).then(() => render(<Page />, place));
