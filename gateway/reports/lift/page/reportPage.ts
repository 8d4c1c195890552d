import type { Language } from '../../../text/language.ts';
import type { CivilTimes } from '../civilTimes.ts';
import type { FaultNames } from '../faultNames.ts';
import type { MonthReport } from '../monthReport.ts';
import { dayChart } from './dayChart.ts';
import { figuresSection, firstSection } from './figuresSection.ts';
import { entrapmentsSection, faultsSection, unseenSection, visitsSections } from './happenedSections.ts';
import { headSection } from './headSection.ts';
import { doorsSection, levellingSection } from './landingSections.ts';
import { html, type Markup } from './markup.ts';
import { notesSection } from './notesSection.ts';
import { LANGUAGE_TAGS, type ReportVoice, reportVoice } from './reportVoice.ts';
import { standingBox } from './standingBox.ts';
import { STYLE } from './style.ts';

/** How a report is to be written. `made`: Unix ms, or null where nobody knows the time. */
export type Writing = {
  readonly language: Language;
  readonly times: CivilTimes;
  readonly faults: FaultNames;
  readonly made: number | null;
};

/** The report as one HTML file that needs nothing else, for A4. */
export function reportPage(report: MonthReport, { language, times, faults, made }: Writing): string {
  const voice = reportVoice(language, times, faults, report.labels ?? {});
  const title = voice.say('title.page', { month: report.month, lift: voice.word(report.name) });
  const page = html`<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
${headSection(report, voice)}
${standingBox(report, voice)}
${report.days.length === 0 ? html`<section><p class="empty">${voice.say('complete.empty')}</p></section>` : daySections(report, voice)}
${report.days.length === 0 && isQuiet(report) ? null : happenedSections(report, voice)}
${notesSection(report, made, voice)}
</body>
</html>
`;
  return page.markup;
}

/** Of a month that nobody watched it is not said that nothing happened. */
function isQuiet({ faults, missed, entrapments, visits, unseen, tests, power }: MonthReport): boolean {
  return [faults, missed, entrapments, visits, unseen, tests, power].every((list) => list.length === 0);
}

function happenedSections(report: MonthReport, voice: ReportVoice): Markup {
  return html`${faultsSection(report, voice)}
${entrapmentsSection(report, voice)}
${visitsSections(report, voice)}
${unseenSection(report, voice)}`;
}

/** What rests on the records of days. */
function daySections(report: MonthReport, voice: ReportVoice): Markup {
  return html`${figuresSection(report, voice)}
${firstSection(report, voice)}
<section class="whole"><h2>${voice.say('heading.days')}</h2>${dayChart(report.month, report.days, voice)}</section>
${doorsSection(report, voice)}
${levellingSection(report, voice)}`;
}
