import { html, type Markup } from '../lift/page/markup.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import type { Examination } from './examination.ts';
import { type ExaminationVoice, percent } from './examinationVoice.ts';

/** Each lift in one line; the papers of its months have the rest. Nothing where the building has none. */
export function liftSection({ lifts = [] }: Examination, voice: ExaminationVoice): Markup | null {
  const { say } = voice;
  if (lifts.length === 0) return null;
  const numbers = ['watched', 'available', 'trips', 'failures', 'entrapments', 'alarms', 'visits'] as const;
  return html`<section class="whole"><h2>${say('section.lifts')}</h2>${tableOf(
    [
      { text: say('column.lift') },
      ...numbers.map((column) => ({ text: say(`column.${column}`), number: true as const })),
      { text: say('column.verdict') },
    ],
    lifts.map((lift) => [
      html`<span class="name">${voice.word(lift.name)}</span>`,
      `${percent(lift.watched)} %`,
      lift.availability === null ? say('value.none') : `${percent(lift.availability)} %`,
      ...(['trips', 'failures', 'entrapments', 'alarms', 'visits'] as const).map((key) =>
        lift.watched === 0 ? say('value.none') : lift[key],
      ),
      voice.verdict(lift.verdict),
    ]),
  )}<p class="note after">${say('lifts.note')}</p></section>`;
}
