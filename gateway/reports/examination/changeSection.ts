import { html, type Markup } from '../lift/page/markup.ts';
import { tableOf } from '../lift/page/tableOf.ts';
import { civilTime } from '../signed/paperTime.ts';
import type { Examination } from './examination.ts';
import type { ExaminationVoice } from './examinationVoice.ts';

/** What was changed in the period, and what was kept from being heard. Reports of earlier versions did not look. */
export function changeSection({ changes, time_zone }: Examination, voice: ExaminationVoice): Markup | null {
  const { say } = voice;
  if (changes === undefined) return null;
  const body =
    changes.length === 0
      ? html`<p>${say('changes.none')}</p>`
      : tableOf(
          (['when', 'what', 'by'] as const).map((column) => ({ text: say(`column.${column}`) })),
          changes.map(({ at, what, by, count }) => [
            html`<span class="short">${civilTime(at, time_zone)}</span>`,
            html`<span class="name">${count === 1 ? voice.word(what) : say('changes.times', { what: voice.word(what), count })}</span>`,
            by ?? say('changes.itself'),
          ]),
        );
  return html`<section><h2>${say('section.changes')}</h2>${body}</section>`;
}
