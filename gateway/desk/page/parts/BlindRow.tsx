import { nowMono, screen } from '../state/now.ts';
import { deviceOf } from '../state/plan.ts';
import { type Blind, isPhrase } from '../state/sentence.ts';
import { named, say, span, spell, word } from '../state/speech.ts';
import { Link } from './Link.tsx';
import { BlindShape } from './SeverityShape.tsx';

/** What is not watched, why, and since when; leads to its alarm where it has one, else to the device. */
export function BlindRow({ blind }: { blind: Blind }) {
  const whole = blind.key.startsWith('line ');
  const state = word(whole ? 'LINE_STATE_WORDS' : 'DEVICE_STATE_WORDS', blind.state);
  const alarm = screen.value?.alarms.find(
    ({ device, kind }) => device === blind.key && kind === 'loss-of-sensing',
  );
  const place = deviceOf(blind.key)?.place ?? null;
  const text = (
    <>
      <BlindShape />
      <span class="what">
        <strong>{isPhrase(blind.title) ? spell(blind.title) : named(blind.title)}</strong>
        <small>
          {place !== null && `${named(place)} · `}
          {blind.sinceMono === null
            ? state
            : say('overview.blind-since', { state, span: span(nowMono.value - blind.sinceMono) })}
          {alarm !== undefined && ` · ${word('STATE_WORDS', alarm.to)}`}
        </small>
      </span>
    </>
  );
  if (whole) return <li class="blind">{text}</li>;
  const to =
    alarm === undefined
      ? `/devices/${encodeURIComponent(blind.key)}`
      : `/alarms/${encodeURIComponent(alarm.occurrence)}`;
  return (
    <li class="blind">
      <Link to={to}>{text}</Link>
    </li>
  );
}
