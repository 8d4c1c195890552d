import { useState } from 'preact/hooks';
import type { Act } from '../../http/api/actsApi.ts';
import type { PageAlarm } from '../../http/api/liveApi.ts';
import { AlarmValue } from '../parts/AlarmValue.tsx';
import { Link } from '../parts/Link.tsx';
import { RefusalNote } from '../parts/RefusalNote.tsx';
import { SeverityShape } from '../parts/SeverityShape.tsx';
import { type AskFailure, ask } from '../state/ask.ts';
import { guardAlive, lostSince, nowMono, screen } from '../state/now.ts';
import { isUnacknowledged, placeOf } from '../state/sentence.ts';
import { named, say, span, word } from '../state/speech.ts';

/** One alarm: what, where, since when, what is heard, and what can be done now. */
export function AlarmView({ occurrence }: { occurrence: string }) {
  const alarm = screen.value?.alarms.find((one) => one.occurrence === occurrence);
  return (
    <main>
      <p>
        <Link to="/alarms">← {say('alarms.back')}</Link>
      </p>
      {alarm === undefined ? <p>{say('alarms.over')}</p> : <Standing alarm={alarm} />}
    </main>
  );
}

function Standing({ alarm }: { alarm: PageAlarm }) {
  return (
    <>
      <div class="headline">
        <SeverityShape severity={alarm.severity} hollow={alarm.latched} pulse={isUnacknowledged(alarm)} />
        <h1>{named(alarm.ruleName)}</h1>
      </div>
      <p class="value">
        <AlarmValue alarm={alarm} />
      </p>
      <p>
        {word('SEVERITY_WORDS', alarm.severity)} · {named(placeOf(alarm))} ·{' '}
        {say('alarms.since', { span: span(nowMono.value - alarm.since.mono) })}
      </p>
      <p>{word('STATE_WORDS', alarm.to)}</p>
      <p class="rule">
        {say('alarms.rule')}: {named(alarm.ruleText)}
      </p>
      <Acts alarm={alarm} />
    </>
  );
}

function Acts({ alarm }: { alarm: PageAlarm }) {
  const [sent, setSent] = useState<Act | null>(null);
  const [failure, setFailure] = useState<AskFailure | null>(null);
  const away = lostSince.value !== null || !guardAlive.value;
  const { occurrence, announcement, severity } = alarm;
  const act = async (verb: Act, body: object) => {
    setSent(verb);
    setFailure(null);
    const answer = await ask('POST', `/api/acts/${verb}`, body);
    setSent(null);
    if (!answer.ok) setFailure(answer);
  };
  return (
    <div class="actions">
      <RefusalNote failure={failure} />
      {away && <p>{say('alarms.offline')}</p>}
      {sent !== null && <p role="status">{say('alarms.sent')}</p>}
      {alarm.sounding && (
        <button
          type="button"
          id="silence"
          disabled={away}
          onClick={() => void act('silence', { occurrence })}
        >
          {say('alarms.silence')} <small>{say('alarms.sounds-again')}</small>
        </button>
      )}
      {isUnacknowledged(alarm) ? (
        <button
          type="button"
          id="acknowledge"
          class="primary"
          disabled={away}
          onClick={() => void act('acknowledge', { occurrence, seen: { announcement, severity } })}
        >
          {say('alarms.acknowledge')}
        </button>
      ) : (
        <button
          type="button"
          id="reset"
          class="primary"
          disabled={away || !alarm.reset.possible}
          aria-describedby="why-no-reset"
          onClick={() => void act('reset', { occurrence })}
        >
          {say('alarms.reset')}
        </button>
      )}
      {!isUnacknowledged(alarm) && !alarm.reset.possible && <p id="why-no-reset">{say('alarms.holds')}</p>}
    </div>
  );
}
