import { percentDown } from '../page/headSection.ts';
import { html, type Markup } from '../page/markup.ts';
import { tableOf } from '../page/tableOf.ts';
import type { Stamp } from '../stamp.ts';
import type { LiftPaper } from './liftPaper.ts';
import type { PaperVoice } from './paperVoice.ts';

/** What the monitor knows of itself: a paper that says that nothing happened is worth as much as who looked. */
export function selfCheckSection(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell, span } = voice;
  const { complete, days, unseen, missed, sensors } = paper;
  const { watchedMs, unseenMs, goneEvents } = complete;
  const whole = watchedMs + unseenMs;
  const silences = unseen.filter(({ what }) => what === 'device');
  const silentMs = silences.reduce(
    (sum, { from, to }) => sum + Math.max(0, (to?.utc ?? 0) - (from.utc ?? 0)),
    0,
  );
  const dated = silences.every(({ from, to }) => from.utc !== null && to !== null && to.utc !== null);
  const rows: [string, string][] = [
    [tell('self.days'), tell('self.days-told', { recorded: days.length, days: paper.daysOver })],
    [
      tell('self.watched'),
      whole === 0
        ? tell('value.unknown')
        : tell('value.percent', { percent: percentDown(watchedMs / whole) }),
    ],
    [
      tell('self.silences'),
      silences.length > 0 && dated
        ? tell('self.silences-told', { count: silences.length, span: span(silentMs) })
        : String(silences.length),
    ],
    [tell('self.missed'), String(complete.unseen)],
    [tell('self.clock'), String(unsureOf(paper))],
    [tell('self.gone'), String(goneEvents)],
    [tell('self.log'), String(missed.length)],
    [tell('self.sensors'), String(sensors.length)],
  ];
  return html`<section class="whole"><h2>${tell('file.self')}</h2>
<p class="note">${tell('file.self-note')}</p>
<div class="narrow">${tableOf([{ text: tell('column.check') }, { text: tell('column.result') }], rows)}</div></section>`;
}

function unsureOf({ faults, entrapments, visits, alarms, complete }: LiftPaper): number {
  const stamps: Stamp[] = [
    ...faults.map(({ onset }) => onset),
    ...entrapments.map(({ confirmed }) => confirmed),
    ...visits.map(({ from }) => from),
    ...alarms.map(({ raised }) => raised),
  ];
  return stamps.filter(({ unsure }) => unsure).length + complete.undated;
}
