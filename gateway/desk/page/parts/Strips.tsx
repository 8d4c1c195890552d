import type { PageAlarm } from '../../http/api/liveApi.ts';
import { useActing } from '../state/act.ts';
import { allowSound, muted } from '../state/look.ts';
import { may } from '../state/me.ts';
import { guardAlive, lostSince, nowMono, screen, utcOf } from '../state/now.ts';
import { plan } from '../state/plan.ts';
import { placeOf } from '../state/sentence.ts';
import { sirenNow } from '../state/siren.ts';
import { clockTime, dayTime, named, say, span, word } from '../state/speech.ts';
import { RefusalNote } from './RefusalNote.tsx';

/** On every page: that nothing comes any more, that something sounds, that maintenance runs. */
export function Strips() {
  const lost = lostSince.value;
  const now = screen.value;
  const heard = now?.alarms.filter(({ sounding }) => sounding) ?? [];
  const sirens = plan.value?.devices.some(({ annunciator }) => annunciator) === true;
  const sees = lost === null && guardAlive.value;
  return (
    <div class="strips">
      {lost !== null && (
        <p class="strip hatched" role="alert">
          <span>{say('frame.lost', { time: clockTime(lost) })}</span>
        </p>
      )}
      {lost === null && !guardAlive.value && (
        <p class="strip hatched" role="alert">
          <span>{say(sirens ? 'frame.guard-away' : 'frame.guard-away-no-siren')}</span>
        </p>
      )}
      {sees && heard[0] !== undefined && <Sounding heard={heard} first={heard[0]} />}
      {sees && now?.annunciation.testing === true && (
        <p class="strip calm">
          <span>{say('frame.testing')}</span>
        </p>
      )}
      {muted.value && (
        <div class="strip calm">
          <span>{say('frame.muted')}</span>
          <button type="button" onClick={() => allowSound(true)}>
            {say('frame.unmute')}
          </button>
        </div>
      )}
      {sees && now?.maintenance.map((period) => <Maintained key={period.period} period={period} />)}
    </div>
  );
}

/** The same in a dialog, where nothing behind it is seen, nor said by a screen reader. */
export function Heard() {
  const heard = screen.value?.alarms.filter(({ sounding }) => sounding) ?? [];
  if (heard[0] === undefined || lostSince.value !== null || !guardAlive.value) return null;
  return (
    <div class="strip sounding" role="alert">
      <SoundingWords first={heard[0]} more={heard.length - 1} />
    </div>
  );
}

function SoundingWords({ first, more }: { first: PageAlarm; more: number }) {
  return (
    <span>
      <strong>
        {say(
          ({ heard: 'frame.sounding', unheard: 'frame.unheard', none: 'frame.no-siren' } as const)[
            sirenNow()
          ],
        )}
      </strong>
      <span class="clipped">
        {named(placeOf(first))} · {named(first.ruleName)}
        {more > 0 && say('frame.and-more', { count: more })}
      </span>
    </span>
  );
}

function Sounding({ heard, first }: { heard: readonly PageAlarm[]; first: PageAlarm }) {
  const { act, sent, failure } = useActing();
  const more = heard.length - 1;
  return (
    <div class="strip sounding" role="alert">
      <SoundingWords first={first} more={more} />
      {may('operator') && (
        <button
          type="button"
          id="strip-silence"
          disabled={sent !== null}
          onClick={() => void act('silence', more === 0 ? { occurrence: first.occurrence } : {})}
        >
          {say('alarms.silence')}
        </button>
      )}
      <RefusalNote failure={failure} reading />
    </div>
  );
}

type Period = NonNullable<typeof screen.value>['maintenance'][number];

function Maintained({ period }: { period: Period }) {
  const { act, sent, failure } = useActing();
  const what =
    period.covers.length === 0
      ? say('maintenance.whole')
      : period.covers.map(({ name }) => named(name)).join('、');
  return (
    <div class="strip calm">
      <span>{say('frame.maintenance', { time: endText(period.until), what })}</span>
      {may('operator') && (
        <button
          type="button"
          disabled={sent !== null}
          onClick={() => void act('end-maintenance', { period: period.period })}
        >
          {say('maintenance.end')}
        </button>
      )}
      <RefusalNote failure={failure} reading />
    </div>
  );
}

/** `16:40`, or how long it still is where civil time is not known. */
export function endText(untilMono: number): string {
  const utc = utcOf(untilMono);
  const zone = screen.value?.gateway.timeZone;
  if (utc === null) return say('frame.in-span', { span: span(untilMono - nowMono.value) });
  const sameDay = untilMono - nowMono.value < 12 * 3_600_000;
  return sameDay ? clockTime(utc, zone).slice(0, 5) : dayTime(utc, zone).slice(5, -3);
}

/** Why nothing can be done now, in words; null where something can. */
export function whyNoActs(): string | null {
  if (lostSince.value !== null || !guardAlive.value) return say('alarms.offline');
  return may('operator') ? null : say('alarms.role', { role: word('ROLE_WORDS', 'operator') });
}
