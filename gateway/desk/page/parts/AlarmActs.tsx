import { useState } from 'preact/hooks';
import type { PageAlarm } from '../../http/api/liveApi.ts';
import { useActing } from '../state/act.ts';
import { may } from '../state/me.ts';
import { pointOf } from '../state/plan.ts';
import { isUnacknowledged } from '../state/sentence.ts';
import { amount, named, say, withUnit } from '../state/speech.ts';
import { HoldButton } from './HoldButton.tsx';
import { ReasonDialog } from './ReasonDialog.tsx';
import { RefusalNote } from './RefusalNote.tsx';
import { whyNoActs } from './Strips.tsx';

type Asking = 'shelve' | 'out-of-service';

/** What can be done about one alarm now, the primary act last and within the thumb's reach; what cannot be done says why. */
export function AlarmActs({ alarm }: { alarm: PageAlarm }) {
  const { act, sent, failure } = useActing();
  const [asking, setAsking] = useState<Asking | null>(null);
  const why = whyNoActs();
  const { occurrence, announcement, severity, rule, ruleName } = alarm;
  const fresh = isUnacknowledged(alarm);
  const idle = why === null && sent === null;
  return (
    <>
      <details class="other">
        <summary>{say('acts.other')}</summary>
        <button type="button" disabled={!idle} onClick={() => setAsking('shelve')}>
          {say('aside.shelve')}
        </button>
        {may('installer') && (
          <HoldButton disabled={!idle} held={() => setAsking('out-of-service')}>
            {say('aside.out-of-service')}
          </HoldButton>
        )}
      </details>
      <div class="actions reach">
        {asking === null && <RefusalNote failure={failure} reading />}
        {why !== null && <p class="why">{why}</p>}
        {sent !== null && (
          <p role="status" class="why">
            {say('alarms.sent')}
          </p>
        )}
        {alarm.sounding && (
          <button
            type="button"
            id="silence"
            disabled={!idle}
            onClick={() => void act('silence', { occurrence })}
          >
            {say('alarms.silence')} <small>{say('alarms.sounds-again')}</small>
          </button>
        )}
        {fresh ? (
          <button
            type="button"
            id="acknowledge"
            class="primary"
            disabled={!idle}
            onClick={() => void act('acknowledge', { occurrence, seen: { announcement, severity } })}
          >
            {say('alarms.acknowledge')}
          </button>
        ) : (
          <>
            {!alarm.reset.possible && <p id="why-no-reset">{whyNoReset(alarm)}</p>}
            <button
              type="button"
              id="reset"
              class="primary"
              disabled={!idle || !(alarm.reset.possible || isBack(alarm))}
              aria-describedby={alarm.reset.possible ? undefined : 'why-no-reset'}
              onClick={() => void act('reset', { occurrence })}
            >
              {say('alarms.reset')}
            </button>
          </>
        )}
      </div>
      {asking !== null && (
        <ReasonDialog
          title={say(asking === 'shelve' ? 'aside.shelve' : 'aside.out-of-service')}
          what={named(ruleName)}
          next={say(asking === 'shelve' ? 'aside.shelve-next' : 'aside.out-of-service-next')}
          endless={asking === 'out-of-service'}
          failure={failure}
          busy={sent !== null}
          close={() => setAsking(null)}
          send={({ reason, forS }) => {
            const done =
              asking === 'shelve'
                ? act('shelve', { rule, reason, forS: forS ?? 0 })
                : act('out-of-service', { rule, reason });
            void done.then((ok) => ok && setAsking(null));
          }}
        />
      )}
    </>
  );
}

/** Why it cannot be reset, or what to do before: what still holds, with the value that is there and the limit where they are numbers. */
function whyNoReset(alarm: PageAlarm): string {
  const { reset, present, limit, unit } = alarm;
  if (reset.because === 'nothing-held') return say('alarms.nothing-held');
  if (isBack(alarm)) return say('alarms.look-first');
  if (typeof present?.value === 'number' && typeof limit === 'number' && present.quality === 'good')
    return say('alarms.still', {
      value: withUnit(amount(present.value), unit),
      limit: withUnit(String(limit), unit),
    });
  return say('alarms.holds');
}

/**
 * Whether its point shows a good value within every limit although guard still holds the alarm: it came back a moment ago, or fell so fast
 * that guard takes the sensor for broken. Then somebody who has looked may reset it; guard has the last word.
 */
function isBack({ rule, point, present, reset }: PageAlarm): boolean {
  const value = present?.value;
  if (reset.because !== 'condition-holds' || present?.quality !== 'good' || typeof value !== 'number')
    return false;
  const limits = point === null ? [] : (pointOf(point)?.limits.filter((one) => one.rule === rule) ?? []);
  return (
    limits.length > 0 && limits.every((one) => (one.side === 'above' ? value < one.value : value > one.value))
  );
}
