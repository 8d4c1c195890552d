import type { PageAlarm } from '../../http/api/liveApi.ts';
import { nowMono } from '../state/now.ts';
import { isUnacknowledged, placeOf } from '../state/sentence.ts';
import { named, say, span, word } from '../state/speech.ts';
import { AlarmValue, hasLimit } from './AlarmValue.tsx';
import { Link } from './Link.tsx';
import { SeverityShape } from './SeverityShape.tsx';
import { Sparkline } from './Sparkline.tsx';

const ASIDE = ['shelved', 'suppressed', 'out-of-service'];

/** One alarm in a list: what, how grave, where, since when, and how it is. */
export function AlarmRow({ alarm }: { alarm: PageAlarm }) {
  const fresh = isUnacknowledged(alarm);
  const aside = ASIDE.includes(alarm.to);
  const looks = aside ? 'aside' : `${alarm.severity} ${fresh ? 'fresh' : 'known'}`;
  const { point } = alarm;
  return (
    <li class={`alarm ${looks}`}>
      <Link to={`/alarms/${encodeURIComponent(alarm.occurrence)}`}>
        <SeverityShape severity={alarm.severity} hollow={alarm.latched || aside} pulse={fresh} />
        <span class="what">
          <strong>{named(alarm.ruleName)}</strong>
          <span class="numbers">
            <AlarmValue alarm={alarm} />
            {point !== null && hasLimit(alarm) && <Sparkline point={point} limit={alarm.limit} />}
          </span>
          <small>
            {named(placeOf(alarm))} · {say('alarms.since', { span: span(nowMono.value - alarm.since.mono) })}{' '}
            · {aside ? <em>{word('STATE_WORDS', alarm.to)}</em> : word('STATE_WORDS', alarm.to)}
          </small>
        </span>
        <span class="severity">{word('SEVERITY_WORDS', alarm.severity)}</span>
      </Link>
    </li>
  );
}
