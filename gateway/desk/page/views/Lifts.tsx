import { Fragment } from 'preact';
import { useState } from 'preact/hooks';
import type { LiftDays, LiftNow, LiftsNow, LiftTravel } from '../../http/api/liftsApi.ts';
import { AskedPart } from '../parts/AskedPart.tsx';
import { HoldButton } from '../parts/HoldButton.tsx';
import { LiftCar } from '../parts/LiftCar.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { whyNoActs } from '../parts/Strips.tsx';
import { useActing } from '../state/act.ts';
import { useAsked } from '../state/asked.ts';
import { guardAlive, nowMono } from '../state/now.ts';
import { deviceOf, plan } from '../state/plan.ts';
import { amount, dayTime, named, percent, say, span, withUnit, word } from '../state/speech.ts';

const LOOK_AGAIN_MS = 2_000;
const DAYS_AGAIN_MS = 60_000;
const TRIPS_AGAIN_MS = 10_000;
const TRIPS_SHOWN = 10;

/** All lifts, or the one that is named. They are read; nothing here moves a lift. */
export function Lifts({ id }: { id: string }) {
  const turn = Math.floor(nowMono.value / LOOK_AGAIN_MS);
  const lifts = useAsked<LiftsNow>('/api/lifts', turn);
  if (!guardAlive.value)
    return (
      <main>
        <h1>{say('frame.lifts')}</h1>
        <p>{say('frame.guard-away-hint')}</p>
      </main>
    );
  return (
    <main>
      {id !== '' && (
        <p>
          <Link to="/lifts">← {say('lifts.back')}</Link>
        </p>
      )}
      <h1>
        {id === '' ? say('frame.lifts') : named(plan.value?.lifts.find((lift) => lift.id === id)?.name ?? id)}
      </h1>
      <AskedPart asked={lifts} rows={5}>
        {({ lifts: all, now }) => {
          const shown = id === '' ? all : all.filter((lift) => lift.id === id);
          if (shown.length === 0) return <p>{say(id === '' ? 'lifts.none' : 'lifts.gone')}</p>;
          return shown.map((lift) => <OneLift key={lift.id} lift={lift} now={now} whole={id !== ''} />);
        }}
      </AskedPart>
    </main>
  );
}

/** What is said of people in the car while it stands, by phase. */
const TRAPPED = {
  suspected: 'lifts.maybe-trapped',
  confirmed: 'lifts.trapped',
  attended: 'lifts.attended',
} as const;

