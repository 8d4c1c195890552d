import { AlarmRow } from '../parts/AlarmRow.tsx';
import { Outputs } from '../parts/Outputs.tsx';
import { SiteActs } from '../parts/SiteActs.tsx';
import { endText } from '../parts/Strips.tsx';
import { actorText } from '../state/actor.ts';
import { guardAlive, screen } from '../state/now.ts';
import { asideOf, standingOf } from '../state/sentence.ts';
import { named, say, word } from '../state/speech.ts';

/** Every rule that is not normal; what is put aside and until when; what the box switches, and what can be done to all of it. */
export function Alarms() {
  const now = screen.value;
  if (now === null || !guardAlive.value)
    return (
      <main>
        <h1>{say('frame.alarms')}</h1>
        <p>{say('frame.guard-away-hint')}</p>
      </main>
    );
  const standing = standingOf(now);
  const suppressed = asideOf(now).filter(({ to }) => to === 'suppressed');
  const putAside = [...now.shelved, ...now.outOfService];
  return (
    <main>
      <h1>{say('frame.alarms')}</h1>
      {standing.length === 0 && <p>{say('alarms.none')}</p>}
      <ul class="rows">
        {standing.map((alarm) => (
          <AlarmRow key={alarm.occurrence} alarm={alarm} />
        ))}
      </ul>
      {(putAside.length > 0 || suppressed.length > 0) && (
        <section>
          <h2>
            {say('alarms.aside')} <span class="count">{putAside.length + suppressed.length}</span>
          </h2>
          <ul class="rows">
            {suppressed.map((alarm) => (
              <AlarmRow key={alarm.occurrence} alarm={alarm} />
            ))}
            {putAside.map((one) => (
              <li key={one.rule} class="what aside">
                <strong>{named(one.ruleName)}</strong>
                <small>
                  {one.until === null
                    ? say('aside.by-hand')
                    : say('aside.ends', { time: endText(one.until.mono) })}
                  {one.reason === null ? '' : ` · ${one.reason}`}
                  {one.actor === null ? '' : ` · ${actorText(one.actor)}`}
                </small>
                <small>{say('aside.meanwhile', { state: word('STATE_WORDS', one.condition) })}</small>
                <SiteActs.PutBack rule={one.rule} outOfService={one.until === null} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Outputs />
      <SiteActs.Whole />
    </main>
  );
}
