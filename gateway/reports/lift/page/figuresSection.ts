import type { FigureKey } from '../../../text/liftDefinitions.ts';
import type { MonthReport } from '../monthReport.ts';
import { figureTable } from './figureTable.ts';
import { findingList } from './findingItem.ts';
import { percentDown } from './headSection.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';

/** The figures of the month, each with how it is counted. */
export function figuresSection({ rates, doorCycles }: MonthReport, voice: ReportVoice): Markup {
  const { say, span } = voice;
  const { availability, mtbfMs, mcbf, faultsPer1000Trips: faults, externalMs } = rates;
  const none = say(rates.failures === 0 ? 'figure.none' : 'figure.unknown');
  const unknown = say('figure.unknown');
  const figures: [value: string, name: string, counted: FigureKey, look?: string][] = [
    [
      availability === null ? unknown : say('value.percent', { percent: percentDown(availability) }),
      ...([say('figure.availability'), 'availability'] as const),
    ],
    [externalMs === null ? unknown : span(externalMs), say('figure.external'), 'external'],
    [String(rates.trips), say('figure.trips'), 'trips'],
    [String(doorCycles), say('figure.cycles'), 'cycles'],
    [String(rates.failures), say('figure.failures'), 'failures', rates.failures > 0 ? 'worth' : ''],
    [
      ...([String(rates.entrapments), say('figure.entrapments'), 'entrapments'] as const),
      rates.entrapments > 0 ? 'grave' : '',
    ],
    [mtbfMs === null ? none : span(mtbfMs), say('figure.mtbf'), 'mtbf'],
    [mcbf === null ? none : String(Math.round(mcbf)), say('figure.mcbf'), 'mcbf'],
    [faults === null ? unknown : faults.toFixed(1), say('figure.per-thousand'), 'perThousand'],
    [span(rates.inspectionMs), say('figure.inspection'), 'inspection'],
    [String(rates.visits), say('figure.visits'), 'visits'],
  ];
  const rows = figures.map(([value, name, counted, look = '']) => ({
    ...{ name, counted },
    values: [html`<b class="${look}">${value}</b>`],
  }));
  const heads = {
    figure: say('column.figure'),
    columns: [say('column.value')],
    counted: say('column.counted'),
  };
  return html`<section>
<h2>${say('heading.figures')}</h2>
${figureTable(heads, rows, voice)}
</section>`;
}

/** What to look at first, each with what it rests on. */
export function firstSection(report: MonthReport, voice: ReportVoice): Markup {
  const { say } = voice;
  const [first] = report.findings;
  const list =
    first === undefined
      ? html`<p>${say('first.nothing')}</p>`
      : html`<p class="note">${say('first.note', first.evidence)}</p>${findingList(report.findings, report, voice)}`;
  return html`<section class="first"><h2>${say('heading.first')}</h2>${list}</section>`;
}
