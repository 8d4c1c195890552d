import type { AlarmScreen } from '../../control/alarmScreen.ts';
import type { ValueScreen } from '../../control/valueScreen.ts';
import { speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language } from '../../text/language.ts';
import { VALUE_MESSAGES } from '../../text/valueMessages.ts';
import { alarmHeadline } from '../alarms/alarmText.ts';
import type { Paint } from '../alarms/paint.ts';
import { trialText } from '../alarms/screenText.ts';
import { voiceFor } from '../alarms/voice.ts';
import { padded, widthOf } from '../columns.ts';
import { timeText, valuesRows } from './valuesText.ts';

/** What a live view shows: what guard answered last, and what was said by it and the others meanwhile. */
export type LiveScene = {
  readonly values: ValueScreen | null;
  readonly alarms: AlarmScreen | null;
  readonly said: readonly string[];
  readonly keys: 'live.keys' | 'live.keys-watch';
};

const TWO_COLUMNS_FROM = 150;
const MOST_ALARMS = 6;
const MOST_SAID = 4;

/** One picture for a terminal of this size. Pure: what is known in, rows out, none wider than the terminal. */
export function liveScreen(
  { values, alarms, said, keys }: LiveScene,
  size: { readonly columns: number; readonly rows: number },
  language: Language,
  paint: Paint,
): string[] {
  const say = speaker(VALUE_MESSAGES, language);
  const { columns, rows } = size;
  const painted: Paint = (colour, text) => paint(colour, fitted(text, columns));
  if (values === null || alarms === null)
    return [
      painted('heading', say('live.starting')),
      ...said.slice(-(rows - 2)).map((line) => fitted(line, columns)),
      say(keys),
    ];
  const name = inLanguage(values.gateway.name, language);
  const head = painted('heading', `LIFELINE  ${name}  ${timeText(values, language)}`);
  const standing = alarmRows(alarms, language, painted);
  const last = said.slice(-MOST_SAID).map((line) => painted('faint', line));
  const room = Math.max(1, rows - 1 - standing.length - last.length - 2);
  const wide = columns >= TWO_COLUMNS_FROM && rowsOf(values) > room;
  const half = Math.floor((columns - 2) / 2);
  const cell: Paint = (colour, text) => paint(colour, fitted(text, wide ? half : columns));
  const all = valuesRows(values, { language, paint: cell }).map((row) =>
    row.includes('\x1b') ? row : fitted(row, wide ? half : columns),
  );
  const shown = all.slice(0, wide ? 2 * room : room);
  if (shown.length < all.length)
    shown.splice(-1, 1, say('live.more', { count: all.length - shown.length + 1 }));
  return [
    head,
    ...standing,
    ...(wide ? sideBySide(shown, half) : shown),
    ...last,
    painted('faint', say(keys)),
  ];
}

/** With a heading, and a row for each device. */
function rowsOf({ devices }: ValueScreen): number {
  return devices.reduce((sum, { points }) => sum + 1 + points.length, 1);
}

function alarmRows(screen: AlarmScreen, language: Language, paint: Paint): string[] {
  const voice = voiceFor(screen, language, (_, text) => text, screen.gateway.timeZone);
  const trial = trialText(screen, voice).map((line) => paint('heading', line));
  const standing = screen.alarms.filter(({ condition }) => condition !== 'normal').slice(0, MOST_ALARMS);
  if (standing.length === 0)
    return [...trial, paint('faint', speaker(VALUE_MESSAGES, language)('live.alarms-none'))];
  return [...trial, ...standing.map((alarm) => paint(alarm.severity, alarmHeadline(alarm, voice)))];
}

function sideBySide(rows: readonly string[], width: number): string[] {
  const middle = Math.ceil(rows.length / 2);
  return rows.slice(0, middle).map((row, i) => `${padded(row, width)}  ${rows[middle + i] ?? ''}`.trimEnd());
}

/** What fits into so many columns; a Chinese character takes two. */
export function fitted(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text;
  let shown = '';
  for (const character of text) {
    if (widthOf(shown + character) > columns - 1) break;
    shown += character;
  }
  return `${shown}…`;
}
