import { Link } from '../parts/Link.tsx';
import { OwnSessions } from '../parts/OwnSessions.tsx';
import { OwnPassword } from '../parts/PasswordForm.tsx';
import { ask } from '../state/ask.ts';
import { allowSound, sound } from '../state/look.ts';
import { me } from '../state/me.ts';
import { plan } from '../state/plan.ts';
import { say, word } from '../state/speech.ts';

/** What there is no room for below: the other views, this device's own switches, and the way out. */
export function More({ left }: { left: () => void }) {
  const who = me.value;
  return (
    <main>
      <h1>{say('frame.more')}</h1>
      <ul class="rows joined">
        {(plan.value?.lifts.length ?? 0) > 0 && (
          <li>
            <Link to="/lifts">{say('frame.lifts')}</Link>
          </li>
        )}
        <li>
          <Link to="/log">{say('frame.log')}</Link>
        </li>
        <li>
          <Link to="/settings">{say('frame.settings')}</Link>
        </li>
      </ul>
      <section>
        <h2>{say('more.this-device')}</h2>
        <button type="button" aria-pressed={sound.value} onClick={() => allowSound(!sound.value)}>
          {say(sound.value ? 'more.sound-on' : 'more.sound-off')}
        </button>
        <small>{say('more.sound-note')}</small>
      </section>
      <section>
        <h2>
          {who?.name} <span class="count">{who === null ? '' : word('ROLE_WORDS', who.role)}</span>
        </h2>
        <button type="button" id="logout" onClick={() => void ask('POST', '/api/logout').then(left)}>
          {say('frame.logout')}
        </button>
        <OwnPassword />
      </section>
      <OwnSessions left={left} />
    </main>
  );
}
