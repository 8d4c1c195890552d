import type { Severity } from '../../../drivers/vocabulary.ts';
import type { Text } from '../../text/language.ts';
import { SEVERITY_WORDS } from '../../text/terms.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import { civilTime } from '../signed/paperTime.ts';
import { short } from './dayPlot.ts';
import type { Examination } from './examination.ts';
import type { ExaminationVoice } from './examinationVoice.ts';
import type { ExaminedAlarm } from './examinedAlarms.ts';
import { medianOf } from './trend.ts';

/** Less than this share of a period, and it is said wherever a point is called well. */
export const WELL_WATCHED = 0.995;
/** No more are printed: whoever has so many reads them in the data. */
const MOST_PRINTED = 100;

/** The alarms of the period: how many, how long, how soon somebody had seen them, and each of them. */
export function alarmSection(report: Examination, voice: ExaminationVoice): Markup {
  const { say } = voice;
  const { findings } = report;
  const watchedWell = findings.length > 0 && findings.every(({ watched }) => watched >= WELL_WATCHED);
  const watchedAtAll = findings.some(({ watched }) => watched > 0);
  const alarms = report.alarms.filter(({ test }) => test !== true);
  const tests = report.alarms.filter(({ test }) => test === true);
  const printed = alarms.slice(0, MOST_PRINTED);
  const list =
    alarms.length === 0
      ? html`<p>${say(watchedWell ? 'alarms.none' : watchedAtAll ? 'alarms.none-known' : 'alarms.unknown')}</p>`
      : html`<p>${summary(alarms, voice)}</p>${tableOf(
          (['since', 'alarm', 'severity', 'minutes', 'seen'] as const).map((column) => ({
            text: say(`column.${column}`),
          })),
          printed.map((alarm) => [
            html`<span class="short">${civilTime(alarm.from, report.time_zone)}</span>`,
            html`${voice.word(alarm.name)}<small>${about(alarm, report, voice)}</small>`,
            severityWord(alarm.severity, voice),
            alarm.minutes === null ? say('alarms.standing') : String(alarm.minutes),
            alarm.acknowledged_minutes == null ? say('seen.nobody') : String(alarm.acknowledged_minutes),
          ]),
        )}${alarms.length === printed.length ? null : html`<p class="note after">${say('alarms.rest', { count: alarms.length - printed.length })}</p>`}${
          watchedWell ? null : html`<p class="note after">${say('alarms.perhaps-more')}</p>`
        }`;
  const names = [...new Set(tests.map(({ name }) => voice.word(name)))].join(say('list.names'));
  return html`<section><h2>${say('section.alarms')}</h2>${list}${
    tests.length === 0
      ? null
      : html`<p class="note after">${say('alarms.tests', { count: tests.length, names })}</p>`
  }</section>`;
}

function summary(alarms: readonly ExaminedAlarm[], voice: ExaminationVoice): string {
  const { say } = voice;
  const bySeverity = Map.groupBy(alarms, ({ severity }) => severity);
  const severities = [...bySeverity]
    .map(([severity, own]) => `${severityWord(severity, voice)} ${own.length}`)
    .join(say('list.names'));
  const seen = alarms.flatMap(({ acknowledged_minutes: minutes }) => minutes ?? []);
  const longest = Math.max(...alarms.map(({ minutes }) => minutes ?? Number.POSITIVE_INFINITY));
  const told = {
    ...{ count: alarms.length, severities },
    longest: Number.isFinite(longest) ? longest : say('alarms.standing'),
  };
  const median = medianOf(seen);
  return median === null
    ? say('alarms.summary-unseen', told)
    : say('alarms.summary', { ...told, seen: short(median), acknowledged: seen.length });
}

function severityWord(severity: string, { language }: ExaminationVoice): string {
  return (
    (SEVERITY_WORDS as Readonly<Partial<Record<Severity | string, Text>>>)[severity]?.[language] ?? severity
  );
}

/** Where an alarm was, what was read beside which limit, and what somebody noted. */
function about(alarm: ExaminedAlarm, { findings }: Examination, voice: ExaminationVoice): string {
  const { point, value, limit, unit = '', reason } = alarm;
  const found = findings.find((finding) => finding.point === point);
  const shown = (one: ExaminedAlarm['value']) =>
    typeof one === 'number' ? `${short(one)} ${unit}`.trim() : null;
  const [read, allowed] = [shown(value), shown(limit)];
  return [
    found === undefined ? point : voice.word(found.name),
    found === undefined ? null : voice.word(found.place),
    read === null
      ? null
      : allowed === null
        ? read
        : voice.say('alarms.value', { value: read, limit: allowed }),
    reason === undefined ? null : voice.say('alarms.reason', { reason }),
  ]
    .filter((one) => one !== null && one !== '')
    .join(' · ');
}
