import type { ValueDevice, ValueLimit, ValuePoint, ValueScreen } from '../../control/valueScreen.ts';
import { ALARM_MESSAGES } from '../../text/alarmMessages.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import { inLanguage, type Language } from '../../text/language.ts';
import { DEVICE_STATE_WORDS, QUALITY_WORDS, SEVERITY_WORDS } from '../../text/terms.ts';
import { Moments, spanText } from '../../text/times.ts';
import { VALUE_MESSAGES } from '../../text/valueMessages.ts';
import type { Paint } from '../alarms/paint.ts';
import { padded, paddedLeft, widthOf } from '../columns.ts';

/** How values are put into words. */
export type ValuesVoice = { readonly language: Language; readonly paint: Paint };

type Speaks = Say<typeof VALUE_MESSAGES>;

/** The civil time of the gateway with the name of its zone. */
export function timeText({ gateway: { timeZone }, ...present }: ValueScreen, language: Language): string {
  const say = speaker(VALUE_MESSAGES, language);
  const time = new Moments(present, language, timeZone).now();
  return time === null ? say('now.unknown') : say('now.utc', { time, zone: timeZone });
}

/** Device by device what is read now: point, value, quality, age, and where alarms begin. */
export function valuesRows(screen: ValueScreen, { language, paint }: ValuesVoice): string[] {
  const say = speaker(VALUE_MESSAGES, language);
  if (screen.devices.length === 0) return [say('empty')];
  const cells = screen.devices.map((device) =>
    device.points.map((point) => cellsOf(point, screen, say, language)),
  );
  const head = [
    say('head.point'),
    say('head.value'),
    say('head.quality'),
    say('head.age'),
    say('head.limits'),
  ];
  const widths = head.map((word, i) =>
    Math.max(widthOf(word), ...cells.flat().map((row) => widthOf(row[i] ?? ''))),
  );
  const row = (columns: readonly string[]) =>
    `  ${columns.map((cell, i) => (i === 1 || i === 3 ? paddedLeft : padded)(cell, widths[i] ?? 0)).join('  ')}`.trimEnd();
  return [
    paint('faint', row(head)),
    ...screen.devices.flatMap((device, i) => [
      paint('heading', deviceText(device, say, language)),
      ...device.points.map((point, j) => {
        const text = row(cells[i]?.[j] ?? []);
        return point.alarm === null ? text : paint(point.alarm, text);
      }),
    ]),
  ];
}

function deviceText({ device: id, name, line, state }: ValueDevice, say: Speaks, language: Language): string {
  return say('device', {
    ...{ id, line, name: inLanguage(name, language) },
    state: DEVICE_STATE_WORDS[state][language],
  });
}

function cellsOf(point: ValuePoint, { boot, now }: ValueScreen, say: Speaks, language: Language): string[] {
  const { quality, at, limits } = point;
  const span = speaker(ALARM_MESSAGES, language);
  return [
    point.point.split('/')[1] ?? point.point,
    shownValue(point, say, language),
    quality === null ? say('value.not-yet') : QUALITY_WORDS[quality][language],
    at === null || at.boot !== boot ? '' : spanText(now - at.mono, span),
    limits.map((limit) => limitText(limit, say, language)).join(say('list.limits')),
  ];
}

/** The value as precise as its channel, with its unit. */
function shownValue(
  { value, valueName, unit, decimals }: ValuePoint,
  say: Speaks,
  language: Language,
): string {
  if (value === null) return say('value.none');
  if (valueName !== null) return valueName[language];
  if (typeof value === 'boolean') return say(`value.${value}`);
  const shown = typeof value === 'number' ? value.toFixed(Math.max(0, decimals)) : value;
  return `${shown} ${unit}`.trimEnd();
}

function limitText({ side, severity, value }: ValueLimit, say: Speaks, language: Language): string {
  return say(`limit.${side}`, { value, severity: SEVERITY_WORDS[severity][language] });
}
