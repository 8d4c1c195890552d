import { AlarmRow } from '../parts/AlarmRow.tsx';
import { Link } from '../parts/Link.tsx';
import { guardAlive, lostSince, nowMono, screen, values } from '../state/now.ts';
import { type Blind, blindOf, isPhrase, proofOf, sentences, wrongOf } from '../state/sentence.ts';
import { named, say, span, spell, word } from '../state/speech.ts';

const SHOWN = 5;

/** What is the case: one sentence, then wrong, blind and fine, always in this order. */
export function Overview() {
  const now = screen.value;
  const lost = lostSince.value !== null;
  const reach = { lost, guardAlive: guardAlive.value, values: values.value.values() };
  const [first = '', ...others] = sentences(now, reach).map(spell);
  if (now === null || !guardAlive.value)
    return (
      <main>
        <h1 class="sentence">{first}</h1>
        {!lost && <p>{say('frame.guard-away')}</p>}
      </main>
    );
  const wrong = wrongOf(now);
  const blind = blindOf(now);
  const open = wrong.find(({ to }) => to.includes('unacknowledged'));
  return (
    <main>
      <div class="sentence" aria-live="polite">
        <h1>{first}</h1>
        {others.map((one) => (
          <p key={one}>{one}</p>
        ))}
        {wrong.length === 0 && !lost && <Proof />}
      </div>
      <section>
        <Heading title={say('overview.wrong')} count={wrong.length} />
        <ul class="rows">
          {wrong.slice(0, SHOWN).map((alarm) => (
            <AlarmRow key={alarm.occurrence} alarm={alarm} />
          ))}
        </ul>
        {wrong.length > SHOWN && <Link to="/alarms">{say('overview.all', { count: wrong.length })}</Link>}
      </section>
      <section>
        <Heading title={say('overview.blind')} count={blind.length} />
        <ul class="rows">
          {blind.map((one) => (
            <BlindRow key={one.key} blind={one} />
          ))}
        </ul>
      </section>
      <Fine />
      {open !== undefined && (
        <div class="actions">
          <Link class="button primary" to={`/alarms/${encodeURIComponent(open.occurrence)}`}>
            {say('overview.open')}
          </Link>
        </div>
      )}
    </main>
  );
}

function Heading({ title, count }: { title: string; count: number }) {
  return (
    <h2>
      {title} <span class="count">{count === 0 ? say('overview.none') : count}</span>
    </h2>
  );
}

/** That all is well is worth nothing without the proof that it is watched. */
function Proof() {
  const { good, all, oldestMono } = proofOf(values.value.values());
  if (oldestMono === null) return null;
  return <p>{say('sentence.proof', { good, all, age: span(nowMono.value - oldestMono) })}</p>;
}

function BlindRow({ blind }: { blind: Blind }) {
  const state = word(blind.key.startsWith('line ') ? 'LINE_STATE_WORDS' : 'DEVICE_STATE_WORDS', blind.state);
  return (
    <li class="blind">
      <span class="hatch" aria-hidden="true" />
      <span class="what">
        <strong>{isPhrase(blind.title) ? spell(blind.title) : named(blind.title)}</strong>
        <small>
          {blind.sinceMono === null
            ? state
            : say('overview.blind-since', { state, span: span(nowMono.value - blind.sinceMono) })}
        </small>
      </span>
    </li>
  );
}

/** How many devices answer, and what the gateway says of itself. */
function Fine() {
  const { health, problems } = screen.value ?? { health: null, problems: [] };
  return (
    <section>
      <h2>
        {say('overview.fine')}{' '}
        <span class="count">{say('overview.zone', { count: health?.devices.online ?? 0 })}</span>
      </h2>
      {problems.length > 0 && (
        <details>
          <summary>
            {say('overview.gateway')} · {problems.length}
          </summary>
          <ul class="rows">
            {problems.map(({ code, where, what, hint }) => (
              <li key={`${code} ${where}`} class="what">
                <span>{named(what)}</span>
                <small>{hint === null ? '' : named(hint)}</small>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
