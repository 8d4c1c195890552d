import { urgencyOf } from '../../../lift/health/findings.ts';
import { findingShown } from '../findingShown.ts';
import { startsText, usageText } from '../page/figuresSection.ts';
import { type FigureRow, figureTable } from '../page/figureTable.ts';
import { entrapmentsSection } from '../page/happenedSections.ts';
import { percentDown } from '../page/headSection.ts';
import { html, type Markup } from '../page/markup.ts';
import { standingTexts } from '../page/standingBox.ts';
import { tableOf } from '../page/tableOf.ts';
import { arrivalMinutes, type RescueTimes } from '../rescueTimes.ts';
import type { LiftPaper, MonthBefore } from './liftPaper.ts';
import type { PaperVoice } from './paperVoice.ts';

const MOST = 4;

/** One page for those who pay for the lift: one plain sentence, the month against the one before, what is to be done. */
export function buildingPaper(paper: LiftPaper, voice: PaperVoice): { title: string; body: Markup } {
  const { tell, word, times, language, say, faults } = voice;
  const month = times.monthName(paper.month, language);
  const title = tell('title.building', { lift: word(paper.name), month });
  const todo = paper.findings.filter((one) => urgencyOf(one) !== 'watching').slice(0, MOST);
  const known = { labels: paper.labels ?? {}, faults, language };
  const grave = paper.standing.length + paper.rescue.count > 0;
  const visits = paper.visits.map(({ from, to, inspectionMs }) => [
    voice.stamp(from),
    to === null ? say('visit.not-over') : voice.stamp(to),
    inspectionMs === null ? '–' : voice.span(inspectionMs),
  ]);
  const body = html`<header>
<p class="kind">${tell('paper.building')}</p>
<h1>${title}</h1>
<p class="faint">${[paper.place === null ? null : word(paper.place), say('head.lift-id', { name: word(paper.name), id: paper.lift })].filter((one) => one !== null).join(' · ')}</p>
</header>
<p class="sentence ${grave ? 'grave' : ''}">${plainSentence(paper, voice)}</p>
${
  paper.days.length === 0
    ? null
    : html`<section><h2>${tell('building.figures')}</h2>${figureTable(
        {
          figure: say('column.figure'),
          columns: [tell('column.now'), tell('column.before')],
          counted: say('column.counted'),
        },
        figureRows(paper, voice),
        voice,
      )}</section>`
}
${todo.length === 0 ? null : html`<section><h2>${tell('building.todo')}</h2><ol>${todo.map((one) => html`<li>${findingShown(one, paper.days, known)}</li>`)}</ol></section>`}
${paper.entrapments.length === 0 ? null : html`<div class="shut-in">${entrapmentsSection(paper, voice)}</div>`}
${
  paper.days.length === 0
    ? null
    : html`<section><h2>${tell('building.visits')}</h2>${
        visits.length === 0
          ? html`<p>${tell('building.visits-none')}</p>`
          : tableOf(
              [
                { text: say('column.from') },
                { text: say('column.to') },
                { text: say('column.inspection'), number: true },
              ],
              visits,
            )
      }</section>`
}`;
  return { title, body };
}

/** The month in one sentence, and what must be said beside it. Nothing is told as good that is not known, or not over. */
export function plainSentence(paper: LiftPaper, voice: PaperVoice): string {
  const { tell, times, language, minutes } = voice;
  const { days, rates, rescue, daysOver, complete } = paper;
  const month = times.monthName(paper.month, language);
  const standing = standingTexts(paper, voice);
  const still =
    standing.length === 0 ? '' : tell('sentence.standing', { alarms: standing.join(tell('list.join')) });
  const join = language === 'en' ? ' ' : '';
  if (days.length === 0)
    return [tell('sentence.no-days', { month }), still].filter((one) => one !== '').join(join);
  const { availability } = rates;
  const trapped = Math.max(rates.entrapments, rescue.count);
  const failed = Math.max(rates.failures, trapped > 0 ? 1 : 0);
  const parts = [
    availability === null
      ? tell('sentence.served-unknown', { month })
      : tell('sentence.served', { month, percent: percentDown(availability) }),
    // beside what is not over it is not said that nothing was
    failed === 0
      ? standing.length > 0
        ? ''
        : tell('sentence.no-failure')
      : failed === 1
        ? tell('sentence.failure')
        : tell('sentence.failures', { count: failed }),
    trapped === 0
      ? standing.length > 0
        ? ''
        : tell('sentence.nobody')
      : trapped === 1
        ? tell('sentence.trapped-once')
        : tell('sentence.trapped', { count: trapped }),
    ...(rescue.longest === null ? [] : [tell('sentence.out-after', { minutes: minutes(rescue.longest) })]),
    ...(rescue.open === 0 ? [] : [tell('sentence.not-out')]),
  ].filter((one) => one !== '');
  const said =
    parts.slice(0, -1).join(tell('sentence.join')) +
    (parts.length > 1 ? tell('sentence.and') : '') +
    (parts.at(-1) ?? '') +
    tell('sentence.end');
  const partly =
    days.length < daysOver
      ? tell('sentence.partly', { recorded: days.length, days: daysOver })
      : daysOver < complete.days
        ? tell('sentence.so-far', { recorded: days.length, days: complete.days })
        : '';
  return [said, still, partly].filter((one) => one !== '').join(join);
}

