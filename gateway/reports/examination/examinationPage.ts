import { renderSVG } from 'uqr';
import type { Language, Text } from '../../text/language.ts';
import { CLOCK_WORDS } from '../../text/terms.ts';
import { paged, type RecordSeal, signatureSection } from '../commissioning/signatureSection.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { STYLE } from '../lift/page/style.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import { civilTime } from '../signed/paperTime.ts';
import { alarmSection, WELL_WATCHED } from './alarmSection.ts';
import { changeSection } from './changeSection.ts';
import type { BuildingSystem, Examination, PointFinding } from './examination.ts';
import { asSure, ExaminationVoice, percent } from './examinationVoice.ts';
import type { ExaminedLift } from './examinedLift.ts';
import { liftSection } from './liftSection.ts';
import { measuredSections } from './measuredSections.ts';
import { LEAST_DAYS } from './trend.ts';
import type { BuildingVerdict } from './verdict.ts';

const TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };
const MORE = `
.band { fill: #cfdbe8; } .mean { fill: none; stroke: var(--ink); stroke-width: 1.3; }
svg.days { margin: 1mm 0 4mm; } svg.days + svg.days { margin-top: -3mm; }
.plots { margin-top: 4mm; } td b { white-space: nowrap; }
.note.after { margin-top: 1.5mm; break-before: avoid; break-after: auto; }
`;

/** An examination report as one HTML file that needs nothing else, for A4. `seal` null: a copy that nobody signed, which says so. */
export function examinationPage(report: Examination, seal: RecordSeal | null, language: Language): string {
  const voice = new ExaminationVoice(language);
  const { say } = voice;
  return html`<!doctype html>
<html lang="${TAGS[language]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=820">
<title>${say('title')} · ${voice.word(report.building)}</title>
<style>${{ markup: STYLE }}${{ markup: paged(seal, language) }}${{ markup: MORE }}</style></head>
<body>
<header class="sealed"><div><p class="kind">${say('title')}</p><h1>${voice.word(report.building) || report.gateway}</h1>
<p>${say('period', { from: report.from, to: report.to })} · ${report.gateway}</p><p class="note">${issued(report, voice)}</p></div>
${seal === null ? null : html`<div class="qr">${{ markup: renderSVG(`${seal.verifyAt}#${seal.sha256}`, { border: 1 }) }}</div>`}</header>
${conclusionSection(report, voice)}
${watchedSection(report, voice)}
${measuredSections(report, voice)}
${alarmSection(report, voice)}
${liftSection(report, voice)}
${changeSection(report, voice)}
<section class="whole"><h2>${say('section.method')}</h2><p>${say('method.text')}</p></section>
${seal === null ? html`<p class="note">${say('unsigned')}</p>` : signatureSection(seal, language)}
</body></html>
`.markup;
}

function conclusionSection(report: Examination, voice: ExaminationVoice): Markup {
  const { say } = voice;
  const body =
    report.systems.length === 0
      ? html`<p class="statement">${say('data.none')}</p>`
      : tableOf(
          [{ text: say('column.system') }, { text: say('column.verdict') }, { text: say('column.why') }],
          report.systems.map(({ system, verdict }) => [
            say(`system.${system}`),
            voice.verdict(verdict),
            reasons(system, verdict, report, voice),
          ]),
        );
  return html`<section><h2>${say('section.conclusion')}</h2>${body}</section>`;
}

/** What a conclusion rests on, and beside it what could not be judged. */
function reasons(
  system: BuildingSystem,
  verdict: BuildingVerdict,
  { findings, lifts = [] }: Examination,
  voice: ExaminationVoice,
): string {
  const told = (one: BuildingVerdict) => one === verdict || one === 'undecided';
  const own =
    system === 'lift'
      ? lifts
          .filter((lift) => told(lift.verdict))
          .map((lift) => ({ of: lift.name, reason: liftWhy(lift, voice) }))
      : findings
          .filter((finding) => finding.system === system && told(finding.verdict))
          .map((finding) => ({ of: finding.name, reason: why(finding, voice) }));
  return [...Map.groupBy(own, ({ reason }) => reason)]
    .map(([reason, same]) =>
      voice.say('why.of', { point: voice.names(same.map(({ of }) => of)), why: reason }),
    )
    .join(voice.language === 'zh' ? '；' : '; ');
}

function watchedSection({ findings, gone_rows: gone }: Examination, voice: ExaminationVoice): Markup {
  const { say } = voice;
  return html`<section><h2>${say('section.watched')}</h2>${tableOf(
    [
      { text: say('column.point') },
      { text: say('column.watched'), number: true },
      { text: say('column.gaps') },
    ],
    findings.map((finding) => [
      voice.named(finding),
      `${percent(finding.watched)} %`,
      finding.gaps.map(({ from, to }) => (from === to ? from : `${from} – ${to}`)).join(', ') ||
        say('gaps.none'),
    ]),
  )}${gone === 0 ? null : html`<p class="note after">${say('data.gone', { count: gone })}</p>`}</section>`;
}

/** When and by whom it was made. */
function issued(report: Examination, { say, language }: ExaminationVoice): string {
  const { utc, quality } = report.issued;
  const time = utc === null ? say('issued.unknown') : civilTime(utc, report.time_zone);
  const clock = (CLOCK_WORDS as Readonly<Record<string, Text>>)[quality]?.[language];
  const when = say('issued', { time: clock === undefined ? time : `${time} (${clock})` });
  return report.signed_by === undefined ? when : `${when} · ${say('issued.by', { name: report.signed_by })}`;
}

function why(finding: PointFinding, voice: ExaminationVoice): string {
  const found = whyAlone(finding, voice);
  const told = finding.why === 'gaps' || finding.why === 'few-days' || finding.watched >= WELL_WATCHED;
  return told ? found : voice.say('why.partly', { why: found, share: percent(finding.watched) });
}

function whyAlone(finding: PointFinding, { say }: ExaminationVoice): string {
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

function liftWhy(lift: ExaminedLift, { say }: ExaminationVoice): string {
  const found = {
    entrapments: say('why.entrapments', { count: lift.entrapments }),
    alarms: say('why.alarms', { count: lift.alarms }),
    failures: say('why.failures', { count: lift.failures }),
    gaps: say('why.gaps', { share: percent(lift.watched) }),
    quiet: say('why.quiet'),
  }[lift.why];
  const told = lift.why === 'gaps' || lift.watched >= WELL_WATCHED;
  return told ? found : say('why.partly', { why: found, share: percent(lift.watched) });
}
