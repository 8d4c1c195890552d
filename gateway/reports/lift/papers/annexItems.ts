import type { FaultClass } from '../../../../drivers/lift/faultClass.ts';
import type { Sensor } from '../../../../drivers/lift/sensor.ts';
import { T5002_ITEMS } from '../../../text/t5002Items.ts';
import { html, type Markup } from '../page/markup.ts';
import { tableOf } from '../page/tableOf.ts';
import type { LiftPaper } from './liftPaper.ts';
import type { PaperVoice } from './paperVoice.ts';

/** What the monitor can say of one item of the annex; items that are in no such list have evidence by a visit alone. */
type Seen = (paper: LiftPaper, voice: PaperVoice) => string;

const SEEN: Readonly<Record<string, Seen>> = {
  'A-1-05': faults('brakeFault', 'unintendedCarMovement'),
  'A-1-06': faults('brakeFault', 'unintendedCarMovement'),
  'A-1-07': both(faults('encoderFault', 'positionLost'), sensors('position', 'speed')),
  'A-1-08': faults('overspeed', 'governorAndSafetyGear'),
  'A-1-16': light,
  'A-1-18': tests,
  'A-1-20': cycles,
  'A-1-21': both(faults('doorLockCircuit', 'safetyInterlock'), sensors('doorLock', 'safetyChain')),
  'A-1-22': both(cycles, faults('doorOpening', 'doorClosing')),
  'A-1-23': levelling,
  'A-1-26': faults('doorClosing'),
  'A-1-28': both(faults('doorLockCircuit', 'safetyInterlock'), sensors('doorLock', 'safetyChain')),
  'A-3-04': faults('brakeFault', 'unintendedCarMovement'),
  'A-4-14': both(faults('loadMeasurementFault'), sensors('loadCell')),
};

/** The items of TSG T5002-2017, annex A, each with how it is evidenced: by a sensor as well, or by a visit alone. */
export function itemsSection(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, word } = voice;
  const rows = T5002_ITEMS.map(({ number, name }) => {
    const seen = SEEN[number];
    return [
      html`<span class="code">${number}</span>`,
      word(name),
      seen === undefined ? tell('evidence.visit') : html`<b>${tell('evidence.sensor')}</b>`,
      seen?.(paper, voice) ?? '',
    ];
  });
  const heads = [
    ...[{ text: '' }, { text: tell('column.item') }, { text: tell('column.by') }],
    { text: tell('column.seen') },
  ];
  return html`<section><h2>${tell('file.items')}</h2>
<p class="note">${tell('file.items-note')}</p>
${tableOf(heads, rows)}</section>`;
}

/** Where no fault can be told (no controller), none is not the same as in order. */
function faults(...kinds: readonly FaultClass[]): Seen {
  return ({ faults: all, days }, { tell }) => {
    if (days.length === 0) return tell('value.unknown');
    return tell('seen.faults', {
      count: all.filter(({ class: kind }) => kind !== null && kinds.includes(kind)).length,
    });
  };
}

function sensors(...names: readonly Sensor[]): Seen {
  return ({ sensors: all }, { tell }) =>
    tell('seen.sensor', { count: all.filter(({ sensor }) => names.includes(sensor as Sensor)).length });
}

function both(a: Seen, b: Seen): Seen {
  return (paper, voice) => [a(paper, voice), b(paper, voice)].join(voice.tell('list.join'));
}

function cycles({ landings, doorCycles }: LiftPaper, { tell }: PaperVoice): string {
  const sum = (of: (landing: LiftPaper['landings'][number]) => number) =>
    landings.reduce((all, one) => all + of(one), 0);
  return tell('seen.cycles', {
    cycles: doorCycles,
    reversals: sum(({ reversals }) => reversals),
    balks: sum(({ balks }) => balks),
  });
}

function levelling({ landings }: LiftPaper, { tell }: PaperVoice): string {
  const known = landings.flatMap(({ levelP95Mm }) => levelP95Mm ?? []);
  if (known.length > 0) return tell('seen.levelling', { mm: Math.round(Math.max(...known)) });
  const stops = landings.reduce((all, one) => all + one.stops, 0);
  if (stops === 0) return tell('seen.not-told');
  return tell('seen.relevels', { stops, relevels: landings.reduce((all, one) => all + one.relevels, 0) });
}

function tests({ tests: all }: LiftPaper, { tell }: PaperVoice): string {
  if (all.length === 0) return tell('seen.tests-none');
  return tell('seen.tests', {
    count: all.length,
    failed: all.filter(({ passed }) => passed === false).length,
  });
}

function light({ conditions }: LiftPaper, { tell }: PaperVoice): string {
  const count = conditions.filter(({ condition }) => condition === 'carLight').length;
  return tell(count === 0 ? 'seen.light-none' : 'seen.light', { count });
}
