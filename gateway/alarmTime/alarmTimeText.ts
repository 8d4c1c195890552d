import type { Installation } from '../site/installation.ts';
import { ALARM_TIME_MESSAGES } from '../text/alarmTimeMessages.ts';
import { type Say, speaker } from '../text/catalogue.ts';
import type { Language } from '../text/language.ts';
import { alarmCautions } from './alarmCautions.ts';
import { type AlarmTime, type AlarmTimeBound, alarmTimes } from './alarmTime.ts';

/** The alarm times as data, for programs. */
export function alarmTimeData(installation: Installation): {
  readonly alarmTimes: readonly AlarmTime[];
  readonly cautions: readonly string[];
} {
  const times = alarmTimes(installation);
  return { alarmTimes: times, cautions: alarmCautions(installation, times, 'en') };
}

/** The same for a person: a line for each point, every term where `verbose`. */
export function alarmTimeText(installation: Installation, verbose: boolean, language: Language): string[] {
  const say = speaker(ALARM_TIME_MESSAGES, language);
  const times = alarmTimes(installation);
  const cautions = alarmCautions(installation, times, language);
  const rows = times.flatMap((time) => [
    `  ${say('point', { point: time.point, rule: time.rule, bounds: boundsText(time, say) })}`,
    ...(verbose ? time.bounds.flatMap((bound) => termRows(bound, say)) : []),
  ]);
  const heading = say(times.some(({ relay }) => relay !== null) ? 'heading.siren' : 'heading.alarm');
  return [
    ...(rows.length > 0 ? ['', verbose ? heading : say('heading.brief', { heading }), ...rows] : []),
    ...(cautions.length > 0
      ? ['', say('cautions.heading'), ...cautions.map((caution) => `  ${caution}`)]
      : []),
  ];
}

type Saying = Say<typeof ALARM_TIME_MESSAGES>;

function boundsText({ bounds, relay, delayS }: AlarmTime, say: Saying): string {
  if (bounds.length === 0) return say('bound.none');
  const texts = bounds.map((bound, i) => {
    const before = bounds[i - 1];
    const s = seconds(bound);
    if (before === undefined) return say('bound.all-well', { s });
    const fault = faultText(bound, say);
    return seconds(before) === s ? say('bound.same', { fault }) : say('bound', { s, fault });
  });
  return [
    ...texts,
    ...(delayS > 0 ? [say('bound.delay', { s: delayS })] : []),
    ...(relay === null ? [] : [sirenText(relay, say)]),
  ].join(say('list.comma'));
}

function sirenText({ device, line, sharesLine }: NonNullable<AlarmTime['relay']>, say: Saying): string {
  return sharesLine ? say('siren.same-line', { device }) : say('siren.line', { device, line });
}

function faultText({ dying, lost }: Pick<AlarmTimeBound, 'dying' | 'lost'>, say: Saying): string {
  if (lost > 0) {
    const fault = faultText({ dying, lost: 0 }, say);
    return lost === 1 ? say('fault.lost-one', { fault }) : say('fault.lost', { fault, count: lost });
  }
  if (dying === 0) return say('fault.none');
  return dying === 1 ? say('fault.dying-one') : say('fault.dying', { count: dying });
}

function termRows(bound: AlarmTimeBound, say: Saying): string[] {
  const ms = (value: number) => Math.ceil(value);
  return [
    `    ${say('terms.heading', { fault: faultText(bound, say), ms: ms(bound.totalMs) })}`,
    ...bound.terms.map((term) => {
      const row = { ms: String(ms(term.ms)).padStart(6), meaning: say(`term.${term.name}`) };
      return `      ${say('terms.row', row)}`;
    }),
  ];
}

/** Tenths of a second, upwards. */
function seconds({ totalMs }: AlarmTimeBound): string {
  return (Math.ceil(totalMs / 100) / 10).toFixed(1);
}
