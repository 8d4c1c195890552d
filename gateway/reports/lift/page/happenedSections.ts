import { FAULT } from '../../../../drivers/lift/faultClass.ts';
import { POWER } from '../../../../drivers/lift/safety.ts';
import { BASIS } from '../../../lift/detection/entrapment/basis.ts';
import { CAUSE } from '../../../lift/detection/entrapment/cause.ts';
import type { EntrapmentTime, FaultTime, RescueTime, TestTime } from '../monthEvents.ts';
import type { MonthReport } from '../monthReport.ts';
import { rescueMinutes } from '../rescueTimes.ts';
import type { Stamp } from '../stamp.ts';
import { html, type Markup } from './markup.ts';
import type { ReportVoice } from './reportVoice.ts';
import { tableOf } from './tableOf.ts';

const MOST_UNSEEN = 40;

/** Every fault that came, with its end, and what only the controller wrote down. */
export function faultsSection({ faults: told, missed, standing }: MonthReport, voice: ReportVoice): Markup {
  const { say, faults } = voice;
  const heads = [
    { text: say('column.code') },
    { text: say('column.fault') },
    { text: say('column.floor') },
    { text: say('column.onset') },
    { text: say('column.clear') },
    { text: say('column.lasted'), number: true } as const,
  ];
  const rows = told.map((fault) => faultCells(fault, voice));
  const two = (number: number) => String(number).padStart(4, '0');
  const list = missed.map(({ date, time, ...fault }) =>
    say('fault.missed-one', {
      code: faults.code(fault),
      date: `${two(date).slice(0, 2)}-${two(date).slice(2)}`,
      time: `${two(time).slice(0, 2)}:${two(time).slice(2)}`,
    }),
  );
  return html`<section>
<h2>${say('heading.faults')}</h2>
${rows.length === 0 ? html`<p>${say(standing.length > 0 ? 'faults.none-came' : 'faults.none')}</p>` : tableOf(heads, rows)}
${list.length === 0 ? null : html`<p class="note">${say('faults.missed', { count: list.length, list: list.join(say('text.join')) })}</p>`}
</section>`;
}

function faultCells(fault: FaultTime, voice: ReportVoice): (Markup | string)[] {
  const { say, word, stamp, span, floor, faults } = voice;
  const named = faults.name(fault) ?? fault.name;
  const code = faults.code(fault) + (fault.sub === null ? '' : `.${fault.sub}`);
  const name = named === null ? say('fault.unnamed') : word(named);
  const meaning =
    fault.class === null ? name : word({ en: FAULT[fault.class].en, zh: FAULT[fault.class].zh });
  const more = [
    ...(meaning === name ? [] : [meaning]),
    ...(fault.level === null ? [] : [say('fault.level', { level: fault.level })]),
  ];
  const onset = stamp(fault.onset);
  return [
    html`<b>${code}</b>`,
    html`${name}${more.length === 0 ? null : html`<small>${more.join(' · ')}</small>`}`,
    floor(fault.floor),
    fault.exact ? onset : say('fault.inexact', { time: onset }),
    fault.clear === null ? say('fault.not-over') : stamp(fault.clear),
    lasted(fault.onset, fault.clear, span),
  ];
}

function lasted(from: Stamp, to: Stamp | null, span: ReportVoice['span']): string {
  return from.utc === null || to === null || to.utc === null ? '–' : span(to.utc - from.utc);
}

/** Every time people were found to be trapped. */
export function entrapmentsSection({ entrapments, standing }: MonthReport, voice: ReportVoice): Markup {
  const { say, word, stamp, minutes } = voice;
  const heads = [
    { text: say('column.suspected') },
    { text: say('column.confirmed') },
    { text: say('column.called') },
    { text: say('column.attended') },
    { text: say('column.resolved') },
    { text: say('column.lasted'), number: true } as const,
    { text: say('column.because') },
    { text: say('column.ended-by') },
  ];
  const rows = entrapments.map((one) => {
    const { suspected, confirmed, called, attended, alsoCame, resolved, basis } = one;
    return [
      suspected === null ? '–' : stamp(suspected),
      stamp(confirmed),
      called.length === 0 ? '–' : called.map((one) => toldText(one, voice)).join(say('text.join')),
      attended === null
        ? '–'
        : [attended, ...alsoCame].map((came) => toldText(came, voice)).join(say('text.join')),
      resolved === null ? html`<b class="grave">${say('entrapment.not-over')}</b>` : stamp(resolved),
      minutes(rescueMinutes(one)),
      basis.map((bit) => word({ en: BASIS[bit].en, zh: BASIS[bit].zh })).join(say('text.join')),
      endText(one, voice),
    ];
  });
  return html`<section>
<h2>${say('heading.entrapments')}</h2>
${rows.length === 0 ? html`<p>${say(standing.length > 0 ? 'entrapments.none-came' : 'entrapments.none')}</p>` : tableOf(heads, rows)}
</section>`;
}

