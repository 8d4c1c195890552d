import type { PageAlarm } from '../../http/api/liveApi.ts';
import { values } from '../state/now.ts';
import { pointOf } from '../state/plan.ts';
import { amount, named, say, withUnit, word } from '../state/speech.ts';
import { valueText } from './PointValue.tsx';

/**
 * What the point of an alarm shows now, with the limit it was measured by; without a good quality never as a number alone. What was told last
 * by the alarm itself stands in where its point brings nothing.
 */
export function AlarmValue({ alarm }: { alarm: PageAlarm }) {
  const known = alarm.point === null ? undefined : pointOf(alarm.point);
  const live = alarm.point === null ? undefined : values.value.get(alarm.point);
  const limit = hasLimit(alarm) && (
    <small class="beside">{say('alarms.limit', { limit: alarm.limit })}</small>
  );
  if (live !== undefined && known !== undefined) {
    if (live.value === null) return <span class="bad">— · {word('QUALITY_WORDS', live.quality)}</span>;
    const text = valueText(known, live.value);
    return (
      <span>
        <span class="amount">
          {live.quality === 'good' ? '' : '≈ '}
          {text}
        </span>
        {live.quality !== 'good' && <small class="beside">{word('QUALITY_WORDS', live.quality)}</small>}
        {limit}
      </span>
    );
  }
  const { value, unit, quality, valueName } = alarm;
  if (alarm.kind === 'annunciator' && typeof value === 'boolean') return null; // whether it obeys is the rule itself
  // a sensor that was lost and answers again: its alarm has no value, and nothing is bad
  if (value === null && quality === 'good') return null;
  if (value === null) return <span class="bad">— · {word('QUALITY_WORDS', quality)}</span>;
  const shown =
    valueName === null
      ? withUnit(typeof value === 'number' ? String(Number(amount(value))) : String(value), unit)
      : named(valueName);
  return (
    <span>
      <span class="amount">{shown}</span>
      {limit}
    </span>
  );
}

/** Whether its limit is an amount, not the number of a state. */
export function hasLimit(alarm: PageAlarm): alarm is PageAlarm & { limit: number } {
  const states = alarm.point === null ? {} : (pointOf(alarm.point)?.states ?? {});
  return typeof alarm.limit === 'number' && alarm.valueName === null && Object.keys(states).length === 0;
}