function OneLift({ lift, now, whole }: { lift: LiftNow; now: number; whole: boolean }) {
  const { act, sent, failure } = useActing();
  const { entrapment, faults, findings, silent } = lift;
  const Title = whole ? 'h2' : 'h3';
  const why = whyNoActs();
  const trapped = Object.entries(TRAPPED).find(([phase]) => phase === entrapment.phase)?.[1] ?? null;
  return (
    <article class="lift">
      {!whole && (
        <h2>
          <Link to={`/lifts/${encodeURIComponent(lift.id)}`}>{named(lift.name)}</Link>
        </h2>
      )}
      <p>
        {lift.place !== null && named(lift.place)}
        {lift.registration !== null && ` · ${say('lifts.registration', { number: lift.registration })}`}
      </p>
      {trapped !== null && (
        <div class="refusal" role="alert">
          <strong>
            {say(trapped)}
            {entrapment.sinceMono !== null &&
              ` · ${say('alarms.since', { span: span(now - entrapment.sinceMono) })}`}
          </strong>
          {!entrapment.known && <small>{say('lifts.trapped-before')}</small>}
          {entrapment.basis.length > 0 && (
            <small>
              {say('lifts.basis', {
                basis: entrapment.basis.map((one) => word('BASIS_WORDS', one)).join(' · '),
              })}
            </small>
          )}
          <HoldButton
            disabled={why !== null || sent !== null}
            held={() => void act('lift-free', { lift: lift.id })}
          >
            {say('lifts.free')}
          </HoldButton>
          <small>{why ?? say('lifts.free-next')}</small>
        </div>
      )}
      {entrapment.phase === 'resolved' && (
        <p>
          <strong>{say('lifts.over')}</strong>
          {entrapment.sinceMono !== null &&
            ` · ${say('alarms.since', { span: span(now - entrapment.sinceMono) })}`}
        </p>
      )}
      {(trapped !== null || entrapment.phase === 'resolved') && (
        <RescueSteps lift={lift.id} over={trapped === null} why={why} />
      )}
      {silent.length > 0 && (
        <p class="refusal">
          {say('lifts.silent', { devices: silent.map((id) => named(deviceOf(id)?.name ?? id)).join('、') })}
        </p>
      )}
      <LiftCar lift={lift} />
      {faults.length > 0 && (
        <section>
          <Title>{say('lifts.faults')}</Title>
          <ul class="plain">
            {faults.map(({ code, words, sinceMono }) => (
              <li key={code}>
                <strong>{named(words)}</strong> ({code})
                {sinceMono !== null && ` · ${say('alarms.since', { span: span(now - sinceMono) })}`}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <Title>{say('lifts.first-look')}</Title>
        {findings.length === 0 ? (
          <p>{say('lifts.no-findings')}</p>
        ) : (
          <ol class="plain">
            {findings.map(({ what, lookAt, grave }) => (
              <li key={what.en}>
                {grave ? <strong>{named(what)}</strong> : named(what)}
                {lookAt !== null && <small>{say('lifts.look-at', { what: named(lookAt) })}</small>}
              </li>
            ))}
          </ol>
        )}
      </section>
      {whole && <Papers id={lift.id} />}
      {whole && <Trips id={lift.id} />}
      {whole && <Days id={lift.id} />}
      {whole && (
        <section>
          <button
            type="button"
            disabled={why !== null || sent !== null}
            onClick={() => void act('lift-tested', { lift: lift.id })}
          >
            {say('lifts.tested')}
          </button>
          <small>{why ?? say('lifts.tested-next')}</small>
        </section>
      )}
      <RefusalNote failure={failure} reading />
    </article>
  );
}

const STEPS = {
  called: 'lifts.was-called',
  attended: 'lifts.has-come',
  released: 'lifts.let-out',
} as const;

/** Names that were typed and not sent yet, by lift: guard may be gone for a moment. */
const typed = new Map<string, string>();

/** Who was called, has come, and has let people out, for the papers. The last one ends it; the others end nothing. */
function RescueSteps({ lift, over, why }: { lift: string; over: boolean; why: string | null }) {
  const { act, sent, failure } = useActing();
  const [by, write] = useState(typed.get(lift) ?? '');
  const [told, setTold] = useState<string | null>(null);
  const setBy = (text: string) => {
    typed.set(lift, text);
    write(text);
  };
  const name = by.trim();
  const idle = why !== null || sent !== null || name === '';
  const tell = async (step: keyof typeof STEPS) => {
    setTold(null);
    if (!(await act('lift-rescue', { lift, step, by: name }))) return;
    setTold(say('lifts.step-told', { by: name, step: say(STEPS[step]) }));
    setBy('');
  };
  return (
    <fieldset class="rescue">
      <legend>{say('lifts.rescue')}</legend>
      <label>
        {say('lifts.rescue-who')}
        <input
          value={by}
          maxLength={200}
          autocomplete="off"
          onInput={({ currentTarget }) => setBy(currentTarget.value)}
        />
      </label>
      {(['called', 'attended'] as const).map((step) => (
        <button key={step} type="button" disabled={idle} onClick={() => void tell(step)}>
          {say(STEPS[step])}
        </button>
      ))}
      <HoldButton disabled={idle} held={() => void tell('released')}>
        {say(STEPS.released)}
      </HoldButton>
      <small role="status">{told ?? why ?? say(over ? 'lifts.rescue-late' : 'lifts.rescue-next')}</small>
      <RefusalNote failure={failure} reading />
    </fieldset>
  );
}

const PAPERS = ['mechanic', 'building', 'regulator'] as const;
const TONGUES = { en: 'English', zh: '中文' } as const;

/** The months on paper that have a day, for whoever is to read them, in either language. */
function Papers({ id }: { id: string }) {
  const turn = Math.floor(nowMono.value / DAYS_AGAIN_MS);
  const asked = useAsked<LiftDays>(`/api/lifts/${encodeURIComponent(id)}/days`, turn);
  const [chosen, setChosen] = useState<string | null>(null);
  return (
    <section>
      <h2>{say('lifts.papers')}</h2>
      <AskedPart asked={asked} rows={3}>
        {({ days }) => {
          const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))].filter((one) =>
            MONTH.test(one),
          );
          // the day that runs is on no paper yet
          const last = (days.at(-2) ?? days.at(-1))?.day.slice(0, 7);
          const month = chosen ?? months.find((one) => one === last) ?? months.at(-1);
          if (month === undefined) return <p>{say('lifts.no-days')}</p>;
          return (
            <>
              <label>
                {say('lifts.papers-month')}
                <select value={month} onChange={({ currentTarget }) => setChosen(currentTarget.value)}>
                  {months.toReversed().map((one) => (
                    <option key={one}>{one}</option>
                  ))}
                </select>
              </label>
              <ul class="plain">
                {PAPERS.map((reader) => (
                  <li key={reader}>
                    {say(`lifts.paper-${reader}`)}
                    {Object.entries(TONGUES).map(([tongue, name]) => (
                      <Fragment key={tongue}>
                        {' · '}
                        <a
                          href={`/api/lifts/${encodeURIComponent(id)}/paper?reader=${reader}&language=${tongue}&month=${month}`}
                          target="_blank"
                          rel="noreferrer"
                          lang={tongue}
                        >
                          {name}
                        </a>
                      </Fragment>
                    ))}
                  </li>
                ))}
              </ul>
            </>
          );
        }}
      </AskedPart>
      <small>{say('lifts.papers-next')}</small>
    </section>
  );
}

/** A gateway that never knew the date has days without one. */
const MONTH = /^\d{4}-\d{2}$/;

/** What the figures are called above their columns. */
const COLUMNS = {
  trips: 'lifts.trips',
  cycles: 'lifts.cycles',
  faultCodes: 'lifts.faults',
  availability: 'lifts.available',
} as const;

function Days({ id }: { id: string }) {
  const turn = Math.floor(nowMono.value / DAYS_AGAIN_MS);
  const asked = useAsked<LiftDays>(`/api/lifts/${encodeURIComponent(id)}/days`, turn);
  return (
    <section>
      <h2>{say('lifts.days')}</h2>
      <AskedPart asked={asked} rows={4}>
        {({ days, counted }) =>
          days.length === 0 ? (
            <p>{say('lifts.no-days')}</p>
          ) : (
            <>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled must be reached by the keyboard */}
              <div class="scroll" tabIndex={0}>
                <table>
                  <thead>
                    <tr>
                      <th>{say('lifts.day')}</th>
                      <th>{say('lifts.trips')}</th>
                      <th>{say('lifts.cycles')}</th>
                      <th>{say('lifts.faults')}</th>
                      <th>{say('lifts.available')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {days.toReversed().map(({ day, trips, doorCycles, faults, availability }) => (
                      <tr key={day}>
                        <th scope="row">{day}</th>
                        <td>{trips}</td>
                        <td>{doorCycles}</td>
                        <td>{faults}</td>
                        <td>{availability === null ? '—' : percent(availability)}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
              <details>
                <summary>{say('lifts.counted')}</summary>
                <dl>
                  {counted.map(({ figure, name, text }) => (
                    <Fragment key={figure}>
                      <dt>{say(COLUMNS[figure])}</dt>
                      <dd>
                        {named(text)} <small>({named(name)})</small>
                      </dd>
                    </Fragment>
                  ))}
                </dl>
              </details>
            </>
          )
        }
      </AskedPart>
    </section>
  );
}

function Trips({ id }: { id: string }) {
  const turn = Math.floor(nowMono.value / TRIPS_AGAIN_MS);
  const asked = useAsked<LiftTravel>(`/api/lifts/${encodeURIComponent(id)}/trips`, turn);
  return (
    <section>
      <h2>{say('lifts.last-trips')}</h2>
      <AskedPart asked={asked} rows={3}>
        {({ trips }) =>
          trips.length === 0 ? (
            <p>{say('lifts.no-trips')}</p>
          ) : (
            <ol class="log">
              {trips.slice(0, TRIPS_SHOWN).map(({ utc, from, to, durationMs, atLanding }, at) => (
                // two trips of one second differ in their place alone
                <li key={`${utc} ${at}`} class="what">
                  <span>
                    {say('lifts.trip', { from: from ?? '?', to: to ?? '?' })}
                    {durationMs !== null && ` · ${withUnit(amount(durationMs / 1000, 1), 's')}`}
                    {atLanding === false && ` · ${say('lifts.off-landing')}`}
                  </span>
                  <small>{utc === null ? say('life.no-time') : dayTime(utc, plan.value?.timeZone)}</small>
                </li>
              ))}
            </ol>
          )
        }
      </AskedPart>
    </section>
  );
}
