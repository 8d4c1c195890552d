import { SEVERITY_WORDS } from '../../../text/terms.ts';
import type { EntrapmentTime } from '../monthEvents.ts';
import { afterwardsTexts } from '../page/happenedSections.ts';
import { html, type Markup } from '../page/markup.ts';
import { type Head, tableOf } from '../page/tableOf.ts';
import { arrivalMinutes, minutesBetween, rescueMinutes } from '../rescueTimes.ts';
import type { LiftPaper } from './liftPaper.ts';
import type { PaperVoice } from './paperVoice.ts';

/** Somebody must be there within half an hour in a districted city (TSG T5002-2017, from memory). */
const ARRIVAL_MINUTES = 30;

type PaperRow = { readonly at: number; readonly cells: readonly (Markup | string)[] };

/** Entrapments with arrival and release, and all alarms of the lift, in the order of their time. */
export function alarmListSection(paper: LiftPaper, voice: PaperVoice): Markup {
  const { tell } = voice;
  const rows = [...entrapmentRows(paper, voice), ...alarmRows(paper, voice)]
    .toSorted((a, b) => a.at - b.at)
    .map(({ cells }) => cells);
  const heads: Head[] = [
    { text: tell('column.alarm') },
    { text: tell('column.raised') },
    { text: tell('column.arrived') },
    { text: tell('column.minutes'), number: true },
    { text: tell('column.released') },
    { text: tell('column.minutes-out'), number: true },
    { text: tell('column.signed') },
  ];
  return html`<section><h2>${tell('file.alarms')}</h2>
${rows.length === 0 ? html`<p>${tell('file.alarms-none')}</p>` : tableOf(heads, rows)}</section>`;
}

function entrapmentRows({ entrapments }: LiftPaper, voice: PaperVoice): PaperRow[] {
  const { tell, stamp, minutes, say } = voice;
  return entrapments.map((one) => {
    const { suspected, confirmed, attended, resolved, releasedBy } = one;
    const arrived = arrivalMinutes(one);
    const late = arrived !== null && arrived > ARRIVAL_MINUTES;
    return {
      at: (suspected ?? confirmed).utc ?? 0,
      cells: [
        html`<b class="grave">${tell('alarm.entrapment')}</b>${toldOf(one, voice).map((text) => html`<small>${text}</small>`)}`,
        stamp(suspected ?? confirmed),
        attended === null
          ? '–'
          : say('entrapment.told', {
              time: stamp(attended.at),
              by: attended.by ?? say('entrapment.switch'),
            }),
        late ? html`<span class="state-bad">${minutes(arrived)}</span>` : minutes(arrived),
        resolved === null
          ? html`<span class="state-bad">${tell('alarm.open')}</span>`
          : `${stamp(resolved)}${releasedBy === null ? '' : ` ${releasedBy}`}`,
        minutes(rescueMinutes(one)),
        '',
      ],
    };
  });
}

/** Who was called and when, and what was written down when it was over. */
function toldOf({ called, alsoCame, afterwards }: EntrapmentTime, voice: PaperVoice): string[] {
  const { say, stamp } = voice;
  const calls = called.map(({ at, by }) => say('entrapment.called', { time: stamp(at), by: by ?? '–' }));
  const came = alsoCame.map(({ at, by }) => say('entrapment.also-came', { time: stamp(at), by: by ?? '–' }));
  return [...calls, ...came, ...afterwardsTexts(afterwards, voice)];
}

function alarmRows({ alarms }: LiftPaper, voice: PaperVoice): PaperRow[] {
  const { tell, stamp, word, minutes } = voice;
  return alarms.map(({ name, severity, raised, over, acknowledged }) => ({
    at: raised.utc ?? 0,
    cells: [
      html`${word(name)}<small>${word(SEVERITY_WORDS[severity])}</small>`,
      stamp(raised),
      '',
      '',
      over === null ? html`<span class="state-bad">${tell('alarm.open')}</span>` : stamp(over),
      minutes(minutesBetween(raised, over)),
      acknowledged === null ? '–' : (acknowledged.by ?? stamp(acknowledged.at)),
    ],
  }));
}
