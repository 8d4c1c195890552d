import type { Alarm } from '../../control/alarm.ts';
import type { Installation } from '../../site/installation.ts';
import { QUALITY_WORDS, SEVERITY_WORDS, STATE_WORDS } from '../../text/terms.ts';
import { padded, widthOf } from '../columns.ts';
import type { DemoVoice } from './demoVoice.ts';
import { valueText } from './lineRows.ts';
import { colour, cut, dim, exactly } from './paint.ts';
import type { Scene } from './scene.ts';

const SEVERITY = { red: 'red', orange: 'yellow', yellow: 'yellowBright', blue: 'blueBright' } as const;

/** So many alarms as rows of so many columns. ♪: it is heard now. ✓: its last step is on disk. */
export function alarmRows(
  { alarms, screen, readings }: Scene,
  { points }: Installation,
  room: number,
  width: number,
  voice: DemoVoice,
): string[] {
  const { say, word, nameOf } = voice;
  if (alarms.length === 0) return [dim(say('alarms.none'))];
  const shown = alarms.length > room ? room - 1 : alarms.length;
  const rows = alarms.slice(0, shown).map((alarm) => row(alarm));
  return shown < alarms.length ? [...rows, dim(say('alarms.more', { count: alarms.length - shown }))] : rows;

  function row(alarm: Alarm): string {
    const { severity, point: id, device, limit, to, durable, occurrence } = alarm;
    const state = `${word(STATE_WORDS[to])} ${durable ? '✓' : '…'}`;
    const point = id === null ? undefined : points.get(id);
    // a state of a register has moved on, perhaps, when its alarm still stands: its rule says what it is about
    const shown = screen?.alarms.find((one) => one.occurrence === occurrence);
    const named = shown?.valueName == null ? null : shown.ruleName;
    const then =
      alarm.value === null ? word(QUALITY_WORDS[alarm.quality]) : `${alarm.value} ${alarm.unit}`.trim();
    const limited =
      named !== null
        ? word(named)
        : limit === null
          ? then
          : say('alarm.limit', { value: then, limit: String(limit) });
    // what was decided on stands in the alarm; what the point shows now stands beside it
    const reading = id === null ? undefined : readings.get(id);
    const now = point === undefined || reading === undefined ? '' : valueText(reading, point, voice);
    const present =
      named !== null || now === '' || now === then
        ? ''
        : `${say('list.comma')}${say('alarm.now', { value: now })}`;
    const text = `${padded(word(SEVERITY_WORDS[severity]), 6)} ${padded(nameOf(device), 14)} ${limited}${present}`;
    const heard = screen?.annunciation.sounding.includes(occurrence) === true ? '♪' : ' ';
    const left = exactly(text, Math.max(10, width - widthOf(state) - 5));
    return cut(`${colour('■', SEVERITY[severity])} ${left} ${heard} ${dim(state)}`, width);
  }
}
