import { LIMITS } from '../../../lift/health/limits.ts';
import { CONFIDENCE_WORDS } from '../../../text/terms.ts';
import { limitShown, limitSource } from '../limitShown.ts';
import type { MonthReport } from '../monthReport.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';
import { tableOf } from './tableOf.ts';

/**
 * What the report rests on: every limit with its source, how things are counted, and who made it. `made`: Unix ms, or
 * null where nobody knows the time.
 */
export function notesSection(
  report: MonthReport,
  made: number | null,
  { say, word, language, times }: ReportVoice,
): Markup {
  const names = Object.keys(LIMITS) as (keyof typeof LIMITS)[];
  const rows = names.map((name) => {
    const limit = LIMITS[name];
    return [
      say(`limit.${name}`),
      limitShown(limit),
      limitSource(limit, language),
      word(CONFIDENCE_WORDS[limit.confidence]),
    ];
  });
  const heads = [
    { text: say('column.limit') },
    { text: say('column.value'), number: true } as const,
    { text: say('column.source') },
    { text: say('column.confidence') },
  ];
  return html`<section class="notes">
<h2>${say('heading.limits')}</h2>
${tableOf(heads, rows)}
<p>${say('limits.note')}</p>
${report.labels === null ? html`<p>${say('note.floors')}</p>` : null}
<p>${say('note.zone', { zone: times.timeZone })} ${say('note.clock')}</p>
<p>${say('foot.made-by', { gateway: report.gateway })}${made === null ? null : html` ${say('foot.made', { time: times.moment(made) })}`}</p>
</section>`;
}
