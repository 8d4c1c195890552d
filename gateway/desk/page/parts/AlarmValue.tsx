import type { PageAlarm } from '../../http/api/liveApi.ts';
import { named, say, word } from '../state/speech.ts';

/** The value that an alarm stands on, with its unit and limit; without a good quality never as a number alone. */
export function AlarmValue({ alarm }: { alarm: PageAlarm }) {
  const { value, unit, limit, quality, valueName } = alarm;
  if (value === null) return <span>— · {word('QUALITY_WORDS', quality)}</span>;
  const shown = valueName === null ? String(value) : named(valueName);
  return (
    <span>
      {quality === 'good' ? '' : '≈ '}
      {shown}
      {unit === '' ? '' : `\u2009${unit}`}
      {quality === 'good' ? '' : ` · ${word('QUALITY_WORDS', quality)}`}
      {typeof limit === 'number' ? ` · ${say('alarms.limit', { limit })}` : ''}
    </span>
  );
}
