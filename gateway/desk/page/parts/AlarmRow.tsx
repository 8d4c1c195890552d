import type { PageAlarm } from '../../http/api/liveApi.ts';
import { nowMono } from '../state/now.ts';
import { isUnacknowledged, placeOf } from '../state/sentence.ts';
import { named, say, span, word } from '../state/speech.ts';
import { AlarmValue } from './AlarmValue.tsx';
import { Link } from './Link.tsx';
import { SeverityShape } from './SeverityShape.tsx';

/** One alarm in a list: what, how grave, where, since when, and how it is. */
export function AlarmRow({ alarm }: { alarm: PageAlarm }) {
  const fresh = isUnacknowledged(alarm);
  return (
    <li class={`alarm ${alarm.severity} ${fresh ? 'fresh' : 'known'}`}>
      <Link to={`/alarms/${encodeURIComponent(alarm.occurrence)}`}>
        <SeverityShape severity={alarm.severity} hollow={alarm.latched} pulse={fresh} />
        <span class="what">
          <strong>{named(alarm.ruleName)}</strong>
          <AlarmValue alarm={alarm} />
          <small>
            {named(placeOf(alarm))} · {say('alarms.since', { span: span(nowMono.value - alarm.since.mono) })}{' '}
            · {word('STATE_WORDS', alarm.to)}
          </small>
        </span>
        <span class="severity">{word('SEVERITY_WORDS', alarm.severity)}</span>
      </Link>
    </li>
  );
}
