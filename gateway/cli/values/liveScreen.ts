import type { AlarmScreen, ScreenAlarm } from '../../control/alarmScreen.ts';
import type { ValueScreen } from '../../control/valueScreen.ts';
import { speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language, type Text } from '../../text/language.ts';
import { problemIn } from '../../text/problemText.ts';
import { STATE_WORDS } from '../../text/terms.ts';
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
const MOST_PROBLEMS = 2;
const ASIDE: readonly ScreenAlarm['to'][] = ['shelved', 'suppressed', 'out-of-service'];
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
  const say = speaker(VALUE_MESSAGES, language);
  const voice = voiceFor(screen, language, (_, text) => text, screen.gateway.timeZone);
  const open = screen.alarms.filter(({ condition }) => condition !== 'normal');
  const alarms = [...open.filter(isActive), ...open.filter((alarm) => !isActive(alarm))];
  const shown = alarms.slice(0, alarms.length > MOST_ALARMS ? MOST_ALARMS - 1 : MOST_ALARMS);
  const more = alarms.length - shown.length;
  const problems = screen.problems.slice(0, MOST_PROBLEMS).map((problem) => problemIn(problem, language));
  return [
    ...trialText(screen, voice).map((line) => paint('heading', line)),
    ...(alarms.length === 0 ? [paint('faint', say('live.alarms-none'))] : []),
    ...shown.map((alarm) => {
      const row = { device: alarm.device, alarm: alarmHeadline(alarm, voice) };
      if (isActive(alarm) && !ASIDE.includes(alarm.to)) return paint(alarm.severity, say('live.alarm', row));
      const state = word(STATE_WORDS[alarm.to]);
      return paint('faint', say('live.alarm-state', { ...row, state }));
    }),
    ...(more === 0 ? [] : [paint('faint', say('live.alarms-more', { count: more }))]),
    ...problems.map(({ what, hint = '', where }) =>
      paint('yellow', say('live.problem', { where: where ?? say('live.gateway'), what, hint })),
    ),
  ];

  function word(text: Text): string {
    return inLanguage(text, language);
  }
}

/** It is so now; all others are over, and stay until somebody has seen them or lets them go. */
function isActive({ condition }: ScreenAlarm): boolean {
  return condition === 'unacknowledged-active' || condition === 'acknowledged-active';
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
