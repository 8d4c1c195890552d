import { useEffect } from 'preact/hooks';
import type { Me } from '../../http/api/accessApi.ts';
import { Later } from '../parts/Later.tsx';
import { Link } from '../parts/Link.tsx';
import { ask } from '../state/ask.ts';
import { follow, guardAlive, lostSince, screen } from '../state/now.ts';
import { placeOf, wrongOf } from '../state/sentence.ts';
import { clockTime, language, named, say, speak } from '../state/speech.ts';
import { way } from '../state/way.ts';
import { Alarms } from './Alarms.tsx';
import { AlarmView } from './AlarmView.tsx';
import { Overview } from './Overview.tsx';

/** What stands around every view: the building, the strips that nobody may miss, and the way to the others. */
export function Frame({ me, left }: { me: Me; left: () => void }) {
  useEffect(() => follow(() => void ask('GET', '/api/me').then((answer) => answer.ok || left())), [left]);
  const now = screen.value;
  const count = now === null ? 0 : wrongOf(now).length;
  const path = way.value;
  return (
    <div class={lostSince.value === null ? 'live' : 'stale'}>
      <header>
        <strong>{now === null ? 'Lifeline' : named(now.gateway.name)}</strong>
        <span>{me.name}</span>
        <LanguageButton />
        <button type="button" onClick={() => void ask('POST', '/api/logout').then(left)}>
          {say('frame.logout')}
        </button>
      </header>
      <Strips />
      {now === null && lostSince.value === null && guardAlive.value ? (
        <main>
          <p>{say('frame.loading')}</p>
        </main>
      ) : (
        <View path={path} />
      )}
      <nav>
        <Link to="/" here={path === '/'}>
          {say('frame.overview')}
        </Link>
        <Link to="/alarms" here={path.startsWith('/alarms')}>
          {say('frame.alarms')}
          {count > 0 && ` (${count})`}
        </Link>
        {(me.role === 'installer' || me.role === 'admin') && (
          <Link to="/commission" here={path === '/commission'}>
            {say('frame.commission')}
          </Link>
        )}
      </nav>
    </div>
  );
}

const commission = () => import('../commission/Commission.tsx').then((loaded) => loaded.Commission);

/** The other language. */
export function LanguageButton() {
  return (
    <button type="button" onClick={() => void speak(language.value === 'zh' ? 'en' : 'zh')}>
      {say('frame.language')}
    </button>
  );
}

function View({ path }: { path: string }) {
  if (path.startsWith('/alarms/'))
    return <AlarmView occurrence={decodeURIComponent(path.slice('/alarms/'.length))} />;
  if (path === '/commission') return <Later load={commission} />;
  return path === '/alarms' ? <Alarms /> : <Overview />;
}

function Strips() {
  const now = screen.value;
  const heard = now?.alarms.find(({ sounding }) => sounding);
  return (
    <>
      {lostSince.value !== null && (
        <p class="strip hatched" role="alert">
          {say('frame.lost', { time: clockTime(lostSince.value) })}
        </p>
      )}
      {!guardAlive.value && (
        <p class="strip hatched" role="alert">
          {say('frame.guard-away')}
        </p>
      )}
      {heard !== undefined && (
        <p class="strip sounding" role="alert">
          {say('frame.sounding', { what: `${named(placeOf(heard))} · ${named(heard.ruleName)}` })}
        </p>
      )}
    </>
  );
}
