import { urgencyOf } from '../../../lift/health/findings.ts';
import { findingPlace } from '../findingPlace.ts';
import { findingShown } from '../findingShown.ts';
import { figureTable } from '../page/figureTable.ts';
import { faultsSection } from '../page/happenedSections.ts';
import { html, type Markup } from '../page/markup.ts';
import { standingBox } from '../page/standingBox.ts';
import { tableOf } from '../page/tableOf.ts';
import type { Stamp } from '../stamp.ts';
import { alarmListSection } from './alarmList.ts';
import { itemsSection } from './annexItems.ts';
import { figureRows, plainSentence } from './buildingPaper.ts';
import type { LiftPaper } from './liftPaper.ts';
import { conditionsOf, conditionsSection, withdrawalSection } from './onDemand.ts';
import type { PaperVoice } from './paperVoice.ts';
import { selfCheckSection } from './selfCheck.ts';

/** The file of a lift that is maintained on demand: what an authority asks for, with what only people know left to be filled in. */
export function regulatorPaper(paper: LiftPaper, voice: PaperVoice): { title: string; body: Markup } {
  const { tell, word, times, language } = voice;
  const month = times.monthName(paper.month, language);
  const title = tell('title.regulator', { lift: word(paper.name), month });
  const conditions = conditionsOf(paper, voice);
  const body = html`<header>
<p class="kind">${tell('paper.regulator')}</p>
<h1>${title}</h1>
${identity(paper, voice)}
</header>
<p>${plainSentence(paper, voice)}</p>
${standingBox(paper, voice)}
${conditionsSection(conditions, voice)}
${withdrawalSection(conditions, voice)}
${paper.days.length === 0 ? null : figuresOf(paper, voice)}
${alarmListSection(paper, voice)}
${paper.days.length === 0 && paper.faults.length === 0 ? null : faultsSection(paper, voice)}
${visitsTable(paper, voice)}
${
  paper.days.length === 0
    ? null
    : html`${triggersSection(paper, voice)}
${itemsSection(paper, voice)}`
}
${selfCheckSection(paper, voice)}
<section class="whole"><h2>${tell('file.signatures')}</h2>
<div class="lines">${(['firm', 'date', 'user', 'date'] as const).map((key) => html`<div>${tell(`signature.${key}`)}</div>`)}</div></section>
<p class="note">${tell('file.standards')}</p>`;
  return { title, body };
}

function figuresOf(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, say } = voice;
  const heads = {
    figure: say('column.figure'),
    columns: [tell('column.now'), tell('column.before')],
    counted: say('column.counted'),
  };
  return html`<section><h2>${tell('file.figures')}</h2>${figureTable(heads, figureRows(paper, voice), voice)}</section>`;
}

function identity(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, word, say } = voice;
  const blank = html`<span class="blank">${tell('blank')}</span>`;
  const gateway =
    paper.gatewayName === null
      ? paper.gateway
      : say('head.lift-id', { name: word(paper.gatewayName), id: paper.gateway });
  const facts: [string, Markup | string][] = [
    [tell('file.lift'), say('head.lift-id', { name: word(paper.name), id: paper.lift })],
    [tell('file.registration'), paper.registration ?? blank],
    [tell('file.address'), paper.place === null ? blank : word(paper.place)],
    [tell('file.gateway'), gateway],
    [tell('file.firm'), blank],
    [tell('file.user'), blank],
    [
      tell('file.period'),
      tell('head.days', { recorded: paper.days.length, days: paper.complete.days, month: paper.month }),
    ],
  ];
  return html`<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function visitsTable({ visits, entrapments }: LiftPaper, voice: PaperVoice): Markup {
  const { tell, say, stamp, span } = voice;
  const blank = html`<span class="blank">${tell('blank')}</span>`;
  const told = entrapments.flatMap(({ attended, alsoCame }) => [
    ...(attended === null ? [] : [attended]),
    ...alsoCame,
  ]);
  const rows = visits.map(({ from, to, inspectionMs }) => {
    const who = told.find(({ at, by }) => by !== null && isWithin(at, from, to));
    return [
      stamp(from),
      to === null ? say('visit.not-over') : stamp(to),
      inspectionMs === null ? '–' : span(inspectionMs),
      who?.by ?? blank,
      blank,
      html`<span class="sign"></span>`,
    ];
  });
  const heads = [
    { text: say('column.from') },
    { text: say('column.to') },
    { text: say('column.inspection'), number: true as const },
    { text: tell('column.who') },
    { text: tell('column.done') },
    { text: tell('column.signature') },
  ];
  return html`<section><h2>${tell('file.visits')}</h2>
<p class="note">${tell('file.visits-note')}</p>
${rows.length === 0 ? html`<p>${say('visits.none')}</p>` : tableOf(heads, rows)}</section>`;
}

/** Somebody who said that they have arrived may turn the switch a little later. */
const SOON_MS = 30 * 60_000;

function isWithin({ utc }: Stamp, from: Stamp, to: Stamp | null): boolean {
  if (utc === null || from.utc === null) return false;
  return utc >= from.utc - SOON_MS && (to?.utc == null || utc <= to.utc);
}

/** What made a visit necessary, and whether one came after it. */
function triggersSection(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, stamp, faults, language } = voice;
  const known = { labels: paper.labels ?? {}, faults, language };
  const rows = paper.findings
    .filter((one) => ['safety', 'service'].includes(urgencyOf(one)))
    .map((finding) => {
      const { last, lastDay } = findingPlace(finding, paper, voice.dayOf);
      const visit = paper.visits.find(
        ({ from }) => last?.utc != null && from.utc !== null && from.utc >= last.utc,
      );
      return [
        findingShown(finding, paper.days, known),
        last === null ? (lastDay ?? '–') : stamp(last),
        last === null
          ? '–'
          : visit === undefined
            ? html`<span class="state-bad">${tell('trigger.no-visit')}</span>`
            : stamp(visit.from),
      ];
    });
  const heads = [
    { text: tell('column.trigger') },
    { text: tell('column.last') },
    { text: tell('column.visited') },
  ];
  return html`<section><h2>${tell('file.triggers')}</h2>
<p class="note">${tell('file.triggers-note')}</p>
${rows.length === 0 ? html`<p>${tell('file.triggers-none')}</p>` : tableOf(heads, rows)}</section>`;
}
