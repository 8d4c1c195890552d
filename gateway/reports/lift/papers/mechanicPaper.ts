import { SENSOR, type Sensor } from '../../../../drivers/lift/sensor.ts';
import { ratesOf } from '../../../lift/health/rates.ts';
import type { FigureKey } from '../../../text/liftDefinitions.ts';
import type { FindingPlace } from '../findingPlace.ts';
import { type FigureRow, figureTable } from '../page/figureTable.ts';
import { findingList } from '../page/findingItem.ts';
import { html, type Markup } from '../page/markup.ts';
import { standingBox } from '../page/standingBox.ts';
import { tableOf } from '../page/tableOf.ts';
import type { LiftPaper } from './liftPaper.ts';
import type { PaperVoice } from './paperVoice.ts';

/** More would not be one page. */
const MOST = 5;
const MOST_FAULTS = 6;

/** One page for the mechanic on the way to the lift: what is not over, what to look at first, what was since the last visit. */
export function mechanicPaper(paper: LiftPaper, voice: PaperVoice): { title: string; body: Markup } {
  const { tell, word, say } = voice;
  const lift = say('head.lift-id', { name: word(paper.name), id: paper.lift });
  const title = tell('title.mechanic', { lift: word(paper.name) });
  const last = paper.days.at(-1)?.day;
  const facts = [
    lift,
    ...(paper.place === null ? [] : [word(paper.place)]),
    ...(paper.registration === null ? [] : [paper.registration]),
    ...(last === undefined ? [] : [tell('head.until', { day: last })]),
    tell('head.days', { recorded: paper.days.length, days: paper.complete.days, month: paper.month }),
  ];
  const body = html`<header>
<p class="kind">${tell('paper.mechanic')}</p>
<h1>${title}</h1>
<p class="faint">${facts.join(' · ')}</p>
</header>
${standingBox(paper, voice)}
<section><h2>${tell('first.heading')}</h2>
${paper.findings.length === 0 ? html`<p>${tell(paper.days.length === 0 ? 'since.nothing-recorded' : 'first.nothing')}</p>` : findingList(paper.findings.slice(0, MOST), paper, voice, (place) => sinceTag(place, paper, voice))}
${paper.findings.length > MOST ? html`<p class="note">${tell('first.more', { count: paper.findings.length - MOST })}</p>` : null}
</section>
${sinceSection(paper, voice)}`;
  return { title, body };
}

/** Whether it came again after somebody was there, which a repair that held would have prevented. */
function sinceTag(
  { last, lastDay }: FindingPlace,
  { lastVisit }: LiftPaper,
  voice: PaperVoice,
): Markup | null {
  const visited = lastVisit === null ? null : (lastVisit.to ?? lastVisit.from);
  if (visited === null || visited.utc === null || (last?.utc == null && lastDay === null)) return null;
  const again = last?.utc == null ? (lastDay ?? '') > voice.dayOf(visited) : last.utc > visited.utc;
  return html` <span class="tag">${voice.tell(again ? 'first.again' : 'first.before')}</span>`;
}

function sinceSection(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, span, say, stamp } = voice;
  const { lastVisit, sinceVisit } = paper;
  const [first] = sinceVisit;
  const about =
    lastVisit === null
      ? first === undefined
        ? tell('since.nothing-recorded')
        : tell('since.no-visit', { day: first.day })
      : lastVisit.to === null
        ? tell('since.visit-open', { from: stamp(lastVisit.from) })
        : tell('since.visit', { from: stamp(lastVisit.from), span: span(lastVisit.inspectionMs ?? 0) });
  const rates = ratesOf(sinceVisit);
  const cycles = sinceVisit.reduce((sum, { doorCycles }) => sum + doorCycles, 0);
  const row = (name: string, value: number, counted: FigureKey): FigureRow => ({
    ...{ name, counted },
    values: [String(value)],
  });
  const figures = [
    row(say('figure.trips'), rates.trips, 'trips'),
    row(say('figure.cycles'), cycles, 'cycles'),
    row(say('figure.failures'), rates.failures, 'failures'),
    row(say('figure.entrapments'), rates.entrapments, 'entrapments'),
  ];
  const heads = {
    figure: say('column.figure'),
    columns: [say('column.value')],
    counted: say('column.counted'),
  };
  return html`<section><h2>${tell('since.heading')}</h2>
<p>${about}${sinceVisit.length === 0 ? null : html` · ${tell('since.days-told', { days: sinceVisit.length })}`}</p>
${
  sinceVisit.length === 0
    ? html`<p>${tell('since.nothing-recorded')}</p>`
    : html`${figureTable(heads, figures, voice)}
${faultTable(paper, voice)}${sensorLines(paper, voice)}`
}</section>`;
}

/** Kinds of faults since the visit: how often, where, and when last. */
function faultTable(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, say, faults, word } = voice;
  const counted = new Map<string, { times: number; floors: Set<number>; last: string; shown: string }>();
  for (const { day, faults: all } of paper.sinceVisit)
    for (const { key, code, floors } of all) {
      const vendor = key.split('/')[0] ?? '';
      const name = faults.name({ vendor, code });
      const shown = tell('since.fault', {
        code: faults.code({ vendor, code }),
        name: name === null ? say('fault.unnamed') : word(name),
      });
      const one = counted.get(key) ?? { times: 0, floors: new Set<number>(), last: day, shown };
      for (const floor of floors) if (floor !== null) one.floors.add(floor);
      counted.set(key, { ...one, times: one.times + floors.length, last: lastOn(day, vendor, code) });
    }
  /** The moment of the last one of a day, where its own row is known. */
  function lastOn(day: string, vendor: string, code: number): string {
    const own = paper.faults.findLast(
      ({ onset, ...one }) => one.vendor === vendor && one.code === code && voice.dayOf(onset) === day,
    );
    return own === undefined ? day : voice.stamp(own.onset);
  }
  if (counted.size === 0)
    return html`<p>${tell(paper.standing.length > 0 ? 'since.faults-no-other' : 'since.faults-none')}</p>`;
  const rows = [...counted.values()]
    .toSorted((a, b) => b.times - a.times)
    .slice(0, MOST_FAULTS)
    .map(({ shown, times, floors, last }) => [
      shown,
      [...floors]
        .toSorted((a, b) => a - b)
        .map(voice.floor)
        .join(', '),
      times,
      last,
    ]);
  return tableOf(
    [
      { text: say('column.fault') },
      { text: say('column.floor') },
      { text: tell('column.times'), number: true },
      { text: tell('column.last') },
    ],
    rows,
  );
}

function sensorLines({ sinceVisit }: LiftPaper, { tell, word }: PaperVoice): Markup | null {
  const names = new Set(
    sinceVisit.flatMap(({ sensors = [] }) => sensors.map(({ sensor }) => word(nameOfSensor(sensor)))),
  );
  if (names.size === 0) return null;
  return html`<p>${tell('since.sensors', { names: [...names].join(tell('list.join')) })}</p>`;
}

function nameOfSensor(sensor: Sensor): { en: string; zh: string } {
  const { en, zh } = SENSOR[sensor];
  return { en, zh };
}
