import type { AlarmDetail } from '../../http/api/alarmsApi.ts';
import type { PageAlarm } from '../../http/api/liveApi.ts';
import { AlarmActs } from '../parts/AlarmActs.tsx';
import { AlarmValue } from '../parts/AlarmValue.tsx';
import { AskedPart } from '../parts/AskedPart.tsx';
import { Fact } from '../parts/Fact.tsx';
import { later } from '../parts/Later.tsx';
import { LifeLine } from '../parts/LifeLine.tsx';
import { Link } from '../parts/Link.tsx';
import { Outputs } from '../parts/Outputs.tsx';
import { SeverityShape } from '../parts/SeverityShape.tsx';
import { actorText, isSounderLimit } from '../state/actor.ts';
import { useAsked } from '../state/asked.ts';
import { guardAlive, nowMono, screen, utcOf } from '../state/now.ts';
import { isUnacknowledged, placeOf } from '../state/sentence.ts';
import { sirenNow } from '../state/siren.ts';
import { clockTime, named, say, span, word } from '../state/speech.ts';

const Evidence = later(async () => (await import('../plot/Evidence.tsx')).Evidence);

const LOOK_AGAIN_MS = 4_000;

/** One alarm: what, where, since when, how sure, what is heard, what the box did, and what can be done now. */
export function AlarmView({ occurrence }: { occurrence: string }) {
  const alarm = screen.value?.alarms.find((one) => one.occurrence === occurrence);
  // each step it takes is another life line; the journal has it a moment after the screen
  const turn = Math.floor(nowMono.value / LOOK_AGAIN_MS);
  const step =
    alarm === undefined ? 'over' : `${alarm.to} ${alarm.announcement} ${alarm.severity} ${alarm.durable}`;
  const detail = useAsked<AlarmDetail>(`/api/alarms/${encodeURIComponent(occurrence)}`, `${step} ${turn}`);
  // while guard is away nobody knows what it has announced
  if (alarm === undefined && guardAlive.value && detail.failure?.refusal?.status === 404)
    return (
      <main>
        <p>
          <Link to="/alarms">← {say('alarms.back')}</Link>
        </p>
        <h1>{say('alarms.unknown')}</h1>
      </main>
    );
  return (
    <main class="halves">
      <div>
        <p>
          <Link to="/alarms">← {say('alarms.back')}</Link>
        </p>
        {alarm !== undefined && guardAlive.value ? (
          <Standing alarm={alarm} />
        ) : (
          <Over detail={detail.value} away={!guardAlive.value} />
        )}
      </div>
      <div>
        <Evidence occurrence={occurrence} declaredMono={alarm?.declared.mono ?? null} />
        <section>
          <h2>{say('life.title')}</h2>
          <AskedPart asked={detail} rows={3}>
            {({ steps }) => <LifeLine steps={steps} />}
          </AskedPart>
        </section>
      </div>
      {alarm !== undefined && guardAlive.value && <AlarmActs alarm={alarm} />}
    </main>
  );
}

/** What the journal has of it: it is over, or guard does not say how it stands. */
function Over({ detail, away }: { detail: AlarmDetail | null; away: boolean }) {
  const last = detail?.steps.at(-1);
  const about = detail?.about ?? null;
  return (
    <>
      <h1>{say(headingOf(detail, away))}</h1>
      {about !== null && (
        <p class="headline">
          <SeverityShape severity={about.severity} hollow />
          <strong>{[about.rule, about.place ?? about.device].map(named).join(' · ')}</strong>
        </p>
      )}
      {last !== undefined && <p>{away ? lastKnown(last) : named(last.words)}</p>}
      {away && <p>{say('frame.guard-away-hint')}</p>}
      {away && <ToDo steps={(detail?.toDo ?? []).map(named)} />}
    </>
  );
}

