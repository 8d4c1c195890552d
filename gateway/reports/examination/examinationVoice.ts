import type { WireText } from '../../telemetry/wire/model.ts';
import { type Say, speaker } from '../../text/catalogue.ts';
import { EXAMINATION_MESSAGES } from '../../text/examinationMessages.ts';
import { inLanguage, type Language } from '../../text/language.ts';
import { html, type Markup } from '../lift/page/markup.ts';
import { short } from './dayPlot.ts';
import type { PointFinding } from './examination.ts';
import type { BuildingVerdict } from './verdict.ts';

/** In one row. */
const MOST_NAMED = 8;

/** How an examination report speaks: one language, and what several of its sections say alike. */
export class ExaminationVoice {
  readonly language: Language;
  readonly say: Say<typeof EXAMINATION_MESSAGES>;

  constructor(language: Language) {
    this.language = language;
    this.say = speaker(EXAMINATION_MESSAGES, language);
  }

  word(text: WireText | null): string {
    return text === null ? '' : inLanguage(text, this.language);
  }

  /** By word and weight, so that it is read without colour. */
  verdict(one: BuildingVerdict): Markup {
    return one === 'abnormal'
      ? html`<b class="grave">${this.say('verdict.abnormal')}</b>`
      : html`<b>${this.say(`verdict.${one}`)}</b>`;
  }

  /** A point by its name and its place. */
  named({ name, place }: Pick<PointFinding, 'name' | 'place'>): Markup {
    const where = this.word(place);
    return html`<span class="name">${this.word(name)}${where === '' ? null : html`<small>${where}</small>`}</span>`;
  }

  /** Names of points in a row, the first of them where there are many. */
  names(all: readonly WireText[]): string {
    const names = all.map((one) => this.word(one));
    const told = names.slice(0, MOST_NAMED).join(this.say('list.points'));
    const more = names.length - MOST_NAMED;
    return more > 0 ? this.say('list.more', { names: told, more }) : told;
  }

  number(value: number | null): string {
    return value === null ? this.say('value.none') : short(value);
  }
}

/** A number with as many places as it is sure of. */
export function asSure(value: number, unsure: number): string {
  if (unsure <= 0) return short(value);
  const places = Math.min(9, Math.max(0, 1 - Math.floor(Math.log10(unsure))));
  return String(Number(value.toFixed(places)));
}

/** Per cent of a share, never more than it is. */
export function percent(share: number): number {
  return Math.floor(1000 * share) / 10;
}
