import { severityRank } from '../../../../drivers/vocabulary.ts';
import type { AlarmLife } from '../alarmLives.ts';
import type { MonthReport } from '../monthReport.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';

/** What is not over at the end of the month, whenever it came, gravest first; nothing where nothing is. */
export function standingBox(report: MonthReport, voice: ReportVoice): Markup | null {
  const lines = standingTexts(report, voice);
  if (lines.length === 0) return null;
  return html`<section class="alert"><h2>${voice.say('standing.heading')}</h2>${lines.map((line) => html`<p>${line}</p>`)}</section>`;
}

/** The same as sentences. An entrapment without an end is told also where the journal has no alarm of it. */
export function standingTexts({ standing, entrapments }: MonthReport, voice: ReportVoice): string[] {
  const { say, stamp } = voice;
  const alarms = standing
    .toSorted((a, b) => severityRank(b.severity) - severityRank(a.severity))
    .map((alarm) => alarmText(alarm, voice));
  if (alarms.length > 0) return alarms;
  return entrapments
    .filter(({ resolved }) => resolved === null)
    .map(({ confirmed }) =>
      say('standing.alarm', { name: say('heading.entrapments'), time: stamp(confirmed) }),
    );
}

function alarmText({ name, raised, over }: AlarmLife, { say, word, stamp }: ReportVoice): string {
  return say(over === null ? 'standing.alarm' : 'standing.over', { name: word(name), time: stamp(raised) });
}