/** When, and who it was; an arrival nobody told is known by the inspection switch. */
function toldText({ at, by }: RescueTime, { say, stamp }: ReportVoice): string {
  return say('entrapment.told', { time: stamp(at), by: by ?? say('entrapment.switch') });
}

function endText(
  { cause, releasedBy, afterwards }: Pick<EntrapmentTime, 'cause' | 'releasedBy' | 'afterwards'>,
  voice: ReportVoice,
): string {
  if (cause === null) return '–';
  const text = causeText(cause, voice);
  const by = releasedBy === null ? text : voice.say('entrapment.by', { cause: text, by: releasedBy });
  return [by, ...afterwardsTexts(afterwards, voice)].join(voice.say('text.join'));
}

const STEPS = ['called', 'attended', 'released', 'checked'] as const;

/** What was written down when it was over already: the step, when it was told, and who. */
export function afterwardsTexts(
  afterwards: EntrapmentTime['afterwards'],
  { say, stamp }: Pick<ReportVoice, 'say' | 'stamp'>,
): string[] {
  return afterwards.map(({ step, at, by }) => {
    const known = STEPS.find((one) => one === step);
    const what = known === undefined ? step : say(`rescue.${known}`);
    return say('entrapment.afterwards', { what, time: stamp(at), by: by ?? '–' });
  });
}

function testText({ actor, automatic, passed, note }: TestTime, { say }: ReportVoice): string {
  return [
    actor,
    ...(automatic === true ? [say('test.automatic')] : []),
    ...(passed === false ? [say('test.failed', { note: note ?? '–' })] : []),
  ].join(say('text.join'));
}

function causeText(cause: string, { word }: ReportVoice): string {
  const known = Object.entries(CAUSE).find(([name]) => name === cause)?.[1];
  return known === undefined ? cause : word({ en: known.en, zh: known.zh });
}

/** Who was at the lift: visits by the inspection switch, and tests of the alarm in the car. */
export function visitsSections({ visits, tests, power }: MonthReport, voice: ReportVoice): Markup {
  const { say, word, stamp, span } = voice;
  const visitHeads = [
    { text: say('column.from') },
    { text: say('column.to') },
    { text: say('column.inspection'), number: true } as const,
  ];
  const visitRows = visits.map(({ from, to, inspectionMs }) => [
    stamp(from),
    to === null ? say('visit.not-over') : stamp(to),
    inspectionMs === null ? '–' : span(inspectionMs),
  ]);
  const testRows = tests.map((test) => [stamp(test.at), testText(test, voice)]);
  const powerRows = power.map(({ at, power: now }) => [
    stamp(at),
    word({ en: POWER[now].en, zh: POWER[now].zh }),
  ]);
  return html`<div class="pair"><section>
<h2>${say('heading.visits')}</h2>
<p class="note">${say('visits.note')}</p>
${visitRows.length === 0 ? html`<p>${say('visits.none')}</p>` : tableOf(visitHeads, visitRows)}
</section>
<section>
<h2>${say('heading.tests')}</h2>
${testRows.length === 0 ? html`<p>${say('tests.none')}</p>` : tableOf([{ text: say('column.when') }, { text: say('column.who') }], testRows)}
</section></div>
${powerRows.length === 0 ? null : html`<section><h2>${say('heading.power')}</h2>${tableOf([{ text: say('column.when') }, { text: say('column.power') }], powerRows)}</section>`}`;
}

/** Times in which something may have happened that is counted nowhere. */
export function unseenSection({ unseen }: MonthReport, voice: ReportVoice): Markup {
  const { say, stamp, span } = voice;
  const heads = [
    { text: say('column.what') },
    { text: say('column.from') },
    { text: say('column.to') },
    { text: say('column.lasted'), number: true } as const,
    { text: say('column.least'), number: true } as const,
  ];
  const rows = unseen
    .slice(0, MOST_UNSEEN)
    .map(({ what, device, from, to, least }) => [
      what === 'device' ? say('unseen.device', { device: device ?? '' }) : say(`unseen.${what}`),
      stamp(from),
      to === null ? say('unseen.not-over') : stamp(to),
      lasted(from, to, span),
      what === 'device' ? '' : least,
    ]);
  const left = unseen.length - MOST_UNSEEN;
  return html`<section>
<h2>${say('heading.unseen')}</h2>
${
  rows.length === 0
    ? html`<p>${say('unseen.none')}</p>`
    : html`<p class="note">${say('unseen.note')}</p>${tableOf(heads, rows)}`
}
${left > 0 ? html`<p>${say('unseen.more', { count: left })}</p>` : null}
</section>`;
}
