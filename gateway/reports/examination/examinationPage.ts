import { renderSVG } from 'uqr';
import type { WireText } from '../../telemetry/wire/model.ts';
import { speaker } from '../../text/catalogue.ts';
import { EXAMINATION_MESSAGES } from '../../text/examinationMessages.ts';
import type { Language, Text } from '../../text/language.ts';
import { SEVERITY_WORDS } from '../../text/terms.ts';
import { paged, type RecordSeal, signatureSection } from '../commissioning/signatureSection.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { STYLE } from '../lift/page/style.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import { dayPlot, short } from './dayPlot.ts';
import type { BuildingVerdict, Examination, Finding } from './examination.ts';
import { LEAST_DAYS } from './trend.ts';

const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };
const MORE = `
.band { fill: #cfdbe8; } .mean { fill: none; stroke: var(--ink); stroke-width: 1.3; }
svg.days { margin: 1mm 0 4mm; }
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
  const number = (value: number | null) => (value === null ? '–' : short(value));
  const { findings } = report;
  return html`<!doctype html>
<html lang="${TAGS[language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=820">
<title>${say('title')} · ${word(report.building)}</title>
<style>${{ markup: STYLE }}${{ markup: paged(seal, language) }}${{ markup: MORE }}</style></head>
<body>
<header class="sealed"><div><p class="kind">${say('title')}</p><h1>${word(report.building) || report.gateway}</h1>
<p>${say('period', { from: report.from, to: report.to })} · ${report.gateway}</p></div>
${seal === null ? null : html`<div class="qr">${{ markup: renderSVG(`${seal.verifyAt}#${seal.sha256}`, { border: 1 }) }}</div>`}</header>
<section><h2>${say('section.conclusion')}</h2>${
    report.systems.length === 0
      ? html`<p class="statement">${say('data.none')}</p>`
      : tableOf(
          [{ text: say('column.point') }, { text: say('column.verdict') }, { text: say('column.why') }],
          report.systems.map(({ system, verdict: one }) => [
            say(`system.${system}`),
            verdict(one),
            findings
              .filter((finding) => finding.system === system && finding.verdict === one)
              .map((finding) => `${word(finding.name)}: ${why(finding)}`)
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
      finding.gaps.map(({ from, to }) => (from === to ? from : `${from} – ${to}`)).join(', ') || '–',
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
      finding.trend === null ? '–' : asSure(finding.trend.change, finding.trend.unsure),
      finding.trend === null
        ? '–'
        : `${asSure(finding.trend.perMonth, finding.trend.unsure)} ± ${short(finding.trend.unsure)}`,
      verdict(finding.verdict),
    ]),
  )}
${findings
  .filter(({ system, verdict: one }) => system === 'structure' || one !== 'normal')
  .map((finding) => {
    const label = say('plot.label', { name: word(finding.name) });
    const plot = dayPlot(finding.days, report.from, report.to, label);
    return plot === null ? null : html`<div class="whole"><p class="note">${label}</p>${plot}</div>`;
  })}</section>
<section><h2>${say('section.alarms')}</h2>${
    report.alarms.length === 0
      ? html`<p>${say('alarms.none')}</p>`
      : tableOf(
          (['since', 'point', 'severity', 'minutes'] as const).map((column) => ({
            text: say(`column.${column}`),
          })),
          report.alarms.map(({ from, name, severity, minutes }) => [
            from,
            word(name),
            (SEVERITY_WORDS as Readonly<Record<string, Text>>)[severity]?.[language] ?? severity,
            minutes === null ? say('alarms.standing') : String(minutes),
          ]),
        )
  }</section>
<section class="whole"><h2>${say('section.method')}</h2><p>${say('method.text')}</p></section>
${seal === null ? html`<p class="note">${say('unsigned')}</p>` : signatureSection(seal, language)}
</body></html>
`.markup;

  function named({ name, place }: Finding): Markup {
    return html`${word(name)}<small>${word(place)}</small>`;
  }

  function why(finding: Finding): string {
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

/** A number with as many places as it is sure of. */
function asSure(value: number, unsure: number): string {
  if (unsure <= 0) return short(value);
  const places = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(unsure))));
  return String(Number(value.toFixed(places)));
}

function percent(share: number): number {
  return Math.floor(1000 * share) / 10;
}
