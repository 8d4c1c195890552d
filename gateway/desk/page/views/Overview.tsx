import { AlarmRow } from '../parts/AlarmRow.tsx';
import { Loading } from '../parts/AskedPart.tsx';
import { BlindRow } from '../parts/BlindRow.tsx';
import { Fine } from '../parts/Fine.tsx';
import { later } from '../parts/Later.tsx';
import { Link } from '../parts/Link.tsx';
import { NoSensors } from '../parts/NoSensors.tsx';
import { guardAlive, lostSince, nowMono, screen, values } from '../state/now.ts';
import { overdueNow } from '../state/overdueCalibrations.ts';
import { plan } from '../state/plan.ts';
import { blindOf, isUnacknowledged, proofOf, sentences, standingOf, wrongOf } from '../state/sentence.ts';
import { say, span, spell } from '../state/speech.ts';

const SHOWN = 5;
const Recent = later(async () => (await import('./Log.tsx')).Recent);
const wide = matchMedia('(min-width: 1300px)');

/** What is the case: one sentence, then wrong, blind and fine, always in this order. */
export function Overview() {
  const now = screen.value;
  const lost = lostSince.value !== null;
  const reach = {
    lost,
    guardAlive: guardAlive.value,
    values: values.value.values(),
    overdue: overdueNow().length,
    empty: plan.value?.devices.every(({ annunciator }) => annunciator) === true,
  };
  const [first = '', ...others] = sentences(now, reach).map(spell);
  if (now === null && !lost && guardAlive.value) return <Loading />;
  if (now === null || !guardAlive.value)
    return (
      <main>
        <div class="sentence">
          <h1>{first}</h1>
          {!lost && <p>{say('frame.guard-away-hint')}</p>}
        </div>
      </main>
    );
  const wrong = wrongOf(now);
  const blind = blindOf(now);
  const open = wrong.find(isUnacknowledged) ?? standingOf(now).find(isUnacknowledged);
  return (
    <main class="overview">
      <div class="first">
        <div class="sentence" aria-live="polite">
          <h1>{first}</h1>
          {others.map((one) => (
            <p key={one}>{one}</p>
          ))}
        </div>
        {!lost && <Proof />}
        <NoSensors />
        <section>
          <Heading title={say('overview.wrong')} count={wrong.length} />
          <ul class="rows">
            {wrong.slice(0, SHOWN).map((alarm) => (
              <AlarmRow key={alarm.occurrence} alarm={alarm} />
            ))}
          </ul>
          {wrong.length > SHOWN && (
            <Link class="button" to="/alarms">
              {say('overview.all', { count: wrong.length })}
            </Link>
          )}
        </section>
        <section>
          <Heading title={say('overview.blind')} count={blind.length} />
          <ul class="rows">
            {blind.map((one) => (
              <BlindRow key={one.key} blind={one} />
            ))}
          </ul>
        </section>
      </div>
      <div>
        <Fine />
        {wide.matches && <Recent />}
      </div>
      {open !== undefined && (
        <div class="actions reach">
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
  return <p class="proof">{say('sentence.proof', { good, all, age: span(nowMono.value - oldestMono) })}</p>;
}
