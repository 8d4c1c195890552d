import { renderSVG } from 'uqr';
import type { WireText } from '../../telemetry/wire/model.ts';
import { speaker } from '../../text/catalogue.ts';
import { EXAMINATION_MESSAGES } from '../../text/examinationMessages.ts';
import type { Language, Text } from '../../text/language.ts';
import { CLOCK_WORDS, SEVERITY_WORDS } from '../../text/terms.ts';
import { paged, type RecordSeal, signatureSection } from '../commissioning/signatureSection.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { STYLE } from '../lift/page/style.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import { civilTime } from '../signed/paperTime.ts';
import { dayPlot, short } from './dayPlot.ts';
import type { BuildingVerdict, Examination, ExaminedAlarm, PointFinding } from './examination.ts';
import { LEAST_DAYS } from './trend.ts';

const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };
const MORE = `
.band { fill: #cfdbe8; } .mean { fill: none; stroke: var(--ink); stroke-width: 1.3; }
svg.days { margin: 1mm 0 4mm; }
.plots { margin-top: 4mm; } td b { white-space: nowrap; }
`;

/** An examination report as one HTML file that needs nothing else, for A4. `seal` null: a copy that nobody signed, which says so. */
export function examinationPage(report: Examination, seal: RecordSeal | null, language: Language): string {
  const say = speaker(EXAMINATION_MESSAGES, language);
  const word = (text: WireText | null) =>
    text === null ? '' : typeof text === 'string' ? text : text[language];
  const verdict = (one: BuildingVerdict): Markup =>
    one === 'abnormal'
      ? html`<b class="grave">${say('verdict.abnormal')}</b>`
      : html`<b>${say(`verdict.${one}`)}</b>`;
  const number = (value: number | null) => (value === null ? say('value.none') : short(value));
  const noTrend = (days: PointFinding['days']) => say(days.length === 0 ? 'value.none' : 'trend.none');
  const { findings } = report;
  const watchedWell = findings.length > 0 && findings.every(({ watched }) => watched >= WELL_WATCHED);
  const watchedAtAll = findings.some(({ watched }) => watched > 0);
  return html`<!doctype html>
<html lang="${TAGS[language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=820">
<title>${say('title')} · ${word(report.building)}</title>
<style>${{ markup: STYLE }}${{ markup: paged(seal, language) }}${{ markup: MORE }}</style></head>
<body>
<header class="sealed"><div><p class="kind">${say('title')}</p><h1>${word(report.building) || report.gateway}</h1>
<p>${say('period', { from: report.from, to: report.to })} · ${report.gateway}</p><p class="note">${issued()}</p></div>
${seal === null ? null : html`<div class="qr">${{ markup: renderSVG(`${seal.verifyAt}#${seal.sha256}`, { border: 1 }) }}</div>`}</header>
<section><h2>${say('section.conclusion')}</h2>${
    report.systems.length === 0
      ? html`<p class="statement">${say('data.none')}</p>`
      : tableOf(
          [{ text: say('column.system') }, { text: say('column.verdict') }, { text: say('column.why') }],
          report.systems.map(({ system, verdict: one }) => [
            say(`system.${system}`),
            verdict(one),
            findings
              .filter((finding) => finding.system === system && [one, 'undecided'].includes(finding.verdict))
              .map((finding) => say('why.of', { point: word(finding.name), why: why(finding) }))
              .join('; '),
          ]),
        )
  }</section>
<section><h2>${say('section.watched')}</h2>${tableOf(
    [
      { text: say('column.point') },
      { text: say('column.watched'), number: true },
      { text: say('column.gaps') },
    ],
    findings.map((finding) => [
      named(finding),
      `${percent(finding.watched)} %`,
      finding.gaps.map(({ from, to }) => (from === to ? from : `${from} – ${to}`)).join(', ') ||
        say('gaps.none'),
    ]),
  )}${report.gone_rows === 0 ? null : html`<p class="note">${say('data.gone', { count: report.gone_rows })}</p>`}</section>
<section><h2>${say('section.values')}</h2>${tableOf(
    [
      { text: say('column.point') },
      ...(['lowest', 'mean', 'highest', 'change', 'rate'] as const).map((column) => ({
        ...{ text: say(`column.${column}`), number: true as const },
      })),
      { text: say('column.verdict') },
    ],
    findings.map((finding) => [
      html`${named(finding)} <span class="faint">${finding.unit}</span>`,
      number(finding.lowest),
      number(finding.mean),
      number(finding.highest),
      finding.trend === null ? noTrend(finding.days) : asSure(finding.trend.change, finding.trend.unsure),
      finding.trend === null
        ? noTrend(finding.days)
        : `${asSure(finding.trend.perMonth, finding.trend.unsure)} ± ${Number(finding.trend.unsure.toPrecision(2))}`,
      verdict(finding.verdict),
    ]),
  )}
<div class="plots">${findings
    .filter(({ system, verdict: one }) => system === 'structure' || one !== 'normal')
    .map((finding) => {
      const label = say('plot.label', { name: word(finding.name) });
      const plot = dayPlot(finding.days, report.from, report.to, label);
      return plot === null ? null : html`<div class="whole"><p class="note">${label}</p>${plot}</div>`;
    })}</div></section>
<section><h2>${say('section.alarms')}</h2>${
    report.alarms.length === 0
      ? html`<p>${say(watchedWell ? 'alarms.none' : watchedAtAll ? 'alarms.none-known' : 'alarms.unknown')}</p>`
      : html`${tableOf(
          (['since', 'alarm', 'severity', 'minutes', 'seen'] as const).map((column) => ({
            text: say(`column.${column}`),
          })),
          report.alarms.map((alarm) => [
            civilTime(alarm.from, report.time_zone),
            html`${word(alarm.name)}<small>${about(alarm)}</small>`,
            (SEVERITY_WORDS as Readonly<Record<string, Text>>)[alarm.severity]?.[language] ?? alarm.severity,
            alarm.minutes === null ? say('alarms.standing') : String(alarm.minutes),
            alarm.acknowledged_minutes == null ? say('seen.nobody') : String(alarm.acknowledged_minutes),
          ]),
        )}${watchedWell ? null : html`<p class="note">${say('alarms.perhaps-more')}</p>`}`
  }</section>
<section class="whole"><h2>${say('section.method')}</h2><p>${say('method.text')}</p></section>
${seal === null ? html`<p class="note">${say('unsigned')}</p>` : signatureSection(seal, language)}
</body></html>
`.markup;

  function named({ name, place }: PointFinding): Markup {
    return html`<span class="name">${word(name)}<small>${word(place)}</small></span>`;
  }

  /** When and by whom it was made. */
  function issued(): string {
    const { utc, quality } = report.issued;
    const time = utc === null ? say('issued.unknown') : civilTime(utc, report.time_zone);
    const clock = (CLOCK_WORDS as Readonly<Record<string, Text>>)[quality]?.[language];
    const when = say('issued', { time: clock === undefined ? time : `${time} (${clock})` });
    return report.signed_by === undefined
      ? when
      : `${when} · ${say('issued.by', { name: report.signed_by })}`;
  }

  /** Where an alarm was, and what was read beside which limit. */
  function about({ point, value, limit, unit = '' }: ExaminedAlarm): string {
    const found = findings.find((finding) => finding.point === point);
    const shown = (one: ExaminedAlarm['value']) => (typeof one === 'number' ? `${short(one)} ${unit}` : null);
    const [read, allowed] = [shown(value), shown(limit)];
    return [
      found === undefined ? point : word(found.name),
      found === undefined ? null : word(found.place),
      read === null ? null : allowed === null ? read : say('alarms.value', { value: read, limit: allowed }),
    ]
      .filter((one) => one !== null && one !== '')
      .join(' · ');
  }

  function why(finding: PointFinding): string {
    const found = whyAlone(finding);
    const told = finding.why === 'gaps' || finding.why === 'few-days' || finding.watched >= WELL_WATCHED;
    return told ? found : say('why.partly', { why: found, share: percent(finding.watched) });
  }

  function whyAlone(finding: PointFinding): string {
    switch (finding.why) {
      case 'few-days':
        return say('why.few-days', { days: LEAST_DAYS });
      case 'gaps':
        return say('why.gaps', { share: percent(finding.watched) });
      case 'alarms':
        return say('why.alarms', { count: finding.alarms });
      case 'moves':
        return say('why.moves', {
          rate: asSure(finding.trend?.perMonth ?? 0, finding.trend?.unsure ?? 0),
          unit: finding.unit,
        });
      case 'quiet':
        return say('why.quiet');
    }
  }
}

/** Less than this share of a period, and it is said wherever a point is called well. */
const WELL_WATCHED = 0.995;

/** A number with as many places as it is sure of. */
function asSure(value: number, unsure: number): string {
  if (unsure <= 0) return short(value);
  const places = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(unsure))));
  return String(Number(value.toFixed(places)));
}

function percent(share: number): number {
  return Math.floor(1000 * share) / 10;
}