/** The longest time until somebody came, never without those of whom no arrival is known. */
function arrivalText(known: readonly number[], unknown: number, { tell, minutes }: PaperVoice): string {
  if (known.length + unknown === 0) return tell('value.none');
  const texts = [
    ...(known.length === 0 ? [] : [minutes(Math.max(...known))]),
    ...(unknown === 0 ? [] : [tell('value.no-arrival', { count: unknown })]),
  ];
  return texts.join(tell('list.join'));
}

type Column = Pick<LiftPaper, 'rates' | 'rescue'>;

/** The figures of the month and of the one before, each with how it is counted. */
export function figureRows(paper: LiftPaper, voice: PaperVoice): FigureRow[] {
  const { tell, say, span, minutes } = voice;
  const none = tell('before.none');
  const both = (of: (column: Column) => string, before: MonthBefore | null = paper.before) => [
    of(paper),
    before === null ? none : of(before),
  ];
  const unknown = tell('value.unknown');
  const rescued = (of: (times: RescueTimes) => number | null) => (column: Column) =>
    column.rescue.count === 0 ? tell('value.none') : minutes(of(column.rescue));
  const arrivals = paper.entrapments.flatMap((one) => arrivalMinutes(one) ?? []);
  const unknownArrivals = paper.entrapments.length - arrivals.length;
  const perFailure = (of: (column: Column) => string | null) => (column: Column) =>
    of(column) ?? (column.rates.failures === 0 ? say('figure.none') : unknown);
  return [
    {
      name: say('figure.availability'),
      values: both(({ rates: { availability } }) =>
        availability === null ? unknown : say('value.percent', { percent: percentDown(availability) }),
      ),
      counted: 'availability',
    },
    {
      name: say('figure.external'),
      values: both(({ rates: { externalMs } }) => (externalMs === null ? unknown : span(externalMs))),
      counted: 'external',
    },
    { name: say('figure.trips'), values: both(({ rates }) => String(rates.trips)), counted: 'trips' },
    {
      name: say('figure.starts'),
      values: both(({ rates }) => startsText(rates, unknown)),
      counted: 'starts',
    },
    { name: say('figure.usage'), values: both(({ rates }) => usageText(rates, unknown)), counted: 'usage' },
    {
      name: say('figure.failures'),
      values: both(({ rates }) => String(rates.failures)),
      counted: 'failures',
    },
    {
      name: say('figure.mtbf'),
      values: both(perFailure(({ rates: { mtbfMs } }) => (mtbfMs === null ? null : span(mtbfMs)))),
      counted: 'mtbf',
    },
    {
      name: say('figure.mcbf'),
      values: both(perFailure(({ rates: { mcbf } }) => (mcbf === null ? null : String(Math.round(mcbf))))),
      counted: 'mcbf',
    },
    {
      name: say('figure.entrapments'),
      values: both(({ rates, rescue }) => String(Math.max(rates.entrapments, rescue.count))),
      counted: 'entrapments',
    },
    {
      name: tell('figure.rescue-longest'),
      values: both(rescued(({ longest }) => longest)),
      counted: 'rescue',
    },
    {
      name: tell('figure.rescue-total'),
      values: both(rescued(({ total }) => total)),
      counted: 'rescue',
    },
    {
      name: tell('figure.arrival-longest'),
      values: [arrivalText(arrivals, unknownArrivals, voice), paper.before === null ? none : '–'],
      counted: 'arrival',
    },
    { name: say('figure.visits'), values: both(({ rates }) => String(rates.visits)), counted: 'visits' },
    {
      name: say('figure.inspection'),
      values: both(({ rates }) => span(rates.inspectionMs)),
      counted: 'inspection',
    },
  ];
}