/** That it is over is said when that is known, and not while nothing has come yet. */
function headingOf(detail: AlarmDetail | null, away: boolean) {
  if (away) return 'sentence.guard-away';
  if (detail === null) return 'alarms.one';
  return detail.about?.over === false ? 'alarms.unlisted' : 'alarms.over';
}

function lastKnown({ words, utc }: AlarmDetail['steps'][number]): string {
  const time = utc === null ? say('life.no-time') : clockTime(utc, screen.value?.gateway.timeZone);
  return say('alarms.last-known', { what: named(words), time });
}

function ToDo({ steps }: { steps: readonly string[] }) {
  if (steps.length === 0) return null;
  return (
    <section>
      <h2>{say('alarms.to-do')}</h2>
      <ol class="todo">
        {steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}

function Standing({ alarm }: { alarm: PageAlarm }) {
  const zone = screen.value?.gateway.timeZone;
  const began = utcOf(alarm.onset.mono);
  const { silenced, limitProvenance: from } = alarm;
  return (
    <>
      <div class="headline">
        <SeverityShape severity={alarm.severity} hollow={alarm.latched} pulse={isUnacknowledged(alarm)} />
        <h1>{named(alarm.ruleName)}</h1>
      </div>
      <p class="value">
        <AlarmValue alarm={alarm} />
      </p>
      <ToDo steps={alarm.toDo.map((step) => word('TO_DO_WORDS', step))} />
      <dl class="facts">
        <Fact name={say('alarms.how')}>
          {word('SEVERITY_WORDS', alarm.severity)} · {word('STATE_WORDS', alarm.to)}
          {alarm.firstOut && alarm.group !== null && ` · ${say('alarms.first-out')}`}
        </Fact>
        {alarm.unsensed !== undefined && (
          <Fact name={say('alarms.unsensed')}>
            {alarm.unsensed.whole || alarm.unsensed.points.length === 0
              ? named(alarm.deviceName)
              : alarm.unsensed.points.map(named).join(' · ')}
            {alarm.unsensed.because !== null && <small>{named(alarm.unsensed.because)}</small>}
            {alarm.unsensed.remedy !== null && <small>→ {named(alarm.unsensed.remedy)}</small>}
          </Fact>
        )}
        {alarm.why !== undefined && (
          <Fact name={say('alarms.why')}>
            {named(alarm.why.because)}
            <small>→ {named(alarm.why.remedy)}</small>
          </Fact>
        )}
        <Fact name={say('alarms.where')}>{named(placeOf(alarm))}</Fact>
        <Fact name={say('alarms.when')}>
          {began !== null && `${clockTime(began, zone)} · `}
          {say('alarms.since', { span: span(nowMono.value - alarm.onset.mono) })}
        </Fact>
        <Fact name={say('alarms.heard')}>
          {alarm.sounding
            ? say(
                ({ heard: 'alarms.sounds', unheard: 'alarms.unheard', none: 'alarms.no-siren' } as const)[
                  sirenNow()
                ],
              )
            : silenced === null
              ? say('alarms.silent')
              : isSounderLimit(silenced.actor)
                ? say('alarms.silenced-limit')
                : say('alarms.silenced-by', {
                    actor: actorText(silenced.actor),
                    span: span(nowMono.value - silenced.at.mono),
                  })}
        </Fact>
        <Fact name={say('alarms.rule')}>
          {named(alarm.ruleText)}
          {from !== null && (
            <small>
              {word('CONFIDENCE_WORDS', from.confidence)}: {named(from.source)}
              {from.clause === null ? '' : `, ${from.clause}`}
            </small>
          )}
        </Fact>
        <Fact name={say('alarms.kept')}>{say(alarm.durable ? 'alarms.on-disk' : 'alarms.not-on-disk')}</Fact>
      </dl>
      <p>
        <Link to={`/devices/${encodeURIComponent(alarm.device)}`}>
          {say('alarms.device', { name: named(alarm.deviceName) })}
        </Link>
      </p>
      <Outputs occurrence={alarm.occurrence} />
    </>
  );
}
