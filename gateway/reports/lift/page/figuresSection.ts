import { CONFIDENCE_WORDS } from '../../../text/terms.ts';
import { COUNTED_IN, findingShown } from '../findingShown.ts';
import { limitShown } from '../limitShown.ts';
import type { MonthReport } from '../monthReport.ts';
import { percentDown } from './headSection.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';

/** The figures of the month as tiles. */
export function figuresSection({ rates, doorCycles }: MonthReport, { say, span }: ReportVoice): Markup {
  const { availability, mtbfMs, mcbf, faultsPer1000Trips: faults } = rates;
  const none = say(rates.failures === 0 ? 'figure.none' : 'figure.unknown');
  const tiles: [value: string, name: string, look: string][] = [
    [
      availability === null
        ? say('figure.unknown')
        : say('value.percent', { percent: percentDown(availability) }),
      say('figure.availability'),
      '',
    ],
    [String(rates.trips), say('figure.trips'), ''],
    [String(doorCycles), say('figure.cycles'), ''],
    [String(rates.failures), say('figure.failures'), rates.failures > 0 ? 'worth' : ''],
    [String(rates.entrapments), say('figure.entrapments'), rates.entrapments > 0 ? 'grave' : ''],
    [mtbfMs === null ? none : span(mtbfMs), say('figure.mtbf'), ''],
    [mcbf === null ? none : String(Math.round(mcbf)), say('figure.mcbf'), ''],
    [faults === null ? say('figure.unknown') : faults.toFixed(1), say('figure.per-thousand'), ''],
    [span(rates.inspectionMs), say('figure.inspection'), ''],
    [String(rates.visits), say('figure.visits'), ''],
  ];
  return html`<section>
<h2>${say('heading.figures')}</h2>
<div class="tiles">${tiles.map(([value, name, look]) => html`<div class="tile ${look}"><b>${value}</b><span>${name}</span></div>`)}</div>
</section>`;
}

/** What to look at first, each with what it rests on. */
export function firstSection({ findings, days, labels }: MonthReport, voice: ReportVoice): Markup {
  const { say, word, language, faults } = voice;
  const known = { labels: labels ?? {}, faults, language };
  const items = findings.map((finding) => {
    const { samples, limit } = finding.evidence;
    const unit = COUNTED_IN[finding.key];
    const evidence = [
      ...(unit === 'times' ? [] : [say(`samples.${unit}`, { count: samples })]), // these words say how often
      ...(limit === null
        ? []
        : [
            say('first.limit', {
              limit: limitShown(limit),
              confidence: word(CONFIDENCE_WORDS[limit.confidence]),
            }),
          ]),
    ];
    const text = findingShown(finding, days, known);
    return html`<li class="${finding.rank >= 60 ? 'grave' : ''}">${text}${evidence.length === 0 ? null : html` <span class="note">${evidence.join(' · ')}</span>`}</li>`;
  });
  const [first] = findings;
  const list =
    first === undefined
      ? html`<p>${say('first.nothing')}</p>`
      : html`<p class="note">${say('first.note', first.evidence)}</p><ol>${items}</ol>`;
  return html`<section class="first"><h2>${say('heading.first')}</h2>${list}</section>`;
}
